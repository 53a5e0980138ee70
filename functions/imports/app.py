"""Imports: what became of the files in the import folder, and a link to put one there."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import imports
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Organizations/<organization_id>/imports")
def post(organization_id: str) -> Response[str]:
    return imports.promise(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/imports")
def get_all(organization_id: str) -> Response[str]:
    return imports.RESOURCE.list(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/imports/count")
def get_count(organization_id: str) -> Response[str]:
    return imports.RESOURCE.count(request(app), organization_id)


@app.get("/v1/Imports/<import_id>")
def get(import_id: str) -> Response[str]:
    return imports.RESOURCE.get(request(app), import_id)


@app.get("/v1/Imports/<import_id>/file")
def get_file(import_id: str) -> Response[str]:
    return imports.file(request(app), import_id)


@app.post("/v1/Imports/<import_id>/replay")
def post_replay(import_id: str) -> Response[str]:
    return imports.replay(request(app), import_id)


handler = observed(app)
