"""
Counts the invocations of each function. A hot reload restarts a function's container, and has to know whether an invocation came in between.
"""

import json
import threading

from ministack.services import lambda_svc

PATH = "/_local/invocations/"

lock = threading.Lock()
# By region and name of the function.
started = {}
running = {}

plain_execute = lambda_svc._execute_function_docker


def execute(func, event, request_id):
    config = func.get("config") or func
    key = config["FunctionArn"].split(":")[3], config["FunctionName"]
    with lock:
        started[key] = started.get(key, 0) + 1
        running[key] = running.get(key, 0) + 1
    try:
        return plain_execute(func, event, request_id)
    finally:
        with lock:
            running[key] -= 1


def answer(region, function_name):
    """How many invocations of a function have started since the start of the emulator, and how many of them run."""
    key = region, function_name
    with lock:
        counts = {"started": started.get(key, 0), "running": running.get(key, 0)}
    return 200, {"Content-Type": "application/json"}, json.dumps(counts).encode()


def install():
    lambda_svc._execute_function_docker = execute
