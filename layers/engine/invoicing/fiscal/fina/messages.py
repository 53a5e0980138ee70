"""What CIS is told: invoices, how they changed, and whether it is there.

Source: Porezna uprava, technical specification for users 2.7, chapters 3 (messages) and 8
(signature); schema 1.10.
"""

from collections.abc import Sequence
from dataclasses import replace as replace_field
from datetime import datetime
from decimal import Decimal
from typing import Any

from invoicing.fiscal import Message, Registration
from invoicing.fiscal._xmldsig import escaped, signed
from invoicing.fiscal.fina.taxes import Rated, parts_of, signed_total
from invoicing.fiscal.fina.taxpayers import OIB, oib
from invoicing.model import Document
from invoicing.model.fiscal import Fiscal, FiscalChange
from invoicing.model.value import replace

NAMESPACE = "http://www.apis-it.hr/fin/2012/types/f73"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
LOCAL = "%d.%m.%YT%H:%M:%S"
ALGORITHMS = {"RSA-SHA256": "sha256", "RSA-SHA1": "sha1"}
_ACTION = "http://e-porezna.porezna-uprava.hr/fiskalizacija/2012/services/FiskalizacijaService/"
_ROOT_ID = "signXmlId"
_SEQUENCE = {"C": "P", "B": "N"}  # OznSlijed: counted by premise, by device


def message(registration: Registration) -> Message:
    """The signed message about an invoice or credit note."""
    return _about_invoice(registration, "racuni", "RacunZahtjev", "")


def payment_change(registration: Registration, payment: str) -> Message:
    """The signed message that a registered invoice was paid in another way: G, K, T or O."""
    change = _leaf("PromijenjeniNacinPlac", payment)
    return _about_invoice(registration, "promijeniNacPlac", "PromijeniNacPlacZahtjev", change)


def recipient_change(registration: Registration, number: str) -> Message:
    """The signed message that a registered invoice is another recipient's."""
    change = _leaf("PromijenjeniOibPrimateljaRacuna", number)
    return _about_invoice(
        registration, "promijeniPodatkeRacuna", "PromijeniPodatkeRacunaZahtjev", change
    )


def change(registration: Registration, told: FiscalChange) -> Message:
    """The signed message about a change of a registered invoice, known by the change's own id."""
    own = replace(registration.fiscal, message_id=told.message_id)
    registration = replace_field(registration, fiscal=own)
    if told.kind == "payment":
        return payment_change(registration, told.value)
    return recipient_change(registration, oib(told.value))


def _about_invoice(registration: Registration, kind: str, root: str, change: str) -> Message:
    fiscal, identity = registration.fiscal, registration.identity
    assert identity is not None  # noqa: S101 - asked for by certificate_tax_number
    algorithm = ALGORITHMS[str(fiscal.extra.get("signatureMethod") or "RSA-SHA256")]
    text = (
        f'<tns:{root} xmlns:tns="{NAMESPACE}" Id="{_ROOT_ID}">'
        f"{_header(fiscal.message_id, registration.at)}"
        f"<tns:Racun>{invoice(registration.document, fiscal)}{change}</tns:Racun></tns:{root}>"
    )
    return _message(kind, signed(text, _ROOT_ID, identity, algorithm), fiscal.message_id)


def _header(message_id: str, at: datetime) -> str:
    return (
        f"<tns:Zaglavlje><tns:IdPoruke>{message_id}</tns:IdPoruke>"
        f"<tns:DatumVrijeme>{at:{LOCAL}}</tns:DatumVrijeme></tns:Zaglavlje>"
    )


def invoice(document: Document, fiscal: Fiscal) -> str:
    """The members of `Racun`, in the schema's order and canonical form."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    total = signed_total(document)
    sign = -1 if total != document.totals.gross else 1
    taxable = document.seller.is_taxable is not False
    number = _element(
        "BrRac",
        _leaf("BrOznRac", fiscal.number)
        + _leaf("OznPosPr", fiscal.premise)
        + _leaf("OznNapUr", fiscal.device),
    )
    return "".join(
        (
            _leaf("Oib", fiscal.tax_number),
            _leaf("USustPdv", _flag(taxable)),
            _leaf("DatVrijeme", f"{fiscal.issued_local:{LOCAL}}"),
            _leaf("OznSlijed", _SEQUENCE[fiscal.strategy]),
            number,
            _parts(document, sign) if taxable else "",
            _leaf("IznosUkupno", f"{total:.2f}"),
            _leaf("NacinPlac", fiscal.extra["paymentType"]),
            _leaf("OibOper", fiscal.operator_tax_number or fiscal.tax_number),
            _leaf("ZastKod", fiscal.code),
            _leaf("NakDost", _flag(fiscal.late)),
            _recipient(document),
        )
    )


def _parts(document: Document, sign: int) -> str:
    parts = parts_of(document)
    fees = "".join(
        _element("Naknada", _leaf("NazivN", fee.name[:100]) + _amount("IznosN", sign * fee.amount))
        for fee in parts.fees
    )
    return "".join(
        (
            _rates("Pdv", parts.vat, sign),
            _rates("Pnp", parts.consumption, sign),
            _amount("IznosOslobPdv", sign * parts.exempt),
            _amount("IznosMarza", sign * parts.margin),
            _amount("IznosNePodlOpor", sign * parts.not_subject),
            _element("Naknade", fees),
        )
    )


def _rates(tag: str, rows: Sequence[Rated], sign: int) -> str:
    return _element(
        tag,
        "".join(
            _element(
                "Porez",
                _leaf("Stopa", f"{rate:.2f}")
                + _leaf("Osnovica", f"{sign * base:.2f}")
                + _leaf("Iznos", f"{sign * tax:.2f}"),
            )
            for rate, base, tax in rows
        ),
    )


def _recipient(document: Document) -> str:
    """The business that buys, where it has an OIB."""
    number = oib(document.buyer.vat_identifier)
    return _leaf("OibPrimateljaRacuna", number) if OIB.fullmatch(number) else ""


def _leaf(tag: str, value: Any) -> str:
    return f"<tns:{tag}>{escaped(str(value))}</tns:{tag}>"


def _amount(tag: str, amount: Decimal) -> str:
    return _leaf(tag, f"{amount:.2f}") if amount else ""


def _element(tag: str, content: str) -> str:
    return f"<tns:{tag}>{content}</tns:{tag}>" if content else ""


def _flag(value: bool) -> str:
    return "true" if value else "false"


def echo(text: str) -> Message:
    """The unsigned question whether anybody is there."""
    root = f'<tns:EchoRequest xmlns:tns="{NAMESPACE}">{escaped(text)}</tns:EchoRequest>'
    return _message("echo", root, "")


def _message(kind: str, root: str, message_id: str) -> Message:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{SOAP}">'
        f"<soapenv:Body>{root}</soapenv:Body></soapenv:Envelope>"
    )
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{_ACTION}{kind}"'}
    return Message("", body.encode(), headers, kind, message_id)
