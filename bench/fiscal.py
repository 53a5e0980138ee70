"""A document's code and its message for FURS, beside the two bare signatures they hold."""

from datetime import UTC, datetime
from decimal import Decimal

from bench.frame import Row, compare
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from local.authorities.certificates import Issuer
from local.authorities.furs import ISSUER, taxpayer_name

from invoicing.fiscal import Registration, Sealing, furs
from invoicing.fiscal._keys import Identity
from invoicing.model import Document, Party, TaxSubtotal, Totals
from invoicing.model.fiscal import Fiscal, FiscalSettings

AT = datetime(2026, 11, 21, 10, 0)  # noqa: DTZ001 - the register's times have no zone
SETTINGS = FiscalSettings(authority="furs")


def rows() -> list[Row]:
    now = datetime.now(UTC)
    holder = Issuer.make(ISSUER, now).issue(taxpayer_name("50223054"), now)
    identity = Identity(holder.key, holder.certificate)
    gross = Decimal("6.10")
    document = Document(
        type="invoice",
        currency="EUR",
        seller=Party(vat_identifier="SI50223054", is_taxable=True),
        totals=Totals(gross=gross, payable=gross),
        tax_subtotals=(TaxSubtotal(rate=Decimal(22), base=Decimal(5), tax=Decimal("1.10")),),
    )
    place = Fiscal(
        authority="furs",
        tax_number="50223054",
        issued_local=AT,
        premise="SPLET",
        device="BLAG1",
        number=1,
        strategy="C",
        message_id="0191aa00-0000-4000-8000-000000000001",
    )

    def ours() -> None:
        sealed = furs.seal(Sealing(document, place, SETTINGS, identity))
        furs.message(Registration(document, sealed, SETTINGS, identity, AT))

    def signatures() -> None:
        for data in (b"code", b"message"):
            holder.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    compared = compare({"ours": ours, "two signatures": signatures})
    return [compared.row("FURS: code and message", "two signatures", goal="≤ 1.25x")]
