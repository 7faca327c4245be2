"""
Refuses requests that could be read in two ways. The emulator (ministack 1.5.33) finds out what a request does in one place to check the permission, and in another to do it. No SDK sends such
requests.
"""

import json
from functools import cache
from urllib.parse import parse_qsl

import iam_requests
from ministack.core import iam_actions
from ministack.core.router import extract_access_key_id

FORM = "application/x-www-form-urlencoded"

# How each open service is called: by a form with `Action`, by a JSON with the header X-Amz-Target, or by methods and paths. The
# value is the name in botocore's models, by which the members of a request are known.
FORM_SERVICES = {
    "ec2": "ec2",
    "elasticloadbalancing": "elbv2",
    "iam": "iam",
    "monitoring": "cloudwatch",
    "ses": "ses",
    "sns": "sns",
    "sqs": "sqs",
    "sts": "sts",
}
TARGET_SERVICES = {
    "cognito-idp": "cognito-idp",
    "dynamodb": "dynamodb",
    "dynamodbstreams": "dynamodbstreams",
    "ecr": "ecr",
    "events": "events",
    "firehose": "firehose",
    "kinesis": "kinesis",
    "kms": "kms",
    "logs": "logs",
    "monitoring": "cloudwatch",
    "secretsmanager": "secretsmanager",
    "sqs": "sqs",
    "ssm": "ssm",
    "states": "stepfunctions",
}
# Of these at most one may be given. Each names the resource.
EXCLUSIVE = {
    "logs": ("logGroupName", "logGroupNames", "logGroupIdentifier", "logGroupIdentifiers"),
    "kinesis": ("StreamName", "StreamARN"),
}


def ambiguity(request, service):
    """@returns what is wrong with a request, or None"""
    if request.headers.get("authorization", "").count("Credential=") > 1 or any(
        len(values) > 1 for name, values in request.query.items() if name.lower().startswith("x-amz-")
    ):
        return "The signature is given more than once."
    if request.verified_key not in (None, extract_access_key_id(request.headers, request.query)):
        return "The request names another access key than its signature."
    encoding = request.headers.get("content-encoding", "")
    if service != "s3" and encoding not in ("", "identity") and not (service == "monitoring" and encoding == "gzip"):
        return f"A request to {service} can't have the encoding {encoding!r} here."
    if service == "monitoring" and iam_requests.CLOUDWATCH_OPERATION.fullmatch(request.path):
        is_named_twice = "Action" in request.query or "x-amz-target" in request.headers
        return "The request names its action twice." if is_named_twice else None
    content_type = request.headers.get("content-type", "")
    form = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True) if is_form(content_type) else []
    actions = [
        *(("query", value) for value in request.query.get("Action", [])),
        *(("form", value) for name, value in form if name == "Action"),
        *([("target", request.headers["x-amz-target"])] if "x-amz-target" in request.headers else []),
    ]
    if service not in FORM_SERVICES and service not in TARGET_SERVICES or is_ses_v2(request):
        return "A request to this service doesn't name its action." if actions else None
    if len(actions) != 1:
        return "The request names its action more than once." if actions else "The request names no action."
    [(place, name)] = actions
    if place == "target":
        return unknown_members(TARGET_SERVICES.get(service), service, name, request.body)
    if service not in FORM_SERVICES:
        return "The request names its action in the wrong place."
    # The emulator's services read the parameters from the body, whatever its type.
    return None if is_form(content_type) or not request.body else f"The body has to be {FORM}."


def is_form(content_type):
    """Exactly as the emulator compares it."""
    return content_type.split(";")[0].strip() == FORM


def is_ses_v2(request):
    return request.path.startswith("/v2/")


def unknown_members(model, service, target, body):
    """Members that an operation doesn't have could name another resource than the one it works on."""
    try:
        members = json.loads(body or b"{}", object_pairs_hook=without_doubles)
    except ValueError as error:
        return f"The body is not JSON: {error}."
    if not isinstance(members, dict):
        return "The body is not an object."
    known = input_members(model, target.rpartition(".")[2])
    unknown = sorted(members.keys() - known) if known is not None else []
    if unknown:
        return f"{target} has no member {unknown[0]}."
    given = [name for name in EXCLUSIVE.get(service, ()) if members.get(name)]
    if len(given) > 1:
        return f"{' and '.join(given)} can't be given together here."
    if any(mark in str(members.get("QueueUrl", "")) for mark in "?#"):
        return "The URL of a queue has neither a query nor a fragment."
    return None


def without_doubles(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a member is given twice")
    return dict(pairs)


@cache
def input_members(model_name, operation):
    """The members of an operation's input. None if it isn't known."""
    model = load_model(model_name) if model_name else {}
    shape = model.get("operations", {}).get(operation)
    if shape is None:
        return None
    members = model["shapes"].get(shape.get("input", {}).get("shape"), {}).get("members", {})
    return frozenset(members)


@cache
def load_model(name):
    return iam_actions._load_botocore_model(name)
