"""
Which services of the emulator (ministack 1.5.33) are open, and of some of them which operations. All others can't be loaded at all: ECS, EKS, CodeBuild, RDS, Glue, ... use privileged containers, folders of this machine, or its Docker engine.
"""

import importlib.abc
import importlib.machinery
import json
import sys

# The services that stacks and the handlers of their functions use. They store data, send messages or invoke functions.
# None of them starts a container or a program on this machine, except for Lambda, whose functions run in containers
# without further rights.
SERVICES = frozenset(
    (
        "apigateway",
        "cognito-idp",
        "dynamodb",
        "dynamodbstreams",
        "ec2",
        "ecr",
        "elasticfilesystem",
        "elasticloadbalancing",
        "events",
        "firehose",
        "iam",
        "iot",
        "iot-data",
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

# What a VPC consists of. Nothing that runs: an instance would be a container with the flags of the emulator's settings.
NETWORK = (
    *(
        f"{verb}{thing}"
        for verb, things in {
            "Create": "EgressOnlyInternetGateway FlowLogs InternetGateway ManagedPrefixList NatGateway NetworkAcl NetworkAclEntry NetworkInterface "
            "Route RouteTable SecurityGroup Subnet Tags Vpc VpcEndpoint",
            "Delete": "EgressOnlyInternetGateway FlowLogs InternetGateway ManagedPrefixList NatGateway NetworkAcl NetworkAclEntry NetworkInterface "
            "Route RouteTable SecurityGroup Subnet Tags Vpc VpcEndpoints",
            "Describe": "Addresses AddressesAttribute AvailabilityZones EgressOnlyInternetGateways FlowLogs InternetGateways "
            "ManagedPrefixLists NatGateways NetworkAcls NetworkInterfaces PrefixLists Regions RouteTables SecurityGroupRules "
            "SecurityGroups Subnets Tags VpcAttribute VpcClassicLink VpcClassicLinkDnsSupport VpcEndpointServices VpcEndpoints Vpcs",
            "Modify": "ManagedPrefixList SecurityGroupRules SubnetAttribute VpcAttribute VpcEndpoint",
            "Associate": "Address RouteTable",
            "Disassociate": "Address RouteTable",
            "Replace": "NetworkAclAssociation NetworkAclEntry Route RouteTableAssociation",
            "Authorize": "SecurityGroupEgress SecurityGroupIngress",
            "Revoke": "SecurityGroupEgress SecurityGroupIngress",
        }.items()
        for thing in things.split()
    ),
    "AllocateAddress",
    "AttachInternetGateway",
    "DetachInternetGateway",
    "GetManagedPrefixListEntries",
    "ReleaseAddress",
)

# User pools, and signing in to them. No identity providers: the emulator would call addresses that a request names.
USER_POOLS = (
    "AddCustomAttributes",
    "AdminConfirmSignUp",
    "AdminCreateUser",
    "AdminDeleteUser",
    "AdminGetUser",
    "AdminInitiateAuth",
    "AdminRespondToAuthChallenge",
    "AdminSetUserPassword",
    "AdminUpdateUserAttributes",
    "ConfirmSignUp",
    "CreateUserPool",
    "CreateUserPoolClient",
    "DeleteUserPool",
    "DeleteUserPoolClient",
    "DescribeUserPool",
    "DescribeUserPoolClient",
    "GetUserPoolMfaConfig",
    "InitiateAuth",
    "ListTagsForResource",
    "ListUserPoolClients",
    "ListUserPools",
    "ListUsers",
    "RespondToAuthChallenge",
    "SetUserPoolMfaConfig",
    "SignUp",
    "TagResource",
    "UntagResource",
    "UpdateUserPool",
    "UpdateUserPoolClient",
)


def is_of_user_pool(method, path, headers, query):
    service, _, action = headers.get("x-amz-target", "").rpartition(".")
    is_operation = service == "AWSCognitoIdentityProviderService" and action in USER_POOLS
    return is_operation and path == "/" and method == "POST"


def is_rule(method, path, headers, query):
    """Rules, which send messages on, and their tags. No certificates, devices or jobs."""
    return path == "/rules" or path.startswith("/rules/") or path in ("/tags", "/untag")


def is_message(method, path, headers, query):
    return method == "POST" and path.startswith("/topics/")


# The modules of which only a part is open.
PARTS = {
    "cognito": is_of_user_pool,
    "iot": is_rule,
    "iot_data": is_message,
}


def without_query_strings(alb, handler):
    """The emulator forgets a condition on the query string, and then the AWS provider crashes on the rule (5.100.0)."""

    def handle(parameters):
        if any(name.endswith(".Field") and value == ["query-string"] for name, value in parameters.items()):
            return alb._error("ValidationError", "The local AWS has no conditions on the query string.")
        return handler(parameters)

    return handle


CLOSED = "This operation is closed on the local AWS. docs/local-aws.md of cdktf-lambda-images lists what is open, and why."


def limit(name, module):
    """Leaves a part of a module. Other services call it too, inside the emulator, without a request that could be checked."""
    if name == "ec2":
        for action in module._ACTION_MAP.keys() - set(NETWORK):
            module._ACTION_MAP[action] = lambda _: module._error("UnauthorizedOperation", CLOSED, 403)
    if name == "alb":
        for action in ("CreateRule", "ModifyRule"):
            module._ACTION_MAP[action] = without_query_strings(module, module._ACTION_MAP[action])
    if name in PARTS:
        is_open, handle = PARTS[name], module.handle_request

        async def handle_request(method, path, headers, body, query):
            if not is_open(method, path, headers, query):
                headers = {"Content-Type": "application/json", "x-amzn-errortype": "AccessDeniedException"}
                return 403, headers, json.dumps({"__type": "AccessDeniedException", "message": CLOSED}).encode()
            return await handle(method, path, headers, body, query)

        module.handle_request = handle_request


class Loader(importlib.machinery.SourceFileLoader):
    def exec_module(self, module):
        super().exec_module(module)
        limit(module.__name__.rpartition(".")[2], module)


class ShutServices(importlib.abc.MetaPathFinder):
    """
    A service that isn't on the list can't be loaded at all (`tagging` can, since conditions on tags read by it, but it isn't served). Services call one another inside the emulator (Step Functions and EventBridge start tasks of ECS), without a request that could be checked.
    """

    def __init__(self, registry):
        self.modules = {
            module
            for service in SERVICES
            for config in (registry[service],)
            for module in (config["module"], *config.get("sub_modules", ()))
        } | {"_dynamodb_keywords", "tagging"}

    def find_spec(self, name, path=None, target=None):
        package, _, module = name.rpartition(".")
        if package != "ministack.services":
            return None
        if module not in self.modules:
            raise ModuleNotFoundError(f"{module} is closed on the local AWS", name=name)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec and (module in ("alb", "ec2") or module in PARTS):
            spec.loader = Loader(name, spec.origin)
        return spec


def install(registry):
    sys.meta_path.insert(0, ShutServices(registry))
