"""
What a request needs in AWS, where the emulator (ministack 1.5.33) checks less or other things: the action, its resource, its condition keys, and the
further actions that it depends on. All of it is from the Service Authorization Reference (read 2026-11-28).
"""

import json
import re
from functools import cached_property
from urllib.parse import parse_qs, unquote

import iam_resources
from ministack.core import iam_actions, iam_evaluator

# The calls that hand a role to a service (iam:PassRole is a dependent action): the service, and where the request has the role. `**` is any
# depth, `every` each value.
PASSED_ROLES = {
    "apigateway:PATCH": ("apigateway.amazonaws.com", ("credentialsArn",)),
    "apigateway:POST": ("apigateway.amazonaws.com", ("credentialsArn",)),
    "apigateway:PUT": ("apigateway.amazonaws.com", ("credentials",)),
    "lambda:CreateFunction": ("lambda.amazonaws.com", ("Role",)),
    "lambda:UpdateFunctionConfiguration": ("lambda.amazonaws.com", ("Role",)),
    "events:PutTargets": ("events.amazonaws.com", ("Targets", "*", "RoleArn")),
    "events:PutRule": ("events.amazonaws.com", ("RoleArn",)),
    "scheduler:CreateSchedule": ("scheduler.amazonaws.com", ("Target", "RoleArn")),
    "scheduler:UpdateSchedule": ("scheduler.amazonaws.com", ("Target", "RoleArn")),
    "states:CreateStateMachine": ("states.amazonaws.com", ("roleArn",)),
    "states:UpdateStateMachine": ("states.amazonaws.com", ("roleArn",)),
    "logs:PutSubscriptionFilter": ("logs.amazonaws.com", ("roleArn",)),
    "logs:PutDestination": ("logs.amazonaws.com", ("roleArn",)),
    "firehose:CreateDeliveryStream": ("firehose.amazonaws.com", ("**", "RoleARN")),
    "firehose:UpdateDestination": ("firehose.amazonaws.com", ("**", "RoleARN")),
    "sns:SetSubscriptionAttributes": ("sns.amazonaws.com", ("AttributeValue",)),
    "sns:Subscribe": ("sns.amazonaws.com", ("every",)),
}

# The action that a create with tags needs too.
TAG_ACTIONS = {
    "cloudwatch:PutMetricAlarm": "cloudwatch:TagResource",
    "dynamodb:CreateTable": "dynamodb:TagResource",
    "ec2:CreateSecurityGroup": "ec2:CreateTags",
    "ecr:CreateRepository": "ecr:TagResource",
    "elasticfilesystem:CreateAccessPoint": "elasticfilesystem:TagResource",
    "elasticloadbalancing:CreateListener": "elasticloadbalancing:AddTags",
    "elasticloadbalancing:CreateRule": "elasticloadbalancing:AddTags",
    "elasticloadbalancing:CreateTargetGroup": "elasticloadbalancing:AddTags",
    "events:PutRule": "events:TagResource",
    "events:CreateEventBus": "events:TagResource",
    "iam:CreateRole": "iam:TagRole",
    "iam:CreatePolicy": "iam:TagPolicy",
    "iam:CreateOpenIDConnectProvider": "iam:TagOpenIDConnectProvider",
    "iot:CreateTopicRule": "iot:TagResource",
    "kinesis:CreateStream": "kinesis:AddTagsToStream",
    "kms:CreateKey": "kms:TagResource",
    "lambda:CreateEventSourceMapping": "lambda:TagResource",
    "lambda:CreateFunction": "lambda:TagResource",
    "logs:CreateLogGroup": "logs:TagResource",
    "secretsmanager:CreateSecret": "secretsmanager:TagResource",
    "sns:CreateTopic": "sns:TagResource",
    "sqs:CreateQueue": "sqs:TagQueue",
    "ssm:PutParameter": "ssm:AddTagsToResource",
}

# The parameter with the ARN that a call is about, for calls that the emulator checks on no resource.
ARN_PARAMETERS = {
    "cloudwatch:ListTagsForResource": "ResourceARN",
    "cloudwatch:TagResource": "ResourceARN",
    "cloudwatch:UntagResource": "ResourceARN",
    "cognito-idp:ListTagsForResource": "ResourceArn",
    "cognito-idp:TagResource": "ResourceArn",
    "cognito-idp:UntagResource": "ResourceArn",
    "dynamodb:ListTagsOfResource": "ResourceArn",
    "dynamodb:TagResource": "ResourceArn",
    "dynamodb:UntagResource": "ResourceArn",
    "ecr:ListTagsForResource": "resourceArn",
    "ecr:TagResource": "resourceArn",
    "ecr:UntagResource": "resourceArn",
    "elasticloadbalancing:DeleteRule": "RuleArn",
    "elasticloadbalancing:ModifyRule": "RuleArn",
    "events:ListTagsForResource": "ResourceARN",
    "events:TagResource": "ResourceARN",
    "events:UntagResource": "ResourceARN",
    "kinesis:DeregisterStreamConsumer": "ConsumerARN",
    "kinesis:DescribeStreamConsumer": "ConsumerARN",
    "kinesis:ListTagsForResource": "ResourceARN",
    "kinesis:TagResource": "ResourceARN",
    "kinesis:UntagResource": "ResourceARN",
    "sns:GetSubscriptionAttributes": "SubscriptionArn",
    "sns:ListTagsForResource": "ResourceArn",
    "sns:SetSubscriptionAttributes": "SubscriptionArn",
    "sns:TagResource": "ResourceArn",
    "sns:Unsubscribe": "SubscriptionArn",
    "sns:UntagResource": "ResourceArn",
}

# The parameter with the name of the rule. The emulator checks calls for rules on their bus.
RULE_PARAMETERS = {
    "events:DeleteRule": "Name",
    "events:DescribeRule": "Name",
    "events:DisableRule": "Name",
    "events:EnableRule": "Name",
    "events:ListTargetsByRule": "Rule",
    "events:PutRule": "Name",
    "events:PutTargets": "Rule",
    "events:RemoveTargets": "Rule",
}

# The calls about roles that know iam:PermissionsBoundary: that of the request, or that of the role. And those that know iam:PolicyARN.
BOUNDARY_IN_REQUEST = {"iam:CreateRole", "iam:PutRolePermissionsBoundary"}
BOUNDARY_OF_ROLE = {
    "iam:AttachRolePolicy",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePolicy",
}
POLICY_IN_REQUEST = {"iam:AttachRolePolicy", "iam:DetachRolePolicy"}

# Operations without an action of their own.
ACTIONS = {
    "sns:PublishBatch": "sns:Publish",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}

# The members with the names of several parameters.
PARAMETER_NAMES = {
    "ssm:DeleteParameter": ("Name",),
    "ssm:DeleteParameters": ("Names", "*"),
    "ssm:GetParameter": ("Name",),
    "ssm:GetParameterHistory": ("Name",),
    "ssm:GetParameters": ("Names", "*"),
    "ssm:GetParametersByPath": ("Path",),
}

# Calls about a stream of a log group.
LOG_STREAM_ACTIONS = {"logs:CreateLogStream", "logs:DeleteLogStream", "logs:GetLogEvents", "logs:PutLogEvents"}

# CloudWatch's newest protocol names the operation in the path.
CLOUDWATCH_OPERATION = re.compile("/service/[^/]+/operation/([A-Za-z]+)")

# The actions of PartiQL's statements on DynamoDB, by their first word.
PARTIQL_ACTIONS = {
    "delete": "dynamodb:PartiQLDelete",
    "insert": "dynamodb:PartiQLInsert",
    "select": "dynamodb:PartiQLSelect",
    "update": "dynamodb:PartiQLUpdate",
}
PARTIQL_STATEMENTS = {
    "dynamodb:BatchExecuteStatement": ("Statements", "*", "Statement"),
    "dynamodb:ExecuteStatement": ("Statement",),
    "dynamodb:ExecuteTransaction": ("TransactStatements", "*", "Statement"),
}
PARTIQL_TABLE = re.compile(r"\b(?:from|into|update)\s+\"?([\w.-]+)", re.IGNORECASE)

# Names of Lambda's operations that differ from those of their actions.
LAMBDA_ACTIONS = {
    "Invoke": "InvokeFunction",
    "InvokeWithResponseStream": "InvokeFunction",
}


def install():
    # The emulator's own table takes some operations for others, for example DeleteFunctionEventInvokeConfig for DeleteFunction.
    iam_actions._BOTOCORE_SERVICE_MAP.setdefault("lambda", ["lambda"])
    own_action = iam_actions._lambda_action

    def action(method, path):
        operation = iam_actions._match_rest_action("lambda", method, path)
        return LAMBDA_ACTIONS.get(operation, operation) or own_action(method, path)

    iam_actions._lambda_action = action
    own_extract = iam_actions.extract_iam_action

    def extract(service, method, path, *others):
        operation = CLOUDWATCH_OPERATION.fullmatch(path) if service == "monitoring" else None
        return f"cloudwatch:{operation[1]}" if operation else own_extract(service, method, path, *others)

    iam_actions.extract_iam_action = extract
    own_field = iam_actions._safe_json_field

    def field(body, name):
        try:
            return own_field(body, name)
        except UnicodeDecodeError:
            # A binary body.
            return ""

    iam_actions._safe_json_field = field
    own_key = iam_evaluator._resolve_condition_key

    def condition_key(key, context):
        # AWS has the ARN of the role there, not that of its session.
        if key.lower() == "aws:principalarn" and ":assumed-role/" in context.principal_arn:
            account, role = context.principal_arn.split(":")[4], context.principal_arn.split("/")[1]
            return f"arn:aws:iam::{account}:role/{role}"
        return own_key(key, context)

    iam_evaluator._resolve_condition_key = condition_key
    from ministack.services import tagging

    iam_resources.install_tags(tagging)


class Parameters:
    """
    The parameters of a request: its path, its query, its headers, and the JSON or the form in its body. The body is only read when an action needs it, since it can be a large object of S3.
    """

    def __init__(self, query, read_body, path="", headers=None):
        self.query = query
        self.read_body = read_body
        self.path = path
        self.headers = headers or {}

    @cached_property
    def values(self):
        body = self.read_body()
        try:
            values = json.loads(body or b"{}")
        except ValueError:
            values = {name: given[0] for name, given in parse_qs(body.decode("utf-8", "replace")).items()}
        return values if isinstance(values, dict) else {}

    def text(self, name):
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def at(self, place):
        """All texts at a place. `*` is each item of a list."""
        found = [self.values]
        for name in place:
            if name == "every":
                found = [inner for value in found for inner in value.values()]
                continue
            if name == "**":
                found = [inner for value in found for inner in objects_in(value)]
                continue
            found = [
                inner
                for value in found
                for inner in (
                    (value if isinstance(value, list) else [])
                    if name == "*"
                    else [value.get(name)]
                    if isinstance(value, dict)
                    else []
                )
            ]
        return [value for value in found if isinstance(value, str) and value]


def objects_in(value):
    """All objects in a value, itself included."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [*([value] if isinstance(value, dict) else []), *(each for one in inner for each in objects_in(one))]


def checks(action, resource, parameters, region, account):
    """The actions, each with the ARN that AWS checks it on, where the emulator has others or none."""
    action = ACTIONS.get(action, action)
    if action in PARTIQL_STATEMENTS:
        return [
            (
                PARTIQL_ACTIONS.get(statement.split()[0].lower() if statement.strip() else "", action),
                f"arn:aws:dynamodb:{region}:{account}:table/{(PARTIQL_TABLE.search(statement) or [None, '*'])[1]}",
            )
            for statement in parameters.at(PARTIQL_STATEMENTS[action])
        ] or [(action, resource)]
    return [(action, each) for each in resources(action, resource, parameters, region, account)]


def resources(action, resource, parameters, region, account):
    known = iam_resources.of_request(action, resource, parameters, region, account)
    if known is not None:
        return known

    def arn(service, name):
        return f"arn:aws:{service}:{region}:{account}:{name}"

    if action in RULE_PARAMETERS:
        bus = parameters.text("EventBusName").rpartition("/")[2]
        rule = parameters.text(RULE_PARAMETERS[action])
        return [arn("events", f"rule/{rule}" if bus in ("", "default") else f"rule/{bus}/{rule}")]
    if action in PARAMETER_NAMES:
        return [
            name if name.startswith("arn:") else arn("ssm", f"parameter/{name.partition(':')[0].lstrip('/')}")
            for name in parameters.at(PARAMETER_NAMES[action])
        ]
    if action in LOG_STREAM_ACTIONS:
        return [f"{resource.removesuffix(':*')}:log-stream:{parameters.text('logStreamName')}"]
    if action == "lambda:InvokeFunction":
        name, _, qualifier = resource.partition(":function:")[2].partition(":")
        return [arn("lambda", ":".join(filter(None, ("function", name, qualifier or parameters.query.get("Qualifier", [""])[0]))))]
    if action.startswith("kms:") and ":alias/" in resource:
        return [key_of_alias(resource)]
    if action == "kinesis:GetRecords" and resource == "*":
        return [stream_of_iterator(parameters.text("ShardIterator")) or resource]
    if re.fullmatch("scheduler:(Create|Update)Schedule", action):
        return [resource.replace(":schedule/default/", f":schedule/{parameters.text('GroupName') or 'default'}/")]
    if resource != "*":
        return [resource]
    if action in ARN_PARAMETERS:
        named = parameters.text(ARN_PARAMETERS[action])
        # A subscription belongs to its topic.
        return [":".join(named.split(":")[:6]) if action.startswith("sns:") else named] if named else [resource]
    if action == "lambda:CreateFunction":
        return [arn("lambda", f"function:{parameters.text('FunctionName')}")]
    if action == "ecr:DescribeRepositories":
        names = parameters.at(("repositoryNames", "*"))
        return [arn("ecr", f"repository/{each}") for each in names] or [arn("ecr", "repository/*")]
    return [resource]


def key_of_alias(alias):
    from ministack.services import kms

    key = kms._aliases.get(alias)
    return f"{alias.partition(':alias/')[0]}:key/{key}" if key else alias


def stream_of_iterator(token):
    from ministack.services import kinesis

    return (kinesis._shard_iterators.get(token) or {}).get("stream_arn", "")


def new_resource(action, resource, region, account):
    """The ARN of what a call creates, where the call itself is checked on no resource."""
    if action == "lambda:CreateEventSourceMapping":
        # Its id isn't chosen yet.
        return f"arn:aws:lambda:{region}:{account}:event-source-mapping:00000000-0000-0000-0000-000000000000"
    if action == "kms:CreateKey":
        return f"arn:aws:kms:{region}:{account}:key/00000000-0000-0000-0000-000000000000"
    if action == "elasticfilesystem:CreateAccessPoint":
        return f"arn:aws:elasticfilesystem:{region}:{account}:access-point/fsap-{iam_resources.NEW}"
    if action in ("elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateRule"):
        # A listener's ARN has the load balancer's name, a rule's the listener's.
        old, new = ("loadbalancer", "listener") if action.endswith("Listener") else ("listener", "listener-rule")
        return f"{resource.replace(f':{old}/', f':{new}/')}/{iam_resources.NEW}"
    return resource


def condition_keys(action, resource, parameters, region, account):
    """The keys of a request that the emulator doesn't know."""
    if re.fullmatch("lambda:(Create|Update|Delete|Get)EventSourceMapping", action):
        function = parameters.text("FunctionName") or function_of_mapping(resource)
        if function and not function.startswith("arn:"):
            function = f"arn:aws:lambda:{region}:{account}:function:{function}"
        return {"lambda:FunctionArn": function or None}
    tags = iam_resources.tags_in_request(action, parameters)
    keys = {f"aws:requesttag/{name}".lower(): value for name, value in tags.items()}
    if tags:
        keys["aws:TagKeys"] = list(tags)
    if action in BOUNDARY_IN_REQUEST:
        keys["iam:PermissionsBoundary"] = parameters.text("PermissionsBoundary") or None
    if action in BOUNDARY_OF_ROLE:
        keys["iam:PermissionsBoundary"] = boundary_of_role(parameters.text("RoleName"), account)
    if action in POLICY_IN_REQUEST:
        keys["iam:PolicyARN"] = parameters.text("PolicyArn") or None
    return keys


def boundary_of_role(name, account):
    from ministack.services import iam

    role = iam._roles.get_scoped(account, None, name) or {}
    return role.get("PermissionsBoundary") or None


def function_of_mapping(resource):
    from ministack.services import lambda_svc

    mapping = lambda_svc._esms.get(unquote(resource.rpartition(":")[2])) or {}
    return mapping.get("FunctionArn", "")
