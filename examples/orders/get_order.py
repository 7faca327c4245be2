from orders import ORDERS


def handler(event, context):
    return next((order for order in ORDERS if order["id"] == event["id"]), None)
