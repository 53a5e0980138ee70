"""Totals as EN 16931 states them, whatever the syntax."""

from decimal import Decimal

from invoicing.model import Document


def allowances_and_charges(document: Document) -> dict[str, Decimal | None]:
    """BT-107 and BT-108; None where there is nothing to sum up.

    A sum of zero stands beside what it sums up. Source: EN 16931 BR-CO-11, BR-CO-12.
    """
    totals, kinds = document.totals, {item.is_charge for item in document.allowances_charges}
    return {
        "allowances": totals.allowances if totals.allowances or False in kinds else None,
        "charges": totals.charges if totals.charges or True in kinds else None,
    }
