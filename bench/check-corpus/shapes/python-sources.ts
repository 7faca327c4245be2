/** Python files that several shapes share. */

export const GREETING = `import json
import logging
import os

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event, context):
    name = event.get("name", "world")
    logger.info("greeting %s", name)
    body = json.dumps({"message": f"hello {name}", "stage": os.environ.get("STAGE", "dev")})
    return {"statusCode": 200, "body": body}
`;

export const FETCH = `"""Fetches a document and says how large it is."""

import os

import requests

URL = os.environ.get("DOCUMENT_URL", "https://example.com")


def handler(event, context):
    response = requests.get(event.get("url", URL), timeout=10)
    response.raise_for_status()
    return {"status": response.status_code, "length": len(response.content)}
`;

export const REPORT = `import os

import humanize
from dateutil.parser import parse
from dotenv import load_dotenv

load_dotenv()


def handler(event, context):
    since = parse(event["since"])
    text = humanize.naturaltime(since)
    return {"stage": os.environ.get("STAGE", "dev"), "since": text}
`;

export const PRICES = `from decimal import Decimal

TAX = Decimal("0.19")


def total(orders):
    net = sum(Decimal(str(order["price"])) for order in orders)
    return float(net + net * TAX)


def discount(amount, percent):
    return amount * (100 - percent) / 100
`;

export const STORE = `import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ.get("TABLE", "orders"))


def load_orders(customer):
    found = table.query(KeyConditionExpression=Key("customer").eq(customer))
    items = found.get("Items", [])
    return items
`;

export const API = `import json
import os

import jwt
from pydantic import BaseModel

from app.service import total


class Order(BaseModel):
    sku: str
    price: float


def handler(event, context):
    claims = jwt.decode(event["token"], os.environ["SIGNING_KEY"], algorithms=["HS256"])
    orders = [Order(**order).model_dump() for order in json.loads(event["body"])]
    amount = total(orders)
    return {"statusCode": 200, "body": json.dumps({"customer": claims["sub"], "total": amount})}
`;
