"""Series of document numbers: /v1/Organizations/{organizationId}/series and /v1/Series/{id}."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, http_api, observed, request
from invoicing.edge.request import parse
from invoicing.edge.wire.series import SeriesInput, series_view
from invoicing.edge.wiring import ports
from invoicing.model import Series
from invoicing.usecases import series as use

app = http_api()


def _shown(series: Series, status: int = 200, **headers: str) -> Response[str]:
    return answer(series_view(series), status, headers={"ETag": f'"{series.version}"', **headers})


@app.get("/v1/Organizations/<organization_id>/series")
def get_all(organization_id: str) -> Response[str]:
    tenant = request(app).tenant(organization_id)
    return answer([series_view(series) for series in use.list_series(tenant, ports())])


@app.post("/v1/Organizations/<organization_id>/series")
def post(organization_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant(organization_id)
    draft = parse(SeriesInput, call.json_object()).to_model()
    done = use.create_series(draft, tenant, ports(), key=call.key())
    replayed = {"Idempotent-Replayed": "true"} if done.replayed else {}
    return _shown(done.series, 201, Location=f"/v1/Series/{done.series.id}", **replayed)


@app.get("/v1/Series/<series_id>")
def get(series_id: str) -> Response[str]:
    return _shown(use.get_series(series_id, request(app).tenant(), ports()))


@app.put("/v1/Series/<series_id>")
def put(series_id: str) -> Response[str]:
    call = request(app)
    tenant = call.tenant()
    draft = parse(SeriesInput, call.json_object()).to_model()
    done = use.update_series(
        series_id,
        draft,
        tenant,
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return _shown(done.series)


@app.delete("/v1/Series/<series_id>")
def delete(series_id: str) -> Response[str]:
    call = request(app)
    use.delete_series(
        series_id,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return answer({"count": 1})


handler = observed(app)
