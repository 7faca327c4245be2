"""
Calls the local AWS as roles with few permissions. Prints each call with "allowed" or "denied".
Arguments: endpoint, access key, secret of root.
"""

import gzip
import hashlib
import json
import sys
import urllib.error
import urllib.request

import botocore.config
import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ENDPOINT, *ROOT = sys.argv[1:]
REGION = "eu-central-1"
ACCOUNT = "000000000000"
FORM = "application/x-www-form-urlencoded"
OWN = f"arn:aws:iam::{ACCOUNT}:role/get"


def client(service, key, secret, token=None):
    return botocore.session.Session().create_client(
        service,
        region_name=REGION,
        endpoint_url=ENDPOINT,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=botocore.config.Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
    )


def allow(actions, resources, condition=None):
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement


def role(name, *statements):
    iam = client("iam", *ROOT)
    me = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": [me]}))
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps({"Statement": statements}))
    arn = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    session = client("sts", *ROOT).assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    return session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"]


def call(run):
    try:
        run()
        return "allowed"
    except ClientError as error:
        code = error.response["Error"]["Code"]
        # It was allowed, and there is no such thing.
        return "allowed" if code in ("ResourceNotFoundException", "NoSuchKey") else "denied"


def send(session, service, method, path, body=b"", headers=None, change=lambda authorization: authorization):
    """A request as it is, where a client would make no such."""
    body = body.encode() if isinstance(body, str) else body
    request = AWSRequest(method, ENDPOINT + path, data=body, headers=headers or {})
    request.headers["X-Amz-Content-SHA256"] = hashlib.sha256(body).hexdigest()
    SigV4Auth(Credentials(*session), service, REGION).add_auth(request)
    sent = dict(request.headers.items())
    sent["Authorization"] = change(sent["Authorization"])
    try:
        with urllib.request.urlopen(
            urllib.request.Request(ENDPOINT + path, data=body or None, headers=sent, method=method)
        ):
            return "allowed"
    except urllib.error.HTTPError as error:
        return "denied" if error.code in (400, 401, 403) else str(error.code)


def target(name):
    return {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": name}


def arn(service, name):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


for table in ("mine", "secret"):
    client("dynamodb", *ROOT).create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
for parameter in ("/mine/a", "/secret/a"):
    client("ssm", *ROOT).put_parameter(Name=parameter, Value="v", Type="String")
queues = {
    name: client("sqs", *ROOT).create_queue(QueueName=name)["QueueUrl"] for name in ("mine", "secret")
}
key = client("kms", *ROOT).create_key()["KeyMetadata"]
client("kms", *ROOT).create_alias(AliasName="alias/one", TargetKeyId=key["KeyId"])
client("logs", *ROOT).create_log_group(logGroupName="/mine")

weak = role("weak", allow(["s3:GetObject"], "arn:aws:s3:::none/*"))
get = role("get", allow(["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PartiQLSelect"], arn("dynamodb", "table/mine")))
parameters = role(
    "parameters",
    allow(["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"], [arn("ssm", "parameter/mine"), arn("ssm", "parameter/mine/a")]),
)
sender = role("sender", allow(["sqs:SendMessage", "sqs:ReceiveMessage"], arn("sqs", "mine")))
writer = role("writer", allow(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/mine:*")))
encrypter = role("encrypter", allow(["kms:Encrypt"], key["Arn"]))
client("s3", *ROOT).create_bucket(Bucket="objects", CreateBucketConfiguration={"LocationConstraint": REGION})
uploader = role("uploader", allow(["s3:PutObject"], "arn:aws:s3:::objects/*"))
meter = role("meter", allow(["cloudwatch:PutMetricData"], "*"))
maker = role("maker", allow(["lambda:CreateFunction"], "*"))
invoker = role("invoker", allow(["lambda:InvokeFunction"], arn("lambda", "function:f:live")))
tagged = role(
    "tagged",
    allow(["s3:ListAllMyBuckets"], "*", {"StringEquals": {"aws:ResourceTag/a": "b"}}),
    allow(["s3:ListAllMyBuckets"], "*", {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/tagged"}}),
)

ssm, sqs, logs = client("ssm", *parameters), client("sqs", *sender), client("logs", *writer)
function = json.dumps(
    {"FunctionName": "f", "Role": OWN, "PackageType": "Image", "Code": {"ImageUri": "x"}}
)
functions = "/2015-03-31/functions"
assume = f"Action=AssumeRole&Version=2011-06-15&RoleArn={OWN}&RoleSessionName=test"
batch = json.dumps({"TableName": "mine", "RequestItems": {"secret": {"Keys": [{"k": {"S": "x"}}]}}})
users = "Action=ListUsers&Version=2010-05-08"
cbor = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}

print(
    json.dumps(
        {
            "what a policy allows": {
                "several parameters": call(lambda: ssm.get_parameters(Names=["/mine/a"])),
                "a version of a parameter": call(lambda: ssm.get_parameter(Name="/mine/a:1")),
                "parameters by path": call(lambda: ssm.get_parameters_by_path(Path="/mine")),
                "a batch of messages": call(
                    lambda: sqs.send_message_batch(QueueUrl=queues["mine"], Entries=[{"Id": "1", "MessageBody": "x"}])
                ),
                "a key by its alias": call(lambda: client("kms", *encrypter).encrypt(KeyId="alias/one", Plaintext=b"x")),
                "a log stream": call(lambda: logs.create_log_stream(logGroupName="/mine", logStreamName="s")),
                "lines of a log": call(
                    lambda: logs.put_log_events(
                        logGroupName="/mine", logStreamName="s", logEvents=[{"timestamp": 1, "message": "x"}]
                    )
                ),
                "a metric": call(
                    lambda: client("cloudwatch", *meter).put_metric_data(
                        Namespace="n", MetricData=[{"MetricName": "m", "Value": 1}]
                    )
                ),
                "a statement of PartiQL": send(
                    get, "dynamodb", "POST", "/", json.dumps({"Statement": 'select * from "mine"'}), target("DynamoDB_20120810.ExecuteStatement")
                ),
                "an object with a name like an operation of CloudWatch": call(
                    lambda: client("s3", *uploader).put_object(
                        Bucket="objects", Key="service/a/operation/b", Body=b"x", ContentEncoding="gzip"
                    )
                ),
                "an alias of a function": call(
                    lambda: client("lambda", *invoker).invoke(FunctionName="f", Qualifier="live")
                ),
                "by conditions on the tag and the role": call(lambda: client("s3", *tagged).list_buckets()),
            },
            "what it doesn't": {
                "another parameter among several": call(lambda: ssm.get_parameters(Names=["/mine/a", "/secret/a"])),
                "another queue": call(
                    lambda: sqs.send_message_batch(QueueUrl=queues["secret"], Entries=[{"Id": "1", "MessageBody": "x"}])
                ),
                "other metrics": call(lambda: client("cloudwatch", *meter).list_metrics()),
                "PartiQL on another table": send(
                    get, "dynamodb", "POST", "/", json.dumps({"Statement": 'select * from "secret"'}), target("DynamoDB_20120810.ExecuteStatement")
                ),
                "the function without the alias": call(lambda: client("lambda", *invoker).invoke(FunctionName="f")),
                "a function with a role that may not be passed": send(
                    maker, "lambda", "POST", functions, function, {"Content-Type": "application/json"}
                ),
            },
            "requests that can be read in two ways": {
                "two keys": send(
                    weak, "sts", "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", {"Content-Type": FORM},
                    lambda authorization: authorization.replace("Credential=", "Credential=test/x,Credential="),
                ),
                "a form of another type": send(weak, "iam", "POST", "/", users, {"Content-Type": "text/plain"}),
                "a form in capital letters": send(weak, "iam", "POST", "/", users, {"Content-Type": "Application/X-www-form-urlencoded"}),
                "CBOR": send(weak, "monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics", b"\xa0", cbor),
                "an action in the query and in a header": send(
                    get, "dynamodb", "POST", "/?Action=GetItem",
                    json.dumps({"TableName": "mine", "Item": {"k": {"S": "x"}}}), target("DynamoDB_20120810.PutItem"),
                ),
                "an action in the query and in the form": send(
                    weak, "sts", "POST", "/?Action=GetCallerIdentity", assume, {"Content-Type": FORM}
                ),
                "an action in a header and in the form": send(
                    weak, "sts", "POST", "/", assume, {"Content-Type": FORM, "X-Amz-Target": "x.GetCallerIdentity"}
                ),
                "an action where paths name it": send(weak, "s3", "PUT", "/bucket/x?Action=GetObject", b"x"),
                "a member that isn't one": send(get, "dynamodb", "POST", "/", batch, target("DynamoDB_20120810.BatchGetItem")),
                "a queue in the query of another": call(
                    lambda: sqs.receive_message(QueueUrl=queues["secret"] + f"?/{ACCOUNT}/mine")
                ),
                "a compressed body": send(
                    maker, "lambda", "POST", functions, gzip.compress(function.encode()),
                    {"Content-Type": "application/json", "Content-Encoding": "gzip"},
                ),
            },
        }
    )
)
