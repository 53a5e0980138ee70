"""The sixty digits of Slovenia's tax authority: QR, PDF417 or Code 128.

Source: FURS, technical documentation of fiscal verification, chapter 11.
"""

import re
from collections.abc import Mapping

from invoicing.recognize import Code, Content
from invoicing.recognize._values import day, kept

_CODE = re.compile(r"(?P<zoi>[0-9]{39})(?P<tax>[0-9]{8})(?P<day>[0-9]{6})[0-9]{6}(?P<check>[0-9])")


def read(text: str) -> Mapping[str, Content] | None:
    """Issuer and day; nothing where the check digit does not hold."""
    found = _CODE.fullmatch(text.strip())
    if found is None or sum(map(int, found[0][:59])) % 10 != int(found["check"]):
        return None
    issued = day(found["day"], "%y%m%d")
    zoi = int(found["zoi"])
    if issued is None or zoi.bit_length() > 128:
        return None
    return kept({"tax_id": f"SI{found['tax']}", "issue_date": issued, "fiscal_code": f"{zoi:032x}"})


CODE = Code(name="furs", title="FURS", read=read)
