import boto3

rekognition = boto3.client("rekognition")


def handler(event, context):
    for record in event["Records"]:
        found = rekognition.detect_labels(
            Image={"S3Object": {"Bucket": record["s3"]["bucket"]["name"], "Name": record["s3"]["object"]["key"]}}
        )
        print([label["Name"] for label in found["Labels"]])
