import base64
import gzip
import json


def handler(event, context):
    """Prints the event, and answers as its source wants it."""
    print(json.dumps(readable(event)))
    if "requestContext" in event:
        return {"statusCode": 200, "body": f"Hello, {event.get('rawPath') or event.get('path')}!"}
    # None of the batch failed.
    return {"batchItemFailures": []}


def readable(event):
    if "awslogs" in event:
        return {"awslogs": json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))}
    for record in event.get("Records", []):
        if "kinesis" in record:
            record["kinesis"]["data"] = base64.b64decode(record["kinesis"]["data"]).decode()
    return event
