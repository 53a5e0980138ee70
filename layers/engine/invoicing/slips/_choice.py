"""Which slips a document is printed with."""

from collections.abc import Sequence

from invoicing.model import Document, Organization
from invoicing.registry import member, members, names
from invoicing.slips import Slip

# What is paid by transfer; a credit note is paid out, an estimate not at all.
_PAYABLE_TYPES = frozenset({"invoice", "advance", "proforma"})
# UNCL1001: what is paid out to the buyer.
_CREDIT_CODES = "81 83 261 262 296 308 381 396 420 458 502 503 532"


def choose(
    document: Document,
    organization: Organization,
    *,
    preview: bool = False,
    wanted: Sequence[str] = (),
) -> tuple[Slip, ...]:
    """The slips that fit, those with a code to scan first; none where nothing is to be paid.

    A national code takes the place of the general one. `wanted` names slips and keeps only
    those; a name that does not exist or does not fit gives none. Drafts have slips in a
    `preview` only.
    """
    if not _is_payable(document, preview=preview):
        return ()
    known = set(names("slips"))
    slips = (
        [member("slips", name, "SLIP") for name in wanted if name in known]
        if wanted
        else members("slips", "SLIP")
    )
    fitting: list[Slip] = [slip for slip in slips if slip.applies(document, organization)]
    covered = frozenset[str]().union(*(slip.supersedes for slip in fitting))
    kept = [slip for slip in fitting if slip.name not in covered]
    return tuple(sorted(kept, key=lambda slip: slip.symbol.symbology == "text"))


def _is_payable(document: Document, *, preview: bool) -> bool:
    """Whether somebody is asked to transfer money for this document of ours."""
    instructions = document.payment_instructions
    collected = instructions is not None and instructions.direct_debit is not None
    return (
        (document.state == "issued" or (preview and document.state == "draft"))
        and not document.incoming
        and not collected
        and document.type in _PAYABLE_TYPES
        and document.type_code not in _CREDIT_CODES.split()
        and document.totals.payable > 0
    )
