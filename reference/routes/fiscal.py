"""Registration with tax authorities."""

from invoicing.edge.fiscal import ChangeInput, VerifyInput
from invoicing.edge.wire.fiscal import DeviceChange, DeviceInput, FiscalSeriesInput, PremiseInput
from reference.operations import (
    ANY_OBJECT,
    DAY,
    FLAG,
    INSTANT,
    TRUTH,
    Answer,
    Body,
    Operation,
    Parameter,
    array,
    closed,
    string,
)
from reference.routes._resources import ORGANIZATION
from reference.shapes import Shapes

KIND = Parameter("type", "the authority, such as furs", required=True)
PROVIDER = Parameter("provider", "the authority, where several could be meant")
OLD = Parameter("old", "tell it as a subsequent submission", FLAG)
PREMISE = {"businessPremiseId": "SPLET", "type": "device"}
DEVICE = {"electronicDeviceId": "BLAG1", "businessPremiseId": "SPLET"}
SERIES = {"series": "A2026", "type": "invoice", "username": "501964843/1", "password": "…"}
FILES = ("multipart/form-data", "application/x-pkcs12", "application/octet-stream")


def routes(shapes: Shapes) -> dict[str, Operation]:
    return (
        _documents(shapes)
        | _periods(shapes)
        | _certificates()
        | _premises(shapes)
        | _devices(shapes)
    )


def _documents(shapes: Shapes) -> dict[str, Operation]:
    known = ("success", "id")
    block = {**ANY_OBJECT, "description": "the registration, as the document shows it"}
    shown = closed(known, success=TRUTH, id=string(), _furs=block, _fina=block, _at=block)
    return {
        "POST /v1/Documents/{id}/fiscally-verify": Operation(
            "Register a document with its tax authority",
            {200: Answer(shown, headers=("ETag",)), 202: Answer(shown, headers=("ETag",))},
            description=(
                "200 once the authority has it, also where it had it before; 202 while it has not "
                "answered: it is tried again by itself. A refusal is a problem with the "
                "authority's own code and words, and what to mend."
            ),
            query=(PROVIDER, OLD),
            body=Body(shapes.body(VerifyInput), {"provider": "furs"}, required=False),
            keyed=False,
        ),
        "POST /v1/Documents/{id}/fiscal-change": Operation(
            "Tell the tax authority how a registered document changed",
            {200: Answer(shown, headers=("ETag",)), 202: Answer(shown, headers=("ETag",))},
            description=(
                "Another way of paying, or the recipient's tax number; code, number and amounts "
                "stay. 200 once the authority knows, 202 while it has not answered: it is tried "
                "again by itself."
            ),
            body=Body(shapes.body(ChangeInput), {"paymentType": "K"}),
        ),
    }


def _periods(shapes: Shapes) -> dict[str, Operation]:
    told = closed(
        ("success", "action", "provider", "series"),
        success=TRUTH,
        action=string(),
        provider=string(),
        series=string("as the authority calls it: FT A2026"),
        code=string("the validation code, kept in the organization's at_series"),
    )
    return {
        f"POST {ORGANIZATION}/fiscal-series": Operation(
            "Tell a tax authority of a series",
            {200: Answer(told)},
            description=(
                "Registers, finalises, annuls or asks for a series. Needs the certificate "
                "uploaded as `at-tls`; user name and password are used once and never kept."
            ),
            body=Body(shapes.body(FiscalSeriesInput), SERIES),
            keyed=False,
        ),
        f"GET {ORGANIZATION}/saft": Operation(
            "Export a period's SAF-T (PT) file",
            {200: Answer(files=("application/xml",))},
            description=(
                "All signed documents dated from the first to the last day, both within, as "
                "SAF-T (PT) 1.04_01 in windows-1252; at most a year."
            ),
            query=(
                Parameter("from", "the first day", DAY, required=True),
                Parameter("to", "the last day", DAY, required=True),
            ),
            also=(409, 422),
            lent=True,
        ),
    }


def _certificates() -> dict[str, Operation]:
    told = {
        "hasCertificate": TRUTH,
        "type": string(),
        "environment": string("production, or test for tokens of the test world"),
        "taxNumber": string("whose it is"),
        "subject": string(),
        "issuer": string(),
        "serial": string(),
        "fingerprint": string("SHA-256, hex"),
        "validFrom": INSTANT,
        "validTo": INSTANT,
        "expired": TRUTH,
        "uploadedAt": INSTANT,
    }
    needed = ("hasCertificate", "type")
    return {
        f"POST {ORGANIZATION}/upload-certificate": Operation(
            "Upload a tax authority's certificate",
            {200: Answer(closed((*needed, "success"), success=TRUTH, **told))},
            description=(
                "The .p12 file as the part `certificate`, its passphrase in the header "
                "`passphrase`. Key and file are encrypted at once and never given back."
            ),
            query=(KIND,),
            body=Body({}, files=FILES),
        ),
        f"GET {ORGANIZATION}/has-certificate": Operation(
            "Which certificate is in use",
            {200: Answer(closed(needed, **told))},
            query=(KIND,),
            also=(422,),
        ),
    }


def _premises(shapes: Shapes) -> dict[str, Operation]:
    error = closed(("code",), code=string(), text=string(), fix=string(), at=INSTANT)
    more = {"status": string("registered, pending, in-doubt, refused"), "error": error}
    view = shapes.view(
        PremiseInput,
        {**more, "registeredAt": INSTANT},
        required=("id", "businessPremiseId", "provider", "status"),
    )
    body = Body(shapes.body(PremiseInput), PREMISE)
    return {
        f"GET {ORGANIZATION}/businesspremises": Operation(
            "List business premises", {200: Answer(array(view))}
        ),
        f"POST {ORGANIZATION}/businesspremises": Operation(
            "Create a business premise",
            {201: Answer(view)},
            description="It is told to the authority at once; `status` says what came of it.",
            body=body,
        ),
        "PATCH /v1/BusinessPremises/{premiseId}": Operation(
            "Change a business premise",
            {200: Answer(view)},
            description="A JSON merge patch; the authority is told again. `closed` closes it.",
            body=Body({"type": "object"}, {"closed": True}),
        ),
    }


def _devices(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(
        DeviceInput,
        {"environment": string()},
        required=("id", "electronicDeviceId", "businessPremiseId", "provider", "active"),
    )
    return {
        f"GET {ORGANIZATION}/electronicDevices": Operation(
            "List electronic devices", {200: Answer(array(view))}
        ),
        f"POST {ORGANIZATION}/electronicDevices": Operation(
            "Create an electronic device",
            {201: Answer(view)},
            body=Body(shapes.body(DeviceInput), DEVICE),
        ),
        "PATCH /v1/ElectronicDevices/{deviceId}": Operation(
            "Change an electronic device",
            {200: Answer(view)},
            body=Body(shapes.body(DeviceChange), {"active": False}),
        ),
    }
