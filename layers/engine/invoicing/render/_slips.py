"""The payment slips of a document: the codes its payer scans, or the numbers they type."""

from invoicing.errors import InvalidDocument
from invoicing.model import Document, Organization
from invoicing.render import pdf417, qr
from invoicing.render._modules import Modules
from invoicing.render._texts import Fact, PaySlip
from invoicing.slips import Slip, Symbol
from invoicing.slips._choice import choose


def pay_slips(
    document: Document,
    organization: Organization,
    invitation: str,
    *,
    preview: bool,
    wanted: tuple[str, ...] | None,
) -> tuple[PaySlip, ...]:
    """The slips `wanted` by name; with None those that fit. A code stands under `invitation`.

    One that fits but cannot be made of this document (a name its code cannot carry) is left out;
    InvalidDocument where it was asked for by name.
    """
    if wanted == ():
        return ()
    chosen = choose(document, organization, preview=preview, wanted=wanted or ())
    found = []
    for slip in chosen:
        try:
            found.append(_pay_slip(slip, document, organization, invitation))
        except InvalidDocument:
            if wanted:
                raise
    return tuple(one for one in found if one.modules or one.facts)


def _pay_slip(
    slip: Slip, document: Document, organization: Organization, invitation: str
) -> PaySlip:
    payload, symbol = slip.payload(document, organization), slip.symbol
    if symbol.symbology == "text":
        pairs = (line.partition(":") for line in payload.splitlines())
        facts = tuple(Fact(name.strip(), value.strip()) for name, _, value in pairs)
        return PaySlip(slip.name, slip.title, payload, facts=facts)
    title = f"{invitation} · {slip.title}"
    return PaySlip(slip.name, title, payload, modules=_drawn(payload, symbol))


def _drawn(payload: str, symbol: Symbol) -> Modules:
    if symbol.symbology == "pdf417":
        return pdf417.encode(
            payload, error=symbol.error_level, columns=symbol.columns, encoding=symbol.encoding
        )
    return qr.encode_slip(payload, symbol)
