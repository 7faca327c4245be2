import os


def handler(event, context):
    return {"task": os.environ["TASK"], "lake": os.environ["LAKE"]}
