"""Stands where the product has its operator command."""

import json
import os
import sys

made = {"organizationId": "o", "accountId": "a", "token": os.environ["TABLE_NAME"]}
sys.stdout.write(json.dumps(made))
