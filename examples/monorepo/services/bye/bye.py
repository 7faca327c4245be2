from greeting import greeting


def handler(event, context):
    return greeting("Goodbye", event.get("name", "world"))
