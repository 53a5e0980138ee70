"""Prints each event it gets; a message `bad` fails alone the first time it comes."""

import json
import sys


def handler(event, _context):
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["messageId"]}
            for record in event.get("Records", [])
            if record.get("body") == "bad"
            and record["attributes"]["ApproximateReceiveCount"] == "1"
        ]
    }
