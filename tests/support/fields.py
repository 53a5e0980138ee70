"""Every field of the primary API's Document: a value to write, or what computes it."""

from typing import Any

PARTY: dict[str, Any] = {
    "name": "Lipa", "address": "Road 1", "address2": "Door 2", "city": "Koper", "zip": "6000",
    "state": "Coast", "country": "Slovenia", "countryAlpha2Code": "SI", "taxNumber": "SI50223054",
    "taxSubject": True, "companyNumber": "1234567000", "IBAN": "SI56192001234567892",
    "bank": "Bank", "SWIFT": "BAKOSI2X", "website": "https://example.com",
    "email": "a@example.com", "phone": "+38612345678", "businessType": "company",
    "fiscalRegionCode": "SI-1", "custom": {"a": 1},
    "_data": [{"name": "n", "value": {"x": 1}, "options": {}}],
}  # fmt: skip
CLIENT = {
    **PARTY, "throwEslogErrors": True, "isEndCustomer": True, "ipAddress": "203.0.113.7",
    "fatturaPaChannelId": "0000000",
}  # fmt: skip
TAX: dict[str, Any] = {
    "rate": 22, "reverseCharged": False, "name": "DDV", "abbreviation": "D", "recoverable": True,
    "compound": False, "taxNumber": "T1",
}  # fmt: skip
ITEM: dict[str, Any] = {
    "discount": 10, "discountIsAmount": False, "quantity": 2, "isSeparator": False, "name": "Oak",
    "description": "A table", "price": 100, "classification": "44112400", "unit": "pcs",
    "SKU": "S-1", "EAN": "4012345000009", "trackInventory": True, "onBehalf": "Other",
    "custom": {"a": 1}, "l10n": {"name_de": "Eiche"}, "_documentItemTaxes": [TAX],
    "_components": [{"amount": 2, "itemId": "part", "custom": {"b": 2}}],
    "_data": [{"name": "n", "value": {"x": 1}, "options": {}}],
}  # fmt: skip
FURS: dict[str, Any] = {
    "eor": "e", "zoi": "z", "qr": "q", "businessPremiseId": "P1", "electronicDeviceId": "D1",
    "invoiceNumber": 7, "strategy": "C", "operatorTaxNumber": "1", "omitOperatorTaxNumber": False,
    "operatorLabel": "o", "foreignOperator": False, "iteration": 0, "printCount": 0,
    "environment": "production", "payload": {"a": 1}, "accountId": "a",
}  # fmt: skip
AT: dict[str, Any] = {
    "hash": "h", "qrString": "q", "certificateVersion": "1", "hashExtract": "x", "accountId": "a",
    "previousDocumentId": "p", "atcudSeriesId": "s",
}  # fmt: skip
FINA: dict[str, Any] = {
    "JIR": "j", "ZKI": "z", "businessPremiseId": "P1", "electronicDeviceId": "D1",
    "invoiceNumber": 7, "strategy": "C", "operatorTaxNumber": "1", "operatorLabel": "o",
    "paymentType": "G", "environment": "production", "payload": {"a": 1}, "accountId": "a",
}  # fmt: skip
WRITTEN: dict[str, Any] = {
    "number": "A-7", "previousDocumentId": "P-1", "draft": False, "date": "2026-11-01",
    "dateService": "2026-10-01", "dateServiceTo": "2026-10-31", "dateDue": "2026-12-01",
    "dateValidTill": "2026-12-31", "datePaid": "2026-11-05", "dateReceived": "2026-11-02",
    "reference": "R-1", "decimalPlaces": 3, "note": "Note", "taxClause": "Clause",
    "omitTaxes": False, "keepPricesAsGross": False, "ignoreOmitTaxes": True, "footer": "Foot",
    "signature": "Sign", "type": "invoice", "displayName": "Bill", "currencyId": "EUR",
    "validateEslog": False, "uniqueId": "U-1", "customTotals": False, "incoming": False,
    "numberInternal": "I-1", "equalization": 5.2, "chargesDisabled": True, "documentIds": ["D-1"],
    "custom": {"a": 1}, "l10n": {"note_de": "Hinweis"}, "_documentItems": [ITEM],
    "_documentIssuer": {**PARTY, "throwEslogErrors": False}, "_documentClient": CLIENT,
    "_documentUnit": PARTY, "_furs": FURS, "_at": AT, "_fina": FINA,
    "_fatturaPa": {"a": 1}, "_bPay": {"billerCode": "b", "reference": "r", "hidden": True},
    "_documentConversionRate": {
        "dualCurrency": True, "from": "EUR", "to": "USD", "rate": 1.5, "date": "2026-11-01",
        "source": "ECB",
    },
    "warehouseId": "W-1", "destinationWarehouseId": "W-2",
    "_data": [{"name": "n", "value": {"x": 1}, "options": {}}],
}  # fmt: skip
# Written as the id of an object there is: shown with it by the test.
NAMED = ("clientId", "unitId", "priceListId")
# 2 x 100 less 10 %, 22 % of tax and 5.2 % of surcharge on 180.
COMPUTED: dict[str, Any] = {
    "total": 180, "totalConverted": 270, "totalDiscount": 20, "totalWithTax": 228.96,
    "totalWithTaxConverted": 343.44, "canceled": False, "sentSnailMail": False, "totalPaid": 0,
    "totalDue": 228.96, "paidInFull": False, "hasUnit": True, "dateYear": 2026,
    "_isDeleted": False, "_comments": [], "_documentReverseTaxes": [],
}  # fmt: skip
PRESENT = ("id", "organizationId", "accountId", "createdAt", "updatedAt", "issuedAt",
           "_documentTaxes")  # fmt: skip
ITEM_COMPUTED = {"id": "1", "total": 180, "totalDiscount": 20, "priceGross": 127.2}
ITEM_PRESENT = ("totalTax", "totalWithTax")
ELSEWHERE = {
    "shareableId": "tests/integration/test_documents.py::test_F219_sharing_gives_the_same_link",
    "deletedAt, deletedId": "tests/integration/test_states.py::test_F041_an_estimate_nobody",
    "isValidEslog": "tests/integration/test_eslog.py",
    "taxExemptionCode, taxExemptionReason, _taxExemption": "test_A_exemption",
    "_comments[]": "tests/integration/test_states.py::test_F071_comments_are_made_changed",
    "send, payments": "tests/integration/test_clients.py, tests/integration/test_payments.py",
}
PARTS = ("_documentConversionRate", "_furs", "_at", "_fina", "_bPay")
LISTS = ("_data", "_documentItemTaxes", "_components")
NOT_YET: dict[str, str] = {}


def markdown() -> str:
    """docs/fields.md."""
    own = "tests/contract/test_fields.py::test_A_"
    rows = [(name, "written", f"{own}written_fields_are_read_back") for name in WRITTEN]
    rows += [(name, "written", f"{own}named_objects") for name in NAMED]
    rows += [(name, "computed", f"{own}computed_fields") for name in (*COMPUTED, *PRESENT)]
    rows += [(f"_documentItems[].{name}", "written", f"{own}written_fields") for name in ITEM]
    rows += [
        (f"_documentItems[].{name}", "computed", f"{own}computed_fields")
        for name in (*ITEM_COMPUTED, *ITEM_PRESENT)
    ]
    rows += [(f"_documentClient.{name}", "written", f"{own}written_fields") for name in CLIENT]
    rows += [(f"{name}.id", "computed", f"{own}ids_of_parts") for name in PARTS]
    rows += [(f"{name}[].id", "computed", f"{own}ids_of_parts") for name in LISTS]
    rows += [(name, "", proof) for name, proof in ELSEWHERE.items()]
    rows += [(name, "not yet", why) for name, why in NOT_YET.items()]
    head = "# Fields\n\nEach field of the primary API's Document and what proves it.\n\n"
    table = "\n".join(f"| `{name}` | {access} | {proof} |" for name, access, proof in rows)
    return f"{head}| field | | proven by |\n|---|---|---|\n{table}\n"
