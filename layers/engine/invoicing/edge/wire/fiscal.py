"""Certificates, premises and devices on the wire."""

from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr

from invoicing.edge.wire.base import Day, Flag, Map, Name, Wire, lean
from invoicing.edge.wire.document import TypeKey
from invoicing.edge.wire.registration import fault_view
from invoicing.model.fiscal import Device, Premise
from invoicing.usecases.certificates import ShownCertificate
from invoicing.usecases.premises import SavedDevice, SavedPremise

Code = Annotated[Name, Field(min_length=1, max_length=20)]
Place = Annotated[Name, Field(min_length=1, max_length=200)]
Cadastral = Annotated[int, Field(ge=0, le=999_999, strict=True)]


class PremiseInput(Wire):
    """A place of business: a building with its place in the cadastre, or something movable."""

    server_owned = frozenset(
        {"id", "status", "error", "registeredAt", "createdAt", "updatedAt", "environment"}
    )

    businessPremiseId: Code = Field(alias="businessPremiseId")
    provider: Name | None = None
    type: Name | None = None
    validFrom: Day | None = Field(default=None, alias="validFrom")
    closed: Flag | None = None
    cadastralNumber: Cadastral | None = Field(default=None, alias="cadastralNumber")
    buildingNumber: Cadastral | None = Field(default=None, alias="buildingNumber")
    buildingSectionNumber: Cadastral | None = Field(default=None, alias="buildingSectionNumber")
    street: Place | None = None
    houseNumber: Place | None = Field(default=None, alias="houseNumber")
    houseNumberAdditional: Place | None = Field(default=None, alias="houseNumberAdditional")
    community: Place | None = None
    city: Place | None = None
    postalCode: Place | None = Field(default=None, alias="postalCode")
    softwareSupplier: Place | None = Field(default=None, alias="softwareSupplier")
    specialNotes: Place | None = Field(default=None, alias="specialNotes")

    def to_model(self) -> Premise:
        content = {name: getattr(self, name) for name in _CONTENT}
        return Premise(
            id="",
            code=self.businessPremiseId,
            kind=self.type or "",
            content={name: value for name, value in content.items() if value is not None},
            valid_from=self.validFrom,
            closed=bool(self.closed),
        )


_CONTENT = (
    "cadastralNumber", "buildingNumber", "buildingSectionNumber", "street", "houseNumber",
    "houseNumberAdditional", "community", "city", "postalCode", "softwareSupplier", "specialNotes",
)  # fmt: skip


class DeviceInput(Wire):
    """A device documents are issued with."""

    server_owned = frozenset({"id", "createdAt", "updatedAt", "organizationId"})

    electronicDeviceId: Code = Field(alias="electronicDeviceId")
    businessPremiseId: Code | None = Field(default=None, alias="businessPremiseId")
    provider: Name | None = None
    environment: Literal["production", "test"] | None = None
    numbers: Map | None = None
    active: Flag | None = None

    def to_model(self) -> Device:
        return Device(
            id="",
            code=self.electronicDeviceId,
            premise=self.businessPremiseId or "",
            numbers=self.numbers or {},
            active=self.active is not False,
        )


class DeviceChange(Wire):
    """What changes of a device; its id and premise stay as they are."""

    server_owned = DeviceInput.server_owned | frozenset(
        {"electronicDeviceId", "businessPremiseId", "provider", "environment"}
    )

    numbers: Map | None = None
    active: Flag | None = None


def premise_view(saved: SavedPremise) -> dict[str, Any]:
    premise = saved.premise
    return {
        "id": premise.id,
        "businessPremiseId": premise.code,
        "provider": saved.authority,
        "type": premise.kind or "realestate",
        "closed": premise.closed,
        "status": premise.state,
        **premise.content,
        **lean(
            {
                "validFrom": premise.valid_from,
                "registeredAt": premise.registered_at,
                "error": fault_view(premise.fault),
                "createdAt": premise.created_at,
                "updatedAt": premise.updated_at,
            }
        ),
    }


def device_view(saved: SavedDevice) -> dict[str, Any]:
    device = saved.device
    return {
        "id": device.id,
        "electronicDeviceId": device.code,
        "businessPremiseId": device.premise,
        "provider": saved.authority,
        "active": device.active,
        **lean(
            {
                "numbers": device.numbers,
                "createdAt": device.created_at,
                "updatedAt": device.updated_at,
            }
        ),
    }


class FiscalSeriesInput(Wire):
    """A series as it is told to a tax authority, and who tells it."""

    provider: Name | None = None
    action: Literal["register", "finalise", "annul", "query"] = "register"
    series: Name
    type: TypeKey = "invoice"
    dateFrom: Day | None = Field(default=None, alias="dateFrom")
    username: Name
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]


def certificate_view(shown: ShownCertificate) -> dict[str, Any]:
    """What is told of a certificate: everything but what signs."""
    own = shown.certificate
    if own is None:
        return {"hasCertificate": False, "type": shown.authority}
    return {
        "hasCertificate": True,
        "type": shown.authority,
        "environment": own.environment,
        "taxNumber": own.tax_number,
        "subject": own.subject,
        "issuer": own.issuer,
        "serial": own.serial,
        "fingerprint": own.fingerprint,
        "validFrom": own.valid_from,
        "validTo": own.valid_to,
        "expired": own.valid_to is not None and own.valid_to < shown.now,
        "uploadedAt": own.uploaded_at,
    }
