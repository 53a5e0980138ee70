"""Payment codes read from the rendered page by zxing-cpp equal the slip's payload."""

import pypdfium2
import pytest
import zxingcpp
from tests.unit.render.pages import images, line, texts, view

from invoicing.errors import InvalidDocument
from invoicing.model import Address, Party
from invoicing.render.html import write_html
from invoicing.render.pdf import write_pdf
from invoicing.render.view import PrintOptions, PrintView

DE = Party(name="Wolke AG", iban="DE75512108001245126199", address=Address(country_code="DE"))
SI = Party(
    name="Žaga Šušteršič s.p.",
    iban="SI56020170014356205",
    address=Address(line1="Ulica 1", postal_code="1000", city="Ljubljana", country_code="SI"),
)
CH = Party(
    name="Robert Schneider AG",
    iban="CH4431999123000889012",
    address=Address(line1="Rue du Lac 1268", postal_code="2501", city="Biel", country_code="CH"),
)
HR = Party(
    name="Šumarija Đakovo d.o.o.",
    iban="HR1210010051863000160",
    address=Address(line1="Žrtava 5", postal_code="31400", city="Đakovo", country_code="HR"),
)


def read(shown: PrintView) -> list[str]:
    found = [code for image in images(shown, 4.0) for code in zxingcpp.read_barcodes(image)]
    return [code.text for code in found]


@pytest.mark.parametrize(
    ("seller", "currency", "name"), [(DE, "EUR", "epc"), (SI, "EUR", "upn"), (CH, "CHF", "swiss")]
)
def test_the_code_on_the_page_is_the_payload(seller: Party, currency: str, name: str) -> None:
    shown = view(seller=seller, currency=currency, buyer=Party(name="Kupec"))
    (slip,) = shown.slips
    assert slip.name == name
    assert read(shown) == [slip.payload]


@pytest.mark.parametrize("language", ["hr", "ar"])
def test_the_croatian_code_is_read_beside_the_general_one(language: str) -> None:
    shown = view(
        seller=HR, currency="EUR", buyer=Party(name="Čakovečki mlinovi"), language=language
    )
    assert [slip.name for slip in shown.slips] == ["epc", "hub3"]
    (image,) = images(shown, 4.0)
    found = {code.format: code for code in zxingcpp.read_barcodes(image)}
    code = found[zxingcpp.BarcodeFormat.PDF417]
    assert code.bytes.decode("utf-8") == shown.slips[1].payload
    across = code.position.top_right.x - code.position.top_left.x
    assert across / 4 / 72 * 25.4 == pytest.approx(56.4, abs=1.0)  # modules of 0.254 mm
    assert found[zxingcpp.BarcodeFormat.QRCode].text == shown.slips[0].payload


def test_the_croatian_code_is_a_picture_of_its_own_shape_in_html() -> None:
    modules = view(seller=HR, currency="EUR", buyer=Party(name="Kupac")).slips[1].modules
    assert modules is not None
    box = f'viewBox="-2 -2 {modules.across + 4} {modules.down + 4}"'
    assert box in write_html(view(seller=HR, currency="EUR", buyer=Party(name="Kupac")))


def test_the_swiss_part_prints_amount_account_and_reference() -> None:
    text = " ".join(texts(view(seller=CH, currency="CHF", language="de")))
    assert "Empfangsschein" in text
    assert "Zahlteil" in text
    assert "CH44 3199 9123 0008 8901 2" in text
    assert "1 506.09" in text


def test_a_short_swiss_bill_is_one_page_and_says_the_account_once() -> None:
    shown = view(
        *[line() for _ in range(4)], seller=CH, currency="CHF", theme="swiss", language="de"
    )
    (text,) = texts(shown)
    assert text.count("CH44 3199 9123 0008 8901 2") == 2  # receipt and payment part


def test_a_code_says_what_it_is_for_in_the_language_of_the_page() -> None:
    assert "Zum Zahlen scannen · EPC QR" in " ".join(texts(view(seller=DE, language="de")))


@pytest.mark.parametrize(("seller", "currency"), [(DE, "EUR"), (CH, "CHF")])
def test_codes_on_pages_from_the_right_are_not_mirrored(seller: Party, currency: str) -> None:
    shown = view(seller=seller, currency=currency, language="he")
    assert read(shown) == [shown.slips[0].payload]


def test_the_swiss_receipt_stands_at_the_left_on_every_page() -> None:
    shown = view(seller=CH, currency="CHF", language="he")
    page = list(pypdfium2.PdfDocument(write_pdf(shown)))[-1]
    text = page.get_textpage()
    places = {word: text.search(word).get_next()[0] for word in ("Receipt", "Payment part")}
    left = {word: text.get_charbox(place)[0] for word, place in places.items()}
    assert left["Receipt"] < 62 * 72 / 25.4 < left["Payment part"]


def test_a_slip_that_cannot_be_made_is_left_out_and_refused_when_asked_for() -> None:
    nameless = Party(iban=DE.iban)
    assert view(seller=nameless).slips == ()
    with pytest.raises(InvalidDocument):
        view(seller=nameless, options=PrintOptions(slips=("epc",)))


def test_no_slip_on_credit_notes_and_none_where_none_is_wanted() -> None:
    assert view(seller=DE, type="credit-note").slips == ()
    assert view(seller=DE, options=PrintOptions(slips=())).slips == ()


def test_the_page_in_html_shows_the_same_code() -> None:
    page = write_html(view(seller=DE))
    assert '<svg class="code"' in page
    assert 'role="img"' in page
