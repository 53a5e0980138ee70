"""What FURS is sent: JSON in a signed token.

Source: FURS, technical documentation of the tax register, version 3.2: chapters 4 to 6.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from invoicing.fiscal import Message, PremiseRegistration, Registration
from invoicing.fiscal._jws import signed
from invoicing.fiscal.furs.premises import place, supplier
from invoicing.fiscal.furs.taxes import per_seller, signed_amount
from invoicing.model.fiscal import Fiscal

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity

_LOCAL = "%Y-%m-%dT%H:%M:%S"
_PATHS = {
    "echo": "/v1/cash_registers/echo",
    "invoice": "/v1/cash_registers/invoices",
    "premise": "/v1/cash_registers/invoices/register",
}
_JSON = {"Content-Type": "application/json; charset=UTF-8"}
encode = msgspec.json.Encoder().encode


def message(registration: Registration) -> Message:
    """The signed message about an invoice or credit note."""
    fiscal, document = registration.fiscal, registration.document
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    sign = -1 if signed_amount(document) != document.totals.gross else 1
    invoice: dict[str, Any] = {
        "TaxNumber": int(fiscal.tax_number),
        "IssueDateTime": f"{fiscal.issued_local:{_LOCAL}}",
        "NumberingStructure": fiscal.strategy,
        "InvoiceIdentifier": _identifier(fiscal),
        "InvoiceAmount": _amount(signed_amount(document)),
        "PaymentAmount": _amount(sign * document.totals.payable),
        "ProtectedID": fiscal.code,
        "TaxesPerSeller": per_seller(document, sign, _amount),
    }
    if document.buyer.vat_identifier:
        invoice["CustomerVATNumber"] = document.buyer.vat_identifier[:20]
    if fiscal.foreign_operator:
        invoice["ForeignOperator"] = True
    elif not fiscal.omit_operator:
        invoice["OperatorTaxNumber"] = int(fiscal.operator_tax_number or fiscal.tax_number)
    if fiscal.late:
        invoice["SubsequentSubmit"] = True
    references = [_reference(d.fiscal) for d in registration.originals if d.fiscal is not None]
    if references:
        invoice["ReferenceInvoice"] = references
    header = {"MessageID": fiscal.message_id, "DateTime": f"{registration.at:{_LOCAL}}"}
    body = {"InvoiceRequest": {"Header": header, "Invoice": invoice}}
    return _message("invoice", body, fiscal.message_id, registration.identity)


def premise_message(registration: PremiseRegistration) -> Message:
    """The signed message about a place of business; a closed one is told of as such."""
    premise = registration.premise
    content: dict[str, Any] = {
        "TaxNumber": int(registration.tax_number),
        "BusinessPremiseID": premise.code,
        "BPIdentifier": place(premise),
        "ValidityDate": f"{premise.valid_from or registration.at:%Y-%m-%d}",
    }
    if premise.closed:
        content["ClosingTag"] = "Z"
    maker = premise.content.get("softwareSupplier")
    if maker:
        content["SoftwareSupplier"] = [supplier(str(maker))]
    notes = premise.content.get("specialNotes")
    if notes:
        content["SpecialNotes"] = notes
    header = {"MessageID": registration.message_id, "DateTime": f"{registration.at:{_LOCAL}}"}
    body = {"BusinessPremiseRequest": {"Header": header, "BusinessPremise": content}}
    return _message("premise", body, registration.message_id, registration.identity)


def echo(text: str) -> Message:
    """The unsigned question whether anybody is there."""
    return Message(_PATHS["echo"], encode({"EchoRequest": text}), _JSON, "echo")


def jws_header(subject: str, issuer: str, serial: int) -> bytes:
    """The protected header; the serial is a bare number, longer than any float holds."""
    return encode(
        {
            "alg": "RS256",
            "subject_name": subject,
            "issuer_name": issuer,
            "serial": msgspec.Raw(str(serial).encode()),
        }
    )


def _message(
    kind: str, body: dict[str, Any], message_id: str, identity: "Identity | None"
) -> Message:
    assert identity is not None  # noqa: S101 - asked for by certificate_tax_number
    own = identity.certificate
    header = jws_header(
        own.subject.rfc4514_string(), own.issuer.rfc4514_string(), own.serial_number
    )
    token = signed(header, encode(body), identity)
    return Message(_PATHS[kind], encode({"token": token}), _JSON, kind, message_id)


def _identifier(fiscal: Fiscal) -> dict[str, str]:
    return {
        "BusinessPremiseID": fiscal.premise,
        "ElectronicDeviceID": fiscal.device,
        "InvoiceNumber": str(fiscal.number),
    }


def _reference(original: Fiscal) -> dict[str, Any]:
    assert original.issued_local is not None  # noqa: S101 - sealing has set it
    return {
        "ReferenceInvoiceIdentifier": _identifier(original),
        "ReferenceInvoiceIssueDateTime": f"{original.issued_local:{_LOCAL}}",
    }


def _amount(amount: Any) -> msgspec.Raw:
    """A JSON number with two decimals at most."""
    return msgspec.Raw(f"{amount:.2f}".encode())
