"""What tax authorities cost per document, beside the bare signatures it holds.

FURS and FINA: a document's code and its message. AT: its hash, its ATCUD and its QR text.
"""

from datetime import UTC, datetime
from decimal import Decimal

from bench.frame import Row, compare
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from local.authorities import cis
from local.authorities.certificates import Holder, Issuer
from local.authorities.furs import ISSUER, taxpayer_name

from invoicing.fiscal import Authority, Registration, Sealing, at, fina, furs
from invoicing.fiscal._keys import Identity
from invoicing.model import Document, Party, TaxSubtotal, Totals
from invoicing.model.fiscal import Fiscal, FiscalSettings
from invoicing.model.value import replace

TAX_NUMBER, OIB = "50223054", "12345678903"
KEY_BITS = 1024  # what Portuguese law prescribes
AT = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001 - the register's times have no zone
MESSAGE_ID = "0191aa00-0000-4000-8000-000000000001"


def _furs() -> Row:
    now, gross = datetime.now(UTC), Decimal("6.10")
    holder = Issuer.make(ISSUER, now).issue(taxpayer_name(TAX_NUMBER), now)
    document = Document(
        type="invoice",
        currency="EUR",
        seller=Party(vat_identifier=f"SI{TAX_NUMBER}", is_taxable=True),
        totals=Totals(gross=gross, payable=gross),
        tax_subtotals=(TaxSubtotal(rate=Decimal(22), base=Decimal(5), tax=Decimal("1.10")),),
    )
    place = Fiscal(authority="furs", tax_number=TAX_NUMBER, premise="SPLET", device="BLAG1")
    return _told(furs.AUTHORITY, holder, document, place, goal="≤ 1.25x")


def _fina() -> Row:
    now, net, tax = datetime.now(UTC), Decimal("5.00"), Decimal("1.25")
    holder = Issuer.make(cis.ISSUER, now).issue(cis.taxpayer_name(OIB), now)
    document = Document(
        type="invoice",
        currency="EUR",
        seller=Party(vat_identifier=f"HR{OIB}", is_taxable=True),
        totals=Totals(net=net, tax=tax, gross=net + tax, payable=net + tax),
        tax_subtotals=(TaxSubtotal(category="S", rate=Decimal(25), base=net, tax=tax),),
    )
    place = Fiscal(authority="fina", tax_number=OIB, premise="POSL1", device="1")
    return _told(fina.AUTHORITY, holder, document, place, goal="≤ 1.5x")


def _told(
    authority: Authority, holder: Holder, document: Document, place: Fiscal, *, goal: str
) -> Row:
    """A code and the message that tells it, beside the two signatures in them."""
    settings = FiscalSettings(authority=authority.name)
    identity = Identity(holder.key, holder.certificate)
    place = replace(place, issued_local=AT, number=1, strategy="C", message_id=MESSAGE_ID)

    def ours() -> None:
        sealed = authority.seal(Sealing(document, place, settings, identity))
        authority.message(Registration(document, sealed, settings, identity, AT))

    def signatures() -> None:
        for data in (b"code", b"message"):
            holder.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    compared = compare({"ours": ours, "two signatures": signatures})
    case = f"{authority.name.upper()}: code and message"
    return compared.row(case, "two signatures", goal=goal)


def _at() -> Row:
    now = datetime.now(UTC)
    key = rsa.generate_private_key(65537, KEY_BITS)
    holder = Issuer.make(ISSUER, now).issue((("CN", "program"),), now, key=key)
    identity = Identity(holder.key, holder.certificate)
    net, tax = Decimal("100.00"), Decimal("23.00")
    document = Document(
        type="invoice",
        number="FT A2026/2",
        currency="EUR",
        issue_date=AT.date(),
        seller=Party(vat_identifier="PT501964843"),
        totals=Totals(net=net, tax=tax, gross=net + tax, payable=net + tax),
        tax_subtotals=(TaxSubtotal(category="S", rate=Decimal(23), base=net, tax=tax),),
    )
    fiscal = Fiscal(authority="at", tax_number="501964843", issued_local=AT)
    options = {"certificateNumber": "9999", "series": {"FT A2026": "CSDF7T5H"}}
    settings = FiscalSettings(authority="at", options=options)
    sealing = Sealing(document, fiscal, settings, identity, "x" * 172)

    def signature() -> None:
        key.sign(b"x" * 240, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - the law's own choice

    compared = compare({"ours": lambda: at.seal(sealing), "signature": signature})
    return compared.row("AT: hash, ATCUD and QR text", "signature", goal="≤ 2x")


def rows() -> list[Row]:
    return [_furs(), _fina(), _at()]
