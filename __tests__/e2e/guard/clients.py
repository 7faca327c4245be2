"""What AWS's own client for Python (botocore, which boto3 and the AWS CLI are made of) gets from the local AWS. Prints it as JSON."""

import datetime
import hashlib
import hmac
import json
import sys
import urllib.error
import urllib.request

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

ENDPOINT, ACCESS_KEY, SECRET = sys.argv[1:]
REGION = "us-east-1"
SESSION = botocore.session.Session()


def client(service, access_key=ACCESS_KEY, secret=SECRET, token=None, signature_version=None):
    return SESSION.create_client(
        service,
        region_name=REGION,
        endpoint_url=ENDPOINT,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": 1}, signature_version=signature_version),
    )


def code(call):
    try:
        call()
        return "answered"
    except ClientError as error:
        return error.response["Error"]["Code"]


def calls(*key):
    return {
        "dynamodb": code(lambda: client("dynamodb", *key).list_tables()),
        "lambda": code(lambda: client("lambda", *key).list_functions()),
        "s3": code(lambda: client("s3", *key).list_buckets()),
        "sqs": code(lambda: client("sqs", *key).list_queues()),
        "sts": code(lambda: client("sts", *key).get_caller_identity()),
        "iam": code(lambda: client("iam", *key).list_roles()),
    }


def status(method, url, body=None, headers=None):
    try:
        request = urllib.request.Request(url, method=method, data=body, headers=headers or {})
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def presigned(bucket, version):
    s3 = client("s3", signature_version=version)
    url = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "a b/ä"}, ExpiresIn=60)
    put = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "put"}, ExpiresIn=60)
    return {
        "get": status("GET", url),
        "of another object": status("GET", url.replace("a%20b", "another")),
        "put": status("PUT", put, b"text", {"Content-Type": ""}),
        "get that was signed for put": status("GET", put),
    }


def chunked(bucket, change=lambda chunk: chunk):
    """A body in chunks, each signed with the signature of the one before (AWS's "Signature calculations: multiple chunks")."""
    chunk = b"in chunks " * 100
    url = f"{ENDPOINT}/{bucket}/chunked"
    headers = {
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "content-encoding": "aws-chunked",
        "x-amz-decoded-content-length": str(len(chunk)),
    }
    request = AWSRequest("PUT", url, headers=headers)
    signer = SigV4Auth(Credentials(ACCESS_KEY, SECRET), "s3", REGION)
    signer.payload = lambda _: headers["x-amz-content-sha256"]
    signer.add_auth(request)
    signature = request.headers["Authorization"].rsplit("=", 1)[1]
    time = request.headers["X-Amz-Date"]
    key = f"AWS4{SECRET}".encode()
    scope = f"{time[:8]}/{REGION}/s3/aws4_request"
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    body = b""
    for data in (chunk, b""):
        hashes = hashlib.sha256(b"").hexdigest(), hashlib.sha256(data).hexdigest()
        text = "\n".join(("AWS4-HMAC-SHA256-PAYLOAD", time, scope, signature, *hashes))
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        body += b"%x;chunk-signature=%s\r\n%s\r\n" % (len(data), signature.encode(), change(data))
    return status("PUT", url, body, dict(request.headers.items()))


def late():
    """Signed an hour ago."""
    request = AWSRequest("GET", f"{ENDPOINT}/")
    signer = SigV4Auth(Credentials(ACCESS_KEY, SECRET), "s3", REGION)
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    request.context["timestamp"] = then.strftime("%Y%m%dT%H%M%SZ")
    request.headers["X-Amz-Date"] = request.context["timestamp"]
    request.headers["X-Amz-Content-SHA256"] = hashlib.sha256(b"").hexdigest()
    canonical = signer.canonical_request(request)
    text = signer.string_to_sign(request, canonical)
    signer._inject_signature_to_request(request, signer.signature(text, request))
    return status("GET", f"{ENDPOINT}/", headers=dict(request.headers.items()))


def rule_on_query_string():
    client("elbv2").create_rule(
        ListenerArn="arn:aws:elasticloadbalancing:eu-central-1:000000000000:listener/app/a/1/1",
        Priority=1,
        Conditions=[{"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "b"}]}}],
        Actions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
    )


s3 = client("s3")
s3.create_bucket(Bucket="guarded")
s3.put_object(Bucket="guarded", Key="a b/ä", Body=b"text")
iam = client("iam")
me = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}
everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
iam.create_role(RoleName="of-a-test", AssumeRolePolicyDocument=json.dumps({"Statement": [me]}))
iam.put_role_policy(RoleName="of-a-test", PolicyName="all", PolicyDocument=json.dumps({"Statement": [everything]}))
role = client("sts").assume_role(RoleArn="arn:aws:iam::000000000000:role/of-a-test", RoleSessionName="test")["Credentials"]
session = role["AccessKeyId"], role["SecretAccessKey"], role["SessionToken"]
print(
    json.dumps(
        {
            "with the key": calls(),
            "with a session": calls(*session),
            "with a session without its token": calls(*session[:2]),
            "with another secret": calls(ACCESS_KEY, "another"),
            "with the emulator's own key": calls("test", SECRET),
            "with the number of the account": calls("000000000000", SECRET),
            "presigned": presigned("guarded", "s3v4"),
            # boto3's default in us-east-1.
            "presigned as of old": presigned("guarded", None),
            "in chunks": chunked("guarded"),
            "in a chunk that was changed": chunked("guarded", lambda data: data.replace(b"in", b"IN")),
            "signed an hour ago": late(),
            "shut": {
                "ecs": code(lambda: client("ecs").list_clusters()),
                "codebuild": code(lambda: client("codebuild").list_projects()),
                "rds": code(lambda: client("rds").describe_db_instances()),
            },
            # Services of which a part is open.
            "shut in part": {
                "DescribeInstances": code(lambda: client("ec2").describe_instances()),
                "RunInstances": code(lambda: client("ec2").run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)),
                "RegisterImage": code(lambda: client("ec2").register_image(Name="ami")),
                "CreateIdentityProvider": code(
                    lambda: client("cognito-idp").create_identity_provider(
                        UserPoolId="eu-central-1_a", ProviderName="p", ProviderType="OIDC", ProviderDetails={"oidc_issuer": ENDPOINT}
                    )
                ),
                "CreateThing": code(lambda: client("iot").create_thing(thingName="thing")),
                "CreateKeysAndCertificate": code(lambda: client("iot").create_keys_and_certificate()),
                "a rule on the query string": code(rule_on_query_string),
                "DescribeVpcs": code(lambda: client("ec2").describe_vpcs()),
                "ListUserPools": code(lambda: client("cognito-idp").list_user_pools(MaxResults=1)),
                "ListTopicRules": code(lambda: client("iot").list_topic_rules()),
            },
        }
    )
)
