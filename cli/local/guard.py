"""
Guards the emulator of AWS (ministack 1.5.33) inside its process. hypercorn runs `guard:app`, which passes accepted requests to the emulator's own app. The emulator alone requires no key, and anyone who reaches it can make it run programs.

docs/local-aws.md lists what is open, and to whom. The order of the checks is in `answer`.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import os
import re
import uuid
from functools import cached_property
from urllib.parse import parse_qs, quote, urlsplit

import open_services

with open(os.environ["LOCAL_AWS_ROOT_KEY"], encoding="utf-8") as file:
    ROOT = json.load(file)
# The emulator's settings, which it reads when it is imported. Its default root key is "test".
os.environ["AWS_ACCESS_KEY_ID"] = ROOT["accessKeyId"]
os.environ["AWS_SECRET_ACCESS_KEY"] = ROOT["secretAccessKey"]
os.environ["SERVICES"] = ",".join(open_services.SERVICES)
# Policies are evaluated.
os.environ["AUTH"] = "true"

import function_output  # noqa: E402
import hot_reload  # noqa: E402
import iam_checks  # noqa: E402
import iam_requests  # noqa: E402
import layers  # noqa: E402
import request_checks  # noqa: E402
import runtime_interface  # noqa: E402
import single_write  # noqa: E402
from ministack import app as emulator  # noqa: E402
from ministack.core import iam_evaluator, lambda_runtime, sigv4  # noqa: E402
from ministack.core.iam_actions import access_denied_response  # noqa: E402
from ministack.core.iam_evaluator import AuthError  # noqa: E402
from ministack.core.responses import _account_from_sts_session, get_account_id  # noqa: E402
from ministack.core.responses import set_request_client_ip, set_request_region  # noqa: E402
from ministack.core.router import detect_service, extract_region  # noqa: E402

# The local AWS has no TLS, and its requests don't leave this machine. So a policy that asks for TLS is satisfied.
emulator.pin_request_origin = lambda address, _: iam_evaluator.pin_request_origin(address, True)

# Names that always mean this machine, and the name that functions use for it. Browsers don't ask a name server for
# names that end in ".localhost".
OWN_NAMES = ("localhost", "host.docker.internal")
# A function URL, as in Terraform and in a function's event. Only AWS can determine what such a name resolves to.
FUNCTION_URL_NAME = re.compile(r"[a-z0-9-]+\.lambda-url\.[a-z0-9-]+\.on\.aws")
HEALTH = "/_ministack/health"
# Pages of the emulator itself: its configuration, its reset, the messages that were sent.
OWN_PAGES = re.compile(r"/(health|_(ministack|localstack|aws|alb)(/.*)?)", re.DOTALL)
LONGEST_PRESIGNED = 7 * 24 * 60 * 60


def derive(*words):
    """Derives a secret for one purpose from the root key. The root key can't be computed from it."""
    return hmac.new(ROOT["secretAccessKey"].encode(), "\n".join(words).encode(), hashlib.sha256)


REGISTRY = iam_checks.Registry(emulator, derive, ROOT["accessKeyId"])


open_services.install(emulator.SERVICE_REGISTRY)


def function_session(config):
    """
    The credentials of a function: a session of its role, as on AWS. (The emulator's own would be the account's number and the root secret, or with AUTH=true a hash of public names.)
    """
    from ministack.services import sts

    arn, role = config["FunctionArn"], config.get("Role", "")
    role_name, session = role.rsplit("/", 1)[-1], config.get("FunctionName", "")[:64]
    access_key = "ASIA" + base64.b32encode(derive("id", arn, role).digest())[:16].decode()
    secret, token = (derive(purpose, arn, role).hexdigest() for purpose in ("secret", "token"))
    sts.register_session(
        access_key,
        {
            "Arn": f"arn:aws:sts::{arn.split(':')[4]}:assumed-role/{role_name}/{session}",
            "UserId": f"{role_name}:{session}",
            "SecretAccessKey": secret,
            "SessionToken": token,
        },
    )
    return {"AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}


lambda_runtime.execution_credentials = function_session
runtime_interface.install()
function_output.install()
hot_reload.install()
single_write.install()
iam_checks.install(emulator)


class Request:
    """The checked parts of a request."""

    def __init__(self, scope):
        self.method = scope.get("method", "GET")
        self.path = scope["path"]
        self.raw_path = (scope.get("raw_path") or quote(self.path).encode()).decode("latin-1")
        self.query_string = scope.get("query_string", b"").decode("utf-8", "replace")
        self.query = parse_qs(self.query_string, keep_blank_values=True)
        self.raw_headers = scope.get("headers", [])
        self.headers = self.joined_headers(", ")
        self.host = self.headers.get("host", "")
        try:
            self.hostname = (urlsplit(f"//{self.host}").hostname or "").lower()
        except ValueError:
            self.hostname = ""
        self.own_address = (scope.get("server") or ("",))[0]
        self.client_address = (scope.get("client") or ("",))[0]
        # Containers connect through the bridge.
        self.from_this_machine = is_loopback(self.client_address)
        self.body = b""
        # The key whose signature was checked.
        self.verified_key = None

    @cached_property
    def parameters(self):
        return iam_requests.Parameters(
            self.query, lambda: emulator._decompress_request_body(self.body, dict(self.headers)), self.path, self.headers
        )

    def joined_headers(self, separator):
        """Joins the values of a header that occurs twice."""
        joined = {}
        for raw_name, raw_value in self.raw_headers:
            name, value = raw_name.decode("latin-1").lower(), sigv4.decode_header_value(raw_value)
            joined[name] = (joined[name] + ("; " if name == "cookie" else separator) if name in joined else "") + value
        return joined

    def is_for_us(self):
        """Any other name belongs to a page whose name resolves to this machine (DNS rebinding)."""
        name = self.hostname
        return (
            name in (*OWN_NAMES, self.own_address)
            or name.endswith(".localhost")
            or is_loopback(name)
            or FUNCTION_URL_NAME.fullmatch(name) is not None
            or emulator._resolve_custom_domain_request(self.host, self.path) is not None
        )

    def is_of_another_page(self):
        """Programs send neither header. A browser sends one with every request of a page from another origin: fetches, forms, links, sockets."""
        origin = self.headers.get("origin", f"http://{self.host}")
        site = self.headers.get("sec-fetch-site", "none")
        return origin != f"http://{self.host}" or site not in ("none", "same-origin")

    def function_url(self):
        return emulator._parse_lambda_url(self.host, self.path)

    def api(self):
        return emulator._parse_execute_api_url(self.host, self.path) or emulator._resolve_custom_domain_request(
            self.host, self.path
        )

    def is_signed(self):
        return "authorization" in self.headers or "X-Amz-Signature" in self.query

    def service(self):
        """The service that the emulator passes it to."""
        parameters = emulator._routing_params(self.method, self.path, self.headers, self.body, self.query)
        try:
            service = detect_service(self.method, self.path, self.headers, parameters)
        except ModuleNotFoundError:
            # The emulator asks a closed service whether the request is for it. The signature names the service instead.
            scope = re.search("/([^/,]+)/aws4_request", self.headers.get("authorization", ""))
            service = scope[1] if scope else "unknown"
        return emulator.SERVICE_NAME_ALIASES.get(service, service)


def is_loopback(address):
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def signature_failure(request):
    """
    Checks a request's signature, in the header or in the query: AWS Signature Version 4.
    @returns AWS's error, or None for the root key's signature from this machine, or a session's signature
    """
    # Signatures cover the headers joined like this.
    headers, query = request.joined_headers(","), request.query
    authorization = headers.get("authorization", "")
    if not authorization and "AWSAccessKeyId" in query:
        return link_failure(request)
    presigned = not authorization and "X-Amz-Signature" in query
    if presigned:
        signature = sigv4.parse_query_signature(query)
        token = query.get("X-Amz-Security-Token", [""])[0]
        algorithm = query.get("X-Amz-Algorithm", [""])[0]
    else:
        signature = sigv4.parse_header_signature(headers)
        token = headers.get("x-amz-security-token", "")
        algorithm = authorization.partition(" ")[0]
    if not authorization and not presigned:
        return AuthError("MissingAuthenticationToken", "Request is missing Authentication Token")
    if algorithm != "AWS4-HMAC-SHA256":
        return AuthError("UnsupportedSignature", "The request signature does not conform to AWS standards.")
    if isinstance(signature, tuple):
        return AuthError(*signature)
    late = expired(query, signature) if presigned else sigv4.request_time_failure(signature)
    if late:
        return AuthError(*late)
    credential = credential_of(signature.access_key_id, token, request.from_this_machine)
    if isinstance(credential, AuthError):
        return credential
    failure = sigv4.header_signature_failure(
        signature,
        credential.secret_access_key,
        request.method,
        request.raw_path,
        query,
        headers,
        request.body,
        presigned=presigned,
    )
    if failure:
        return AuthError(*failure)
    request.verified_key = signature.access_key_id
    # The emulator trusts the header with the body's hash.
    claimed = headers.get("x-amz-content-sha256", "")
    if re.fullmatch("[0-9a-f]{64}", claimed) and claimed != hashlib.sha256(request.body).hexdigest():
        return AuthError(
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        )
    return None


def link_failure(request):
    """The older signature of links to objects of S3, which boto3 still makes in us-east-1."""
    query = request.query
    access_key, token = (query.get(name, [""])[0] for name in ("AWSAccessKeyId", "x-amz-security-token"))
    credential = credential_of(access_key, token, request.from_this_machine)
    if isinstance(credential, AuthError):
        return credential
    if request.service() != "s3":
        return AuthError("UnsupportedSignature", "The request signature does not conform to AWS standards.")
    bucket = emulator._extract_s3_vhost_bucket(request.host)
    signed = iam_evaluator.SignedRequest(
        access_key,
        request.method,
        request.raw_path,
        query,
        request.headers,
        sigv2=True,
        auth_path=f"/{bucket}{request.raw_path}" if bucket else request.raw_path,
    )
    checked = iam_evaluator._sigv2_check(signed, credential.account_id)
    if isinstance(checked, AuthError):
        return checked
    request.verified_key = access_key
    return None


def expired(query, signature):
    try:
        seconds = int(query.get("X-Amz-Expires", ["900"])[0])
        if 0 < seconds <= LONGEST_PRESIGNED and not sigv4.presigned_request_is_expired(signature.amz_date, seconds):
            return None
    except ValueError:
        pass
    return "RequestExpired", "Request has expired"


def credential_of(access_key, token, from_this_machine):
    """The owner of a key, with its secret. From the bridge only sessions of roles are accepted, which functions have."""
    unknown = AuthError(
        "UnrecognizedClientException", "The security token included in the request is invalid."
    )
    try:
        account = (
            iam_evaluator.find_iam_access_key_account(access_key)
            or _account_from_sts_session(access_key)
            or get_account_id()
        )
    except iam_evaluator.AmbiguousAccessKeyError:
        return unknown
    credential = iam_evaluator.resolve_credential(access_key, account, token)
    if isinstance(credential, iam_evaluator.CredentialResolutionError):
        # AWS treats the key of a session without its token as unknown.
        known = credential.code != "InvalidToken" or token
        return AuthError(credential.code, credential.message) if known else unknown
    # For the emulator, no key at all is root too.
    if credential.principal_type == "Root" and access_key != ROOT["accessKeyId"]:
        return unknown
    if not from_this_machine and credential.principal_type != "AssumedRole":
        return unknown
    return credential


async def read_body(receive):
    """@returns None when the caller disconnected"""
    chunks = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


def replayed(body, receive):
    """Lets the emulator read a body that was read already."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay():
        return waiting.pop() if waiting else await receive()

    return replay


async def refuse(send, status, message, headers=()):
    await respond(send, (status, {"Content-Type": "text/plain; charset=utf-8", **dict(headers)}, f"{message}\n"))


async def refuse_as_aws(request, send, failure):
    """Refuses with an error in the format and protocol of the requested service."""
    response = emulator._credential_failure(request.service(), "", str(uuid.uuid4()), failure, request.headers)
    await respond(send, response)


async def respond(send, response):
    await emulator._send_response(emulator._with_date_header(send), *response)


def unsigned_call(service):
    """
    The emulator calls this before it invokes an API or a function URL. If it is open to all, it is invoked. With IAM authorization, the signature is checked.
    """

    def failure(*_, **__):
        request = iam_checks.current_request.get()
        failed = signature_failure(request)
        return failed and emulator._credential_failure(service, "", str(uuid.uuid4()), failed, request.headers)

    return failure


enforce_policies_of_api = emulator._enforce_execute_api
enforce_policies = emulator._enforce_data_plane


def enforce_api(api_id, stage, method, path, headers, query, iam_action="execute-api:Invoke"):
    is_open = iam_action == "execute-api:Invoke" and (
        emulator._execute_api_authorization_type(api_id, stage, method, path) != "AWS_IAM"
    )
    if is_open:
        return None
    return unsigned_call("apigateway")() or enforce_policies_of_api(
        api_id, stage, method, path, headers, query, iam_action
    )


def enforce_data_plane(service, iam_action, headers, query, request_id, service_context=None, **options):
    failure = None
    if iam_action == "lambda:InvokeFunctionUrl":
        is_open = (service_context or {}).get("lambda:FunctionUrlAuthType") != "AWS_IAM"
        # Lambda itself answers an unsigned request to a function URL with "Forbidden".
        if is_open or not iam_checks.current_request.get().is_signed():
            return None
        failure = unsigned_call("lambda")()
    return failure or enforce_policies(
        service, iam_action, headers, query, request_id, service_context=service_context, **options
    )


emulator._enforce_execute_api = enforce_api
emulator._enforce_data_plane = enforce_data_plane


def authorization_token(data):
    """ECR's answer, with a login that our registry accepts."""
    request = iam_checks.current_request.get()
    password = REGISTRY.password(request.verified_key)
    status, headers, body = token_of_emulator(data)
    answer = json.loads(body)
    for authorization in answer["authorizationData"]:
        authorization["authorizationToken"] = base64.b64encode(f"AWS:{password}".encode()).decode()
    return status, headers, json.dumps(answer).encode()


ecr = emulator._get_module("ecr")
token_of_emulator = ecr._get_authorization_token
ecr._get_authorization_token = authorization_token


async def call_public(request, receive, send):
    """
    Invokes a function URL or an API, and nothing else. The emulator's own code first checks many other paths, but a function URL can have any path.
    """
    set_request_client_ip(request.client_address)
    set_request_region(extract_region(request.headers, request.query))
    headers = dict(request.headers)
    body = await emulator._read_request_body(receive, request.method, headers)
    if request.function_url():
        response = await emulator._handle_lambda_url_request(
            request.host, request.path, request.method, headers, body, request.query
        )
    else:
        response = emulator._with_data_plane_headers(
            await emulator._handle_execute_api_request(
                request.host,
                request.path,
                request.method,
                headers,
                body,
                request.query,
                raw_path=request.raw_path,
                raw_query_string=request.query_string,
            ),
            str(uuid.uuid4()),
            wildcard_cors=False,
        )
    await emulator._send_if_handled(emulator._with_date_header(send), response, receive)


def registry_access_key(request):
    """The key whose login of the registry it is, or None."""
    scheme, _, login = request.headers.get("authorization", "").partition(" ")
    try:
        return REGISTRY.access_key(base64.b64decode(login).decode()) if scheme.lower() == "basic" else None
    except ValueError:
        return None


layers.install(lambda: registry_access_key(iam_checks.current_request.get()) == ROOT["accessKeyId"])


async def answer_registry(request, scope, receive, send):
    access_key = registry_access_key(request) if request.from_this_machine else None
    denial = access_key and REGISTRY.denial(access_key, request)
    if access_key and not denial:
        await emulator.app(scope, receive, send)
        return
    code, message = ("DENIED", denial) if denial else ("UNAUTHORIZED", "authentication required")
    error = {"errors": [{"code": code, "message": message, "detail": None}]}
    headers = {
        "Content-Type": "application/json",
        "Docker-Distribution-Api-Version": "registry/2.0",
        **({} if denial else {"WWW-Authenticate": 'Basic realm="The local AWS"'}),
    }
    await respond(send, (403 if denial else 401, headers, json.dumps(error)))


async def answer_socket(request, scope, receive, send):
    """Only APIs have WebSockets. A browser opens them for a page of any origin. The API decides whom to serve, as on AWS."""
    if request.is_for_us() and request.from_this_machine and request.api():
        await emulator.app(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 1008})


async def answer(request, scope, receive, send):
    iam_checks.current_request.set(request)
    if not request.is_for_us():
        await refuse(send, 421, f"{request.hostname!r} is not a name of the local AWS.")
        return
    public = request.function_url() or request.api()
    if not public and request.is_of_another_page():
        await refuse(send, 403, "The local AWS doesn't answer pages of another origin.")
        return
    if not public and request.path == HEALTH and request.method == "GET" and request.from_this_machine:
        await emulator.app(scope, receive, send)
        return
    if not public and emulator._is_ecr_registry_path(request.path):
        await answer_registry(request, scope, receive, send)
        return
    if not public and OWN_PAGES.fullmatch(request.path):
        await refuse(send, 403, "The emulator's own pages are closed on the local AWS.")
        return
    body = await read_body(receive)
    if body is None:
        return
    request.body = body
    receive = replayed(body, receive)
    # Public things are only public to this machine. From the bridge only sessions are accepted.
    failure = None if public and request.from_this_machine else signature_failure(request)
    if failure:
        await refuse_as_aws(request, send, failure)
    elif not public and (problem := request_checks.ambiguity(request, request.service())):
        await refuse_as_aws(request, send, AuthError("AccessDeniedException", problem))
    elif public:
        await call_public(request, receive, send)
    elif request.path.startswith(hot_reload.PATH) and request.verified_key == ROOT["accessKeyId"]:
        region = extract_region(request.headers, request.query)
        function = request.path.removeprefix(hot_reload.PATH)
        await respond(send, await asyncio.to_thread(hot_reload.answer, region, function, body))
    elif (service := request.service()) not in open_services.SERVICES:
        message = f"{service} is closed on the local AWS. docs/local-aws.md of cdktf-lambda-images lists the open services, and why."
        response = access_denied_response(
            service, "", "", str(uuid.uuid4()), error_code="AccessDeniedException", message=message, headers=request.headers
        )
        await respond(send, response)
    else:
        await emulator.app(scope, receive, send)


async def app(scope, receive, send):
    if scope["type"] == "http":
        await answer(Request(scope), scope, receive, send)
    elif scope["type"] == "websocket":
        await answer_socket(Request(scope), scope, receive, send)
    else:
        await emulator.app(scope, receive, send)
