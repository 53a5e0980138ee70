"""Swiss QR code, with the billing information of Swico where the issuer adds it.

Source: SIX, Swiss Implementation Guidelines QR-bill 2.3; Swico, syntax definition S1.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from invoicing.recognize import Code, Content
from invoicing.recognize._values import amount, compact, day, kept, lines

_TAG = re.compile(r"(?<!\\)/([0-9]{2})/((?:\\.|[^/\\])*)")


def read(text: str) -> Mapping[str, Content] | None:
    """Account, creditor, amount and reference, and what the billing information adds."""
    found = lines(text, 32)
    if found[0] != "SPC" or not found[1].startswith("02"):
        return None
    structured = found[4] == "S"
    street, town = (
        (f"{found[6]} {found[7]}", f"{found[8]} {found[9]}") if structured else (found[6], found[7])
    )
    return kept(
        {
            "iban": compact(found[3]),
            "supplier_name": found[5],
            "supplier_street": street.strip(),
            "supplier_town": town.strip(),
            "supplier_country": found[10],
            "total": amount(found[18]),
            "currency": found[19],
            "reference": compact(found[28]),
            "purpose": found[29],
        }
        | _billing(found[31])
    )


def _billing(text: str) -> dict[str, Content | None]:
    if not text.startswith("//S1/"):
        return {}
    tags = {tag: re.sub(r"\\(.)", r"\1", value) for tag, value in _TAG.findall(text[4:])}
    issued = day(tags.get("11", ""), "%y%m%d")
    net_days = re.search(r"(?:^|;)0:([0-9]{1,3})(?:;|$)", tags.get("40", ""))
    digits = tags.get("30", "")
    return {
        "number": tags.get("10", ""),
        "issue_date": issued,
        "due_date": issued + timedelta(int(net_days[1])) if issued and net_days else None,
        "tax_id": f"CHE{digits}" if re.fullmatch("[0-9]{9}", digits) else "",
    }


CODE = Code(name="swiss", title="Swiss QR code", read=read)
