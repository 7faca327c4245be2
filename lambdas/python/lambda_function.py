"""Entrypoint of the function: validates the event and hands it to the business logic."""

import os

from sample_code_1 import DocumentNotFound, list_documents, read_document
from sample_code_2 import describe

ACTIONS = ("list", "read")


def handler(event, context):
    """Answers {"action": "list", "prefix": "…"} and {"action": "read", "key": "…"}."""
    problem = find_problem(event)
    if problem:
        return answer(400, {"error": problem})
    bucket = os.environ["DOCUMENTS_BUCKET"]
    if event["action"] == "list":
        documents = list_documents(bucket, event.get("prefix", ""))
        return answer(200, {"bucket": bucket, **describe(documents)})
    try:
        return answer(200, {"key": event["key"], "text": read_document(bucket, event["key"])})
    except DocumentNotFound:
        return answer(404, {"error": f'there is no document "{event["key"]}" in the bucket {bucket}'})


def find_problem(event):
    """Says what is missing or wrong in an event, or None."""
    if not isinstance(event, dict):
        return f"the event must be a JSON object, not {type(event).__name__}"
    if "action" not in event:
        return f'"action" is missing: one of {", ".join(ACTIONS)}'
    if event["action"] not in ACTIONS:
        return f'"action" must be one of {", ".join(ACTIONS)}, not {event["action"]!r}'
    if event["action"] == "read" and not is_text(event.get("key")):
        return '"key" is missing: the name of the document to read'
    if not isinstance(event.get("prefix", ""), str):
        return '"prefix" must be text'
    return None


def is_text(value):
    return isinstance(value, str) and value != ""


def answer(status_code, body):
    return {"statusCode": status_code, "body": body}
