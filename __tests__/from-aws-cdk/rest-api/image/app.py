import json


def handler(event, context):
    query = json.loads(event["body"])["query"]
    return {"statusCode": 200, "body": json.dumps({"query": query, "found": []})}
