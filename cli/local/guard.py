"""
Stands in front of the emulator of AWS (ministack 1.5.33), in its process: hypercorn runs `guard:app`, and what gets past the guard is
handed to the emulator's own app. The emulator alone asks nobody for a key, and whoever reaches it can have it run programs.

What gets in, and to whom: docs/local-aws.md. The order of the questions is that of `answer`, the last function.
"""

import base64
import hashlib
import hmac
import importlib.abc
import ipaddress
import json
import os
import re
import sys
import uuid
from contextvars import ContextVar
from urllib.parse import parse_qs, quote, urlsplit

# What the stacks and the handlers of their functions use: services that keep data, send messages or call functions. None of them starts
# a container or a program on this machine, but Lambda, whose functions run in containers without further rights. The others stay shut:
# ECS, EC2, EKS, CodeBuild, RDS, Glue, ... take privileged containers, folders of this machine, or its Docker engine.
SERVICES = frozenset(
    (
        "apigateway",
        "dynamodb",
        "dynamodbstreams",
        "ecr",
        "events",
        "firehose",
        "iam",
        "kinesis",
        "kms",
        "lambda",
        "logs",
        "monitoring",
        "s3",
        "scheduler",
        "secretsmanager",
        "ses",
        "sns",
        "sqs",
        "ssm",
        "states",
        "sts",
    )
)

with open(os.environ["LOCAL_AWS_ROOT_KEY"], encoding="utf-8") as file:
    ROOT = json.load(file)
# The emulator's own settings, which it reads when it is imported. Its root key would be "test".
os.environ["AWS_ACCESS_KEY_ID"] = ROOT["accessKeyId"]
os.environ["AWS_SECRET_ACCESS_KEY"] = ROOT["secretAccessKey"]
os.environ["SERVICES"] = ",".join(SERVICES)

from ministack import app as emulator  # noqa: E402
from ministack.core import iam_evaluator, lambda_runtime, sigv4  # noqa: E402
from ministack.core.iam_actions import access_denied_response  # noqa: E402
from ministack.core.iam_evaluator import AuthError  # noqa: E402
from ministack.core.responses import _account_from_sts_session, get_account_id  # noqa: E402
from ministack.core.responses import set_request_client_ip, set_request_region  # noqa: E402
from ministack.core.router import detect_service, extract_region  # noqa: E402

# Names that always mean this machine, and the one that functions call it by. Browsers ask no name server for what ends in ".localhost".
OWN_NAMES = ("localhost", "host.docker.internal")
# A function URL as Terraform and the event of a function have it. Only AWS can say what such a name resolves to.
FUNCTION_URL_NAME = re.compile(r"[a-z0-9-]+\.lambda-url\.[a-z0-9-]+\.on\.aws")
HEALTH = "/_ministack/health"
# Pages of the emulator itself: its configuration, its reset, the messages that were sent.
OWN_PAGES = re.compile(r"/(health|_(ministack|localstack|aws|alb)(/.*)?)", re.DOTALL)
REGISTRY_USER = "AWS"
LONGEST_PRESIGNED = 7 * 24 * 60 * 60


def derive(*words):
    """A secret of its own for a purpose, which tells nothing of the root key that it is made from."""
    return hmac.new(ROOT["secretAccessKey"].encode(), "\n".join(words).encode(), hashlib.sha256)


REGISTRY_LOGIN = base64.b64encode(f"{REGISTRY_USER}:{derive('registry').hexdigest()}".encode()).decode()


class ShutServices(importlib.abc.MetaPathFinder):
    """
    A service that isn't on the list can't even be loaded: services call one another within the emulator (Step Functions and EventBridge
    start tasks of ECS), where no request is seen.
    """

    modules = {
        module
        for service in SERVICES
        for config in (emulator.SERVICE_REGISTRY[service],)
        for module in (config["module"], *config.get("sub_modules", ()))
    } | {"_dynamodb_keywords"}

    def find_spec(self, name, path=None, target=None):
        package, _, module = name.rpartition(".")
        if package == "ministack.services" and module not in self.modules:
            raise ModuleNotFoundError(f"The local AWS keeps {module} shut", name=name)


sys.meta_path.insert(0, ShutServices())


def function_session(config):
    """
    The credentials of a function: a session of its role, as on AWS. (The emulator's own are the account's number and the root secret,
    or with AUTH=true a hash of names that everybody knows.)
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


class Request:
    """What is asked of a request."""

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
        # Containers come in over the bridge.
        self.from_this_machine = is_loopback(self.client_address)
        self.body = b""

    def joined_headers(self, separator):
        """A header that came twice is one with both values."""
        joined = {}
        for raw_name, raw_value in self.raw_headers:
            name, value = raw_name.decode("latin-1").lower(), sigv4.decode_header_value(raw_value)
            joined[name] = (joined[name] + ("; " if name == "cookie" else separator) if name in joined else "") + value
        return joined

    def is_for_us(self):
        """Another name is that of a page which was made to resolve to this machine (DNS rebinding)."""
        name = self.hostname
        return (
            name in (*OWN_NAMES, self.own_address)
            or name.endswith(".localhost")
            or is_loopback(name)
            or FUNCTION_URL_NAME.fullmatch(name) is not None
            or emulator._resolve_custom_domain_request(self.host, self.path) is not None
        )

    def is_of_another_page(self):
        """Programs send neither header. A browser sends one with all that a page of another origin does: fetches, forms, links, sockets."""
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
        """The service that the emulator hands it to."""
        parameters = emulator._routing_params(self.method, self.path, self.headers, self.body, self.query)
        try:
            service = detect_service(self.method, self.path, self.headers, parameters)
        except ModuleNotFoundError:
            # It asks a shut service whether the request is its own or another's: what it was signed for says it.
            scope = re.search("/([^/,]+)/aws4_request", self.headers.get("authorization", ""))
            service = scope[1] if scope else "unknown"
        return emulator.SERVICE_NAME_ALIASES.get(service, service)


# The request that a function URL or an API is called by.
called_by = ContextVar("called_by")


def is_loopback(address):
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def signature_failure(request):
    """
    Checks a request's signature, in the header or in the query: AWS Signature Version 4.
    @returns what AWS answers, or None when it is the root key's from this machine, or a session's
    """
    # They are signed joined in this way.
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
    # The emulator believes the header that names the body's hash.
    told = headers.get("x-amz-content-sha256", "")
    if re.fullmatch("[0-9a-f]{64}", told) and told != hashlib.sha256(request.body).hexdigest():
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
    return checked if isinstance(checked, AuthError) else None


def expired(query, signature):
    try:
        seconds = int(query.get("X-Amz-Expires", ["900"])[0])
        if 0 < seconds <= LONGEST_PRESIGNED and not sigv4.presigned_request_is_expired(signature.amz_date, seconds):
            return None
    except ValueError:
        pass
    return "RequestExpired", "Request has expired"


def credential_of(access_key, token, from_this_machine):
    """Whose key it is, with its secret. From the bridge the sessions of roles are known alone, and those are what functions have."""
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
        # AWS treats the key of a session without its token as one that it doesn't know.
        known = credential.code != "InvalidToken" or token
        return AuthError(credential.code, credential.message) if known else unknown
    # To the emulator "test" and each number of an account are root, too.
    if credential.principal_type == "Root" and access_key != ROOT["accessKeyId"]:
        return unknown
    if not from_this_machine and credential.principal_type != "AssumedRole":
        return unknown
    return credential


async def read_body(receive):
    """@returns None when the caller went away"""
    chunks = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


def replayed(body, receive):
    """What the emulator reads in place of a body that was read."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay():
        return waiting.pop() if waiting else await receive()

    return replay


async def refuse(send, status, message, headers=()):
    await respond(send, (status, {"Content-Type": "text/plain; charset=utf-8", **dict(headers)}, f"{message}\n"))


async def refuse_as_aws(request, send, failure):
    """In the words and the protocol of the service that was asked."""
    response = emulator._credential_failure(request.service(), "", str(uuid.uuid4()), failure, request.headers)
    await respond(send, response)


async def respond(send, response):
    await emulator._send_response(emulator._with_date_header(send), *response)


def unsigned_call(service):
    """
    The emulator asks this before it calls an API or a function URL. One that is open to all is; where IAM decides, the signature does.
    """

    def failure(*_, **__):
        request = called_by.get()
        failed = signature_failure(request)
        return failed and emulator._credential_failure(service, "", str(uuid.uuid4()), failed, request.headers)

    return failure


def enforce_api(api_id, stage, method, path, headers, query, iam_action="execute-api:Invoke"):
    is_open = iam_action == "execute-api:Invoke" and (
        emulator._execute_api_authorization_type(api_id, stage, method, path) != "AWS_IAM"
    )
    return None if is_open else unsigned_call("apigateway")()


def enforce_data_plane(service, iam_action, headers, query, request_id, service_context=None, **_):
    is_open = (service_context or {}).get("lambda:FunctionUrlAuthType") != "AWS_IAM"
    # An unsigned call of a function URL is answered "Forbidden" by Lambda itself.
    if iam_action != "lambda:InvokeFunctionUrl" or is_open or not called_by.get().is_signed():
        return None
    return unsigned_call("lambda")()


emulator._enforce_execute_api = enforce_api
emulator._enforce_data_plane = enforce_data_plane


async def call_public(request, receive, send):
    """
    Calls a function URL or an API, and nothing else: the emulator's own way there asks many other things first, by path alone, and a
    function URL can have any path.
    """
    called_by.set(request)
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


def is_registry_login(request):
    scheme, _, login = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "basic" and hmac.compare_digest(login.strip().encode(), REGISTRY_LOGIN.encode())


async def answer_socket(request, scope, receive, send):
    """WebSockets are those of APIs alone. A browser opens them for a page of any origin: whom to serve is the API's to decide, as on AWS."""
    if request.is_for_us() and request.from_this_machine and request.api():
        await emulator.app(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 1008})


async def answer(request, scope, receive, send):
    if not request.is_for_us():
        await refuse(send, 421, f"The local AWS has not the name {request.hostname!r}.")
        return
    public = request.function_url() or request.api()
    if not public and request.is_of_another_page():
        await refuse(send, 403, "The local AWS answers no page of another origin.")
        return
    if not public and request.path == HEALTH and request.method == "GET" and request.from_this_machine:
        await emulator.app(scope, receive, send)
        return
    if not public and emulator._is_ecr_registry_path(request.path):
        if request.from_this_machine and is_registry_login(request):
            await emulator.app(scope, receive, send)
            return
        error = {"errors": [{"code": "UNAUTHORIZED", "message": "authentication required", "detail": None}]}
        headers = {
            "Content-Type": "application/json",
            "Docker-Distribution-Api-Version": "registry/2.0",
            "WWW-Authenticate": 'Basic realm="The local AWS"',
        }
        await respond(send, (401, headers, json.dumps(error)))
        return
    if not public and OWN_PAGES.fullmatch(request.path):
        await refuse(send, 403, "The local AWS keeps the emulator's own pages shut.")
        return
    body = await read_body(receive)
    if body is None:
        return
    request.body = body
    receive = replayed(body, receive)
    # What is public is public to this machine: from the bridge come sessions alone.
    failure = None if public and request.from_this_machine else signature_failure(request)
    if failure:
        await refuse_as_aws(request, send, failure)
    elif public:
        await call_public(request, receive, send)
    elif (service := request.service()) not in SERVICES:
        message = f"The local AWS keeps {service} shut. What is open, and why: docs/local-aws.md"
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
