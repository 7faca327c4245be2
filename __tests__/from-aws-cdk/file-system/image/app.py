import os


def handler(event, context):
    return {"definitions": sorted(os.listdir(os.environ["DEFINITIONS"]))}
