"""Payment between CII, which spreads it over the settlement, and the model."""

from datetime import date

from invoicing.formats._mapping import Report
from invoicing.formats.cii import _wire as wire
from invoicing.model import Card, CreditTransfer, DirectDebit, PaymentInstructions


def load_payment(value: wire.Invoice, report: Report) -> PaymentInstructions | None:
    """BG-16; what EN 16931 allows once must agree in all payment means."""
    mandate = _one([t.mandate for t in value.terms], "directDebit/mandate", "cardinality", report)
    if not (value.means or value.remittance or value.creditor_id or mandate):
        return None
    means = value.means
    card = Card(
        number=_one([m.card_number for m in means], "card/number", "cardinality", report),
        holder=_one([m.card_holder for m in means], "card/holder", "cardinality", report),
    )
    debited = [m.debited_account for m in means]
    debit = DirectDebit(
        mandate=mandate,
        creditor_id=value.creditor_id,
        debited_account=_one(debited, "directDebit/debitedAccount", "cardinality", report),
    )
    return PaymentInstructions(
        means_code=_one([m.code for m in means], "meansCode", "CII-SR-467", report),
        means_text=_one([m.text for m in means], "meansText", "CII-SR-468", report),
        remittance=value.remittance,
        credit_transfers=tuple(
            CreditTransfer(
                account=m.iban or m.other_account, account_name=m.account_name, bic=m.bic
            )
            for m in means
            if m.iban or m.other_account or m.account_name or m.bic
        ),
        card=card if card != Card() else None,
        direct_debit=debit if debit != DirectDebit() else None,
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


def view_means(instructions: PaymentInstructions | None) -> tuple[wire.Means, ...]:
    """One payment means for every account, at least one where there is anything to say."""
    if instructions is None:
        return ()
    card, debit = instructions.card or Card(), instructions.direct_debit or DirectDebit()
    said = (
        instructions.means_code
        or instructions.means_text
        or instructions.credit_transfers
        or instructions.card
        or debit.debited_account
    )
    if not said:
        return ()
    return tuple(
        wire.Means(
            code=instructions.means_code or "1",
            text=instructions.means_text,
            card_number=card.number,
            card_holder=card.holder,
            debited_account=debit.debited_account,
            iban=account.account if is_iban(account.account) else "",
            account_name=account.account_name,
            other_account="" if is_iban(account.account) else account.account,
            bic=account.bic,
        )
        for account in instructions.credit_transfers or (CreditTransfer(),)
    )


def is_iban(account: str) -> bool:
    """Whether an account looks like an IBAN: a country, two check digits, then the account.

    >>> is_iban("SI56 0203 6025 3863 406"), is_iban("1234567")
    (True, False)
    """
    bare = account.replace(" ", "")
    return len(bare) > 14 and bare[:2].isalpha() and bare[2:4].isdigit() and bare.isalnum()


def view_terms(
    text: str, due_date: date | None, instructions: PaymentInstructions | None
) -> tuple[wire.Terms, ...]:
    """Payment terms, due date and mandate, which share an element."""
    debit = instructions.direct_debit if instructions else None
    terms = wire.Terms(text=text, due_date=due_date, mandate=debit.mandate if debit else "")
    return () if terms == wire.Terms() else (terms,)
