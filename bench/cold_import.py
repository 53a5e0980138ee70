"""Cold import of handlers, beside one handler that imports all it might ever need.

The fiscal path is what a document costs whose code is made in a container that has just begun:
the handler that issues, the authority, the reader of certificates.
"""

from pathlib import Path

from bench.frame import Row, compare_processes

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "PYTHONPATH": f"{ROOT / 'layers' / 'engine'}",
    "TABLE_NAME": "notula",
    "FILES_BUCKET": "notula-files",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_REGION": "eu-central-1",
    "POWERTOOLS_SERVICE_NAME": "notula",
    "POWERTOOLS_METRICS_NAMESPACE": "Notula",
    "PYDANTIC_DISABLE_PLUGINS": "true",
}
HANDLER = "import sys; sys.path.insert(0, {folder!r}); import app; app.handler"
FISCAL = "; import invoicing.fiscal.furs, invoicing.fiscal._keys, invoicing.outbound.vault"
# What one function for everything would load: the clients, the validation, the page, the XML.
ALL_IN = """
import boto3, pydantic, lxml.etree, fpdf, jinja2, segno, babel.dates, babel.numbers, stdnum
import cryptography.x509, pynamodb.models
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.utilities import batch, idempotency, parser
APIGatewayHttpResolver(enable_validation=True)
for service in ("dynamodb", "s3", "sesv2"):
    boto3.client(service)
"""


def rows() -> list[Row]:
    get = HANDLER.format(folder=str(ROOT / "functions" / "get"))
    create = HANDLER.format(folder=str(ROOT / "functions" / "create"))
    result = compare_processes(
        {"get": get, "fiscal": create + FISCAL, "all-in": ALL_IN},
        rounds=10,
        environment=ENVIRONMENT,
    )
    cases = {
        "get": ("cold import of `get`, CPU above bare Python", "≤ 0.3x"),
        "fiscal": ("cold import of `create` with FURS and keys", "≤ 0.7x"),
    }
    return [
        result.row(case, "all-in", ours=side, goal=goal) for side, (case, goal) in cases.items()
    ]
