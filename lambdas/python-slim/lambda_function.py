"""The entrypoint of the function."""


def handler(event, context):
    """Answers {"name": "…"} with a greeting."""
    return {"statusCode": 200, "body": {"message": f"Hello, {event.get('name', 'world')}!"}}
