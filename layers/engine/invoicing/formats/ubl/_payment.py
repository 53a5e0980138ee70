"""Payment means between UBL, which repeats them for every account, and the model."""

from datetime import date

from invoicing.formats._mapping import Report
from invoicing.formats.ubl import _wire as wire
from invoicing.model import Card, CreditTransfer, DirectDebit, PaymentInstructions

UNDEFINED = "1"  # UNCL4461 code of a means that is not said


def load_means(
    means: tuple[wire.Means, ...], creditor: str, report: Report
) -> PaymentInstructions | None:
    """BG-16; what EN 16931 allows once must agree in all of them."""
    if all(m == wire.Means(code=UNDEFINED, due_date=m.due_date) and m.due_date for m in means):
        return None
    cards = [m for m in means if m.card_number or m.card_holder]
    debits = [m for m in means if m.mandate or m.debited_account]
    return PaymentInstructions(
        means_code=_one([m.code for m in means], "meansCode", "UBL-SR-47", report),
        means_text=_one([m.text for m in means], "meansText", "UBL-SR-46", report),
        remittance=_one([m.remittance for m in means], "remittance", "UBL-SR-44", report),
        credit_transfers=tuple(
            CreditTransfer(account=m.account, account_name=m.account_name, bic=m.bic)
            for m in means
            if m.account or m.account_name or m.bic
        ),
        card=_card(cards, report),
        direct_debit=_debit(debits, creditor, report),
    )


def _one(values: list[str], field: str, rule: str, report: Report) -> str:
    distinct = list(dict.fromkeys(v for v in values if v))
    if len(distinct) > 1:
        report(
            f"paymentInstructions/{field}",
            rule,
            f"has several values: {', '.join(distinct)[:100]}.",
            "Give every payment means the same value.",
        )
    return distinct[0] if distinct else ""


def _card(cards: list[wire.Means], report: Report) -> Card | None:
    if not cards:
        return None
    return Card(
        number=_one([m.card_number for m in cards], "card/number", "UBL-SR-54", report),
        holder=_one([m.card_holder for m in cards], "card/holder", "UBL-SR-54", report),
    )


def _debit(debits: list[wire.Means], creditor: str, report: Report) -> DirectDebit | None:
    if not debits and not creditor:
        return None
    return DirectDebit(
        mandate=_one([m.mandate for m in debits], "directDebit/mandate", "UBL-SR-55", report),
        creditor_id=creditor,
        debited_account=_one(
            [m.debited_account for m in debits], "directDebit/debitedAccount", "UBL-SR-55", report
        ),
    )


def view_means(
    instructions: PaymentInstructions | None, due_date: date | None
) -> tuple[wire.Means, ...]:
    """One payment means for every account, at least one where there is anything to say."""
    if instructions is None:
        return (wire.Means(code=UNDEFINED, due_date=due_date),) if due_date else ()
    card, debit = instructions.card or Card(), instructions.direct_debit or DirectDebit()
    accounts = instructions.credit_transfers or (CreditTransfer(),)
    return tuple(
        wire.Means(
            code=instructions.means_code or UNDEFINED,
            text=instructions.means_text if position == 0 else "",  # UBL-SR-46: once
            due_date=due_date if position == 0 else None,  # UBL-SR-45: once
            remittance=instructions.remittance,
            card_number=card.number,
            card_holder=card.holder,
            account=account.account,
            account_name=account.account_name,
            bic=account.bic,
            mandate=debit.mandate,
            debited_account=debit.debited_account,
        )
        for position, account in enumerate(accounts)
    )
