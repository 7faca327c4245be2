"""Sends requests, given as JSON on the standard input, and prints status and body of each answer. Nothing but Python's own library."""

import json
import sys
import urllib.error
import urllib.request

answers = []
for request in json.load(sys.stdin):
    body = request.get("body")
    sent = urllib.request.Request(
        request["url"],
        method=request.get("method", "GET"),
        headers=request.get("headers", {}),
        data=None if body is None else body.encode(),
    )
    try:
        with urllib.request.urlopen(sent, timeout=20) as answer:
            answers.append([answer.status, answer.read().decode()])
    except urllib.error.HTTPError as error:
        answers.append([error.code, error.read().decode()])
print(json.dumps(answers))
