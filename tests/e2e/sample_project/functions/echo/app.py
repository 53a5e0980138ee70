"""Shows the event it got, or misbehaves in the way `?do=` asks for."""

import base64
import os
import time

SHOWN = ("TABLE_NAME", "TABLE_ARN", "GREETING", "EXTRA", "AWS_REGION", "AWS_PROFILE")


def handler(event, context):
    wish = event.get("queryStringParameters", {}).get("do")
    if wish == "raise":
        raise ValueError("as asked")
    if wish == "exit":
        os._exit(3)
    if wish == "sleep":
        time.sleep(4)
    if wish == "large":
        return {"statusCode": 200, "body": "x" * (6 * 1024 * 1024 + 1)}
    if wish == "redirect":
        return {"statusCode": 303, "headers": {"Location": "http://127.0.0.1/elsewhere"}}
    if wish == "binary":
        body = base64.b64decode(event["body"]) if event.get("isBase64Encoded") else b""
        return {
            "statusCode": 200,
            "headers": {"Content-Type": "application/pdf"},
            "cookies": ["a=1", "b=2"],
            "isBase64Encoded": True,
            "body": base64.b64encode(body[::-1]).decode(),
        }
    return {
        "event": event,
        "environment": {name: os.environ.get(name) for name in SHOWN},
        "pid": os.getpid(),
        "remaining_ms": context.get_remaining_time_in_millis(),
    }
