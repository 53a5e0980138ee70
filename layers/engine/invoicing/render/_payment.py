"""How the document is to be paid."""

from datetime import timedelta

from invoicing.model import CreditTransfer, Document
from invoicing.render._money import CREDITED_TYPES
from invoicing.render._texts import Block, Fact
from invoicing.render._words import Words


def grouped(account: str) -> str:
    """An IBAN in groups of four, as ISO 13616 prints it; other accounts as they are."""
    bare = account.replace(" ", "")
    if len(bare) < 15 or not (bare[:2].isalpha() and bare[2:4].isdigit() and bare.isalnum()):
        return account
    return "\u00a0".join(bare[i : i + 4] for i in range(0, len(bare), 4))


def payment_facts(document: Document, words: Words) -> tuple[Fact, ...]:
    """Reference, accounts, mandate, card; nothing on a credit note, which nobody pays."""
    if document.type in CREDITED_TYPES:
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


def payment_blocks(document: Document, words: Words) -> tuple[Block, ...]:
    """The terms in words, and each cash discount with its last day."""
    texts = []
    if words.own(document, "payment_terms"):
        texts.append(words.own(document, "payment_terms"))
    for tier in document.cash_discounts:
        if document.issue_date:
            last = words.day(document.issue_date + timedelta(days=tier.days))
            text = words.labels["cash_discount"].replace("{date}", last)
            texts.append(text.replace("{percent}", words.figures.rate(tier.percent)))
    return tuple(Block("", text) for text in texts)
