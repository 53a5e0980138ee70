"""The link of Croatia's tax authority on fiscalized invoices.

Source: Porezna uprava, Fiskalizacija, technical specification, chapter on the QR code.
"""

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from invoicing.recognize import Code, Content
from invoicing.recognize._values import cents, day, kept

_HOST, _PATH = "porezna.gov.hr", "/rn"


def read(text: str) -> Mapping[str, Content] | None:
    """Amount, day and the authority's code; amounts are written 123,45 or in cents."""
    try:
        link = urlsplit(text.strip())
    except ValueError:
        return None
    if link.hostname != _HOST or link.path.rstrip("/") != _PATH:
        return None
    query = {name: values[0] for name, values in parse_qs(link.query).items()}
    return kept(
        {
            "total": _amount(query.get("izn", "")),
            "issue_date": day(query.get("datv", "")[:8], "%Y%m%d"),
            "fiscal_code": query.get("jir") or query.get("zki") or "",
        }
    )


def _amount(text: str) -> Decimal | None:
    whole, comma, rest = text.partition(",")
    return cents(whole + rest) if not comma or len(rest) == 2 else None


CODE = Code(name="porezna", title="Porezna uprava", read=read)
