from orders import ORDERS


def handler(event, context):
    return ORDERS
