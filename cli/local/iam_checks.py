"""
Completes the emulator's checks of permissions (ministack 1.5.33 with AUTH=true), and records each decision. iam_requests.py knows what the emulator doesn't check, and this module asks for it. It also checks what a login of the image registry may do.
"""

import hashlib
import hmac
import json
import os
import re
import time
from contextvars import ContextVar
from datetime import datetime, timezone

import iam_requests
import iam_resources
from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import AuthError, EvalResult
from ministack.core.responses import _account_from_sts_session, get_account_id
from ministack.core.responses import set_request_account_id

# One JSON object a line: cli/permissions/recorded-calls.ts reads it.
CALLS_FILE = os.environ["LOCAL_AWS_CALLS"]
# While this file exists, denied calls are recorded and succeed (`lambda-images local --no-iam`).
NOT_ENFORCED_FILE = os.environ["LOCAL_AWS_NO_IAM"]

# The request that is being answered. None in the emulator's own tasks.
current_request = ContextVar("current_request", default=None)
NO_PARAMETERS = iam_requests.Parameters({}, bytes)

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
    """What was written in the present second, since a repeated call adds nothing."""

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
        **({"enforced": False} if result and not is_enforced() else {}),
    }
    os.write(calls, f"{json.dumps(line)}\n".encode())


def principal_arn(access_key):
    if not access_key:
        return "anonymous"
    credential = iam_evaluator.resolve_credential(access_key, _account_from_sts_session(access_key) or get_account_id())
    return getattr(credential, "principal_arn", "unknown")


def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    """Takes the place of the emulator's function, with the same arguments and results."""
    request = current_request.get()
    # The key whose signature the guard has checked, whatever the emulator reads.
    access_key_id = (request and request.verified_key) or access_key_id
    account = _account_from_sts_session(access_key_id or "") or get_account_id()
    place = request.parameters if request else NO_PARAMETERS, region, account
    context = {**(service_context or {}), **iam_requests.condition_keys(iam_action, resource_arn, *place)}
    checks = iam_requests.checks(iam_action, resource_arn, *place)
    for action, resource in checks:
        result = checked(access_key_id, action, service, region, resource, context)
        if isinstance(result, EvalResult) and checks != [(iam_action, resource_arn)]:
            # The emulator would name what it knows.
            return AuthError("AccessDeniedException", denial(result, action, resource))
        if result is not None:
            return result
    resources = [resource for _, resource in checks]
    for action, resource, keys in further_checks(iam_action, resources, context, *place):
        result = checked(access_key_id, action, action.partition(":")[0], region, resource, keys)
        if isinstance(result, EvalResult):
            return AuthError("AccessDeniedException", denial(result, action, resource))
    return None


def further_checks(action, resources, context, parameters, region, account):
    """The actions that an action depends on."""
    if action in iam_requests.PASSED_ROLES:
        passed_to, place = iam_requests.PASSED_ROLES[action]
        for role in parameters.at(place):
            if not re.fullmatch("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+", role):
                continue
            yield "iam:PassRole", role, {"iam:PassedToService": passed_to}
    if action in iam_requests.TAG_ACTIONS and context.get("aws:TagKeys"):
        tag_action = iam_requests.TAG_ACTIONS[action]
        keys = iam_resources.create_action(tag_action, action)
        # Of two resources, the first is the new one.
        new = iam_requests.new_resource(action, resources[0], region, account)
        yield tag_action, new, {**context, **keys}


def checked(access_key, action, service, region, resource, context):
    iam_resources.looked_at.set({})
    result = plain_enforce(access_key, action, service, region, resource_arn=resource, service_context=context)
    keys = {**context, **iam_resources.looked_at.get()}
    # A request that names no tags has an empty key.
    record(access_key, action, resource, {key: value for key, value in keys.items() if value is not None}, result)
    return None if isinstance(result, EvalResult) and not is_enforced() else result


def is_enforced():
    return not os.path.exists(NOT_ENFORCED_FILE)


def denial(result, action, resource):
    """AWS's words."""
    reason = (
        "with an explicit deny in an identity-based policy"
        if result.decision == "Deny"
        else f"because no identity-based policy allows the {action} action"
    )
    return f"User: {result.principal_arn} is not authorized to perform: {action} on resource: {resource} {reason}"


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
        if access_key == self.root_key or request.path in ("/v2", "/v2/"):
            return None
        match = REGISTRY_PATH.fullmatch(request.path)
        action = match and REGISTRY_ACTIONS.get((request.method, match[2]))
        if not action:
            return f"The local AWS knows no permission for {request.method} {request.path}."
        # A layer of another repository is read from there.
        for source in request.query.get("from", []):
            for needed in ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"):
                if refused := self.denial_in(source, access_key, needed, request):
                    return refused
        return self.denial_in(match[1], access_key, action, request)

    def denial_in(self, name, access_key, action, request):
        ecr = self.emulator._get_module("ecr")
        account = _account_from_sts_session(access_key)
        if account:
            set_request_account_id(account)
        ecr._select_registry_request_scope(name, request.headers, request.query)
        repository = ecr._repositories.get(name)
        if not repository:
            return None
        arn = repository["repositoryArn"]
        denied = enforce(access_key, action, "ecr", arn.split(":")[3], resource_arn=arn)
        if isinstance(denied, AuthError):
            return denied.message
        return denied and denial(denied, action, arn)


def digest(text):
    return hashlib.sha256(text.encode()).digest()


def is_root(access_key):
    """For the emulator, "test" and every account number would be root too. No key at all is its own calls'."""
    return not access_key or access_key == os.environ["AWS_ACCESS_KEY_ID"]


def deny_unknown(emulator):
    """A request whose action the emulator doesn't find out is denied, except for root."""
    authenticate_only = emulator._authenticate_only

    def deny(service, headers, query, request_id):
        failure = authenticate_only(service, headers, query, request_id)
        request = current_request.get()
        key = request and request.verified_key
        if failure or not key or is_root(key) or not is_enforced():
            return failure
        message = f"The local AWS doesn't know which permission this request to {service} needs, so it is denied."
        return emulator._credential_failure(
            service, "", request_id, AuthError("AccessDeniedException", message), headers
        )

    emulator._authenticate_only = deny


def install(emulator):
    iam_evaluator.is_root_access_key = is_root
    iam_evaluator.enforce = enforce
    iam_requests.install()
    deny_unknown(emulator)
