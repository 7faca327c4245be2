import os


def handler(event, context):
    print(f"numbers into {os.environ['NUMBERS']}")
