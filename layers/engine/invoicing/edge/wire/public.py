"""What a shared document shows to whoever has the link."""

from typing import Any

from invoicing.edge.wire.document_view import document_view
from invoicing.model import Document

# The organization's own business, not the recipient's.
HIDDEN = frozenset(
    {
        "accountId",
        "archiveCategory",
        "archived",
        "archivedAt",
        "clientId",
        "custom",
        "remarks",
        "emailTo",
        "externalSourceDoc",
        "financialAccount",
        "accountingSchema",
        "partyAccountingSchema",
        "printedReportName",
        "isActive",
        "isSeriesCommunicated",
        "defaultItemWithholdingId",
        "numberInternal",
        "organizationId",
        "sends",
        "shareExpiresAt",
        "sentAt",
        "sentMethod",
        "technical",
        "uniqueId",
        "unitId",
        "version",
        "viewedAt",
        "prints",
        "printCount",
        "flags",
        "warehouseId",
        "destinationWarehouseId",
        "payments",
        "priceListId",
        "_comments",
        "_successors",
        "clonedFromId",
        "_data",
        "_original",
    }
)
_ITEM_HIDDEN = frozenset(
    {
        *("custom", "_data", "itemId", "accountingReference", "trackInventory"),
        *("commitmentReference", "customerOrderId", "customerOrderLine", "externalSourceDoc"),
    }
)
_PARTY_HIDDEN = frozenset({"id", "custom", "_data", "ipAddress", "throwEslogErrors"})


def public_view(document: Document, shareable_id: str) -> dict[str, Any]:
    """The document without what is internal; its id is the shareable one."""
    shown = {k: v for k, v in document_view(document).items() if k not in HIDDEN}
    shown["id"] = shown["shareableId"] = shareable_id
    shown["_documentItems"] = [
        {k: v for k, v in item.items() if k not in _ITEM_HIDDEN} for item in shown["_documentItems"]
    ]
    for party in ("_documentIssuer", "_documentClient", "_documentUnit"):
        if party in shown:
            shown[party] = {k: v for k, v in shown[party].items() if k not in _PARTY_HIDDEN}
    for attachment in shown.get("_attachments", ()):
        attachment.pop("accountId", None)
    return shown
