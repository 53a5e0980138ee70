"""What only the server sets, by its name in whichever object it stands."""

from reference.operations import (
    ANY_OBJECT,
    INSTANT,
    NUMBER,
    TRUTH,
    WHOLE,
    Schema,
    array,
    closed,
    string,
)

MAIL_STATE = string("state of the mail, or of one recipient's")

TAX_ROW: Schema = {
    **closed(
        rate=NUMBER,
        tax=NUMBER,
        base=NUMBER,
        totalTax=NUMBER,
        totalWithTax=NUMBER,
        category=string(),
    ),
    "description": "one row of the tax summary (BG-23)",
}
TAX_ROW["properties"] |= {
    name: string() for name in ("name", "taxId", "exemptionCode", "exemptionReason")
}
_AMOUNTS = (
    "lines", "allowances", "charges", "net", "tax", "gross", "withholding", "prepaid", "rounding",
    "payable",
)  # fmt: skip
_CONVERTED = ("total", "totalTax", "totalWithTax")
TOTALS = closed(_AMOUNTS, **dict.fromkeys((*_AMOUNTS, "taxInTaxCurrency", "splitTax"), NUMBER))
FAULT = closed(
    ("pointer", "code", "message", "fix"),
    pointer=string("JSON pointer into the body; /query/… for a parameter"),
    code=string("stable; see /errors"),
    message=string("what is wrong"),
    fix=string("what to send instead"),
    severity=string(),
    term=string("business term of EN 16931"),
)
COMMENT = closed(
    ("id", "text"),
    id=string(),
    text=string(),
    accountId=string(),
    createdAt=INSTANT,
    updatedAt=INSTANT,
)
_OUTCOME = closed(("to", "status"), to=string(), status=MAIL_STATE, at=INSTANT, detail=string())
SENT = closed(
    ("id", "status"),
    id=string(),
    to=array(string()),
    at=INSTANT,
    status=MAIL_STATE,
    messageId=string(),
    detail=string(),
    reminder={**WHOLE, "description": "which reminder of the overdue document it was, from 1"},
    recipients=array(_OUTCOME),
)

SUCCESSOR = closed(
    ("documentId", "relation"),
    documentId=string(),
    relation=string("credits, deducts or converts"),
    number=string(),
    type=string(),
    amount=NUMBER,
    items=array(closed(id=string(), quantity=NUMBER)),
)
ATTACHMENT = closed(
    ("id", "name", "size", "contentType", "sha256"),
    id=string(),
    name=string(),
    size=WHOLE,
    contentType=string(),
    sha256=string(),
    accountId=string(),
    createdAt=INSTANT,
    downloadUrl=string("serves the file for an hour"),
    thumbnailUrl=string("serves a small picture of it for an hour"),
)
IMAGE = closed(contentType=string(), size=WHOLE, width=WHOLE, height=WHOLE, sha256=string())
DECISION = closed(
    ("state", "at"), state=string("approved or declined"), at=INSTANT, name=string(), note=string()
)
SIGNATURE: Schema = closed(
    ("isIntact",),
    signer=string(),
    issuer=string(),
    serialNumber=string(),
    validFrom=INSTANT,
    validTo=INSTANT,
    signedAt=INSTANT,
    digestMatches=TRUTH,
    signatureMatches=TRUTH,
    isIntact=TRUTH,
)

PRINT = closed(
    language=string(),
    theme=string(),
    hideHeaderFooter=TRUTH,
    sha256=string(),
    size=WHOLE,
    createdAt=INSTANT,
)

SERVER_MEMBERS: dict[str, Schema] = {
    "id": string("made by the server"),
    "organizationId": string(),
    "accountId": string("who made it"),
    "documentId": string(),
    "parentId": string("the account that made it"),
    "emailVerified": TRUTH,
    "version": {**WHOLE, "description": "grows with every change; also the ETag"},
    "createdAt": INSTANT,
    "updatedAt": INSTANT,
    "issuedAt": INSTANT,
    "state": string("", enum=["draft", "issued", "canceled", "deleted"]),
    "live": {**TRUTH, "description": "false in the test world"},
    "canceled": TRUTH,
    "sentSnailMail": TRUTH,
    "hasUnit": TRUTH,
    "isValidEslog": TRUTH,
    "_isDeleted": TRUTH,
    "total": NUMBER,
    "totalConverted": NUMBER,
    "totalDiscount": NUMBER,
    "totalTax": NUMBER,
    "totalWithTax": NUMBER,
    "totalWithTaxConverted": NUMBER,
    "totalPaid": NUMBER,
    "totalDue": NUMBER,
    "totalCashDiscount": NUMBER,
    "totals": TOTALS,
    "paidInFull": TRUTH,
    "paymentStatus": string(),
    "_documentTaxes": array(TAX_ROW),
    "_documentReverseTaxes": array(TAX_ROW),
    "_comments": array(COMMENT),
    "_original": ATTACHMENT,
    "_attachments": array(ATTACHMENT),
    "signatures": array(SIGNATURE),
    "prints": array(PRINT),
    "printCount": {**WHOLE, "description": "originals and copies together"},
    "flags": closed(isPrinted=TRUTH, isReprinted=TRUTH),
    "viewedAt": INSTANT,
    "decision": DECISION,
    "sends": array(SENT),
    "recurrences": array({"$ref": "#/components/schemas/Recurrence"}),
    "shareableId": string("id of the public link"),
    "shareExpiresAt": INSTANT,
    "dateYear": WHOLE,
    "seriesNumber": WHOLE,
    "warnings": array(FAULT),
    "format": string(),
    "allowedActions": array(string()),
    "converted": closed(_CONVERTED, **dict.fromkeys(_CONVERTED, NUMBER)),
    "logo": IMAGE,
    "signature": IMAGE,
    "active": TRUTH,
    "disabledReason": string(),
    "activatedAt": INSTANT,
    "deactivatedAt": INSTANT,
    "deletedAt": INSTANT,
    "deletedId": string("its id, once it is deleted"),
    "clonedFromId": string("the document it is a clone of"),
    "totalCredited": NUMBER,
    "amount": {**NUMBER, "description": "what the contribution comes to"},
    "text": string("what the document says of its stamp duty"),
    "_successors": array(SUCCESSOR),
    "canceledAt": INSTANT,
    "technical": {**TRUTH, "description": "canceled because it was made by mistake"},
    "archived": TRUTH,
    "archivedAt": INSTANT,
    "archiveCategory": string(),
    "baseType": string("the type whose rules hold, where `type` is the organization's own"),
    "isLocked": TRUTH,
    "lockReason": string("why content and state stay as they are"),
    "lockedAt": INSTANT,
    "sentAt": INSTANT,
    "sentMethod": string("how it was sent, as somebody said"),
    "defaults": ANY_OBJECT,
}
