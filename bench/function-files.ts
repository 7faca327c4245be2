import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The five files of a generated function, as in docs/python-lambda-image.md. No two functions are equal. */
export function functionFiles(index: number): Readonly<Record<string, string>> {
  return {
    Dockerfile: `FROM public.ecr.aws/lambda/python:3.13

COPY requirements.txt .
RUN pip3 install -r requirements.txt --target "\${LAMBDA_TASK_ROOT}"
COPY . \${LAMBDA_TASK_ROOT}

CMD [ "lambda_function.handler" ]
`,
    "lambda_function.py": `"""Function ${index}: validates the event and hands it to the business logic."""

import os

from sample_code_1 import list_documents
from sample_code_2 import describe


def handler(event, context):
    if not isinstance(event, dict):
        return {"statusCode": 400, "body": f"the event must be a JSON object, not {type(event).__name__}"}
    documents = list_documents(os.environ["DOCUMENTS_BUCKET"], event.get("prefix", ""))
    return {"statusCode": 200, "body": {"function": ${index}, **describe(documents)}}
`,
    "requirements.txt": "humanize==4.12.3\n",
    "sample_code_1.py": `"""Business logic 1 of function ${index}: the documents in an S3 bucket."""

import boto3

s3 = boto3.client("s3")


def list_documents(bucket, prefix=""):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [
        {"key": item["Key"], "size": item["Size"]} for page in pages for item in page.get("Contents", [])
    ]
`,
    "sample_code_2.py": `"""Business logic 2 of function ${index}: documents in words that people read."""

from humanize import naturalsize


def describe(documents):
    return {
        "count": len(documents),
        "totalSize": naturalsize(sum(document["size"] for document in documents)),
    }
`,
  };
}

/** `fn-0000`, `fn-0001`, …: sorted by name as by number. */
export function functionName(index: number): string {
  return `fn-${String(index).padStart(4, "0")}`;
}

/** Writes the folders of a number of functions, and replaces existing ones. */
export function writeFunctions(folder: string, many: number): void {
  rmSync(folder, { recursive: true, force: true });
  for (let index = 0; index < many; index++) {
    const own = path.join(folder, functionName(index));
    mkdirSync(own, { recursive: true });
    for (const [name, text] of Object.entries(functionFiles(index))) {
      writeFileSync(path.join(own, name), text);
    }
  }
}
