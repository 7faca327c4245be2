"""
The ARNs and the tags of resources that the emulator (ministack 1.5.33) checks permissions on "*", or on another resource than AWS does. From the Service
Authorization Reference (read 2026-11-28).
"""

import re
from contextvars import ContextVar

# What AWS adds to an id of its own choice, for a resource that isn't there yet.
NEW = "0" * 16

# The parameters of a form with the ARNs that a call is about.
ARN_LISTS = {
    "elasticloadbalancing:AddTags": re.compile(r"ResourceArns\.member\.\d+"),
    "elasticloadbalancing:RemoveTags": re.compile(r"ResourceArns\.member\.\d+"),
    "elasticloadbalancing:SetRulePriorities": re.compile(r"RulePriorities\.member\.\d+\.RuleArn"),
}

# Actions that name their resource in a parameter: the ARN's last part.
NAME_PARAMETERS = {
    "cloudwatch:DeleteAlarms": ("alarm:{}", ("AlarmNames", "*")),
    "cloudwatch:DescribeAlarms": ("alarm:{}", ("AlarmNames", "*")),
    "cloudwatch:PutMetricAlarm": ("alarm:{}", ("AlarmName",)),
    "elasticfilesystem:CreateAccessPoint": ("file-system/{}", ("FileSystemId",)),
    "elasticfilesystem:CreateMountTarget": ("file-system/{}", ("FileSystemId",)),
    "elasticloadbalancing:CreateTargetGroup": (f"targetgroup/{{}}/{NEW}", ("Name",)),
    "events:CreateEventBus": ("event-bus/{}", ("Name",)),
    "events:DeleteEventBus": ("event-bus/{}", ("Name",)),
    "events:DescribeEventBus": ("event-bus/{}", ("Name",)),
    "events:UpdateEventBus": ("event-bus/{}", ("Name",)),
    "secretsmanager:CreateSecret": ("secret:{}-AAAAAA", ("Name",)),
}
# Dashboards belong to no region.
DASHBOARD_PARAMETERS = {
    "cloudwatch:DeleteDashboards": ("DashboardNames", "*"),
    "cloudwatch:GetDashboard": ("DashboardName",),
    "cloudwatch:PutDashboard": ("DashboardName",),
}
# The provisioned concurrency of an alias or a version.
PROVISIONED_CONCURRENCY = re.compile("lambda:(Get|Put|Delete)ProvisionedConcurrencyConfig")

# The condition key with the create that a tag belongs to.
CREATE_ACTION = {
    "ec2:CreateTags": "ec2:CreateAction",
    "elasticfilesystem:TagResource": "elasticfilesystem:CreateAction",
    "elasticloadbalancing:AddTags": "elasticloadbalancing:CreateAction",
}


def create_action(tag_action, action):
    """The condition key of a tag action that belongs to a create."""
    return {CREATE_ACTION[tag_action]: action.partition(":")[2]} if tag_action in CREATE_ACTION else {}


def of_request(action, resource, parameters, region, account):
    """The ARNs that AWS checks an action on, or None where the emulator is right."""

    def arn(service, name):
        return f"arn:aws:{service}:{region}:{account}:{name}"

    if action in NAME_PARAMETERS:
        form, place = NAME_PARAMETERS[action]
        service = action.partition(":")[0]
        return [name if name.startswith("arn:") else arn(service, form.format(name)) for name in named(parameters, place)] or None
    if action in DASHBOARD_PARAMETERS:
        return [f"arn:aws:cloudwatch::{account}:dashboard/{name}" for name in named(parameters, DASHBOARD_PARAMETERS[action])] or None
    if action in ARN_LISTS:
        return in_form(parameters, ARN_LISTS[action]) or None
    if action == "ec2:CreateSecurityGroup":
        return [arn("ec2", "security-group/sg-new"), arn("ec2", f"vpc/{parameters.text('VpcId')}")]
    if action in ("ec2:CreateTags", "ec2:DeleteTags"):
        return [arn("ec2", f"{kind_of(each)}/{each}") for each in named(parameters, ("ResourceId", "*"))] or None
    if PROVISIONED_CONCURRENCY.fullmatch(action):
        qualifier = parameters.query.get("Qualifier", [""])[0]
        return [f"{resource}:{qualifier}"] if qualifier else None
    if action.startswith("elasticfilesystem:") and "MountTarget" in action:
        return [arn("elasticfilesystem", f"file-system/{each}") for each in file_systems(parameters)] or None
    if action == "elasticfilesystem:DescribeAccessPoints" and "AccessPointId" in parameters.query:
        return [arn("elasticfilesystem", f"access-point/{parameters.query['AccessPointId'][0]}")]
    return None


def named(parameters, place):
    """The texts at a place of a JSON, or of a form: `Names.member.1`, `ResourceId.1`."""
    name = place[0]
    if place[-1] != "*":
        return parameters.at(place) or parameters.query.get(name, [])[:1]
    return parameters.at(place) or in_form(parameters, re.compile(rf"{name}\.(member\.)?\d+"))


def in_form(parameters, name):
    """The values of a form. The emulator takes what its body lacks from the query."""
    form = {**{key: values[0] for key, values in parameters.query.items()}, **parameters.values}
    return [value for key, value in form.items() if name.fullmatch(key) and isinstance(value, str)]


# The file systems of mount targets. Whoever deletes one asks for it until it is gone.
known_targets = {}


def file_systems(parameters):
    """Of a mount target, which a request names in its path or its query."""
    from ministack.services import efs

    query = parameters.query
    if "FileSystemId" in query:
        return query["FileSystemId"][:1]
    targets = [*query.get("MountTargetId", [])[:1], *re.findall("/mount-targets/([^/]+)", parameters.path)]
    for each in targets:
        if target := efs._mount_targets.get(each):
            known_targets[each] = target["FileSystemId"]
    return [known_targets[each] for each in targets if each in known_targets]


# The beginnings of the ids of EC2.
KINDS = {
    "eigw": "egress-only-internet-gateway",
    "eni": "network-interface",
    "eipalloc": "elastic-ip",
    "acl": "network-acl",
    "igw": "internet-gateway",
    "nat": "natgateway",
    "pl": "prefix-list",
    "rtb": "route-table",
    "sg": "security-group",
    "sgr": "security-group-rule",
    "subnet": "subnet",
    "vpc": "vpc",
    "vpce": "vpc-endpoint",
}


def kind_of(identifier):
    return KINDS.get(identifier.partition("-")[0], "*")


def tags_in_request(action, parameters):
    """The tags of a create, where the emulator doesn't know their place."""
    if action == "cognito-idp:CreateUserPool":
        tags = parameters.values.get("UserPoolTags")
        return tags if isinstance(tags, dict) else {}
    if action == "ec2:CreateSecurityGroup" or action.startswith("elasticloadbalancing:Create"):
        tag = re.compile(r"(TagSpecification\.\d+\.Tag\.\d+|Tags\.member\.\d+)\.Key")
        form = parameters.values
        return {form[name]: form.get(f"{match[1]}.Value", "") for name in form if (match := tag.fullmatch(name))}
    if action == "iot:CreateTopicRule":
        pairs = (pair.partition("=") for pair in parameters.headers.get("x-amz-tagging", "").split("&") if pair)
        return {name: value for name, _, value in pairs}
    return {}


# The tags that the emulator has looked at for a condition.
looked_at = ContextVar("looked_at", default={})


def install_tags(tagging):
    """Adds the services whose tags the emulator knows, but doesn't look at for conditions."""

    def of_ec2():
        from ministack.core.responses import get_account_id, get_region
        from ministack.services import ec2

        for identifier, tags in ec2._tags.items():
            yield f"arn:aws:ec2:{get_region()}:{get_account_id()}:{kind_of(identifier)}/{identifier}", tags

    def of_load_balancers():
        from ministack.services import alb

        yield from alb._tags.items()

    def of_cognito():
        from ministack.services import cognito

        for pool in cognito._user_pools.values():
            tags = pool.get("UserPoolTags") or {}
            yield pool.get("Arn", ""), [{"Key": key, "Value": value} for key, value in tags.items()]

    own_tags = tagging.resource_tags

    def resource_tags(arn):
        tags = own_tags(arn)
        looked_at.set({f"aws:resourcetag/{name}".lower(): value for name, value in (tags or {}).items()})
        return tags

    tagging.resource_tags = resource_tags
    tagging._RESOURCE_TAG_COLLECTORS.update(
        {
            "cognito-idp": of_cognito,
            "ec2": of_ec2,
            "elasticfilesystem": tagging._collect_efs,
            "elasticloadbalancing": of_load_balancers,
        }
    )
