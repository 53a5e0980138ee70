"""Documents issued elsewhere, taken over with the number and the totals they have."""

from decimal import Decimal

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.totals import calculate
from invoicing.store.repository import Committed, Key
from invoicing.usecases._creation import derivation
from invoicing.usecases.ports import Ports

TOLERANCE = Decimal("0.01")  # what another system's rounding may differ by


def integrate_document(
    draft: Document,
    tenant: Tenant,
    ports: Ports,
    *,
    stated_total: Decimal | None = None,
    key: Key | None = None,
) -> Committed:
    """The document, issued as it is: no series counts it, and no tax is decided anew.

    With `stated_total` (with tax, in the document's currency) that is what is owed; the
    hundredth its rounding may differ by is the document's rounding (BT-114). InvalidDocument
    where it differs by more; Conflict where the number is taken.
    """
    store = ports.store(tenant)

    def read() -> tuple[Document, None]:
        made = replace(draft, imported=True)
        if stated_total is None:
            return made, None
        return _owing(made, stated_total, store.known().organization), None

    build = derivation(read, tenant, ports, draft_only=False)
    return store.commit(ports.key(key), build)


def _owing(document: Document, total: Decimal, organization: Organization) -> Document:
    currency = document.currency or organization.currency
    computed = calculate(replace(document, currency=currency)).totals.gross
    if abs(total - computed) > TOLERANCE:
        raise InvalidDocument(
            [
                Finding(
                    "document-total-differs",
                    "/documentTotal",
                    f"{total} was sent; the tax positions come to {computed}",
                    "send the total of the tax positions with their tax",
                )
            ]
        )
    return replace(document, rounding_amount=total - computed or None)
