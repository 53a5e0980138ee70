"""DatiPagamento: how and when a document is paid."""

import re
from datetime import date
from decimal import Decimal

from invoicing.formats.fatturapa._codes import MEANS, means_of_payment
from invoicing.formats.fatturapa._values import Form, Values, filled, iso, money
from invoicing.model import CreditTransfer, Document, PaymentInstructions
from invoicing.model.money import ZERO

IBAN = re.compile(r"[a-zA-Z]{2}[0-9]{2}[a-zA-Z0-9]{11,30}")
_FULL = "TP02"

Said = tuple[PaymentInstructions | None, date | None, Decimal | None]
"""Instructions, due date, and the sum of what is to be paid."""


def load_payments(blocks: list[Form], at: str, values: Values) -> Said:
    """What all blocks say together: the means of the first, every account, the last due date."""
    details = [
        (detail, f"{at}/{i}/dettaglio_pagamento/{j}")
        for i, block in enumerate(blocks)
        for j, detail in enumerate(block.get("dettaglio_pagamento", []))
    ]
    if not details:
        return None, None, None
    first = details[0][0]
    transfers: dict[tuple[str, str, str], None] = {}
    for detail, _ in details:
        if detail.get("iban"):
            name = detail.get("beneficiario", "")
            transfers[detail["iban"], name, detail.get("bic", "")] = None
    days = [values.date(detail, "data_scadenza_pagamento", place) for detail, place in details]
    instructions = PaymentInstructions(
        means_code=MEANS.get(first.get("modalita_pagamento", ""), "1"),
        remittance=first.get("codice_pagamento", ""),
        credit_transfers=tuple(
            CreditTransfer(account=account, account_name=name, bic=bic)
            for account, name, bic in transfers
        ),
    )
    payable = sum((values.amount(d, "importo_pagamento", p) for d, p in details), ZERO)
    return instructions, max((day for day in days if day), default=None), payable


def view_payments(document: Document, kept: list[Form]) -> list[Form]:
    """The blocks that were read, where they still say what the document does, else one."""
    instructions = document.payment_instructions
    payable = document.totals.payable
    if kept:
        said = load_payments(kept, "", Values())
        if said == (instructions, document.due_date, payable):
            return kept
    if instructions is None and document.due_date is None and not document.prepaid:
        return []
    means = instructions or PaymentInstructions(means_code="30")
    transfers = [t for t in means.credit_transfers if IBAN.fullmatch(t.account)]
    transfers = transfers or [CreditTransfer()]
    details = [
        filled(
            beneficiario=transfer.account_name,
            modalita_pagamento=means_of_payment(means.means_code),
            data_scadenza_pagamento=iso(document.due_date),
            importo_pagamento=money(ZERO if index else payable),
            iban=transfer.account,
            bic=transfer.bic,
            codice_pagamento=means.remittance,
        )
        for index, transfer in enumerate(transfers)
    ]
    return [{"condizioni_pagamento": _FULL, "dettaglio_pagamento": details}]
