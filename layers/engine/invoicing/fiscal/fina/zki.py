"""The ZKI, and the link that names it.

Source: Porezna uprava, technical specification for users 2.7, chapter 12.
"""

import hashlib
from decimal import Decimal

from invoicing.model.fiscal import Fiscal

_IN_ZKI = "%d.%m.%Y %H:%M:%S"
_IN_QR = "%Y%m%d_%H%M"


def zki_text(fiscal: Fiscal, amount: str) -> str:
    """What the ZKI is made of."""
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    return (
        f"{fiscal.tax_number}{fiscal.issued_local:{_IN_ZKI}}{fiscal.number}"
        f"{fiscal.premise}{fiscal.device}{amount}"
    )


def zki(signature: bytes) -> str:
    """The issuer's protective code: the MD5 sum of an RSA signature (PKCS#1 v1.5)."""
    return hashlib.md5(signature, usedforsecurity=False).hexdigest()


def qr(fiscal: Fiscal, total: Decimal) -> str:
    """The link behind the QR code; it names the ZKI, which a document has from the start.

    >>> at = datetime(2022, 8, 1, 15, 30)
    >>> qr(Fiscal(authority="fina", code="abcd" * 8, issued_local=at), Decimal("123.45"))[-80:]
    'hr/rn?izn=12345&datv=20220801_1530&zki=abcdabcdabcdabcdabcdabcdabcdabcd'
    """
    assert fiscal.issued_local is not None  # noqa: S101 - sealing has set it
    cents = f"{total:.2f}".replace(".", "")
    at = f"{fiscal.issued_local:{_IN_QR}}"
    return f"https://porezna.gov.hr/rn?izn={cents}&datv={at}&zki={fiscal.code}"
