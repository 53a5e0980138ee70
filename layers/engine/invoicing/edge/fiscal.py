"""Shapes of the function that deals with tax authorities."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, file
from invoicing.edge.large import lent_if_large
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.multipart import read_parts
from invoicing.edge.query import day, require_parameters
from invoicing.edge.request import Request, parse
from invoicing.edge.wire import fiscal as wire
from invoicing.edge.wire.base import Flag, Name, Wire, renamed
from invoicing.edge.wire.registration import fiscal_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument, TooLarge, UnreadableFile
from invoicing.model.fiscal import ChangeKind, Device, Premise
from invoicing.model.value import replace
from invoicing.rules.fiscal import environment_of
from invoicing.usecases import certificates, premises
from invoicing.usecases.change_fiscally import change_fiscally, changed_document
from invoicing.usecases.fiscal_series import Login, Wanted, tell_series
from invoicing.usecases.period_files import export_period
from invoicing.usecases.verify_fiscally import verify_fiscally

CERTIFICATE_BYTES_MAX = 64 * 1024
PASSPHRASE = "passphrase"  # noqa: S105 - the header's name
SAFT_PROVIDER = "at"  # whose standard audit file is exported
PROVIDER = "furs"  # Source: the first API's own default


class VerifyInput(Wire):
    """What may be said of a registration."""

    provider: Name | None = None
    old: Flag | None = None


def verify(call: Request, document_id: str) -> Response[str]:
    """200 once the document is registered; 202 while the authority has not answered."""
    require_parameters(call, (), ("provider", "old"))
    body = parse(VerifyInput, call.json_object(optional=True))
    done = verify_fiscally(
        document_id,
        call.tenant(),
        ports(),
        provider=body.provider or call.query.get("provider", ""),
        old=bool(body.old) or call.flag("old"),
    )
    fiscal = done.fiscal
    registered = fiscal is not None and fiscal.state == "registered"
    shown = {"success": registered, "id": done.id, **fiscal_view(done)}
    return answer(shown, 200 if registered else 202, headers={"ETag": f'"{done.version}"'})


class ChangeInput(Wire):
    """What changed of a registered document: one of the two."""

    paymentType: Name | None = renamed("paymentType")
    recipientTaxNumber: Name | None = renamed("recipientTaxNumber")


def change(call: Request, document_id: str) -> Response[str]:
    """200 once the authority knows of the change; 202 while it has not answered."""
    require_parameters(call, (), ())
    body = parse(ChangeInput, call.json_object())
    given: dict[ChangeKind, str | None] = {
        "payment": body.paymentType,
        "recipient": body.recipientTaxNumber,
    }
    wanted = [(kind, value) for kind, value in given.items() if value is not None]
    if len(wanted) != 1:
        raise InvalidDocument([_ONE_CHANGE])
    ((kind, value),) = wanted
    tenant = call.tenant()
    done = change_fiscally(document_id, kind, value, tenant, ports(), key=call.key())
    document = changed_document(document_id, tenant, ports())
    fiscal = document.fiscal
    told = fiscal is not None and fiscal.open_change is None
    headers = {"ETag": f'"{document.version}"', **_replayed(replayed=done.replayed)}
    shown = {"success": told, "id": document.id, **fiscal_view(document)}
    return answer(shown, 200 if told else 202, headers=headers)


_ONE_CHANGE = Finding(
    "fiscal-change",
    "",
    "says not what changed, or several things at once",
    "send paymentType, or recipientTaxNumber",
)


def upload(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    require_parameters(call, ("type",), ())
    passphrase = call.headers.get(PASSPHRASE, "")
    shown = certificates.upload_certificate(
        call.query["type"], _file(call), passphrase, tenant, ports(), key=call.key()
    )
    return answer({"success": True, **wire.certificate_view(shown)})


def has_certificate(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    require_parameters(call, ("type",), ())
    shown = certificates.get_certificate(call.query["type"], tenant, ports())
    return answer(wire.certificate_view(shown))


def export_saft(call: Request, organization_id: str) -> Response[Any]:
    """The SAF-T file of a period; where it is large, 303 to where it is lent."""
    tenant = call.tenant(organization_id)
    require_parameters(call, ("from", "to"), ())
    first, last = day(call, "from"), day(call, "to")
    assert first is not None and last is not None  # noqa: S101, PT018 - required above
    data = export_period(SAFT_PROVIDER, first, last, tenant, ports())
    name = f"saft-{first}-{last}.xml"
    return lent_if_large(file(data, "application/xml", name, inline=False), ports().files, name)


def post_series(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    require_parameters(call, (), ())
    body = parse(wire.FiscalSeriesInput, call.json_object())
    wanted = Wanted(body.action, body.series, body.type, body.dateFrom)
    told = tell_series(
        body.provider or SAFT_PROVIDER,
        wanted,
        Login(body.username, body.password.get_secret_value()),
        tenant,
        ports(),
    )
    shown = {"provider": told.authority, "series": told.name, "code": told.code}
    return answer({"success": True, "action": body.action, **shown})


def list_premises(call: Request, organization_id: str) -> Response[str]:
    found = premises.list_premises(call.tenant(organization_id), ports())
    return answer([wire.premise_view(one) for one in found])


def create_premise(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    body = parse(wire.PremiseInput, call.json_object())
    saved = premises.create_premise(
        body.provider or PROVIDER, body.to_model(), tenant, ports(), key=call.key()
    )
    return answer(wire.premise_view(saved), 201, headers=_replayed(replayed=saved.replayed))


def update_premise(call: Request, premise_id: str) -> Response[str]:
    body = call.json_object()

    def change(stored: Premise) -> Premise:
        shown = wire.premise_view(premises.SavedPremise("", stored))
        del shown["provider"]
        merged = merge_patch(shown, body)
        made = parse(wire.PremiseInput, merged).to_model()
        return replace(stored, **{f: getattr(made, f) for f in _PREMISE_CONTENT})

    saved = premises.update_premise(premise_id, change, call.tenant(), ports(), key=call.key())
    return answer(wire.premise_view(saved))


_PREMISE_CONTENT = ("kind", "content", "valid_from", "closed")


def list_devices(call: Request, organization_id: str) -> Response[str]:
    found = premises.list_devices(call.tenant(organization_id), ports())
    return answer([wire.device_view(one) for one in found])


def create_device(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    body = parse(wire.DeviceInput, call.json_object())
    own = environment_of(live=tenant.live)
    if body.environment not in (None, own):
        text = f"documents of this token are registered in the {own} environment"
        fix = f"send {own}, or use a token of the other world"
        raise InvalidDocument([Finding("fiscal-environment", "/environment", text, fix)])
    saved = premises.create_device(
        body.provider or PROVIDER, body.to_model(), tenant, ports(), key=call.key()
    )
    shown = {**wire.device_view(saved), "environment": own}
    return answer(shown, 201, headers=_replayed(replayed=saved.replayed))


def update_device(call: Request, device_id: str) -> Response[str]:
    body = parse(wire.DeviceChange, call.json_object())

    def change(stored: Device) -> Device:
        given: dict[str, Any] = {"numbers": body.numbers, "active": body.active}
        return replace(stored, **{k: v for k, v in given.items() if v is not None})

    saved = premises.update_device(device_id, change, call.tenant(), ports(), key=call.key())
    return answer(wire.device_view(saved))


def _file(call: Request) -> bytes:
    """The .p12 file: the body itself, or the form's part `certificate`, else its first file."""
    if call.media_type() != "multipart/form-data":
        data = call.body()
    else:
        parts = read_parts(call.headers["content-type"], call.body())
        named = [p for p in parts if p.name == "certificate"] or [p for p in parts if p.file_name]
        data = named[0].data if named else b""
    if not data:
        raise UnreadableFile(
            "certificate-missing",
            "the request has no file",
            fix="send the .p12 file as the part named certificate",
            pointer="/certificate",
        )
    if len(data) > CERTIFICATE_BYTES_MAX:
        raise TooLarge(
            "certificate-size",
            f"the file is larger than {CERTIFICATE_BYTES_MAX} bytes",
            fix="send the .p12 file alone",
        )
    return data


def _replayed(*, replayed: bool) -> dict[str, str]:
    return {"Idempotent-Replayed": "true"} if replayed else {}
