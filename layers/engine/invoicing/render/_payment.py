"""How the document is to be paid."""

from datetime import timedelta

from invoicing.model import CreditTransfer, Document
from invoicing.render._money import CREDITED_TYPES, UNPAYABLE_TYPES
from invoicing.render._texts import Block, Fact
from invoicing.render._words import Words
from invoicing.rules.payments import paid_on


def grouped(account: str) -> str:
    """An IBAN in groups of four, as ISO 13616 prints it; other accounts as they are."""
    bare = account.replace(" ", "")
    if len(bare) < 15 or not (bare[:2].isalpha() and bare[2:4].isdigit() and bare.isalnum()):
        return account
    return "\u00a0".join(bare[i : i + 4] for i in range(0, len(bare), 4))


def payment_facts(document: Document, words: Words) -> tuple[Fact, ...]:
    """Reference, accounts, mandate, card; nothing where nothing is to be paid (any more)."""
    if not is_asked_for(document):
        return ()
    labels, asked = words.labels, document.payment_instructions
    seller = document.seller
    pairs: list[tuple[str, str]] = []
    if asked:
        pairs += [
            (labels["payment_means"], asked.means_text),
            (labels["payment_reference"], asked.remittance),
        ]
    transfers = asked.credit_transfers if asked else ()
    if not transfers and seller.iban:
        transfers = (CreditTransfer(account=seller.iban, bic=seller.bic),)
        pairs.append((labels["bank"], seller.bank_name))
    for transfer in transfers:
        pairs += [
            (labels["account_holder"], transfer.account_name),
            (labels["account"], grouped(transfer.account)),
            ("BIC", transfer.bic),
        ]
    if asked and asked.direct_debit:
        debit = asked.direct_debit
        pairs += [
            (labels["mandate"], debit.mandate),
            (labels["creditor"], debit.creditor_id),
            (labels["account"], grouped(debit.debited_account)),
        ]
    if asked and asked.card:
        pairs.append(
            (labels["card"], " ".join(filter(None, (asked.card.number, asked.card.holder))))
        )
    return tuple(Fact(label, value) for label, value in pairs if value)


def is_asked_for(document: Document) -> bool:
    """Whether the document, less what was settled since, asks anybody for money."""
    payable = document.type not in CREDITED_TYPES and document.state != "canceled"
    return payable and document.totals.payable > 0


def settled_text(document: Document, words: Words) -> str:
    """What is said in place of how to pay: when it was paid, or that nothing is to be paid.

    Empty where something is to be paid, and on a credit note, which nobody pays.
    """
    labels, paid = words.labels, paid_on(document)
    if document.state == "canceled":
        return labels["nothing_to_pay"]
    never_paid = document.type in CREDITED_TYPES | UNPAYABLE_TYPES
    if is_asked_for(document) or never_paid or document.state == "draft":
        return ""
    if not document.totals.prepaid:
        return labels["nothing_to_pay"]
    return labels["paid_on"].replace("{date}", words.day(paid)) if paid else labels["paid_in_full"]


def payment_blocks(document: Document, words: Words) -> tuple[Block, ...]:
    """The terms in words, and each cash discount with its last day; else why nobody pays."""
    if not is_asked_for(document):
        settled = settled_text(document, words)
        return (Block("", settled),) if settled else ()
    texts = []
    if words.own(document, "payment_terms"):
        texts.append(words.own(document, "payment_terms"))
    for tier in document.cash_discounts:
        if document.issue_date:
            last = words.day(document.issue_date + timedelta(days=tier.days))
            text = words.labels["cash_discount"].replace("{date}", last)
            texts.append(text.replace("{percent}", words.figures.rate(tier.percent)))
    return tuple(Block("", text) for text in texts)
