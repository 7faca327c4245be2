"""
Completes the emulator's checks of permissions (ministack 1.5.33 with AUTH=true), and records each decision. The emulator doesn't check whether a caller may hand a role to a service, or what a login of the image registry may do.
"""

import functools
import hashlib
import hmac
import json
import os
import re
import time
from contextvars import ContextVar
from datetime import datetime, timezone

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import AuthError, EvalResult
from ministack.core.responses import _account_from_sts_session, get_account_id
from ministack.core.responses import set_request_account_id

# One JSON object a line: cli/permissions/recorded-calls.ts reads it.
CALLS_FILE = os.environ["LOCAL_AWS_CALLS"]
# While this file exists, denied calls are recorded and succeed (`lambda-images local --no-iam`).
NOT_ENFORCED_FILE = os.environ["LOCAL_AWS_NO_IAM"]

# The body of the request that is being answered.
request_body = ContextVar("request_body", default=b"")

# The calls that hand a role to a service: "Actions, resources, and condition keys" of each service in the Service Authorization Reference
# (read 2026-11-28), where iam:PassRole is a dependent action. The service, and where the request has the role.
PASSED_ROLES = {
    "lambda:CreateFunction": ("lambda.amazonaws.com", ("Role",)),
    "lambda:UpdateFunctionConfiguration": ("lambda.amazonaws.com", ("Role",)),
    "events:PutTargets": ("events.amazonaws.com", ("Targets", "*", "RoleArn")),
    "events:PutRule": ("events.amazonaws.com", ("RoleArn",)),
    "scheduler:CreateSchedule": ("scheduler.amazonaws.com", ("Target", "RoleArn")),
    "scheduler:UpdateSchedule": ("scheduler.amazonaws.com", ("Target", "RoleArn")),
    "states:CreateStateMachine": ("states.amazonaws.com", ("roleArn",)),
    "states:UpdateStateMachine": ("states.amazonaws.com", ("roleArn",)),
    "logs:PutSubscriptionFilter": ("logs.amazonaws.com", ("roleArn",)),
    "firehose:CreateDeliveryStream": ("firehose.amazonaws.com", ("ExtendedS3DestinationConfiguration", "RoleARN")),
}

# What a request of Docker's registry protocol needs: "IAM permissions for pushing an image" and "… pulling …" (Amazon ECR User
# Guide, read 2026-11-28).
REGISTRY_ACTIONS = {
    ("GET", "manifests"): "ecr:BatchGetImage",
    ("HEAD", "manifests"): "ecr:BatchGetImage",
    ("PUT", "manifests"): "ecr:PutImage",
    ("DELETE", "manifests"): "ecr:BatchDeleteImage",
    ("POST", "blobs/uploads"): "ecr:InitiateLayerUpload",
    ("GET", "blobs/uploads"): "ecr:UploadLayerPart",
    ("PATCH", "blobs/uploads"): "ecr:UploadLayerPart",
    ("PUT", "blobs/uploads"): "ecr:CompleteLayerUpload",
    ("HEAD", "blobs"): "ecr:BatchCheckLayerAvailability",
    ("GET", "blobs"): "ecr:GetDownloadUrlForLayer",
    ("GET", "tags"): "ecr:ListImages",
}
REGISTRY_PATH = re.compile(r"/v2/(.+?)/(manifests|blobs/uploads|blobs|tags)(/.*)?", re.DOTALL)

calls = os.open(CALLS_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o600)
plain_enforce = iam_evaluator.enforce


class Written:
    """What was written in the present second, since a repeated call tells nothing new."""

    second = 0
    calls = set()


def record(access_key, action, resource, context, result):
    if isinstance(result, AuthError):
        return
    principal = result.principal_arn if result else principal_arn(access_key)
    call = (principal, action, resource, result.decision if result else "Allow", json.dumps(context, sort_keys=True))
    now = time.time()
    if int(now) != Written.second:
        Written.second, Written.calls = int(now), set()
    if call in Written.calls:
        return
    Written.calls.add(call)
    line = {
        "time": datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "principal": principal,
        "action": action,
        "resource": resource,
        "decision": call[3],
        **({"context": context} if context else {}),
    }
    os.write(calls, f"{json.dumps(line)}\n".encode())


def principal_arn(access_key):
    if not access_key:
        return "anonymous"
    credential = iam_evaluator.resolve_credential(access_key, _account_from_sts_session(access_key) or get_account_id())
    return getattr(credential, "principal_arn", "unknown")


def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    """Takes the place of the emulator's function, with the same arguments and results."""
    result = checked(access_key_id, iam_action, service, region, resource_arn, service_context or {})
    if result is not None or iam_action not in PASSED_ROLES:
        return result
    passed_to, place = PASSED_ROLES[iam_action]
    for role in roles_at(place):
        context = {"iam:PassedToService": passed_to}
        denied = checked(access_key_id, "iam:PassRole", "iam", region, role, context)
        if isinstance(denied, EvalResult):
            # The emulator would name the other action.
            return AuthError("AccessDeniedException", denial(denied, "iam:PassRole", role))
    return None


def checked(access_key, action, service, region, resource, context):
    result = plain_enforce(access_key, action, service, region, resource_arn=resource, service_context=context)
    # A request that names no tags has an empty key.
    record(access_key, action, resource, {key: value for key, value in context.items() if value is not None}, result)
    if isinstance(result, EvalResult) and os.path.exists(NOT_ENFORCED_FILE):
        return None
    return result


def denial(result, action, resource):
    """AWS's words."""
    reason = (
        "with an explicit deny in an identity-based policy"
        if result.decision == "Deny"
        else f"because no identity-based policy allows the {action} action"
    )
    return f"User: {result.principal_arn} is not authorized to perform: {action} on resource: {resource} {reason}"


def roles_at(place):
    try:
        values = [json.loads(request_body.get() or b"{}")]
    except ValueError:
        return []
    for name in place:
        values = [
            inner
            for value in values
            for inner in ((value if isinstance(value, list) else []) if name == "*" else [(value or {}).get(name)])
        ]
    return [value for value in values if isinstance(value, str) and value]


class Registry:
    """The logins of the image registry, and what each may do."""

    def __init__(self, emulator, derive, root_key):
        self.emulator = emulator
        self.root_key = root_key
        self.password_of_root = derive("registry").hexdigest()
        self.derive = derive

    def password(self, access_key):
        """The root key's, or that of a session, which names it."""
        if access_key == self.root_key:
            return self.password_of_root
        return f"{access_key}:{self.derive('registry', access_key).hexdigest()}"

    def access_key(self, login):
        """@returns None when the login is not one of ours"""
        user, _, password = login.partition(":")
        access_key = password.partition(":")[0] if ":" in password else self.root_key
        is_ours = hmac.compare_digest(digest(password), digest(self.password(access_key)))
        return access_key if user == "AWS" and is_ours else None

    def denial(self, access_key, request):
        """@returns AWS's words, or None when the login may do it"""
        match = REGISTRY_PATH.fullmatch(request.path)
        action = match and REGISTRY_ACTIONS.get((request.method, match[2]))
        if not action:
            return None
        ecr = self.emulator._get_module("ecr")
        account = _account_from_sts_session(access_key)
        if account:
            set_request_account_id(account)
        ecr._select_registry_request_scope(match[1], request.headers, request.query)
        repository = ecr._repositories.get(match[1])
        if not repository:
            return None
        arn = repository["repositoryArn"]
        denied = enforce(access_key, action, "ecr", arn.split(":")[3], resource_arn=arn)
        if isinstance(denied, AuthError):
            return denied.message
        return denied and denial(denied, action, arn)


def digest(text):
    return hashlib.sha256(text.encode()).digest()


@functools.cache
def install():
    iam_evaluator.enforce = enforce
