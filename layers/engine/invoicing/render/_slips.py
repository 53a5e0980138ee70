"""The payment slips of a document: the codes its payer scans, or the numbers they type."""

from invoicing.errors import InvalidDocument
from invoicing.model import Document, Organization
from invoicing.render._texts import Fact, PaySlip
from invoicing.render.qr import encode
from invoicing.slips import Slip
from invoicing.slips._choice import choose


def pay_slips(
    document: Document, organization: Organization, *, preview: bool, wanted: tuple[str, ...] | None
) -> tuple[PaySlip, ...]:
    """The slips `wanted` by name; with None those that fit.

    One that fits but cannot be made of this document (a name its code cannot carry) is left out;
    InvalidDocument where it was asked for by name.
    """
    if wanted == ():
        return ()
    chosen = choose(document, organization, preview=preview, wanted=wanted or ())
    found = []
    for slip in chosen:
        try:
            found.append(_pay_slip(slip, document, organization))
        except InvalidDocument:
            if wanted:
                raise
    return tuple(one for one in found if one.matrix or one.facts)


def _pay_slip(slip: Slip, document: Document, organization: Organization) -> PaySlip:
    payload, symbol = slip.payload(document, organization), slip.symbol
    if symbol.symbology == "text":
        pairs = (line.partition(":") for line in payload.splitlines())
        facts = tuple(Fact(name.strip(), value.strip()) for name, _, value in pairs)
        return PaySlip(slip.name, slip.title, payload, facts=facts)
    if symbol.symbology != "qr":
        return PaySlip(slip.name, slip.title, payload)
    matrix = encode(
        payload,
        error=symbol.error_level,
        version=symbol.version,
        max_version=symbol.max_version,
        encoding=symbol.encoding,
        eci=symbol.eci,
    )
    return PaySlip(slip.name, slip.title, payload, matrix=matrix)
