"""
Starts the container of a function with a debugger in it, when `lambda-images invoke <function> --debug` has asked for it. The command writes the request into a file of .local, which only its user can write.

The function's image is not changed: the container gets files in a folder of its own, and variables. The debugger's port is published on this machine's loopback address only.
"""

import functools
import io
import json
import os
import sys
import tarfile

REQUEST = os.environ.get("LOCAL_AWS_DEBUG", "")
IN_CONTAINER = ".lambda-images-debug"
# While a function is paused its time doesn't end: not that of the function, nor that of the invocation.
SECONDS = 24 * 60 * 60

debugged = set()


def is_requested():
    """Whether the next invocation of a function is to be debugged."""
    return os.path.exists(REQUEST)


def request_for(options):
    """Takes the request for the function that a container is started for, or None. Only one container gets it."""
    environment = options.get("environment") or {}
    try:
        with open(REQUEST, encoding="utf-8") as file:
            request = json.load(file)
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    function = (environment.get("AWS_LAMBDA_FUNCTION_NAME"), environment.get("AWS_REGION"))
    if function != (request["functionName"], request["region"]):
        return None
    try:
        os.remove(REQUEST)
    except FileNotFoundError:
        # It was withdrawn, or another container took it.
        return None
    return request


def with_debugger(options, request, of_image):
    """The options of a container, with a debugger."""
    environment = options["environment"]
    image = dict(line.partition("=")[::2] for line in of_image.get("Env") or [])
    given = {**image, **environment}
    ports = request["ports"]
    python_path = [f"/{IN_CONTAINER}", *filter(None, [given.get("PYTHONPATH")])]
    added = {
        "LOCAL_AWS_DEBUGGER": json.dumps({"ports": ports, "pathMappings": request["pathMappings"]}),
        "PYTHONPATH": ":".join(python_path),
        "NODE_OPTIONS": f"{given.get('NODE_OPTIONS', '')} --require=/{IN_CONTAINER}/inspector.cjs",
        # The runtime interface emulator's, and this emulator's own.
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(SECONDS),
        "_LAMBDA_TIMEOUT": str(SECONDS),
    }
    published = {f"{port}/tcp": ("127.0.0.1", port) for port in ports.values()}
    return {
        **options,
        "environment": {**environment, **added},
        "ports": {**(options.get("ports") or {}), **published},
    }


def archive(folders):
    """The files of the debuggers, readable for any user of the container."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for folder in folders:
            tar.add(folder, IN_CONTAINER, filter=readable)
    return content.getvalue()


def readable(info):
    info.uid = info.gid = 0
    info.mode = 0o755 if info.isdir() else 0o644
    return info


def started(container):
    debugged.add(container.id)
    let_it_pause()


@functools.cache
def let_it_pause():
    """The emulator waits for the answer of a container for the function's timeout."""
    service = sys.modules["ministack.services.lambda_svc"]
    plain = service._invoke_rie

    def invoke(container, event, timeout, request_id):
        return plain(container, event, SECONDS if container.id in debugged else timeout, request_id)

    service._invoke_rie = invoke
