"""Who is who: the OIB of sellers, buyers and certificates."""

import re
from typing import TYPE_CHECKING

from invoicing.model import Document

if TYPE_CHECKING:
    from invoicing.fiscal._keys import Identity

OIB = re.compile(r"[0-9]{11}")
_OIB_IN_NAME = re.compile(r"(?:HR)?-?([0-9]{11})(?:\.[0-9]+)*$")


def tax_number(document: Document) -> str:
    """The seller's OIB, or what stands there instead."""
    party = document.seller
    return (party.vat_identifier or party.tax_registration).upper().removeprefix("HR").strip()


def oib(number: str) -> str:
    """The number without its country."""
    return number.upper().removeprefix("HR")


def certificate_tax_number(identity: "Identity") -> str:
    """The taxpayer's OIB: it ends the organization, its identifier or the serial number."""
    from cryptography.x509.oid import NameOID  # noqa: PLC0415 - showing needs no cryptography

    oids = (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER, NameOID.ORGANIZATION_NAME)
    for oid in oids:
        for attribute in identity.certificate.subject.get_attributes_for_oid(oid):
            found = _OIB_IN_NAME.search(str(attribute.value))
            if found:
                return found[1]
    return ""
