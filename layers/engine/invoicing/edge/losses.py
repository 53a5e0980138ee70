"""What a file cannot say of its document, told beside it in the names of the API.

Each field is named once, at the first place where it is lost.
"""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic.alias_generators import to_camel

from invoicing.edge.wire.document import NAMES
from invoicing.edge.wire.line import LINE_NAMES, TAX_NAMES
from invoicing.edge.wire.party import ADDRESS_NAMES, CONTACT_NAMES, PARTY_NAMES
from invoicing.formats._losses import Path

LOSSES, COUNT = "Notula-Losses", "Notula-Losses-Count"
POINTERS_MAX = 50
HEADER_CHARACTERS_MAX = 2_000


# Neither an address nor a contact is a member of its own, nor a registration with its scheme.
_PARTY = PARTY_NAMES | {"legal_registration": "", "address": "", "contact": ""}
# By the field that holds a value: what its own fields are called, beside their camelCase.
_NAMES: dict[str, dict[str, str]] = {
    "": NAMES
    | {
        "lines": "_documentItems",
        "tax_subtotals": "_documentTaxes",
        "preceding": "_references",
        "sources": "_references",
        "delivery": "_delivery",
        "conversion": "_documentConversionRate",
    },
    "lines": LINE_NAMES | {"taxes": "_documentItemTaxes"},
    "taxes": TAX_NAMES,
    **dict.fromkeys(("seller", "buyer", "unit", "payee", "tax_representative"), _PARTY),
    "address": ADDRESS_NAMES,
    "contact": CONTACT_NAMES,
    "legal_registration": {"value": "companyNumber", "scheme": "companyNumberScheme"},
    "delivery": {"delivered_on": "date"},
    "conversion": {"from_currency": "from", "to_currency": "to", "rate_date": "date"},
    "payments": {"paid_on": "date"},
    "tax_subtotals": {"tax": "totalTax"},
    "supporting_documents": {"content": "contentBase64"},
}


def pointer(path: Path) -> str:
    """The JSON pointer of a path of our fields, as the API spells them."""
    found, holder = "", ""
    for step in path:
        if isinstance(step, int):
            found += f"/{step}"
            holder = "" if holder == "documents" else holder
            continue
        name = _NAMES.get(holder, {}).get(step)
        name = to_camel(step) if name is None else name
        found += f"/{name}" if name else ""
        holder = step
    return f"{found}/companyNumber" if holder == "legal_registration" else found


def pointers(losses: tuple[Path, ...]) -> list[str]:
    """The first place of each field that is lost."""
    first: dict[tuple[str, ...], Path] = {}
    for path in losses:
        first.setdefault(tuple(step for step in path if isinstance(step, str)), path)
    return [pointer(path) for path in first.values()][:POINTERS_MAX]


def with_losses(response: Response[Any], losses: tuple[Path, ...] | None) -> Response[Any]:
    """The answer with its losses in two headers; without either where nobody can tell."""
    if losses is None:
        return response
    response.headers[COUNT] = str(len(losses))
    listed = ", ".join(pointers(losses))
    if len(listed) > HEADER_CHARACTERS_MAX:
        listed = listed[:HEADER_CHARACTERS_MAX].rpartition(", ")[0]
    if listed:
        response.headers[LOSSES] = listed
    return response
