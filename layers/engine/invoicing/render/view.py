"""The one print view: a document, a language and a theme become texts in their places."""

from invoicing.model import Document, Organization
from invoicing.registry import member, names
from invoicing.render import qr
from invoicing.render._figures import figures
from invoicing.render._lines import columns, rows
from invoicing.render._money import (
    converted,
    payable,
    settled_facts,
    stamp_duty_text,
    tax_columns,
    tax_rows,
    totals,
)
from invoicing.render._parties import footer, other_parties, party_block, sender_line
from invoicing.render._payment import is_asked_for, payment_blocks, payment_facts
from invoicing.render._slips import pay_slips
from invoicing.render._texts import (
    Block,
    Fact,
    Images,
    PaySlip,
    PrintOptions,
    PrintView,
    Registration,
)
from invoicing.render._words import Words, apart
from invoicing.render.themes import STANDARD, Theme
from invoicing.render.translations import RIGHT_TO_LEFT, Labels
from invoicing.rules.payments import UNSETTLED, settlement, with_settled
from invoicing.rules.smart_codes import fill_codes, smart_codes, with_codes_filled

__all__ = [
    "Images",
    "PrintOptions",
    "PrintView",
    "Registration",
    "languages",
    "print_view",
    "theme_named",
    "themes",
]

NOTHING = PrintOptions()
INVOICES = frozenset({"invoice", "advance"})


def languages() -> tuple[str, ...]:
    """The languages there are labels for, as BCP 47 codes."""
    return names("render.translations")


def themes() -> tuple[str, ...]:
    """The names of the themes."""
    return names("render.themes")


def theme_named(name: str) -> Theme:
    """The theme; KeyError where there is none."""
    found: Theme = member("render.themes", name, "THEME")
    return found


def print_view(
    document: Document,
    organization: Organization,
    *,
    language: str,
    theme: str | Theme = STANDARD,
    options: PrintOptions = NOTHING,
) -> PrintView:
    """The document as it is printed; every amount is the document's own, none is recomputed.

    KeyError where there are no labels in the language, or no such theme.
    """
    document = with_codes_filled(document, organization)
    settled = UNSETTLED if options.as_issued else settlement(document)
    document = with_settled(document, settled)
    labels: Labels = member("render.translations", language, "LABELS")
    look = theme if isinstance(theme, Theme) else theme_named(theme)
    formed = figures(language, document.seller.address.country_code)
    words = Words(labels, formed, language, document.currency or organization.currency)
    seller = party_block(document.seller, "", words)
    heading = words.own(document, "title") or words.type_of(document)
    head_notes, foot_notes = _standing_notes(document, organization, options, look)
    return PrintView(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        theme=look,
        heading=heading,
        number=document.number,
        title=f"{heading} {apart(document.number, language)}" if document.number else heading,
        author=document.seller.name or organization.name,
        created_at=document.issued_at or document.updated_at or document.created_at,
        marks=_marks(document, labels, options),
        hide_header_footer=options.hide_header_footer,
        images=options.images,
        seller=seller,
        sender_line=sender_line(document.seller),
        buyer=party_block(document.buyer, labels["buyer"], words),
        parties=other_parties(document, words),
        facts=_facts(document, words),
        introduction=tuple(Block("", note) for note in head_notes),
        columns=columns(document, words),
        rows=rows(document, words),
        tax_heading=labels["tax_summary"] if not document.omit_taxes else "",
        tax_columns=tax_columns(words),
        tax_rows=tax_rows(document, words),
        totals=totals(document, words) + settled_facts(settled, words) + converted(document, words),
        payable=payable(document, words),
        payment_heading=labels["payment"],
        payment=payment_facts(document, words),
        payment_blocks=payment_blocks(document, words),
        slips=pay_slips(
            document,
            organization,
            labels["scan_to_pay"],
            preview=options.preview,
            wanted=options.slips,
        )
        + _registration_code(options),
        notes=_registration_lines(options) + _notes(document, words),
        signature=words.own(document, "signature"),
        standing=options.registration.every_page if options.registration else (),
        footer=footer(document, organization, words),
        foot_note="\n\n".join(foot_notes),
        page_label=labels["page"],
    )


def _standing_notes(
    document: Document, organization: Organization, options: PrintOptions, look: Theme
) -> tuple[list[str], list[str]]:
    """Above and at the end: the template's texts, then those of whoever prints."""
    heads, feet = [], []
    if options.template is not None:
        codes = smart_codes(document, organization)
        heads.append(fill_codes(options.template.head_note, codes))
        feet.append(fill_codes(options.template.foot_note, codes))
    if look.takes_dynamic_text:
        heads.append(options.head_note)
        feet.append(options.foot_note)
    return [text for text in heads if text], [text for text in feet if text]


def _marks(document: Document, labels: Labels, options: PrintOptions) -> tuple[str, ...]:
    """What is written across every page: a state that forbids taking the page for a document."""
    marks = []
    if document.state == "draft" or options.preview:
        marks.append(labels["mark_draft"])
    if document.state == "canceled":
        marks.append(labels["mark_canceled"])
    if not document.live:
        marks.append(labels["mark_test"])
    if options.copy:
        marks.append(labels["mark_copy"])
    return tuple(marks)


def _facts(document: Document, words: Words) -> tuple[Fact, ...]:
    """Number, dates and references, in the order readers look for them."""
    labels = words.labels
    day = words.day
    period = words.period(document.period_start, document.period_end)
    delivered = document.delivery.delivered_on if document.delivery else None
    preceding = ", ".join(
        f"{reference.number} ({day(reference.issue_date)})"
        if reference.issue_date
        else reference.number
        for reference in document.preceding
        if reference.number
    )
    date_label = "issue_date" if document.type in INVOICES else "other_date"
    pairs = (
        ("number", document.number),
        (date_label, day(document.issue_date)),
        ("due_date", day(document.due_date)),
        ("valid_until", day(document.valid_until)),
        ("delivery_date", day(delivered)),
        ("period", period),
        ("tax_point_date", day(document.tax_point_date)),
        ("preceding", preceding),
        ("reference", document.reference),
        ("buyer_reference", document.buyer_reference),
        ("order_reference", document.purchase_order_reference),
        ("sales_order", document.sales_order_reference),
        ("contract", document.contract_reference),
        ("project", document.project_reference),
        ("despatch_advice", document.despatch_advice_reference),
        ("receiving_advice", document.receiving_advice_reference),
        ("tender", document.tender_reference),
    )
    stands_out = {"number", "due_date"} if is_asked_for(document) else {"number"}
    return tuple(
        Fact(labels[key], value, strong=key in stands_out)  # type: ignore[literal-required]  # the pairs above are keys of Labels
        for key, value in pairs
        if value
    )


def _registration_lines(options: PrintOptions) -> tuple[Block, ...]:
    known = options.registration
    if known is None:
        return ()
    lines = (f"{f.label}: {f.value}" if f.label else f.value for f in known.facts)
    return tuple(Block("", text) for text in lines)


def _registration_code(options: PrintOptions) -> tuple[PaySlip, ...]:
    """The code a tax inspector scans, beside those of payers."""
    known = options.registration
    if known is None or not known.code:
        return ()
    modules = qr.encode(known.code)
    slip = PaySlip("registration", known.title, known.code, modules=modules, above=known.above_code)
    return (slip,)


def _notes(document: Document, words: Words) -> tuple[Block, ...]:
    """Notes and the wording the law asks for, as the document carries them."""
    texts = [words.own(document, name) for name in ("note", "note_to_recipient", "tax_clause")]
    if document.stamp_duty:
        texts.append(stamp_duty_text(document.stamp_duty, words))
    texts += [note.text for note in document.notes]
    return tuple(Block("", text) for text in dict.fromkeys(t.strip() for t in texts) if text)
