"""Business logic 1: the documents in an S3 bucket."""

import boto3
from botocore.exceptions import ClientError

# Made once for each execution environment: later calls use the open connection.
s3 = boto3.client("s3")


class DocumentNotFound(Exception):
    """There is no document of that name."""


def list_documents(bucket, prefix=""):
    """The documents whose names begin with the prefix: name, size in bytes, time of the last change."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [
        {"key": item["Key"], "size": item["Size"], "modified": item["LastModified"]}
        for page in pages
        for item in page.get("Contents", [])
    ]


def read_document(bucket, key):
    """The text of a document."""
    try:
        return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            raise DocumentNotFound(key) from error
        raise
