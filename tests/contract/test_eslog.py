"""e-SLOG: the official sample and schema judge what is read and written."""

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from lxml import etree
from tests.support.documents import documents, without
from tests.support.standards import STANDARDS, needs_standards

from invoicing.errors import InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.formats.eslog import FORMAT, OPTIONS, write, write_with
from invoicing.formats.ubl import FORMAT as UBL
from invoicing.model import Address, Document, Line, LineTax, Party
from invoicing.model.value import replace
from invoicing.rules.totals import calculate

LONG = os.environ.get("NOTULA_LONG") == "1"
FILLED = ("specification", "type_code")


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARDS / "xsd/e-slog/eSLOG20_INVOIC_v200.xsd"))


def sample() -> Path:
    return next(STANDARDS.glob("samples/e-slog/*.xml"))


def assert_valid(data: bytes) -> None:
    """By the official schema, where it is at hand."""
    if STANDARDS.is_dir():
        schema().assertValid(etree.fromstring(data))


def invoice(**changes: Any) -> Document:
    given: dict[str, Any] = {
        "number": "2026-1",
        "issue_date": date(2026, 1, 31),
        "currency": "EUR",
        "seller": Party(name="Čaj d.o.o.", vat_identifier="SI12345678"),
        "buyer": Party(
            name="Beta", address=Address(line1="Cesta 1", city="Celje", country_code="SI")
        ),
        "lines": (
            Line(
                id="1",
                name="A & <B>",
                quantity=Decimal(2),
                price=Decimal("10.00"),
                unit_code="C62",
                taxes=(LineTax(rate=Decimal(22), category="S"),),
            ),
        ),
    }
    return calculate(Document(**(given | changes)))


@needs_standards
def test_the_official_sample_comes_back_equal_and_valid() -> None:
    _, (document,) = read_document(sample().read_bytes())
    written = write(document)
    assert_valid(written)
    assert read_document(written)[1] == (document,)


@needs_standards
def test_every_business_term_of_the_official_sample_is_carried(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each value that the sample marks with a BT number is in the file that is written."""
    source = etree.parse(sample()).getroot()
    (document,) = read_document(sample().read_bytes())[1]
    written = Counter(
        (e.tag, (e.text or "").strip()) for e in etree.fromstring(write(document)).iter()
    )
    marked = []
    for comment in source.iter(etree.Comment):
        value = comment.getnext()
        name = (comment.text or "").strip()
        if value is None or name.startswith("NBT") or len(value):
            continue
        if name in ("BT-20", "BT-120", "BT-121"):  # joined lines; exemptions without a category
            continue
        marked.append((name, (value.tag, (value.text or "").strip())))
    assert len(marked) > 120
    with capsys.disabled():
        print(f"\ne-SLOG 2.0: {len({name for name, _ in marked})} business terms met and written")
    assert [name for name, value in marked if not written[value]] == []


@needs_standards
def test_what_the_sample_says_in_the_model() -> None:
    (document,) = read_document(sample().read_bytes())[1]
    assert document.payment_terms.splitlines()[:2] == [
        "50% prepaid, 50% within one month",
        "Additional text line 2",
    ]
    assert document.seller.legal_information == "Export"
    assert document.lines[0].attributes == (("Thickness", "2 mm"),)
    assert str(document.lines[0].price_discount) == "0.1000"
    assert document.tax_currency == "EUR"
    assert str(document.totals.tax_in_tax_currency) == "628.62"


@st.composite
def eslog_documents(draw: st.DrawFn) -> Document:
    try:
        document = draw(documents())
    except InvalidDocument:  # a discount of more than there is
        reject()
    lines = tuple(
        replace(line, order_line_reference=line.order_line_reference[:6]) for line in document.lines
    )
    return calculate(
        replace(
            document,
            lines=lines,
            notes=tuple(replace(n, subject_code="AAI") for n in document.notes),  # REG is BT-33
            seller=replace(document.seller, identifiers=document.seller.identifiers[:1]),
        )
    )


@settings(
    deadline=None,
    max_examples=1000 if LONG else 200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=eslog_documents())
def test_a_document_comes_back_but_for_the_listed_losses(document: Document) -> None:
    written = write(document)
    assert_valid(written)
    (read,) = read_document(written)[1]
    losses = FORMAT.losses + FILLED
    assert without(read, losses) == without(document, losses)


def test_a_small_invoice_is_valid_and_comes_back() -> None:
    data = write(invoice())
    assert_valid(data)
    (read,) = read_document(data)[1]
    assert read.totals == invoice().totals
    assert read.lines[0].name == "A & <B>"


def test_the_options_of_a_file_are_written() -> None:
    data = write_with(invoice(), {"purposeCode": "GDSV", "paymentStatus": "2"})
    assert_valid(data)
    assert OPTIONS.keys() == {"purposeCode", "paymentStatus"}
    assert b"<D_4451>ALQ</D_4451><C_C108><D_4440>GDSV<" in data
    assert b"<D_4451>PAI</D_4451><C_C108><D_4440>2<" in data


@pytest.mark.parametrize(
    ("buyer", "pointer"),
    [
        (Party(name="B" * 71), "/_documentClient/name"),
        (Party(name="B", address=Address(line1="x" * 36)), "/_documentClient/line1"),
        (Party(name="B", address=Address(city="x" * 36)), "/_documentClient/city"),
    ],
)
def test_a_text_longer_than_its_element_is_named(buyer: Party, pointer: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        write(invoice(buyer=buyer))
    assert [(f.rule, f.pointer) for f in caught.value.findings] == [("eslog-length", pointer)]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<D_5118>10.00", "<D_5118>1e3", "bad-number"),
        ("<D_2380>2026-01-31", "<D_2380>2026-02-30", "bad-date"),
    ],
)
def test_a_value_that_is_none_is_refused_with_its_place(old: str, new: str, rule: str) -> None:
    text = write(invoice()).decode()
    assert old in text
    with pytest.raises(InvalidDocument) as caught:
        read_document(text.replace(old, new, 1).encode())
    assert [f.rule for f in caught.value.findings] == [rule]


def test_a_long_note_is_cut_into_lines_and_joined_again() -> None:
    note = "n" * 1500
    data = write(invoice(note=note))
    assert_valid(data)
    assert data.count(b"<D_4440") == 3
    assert read_document(data)[1][0].note == note


def test_the_same_invoice_reads_alike_from_ubl() -> None:
    document = invoice()
    (ours,) = read_document(write(document))[1]
    (theirs,) = read_document(UBL.write(document, ""))[1]
    losses = FORMAT.losses + UBL.losses + FILLED
    assert without(ours, losses) == without(theirs, losses)


SIMPLE = """<IzdaniRacunEnostavni><Racun Id="data">
<GlavaRacuna><VrstaRacuna>380</VrstaRacuna><StevilkaRacuna>16-1</StevilkaRacuna></GlavaRacuna>
<DatumiRacuna><VrstaDatuma>137</VrstaDatuma><DatumRacuna>2012-06-01T00:00:00</DatumRacuna>
</DatumiRacuna>
<DatumiRacuna><VrstaDatuma>35</VrstaDatuma><DatumRacuna>2012-05-31T00:00:00</DatumRacuna>
</DatumiRacuna>
<Lokacije><VrstaLokacije>91</VrstaLokacije><NazivLokacije>Celje</NazivLokacije></Lokacije>
<PoljubnoBesedilo><VrstaBesedila>AAI</VrstaBesedila><Besedilo><Tekst1>Hvala</Tekst1>
<Tekst2>lepa</Tekst2></Besedilo></PoljubnoBesedilo>
<PodatkiPodjetja><NazivNaslovPodjetja><VrstaPartnerja>SE</VrstaPartnerja>
<NazivPartnerja><NazivPartnerja1>Čaj</NazivPartnerja1><NazivPartnerja2>d.o.o.</NazivPartnerja2>
</NazivPartnerja><Ulica><Ulica1>Cesta 1</Ulica1></Ulica><Kraj>Celje</Kraj>
<PostnaStevilka>3000</PostnaStevilka><KodaDrzave>SI</KodaDrzave></NazivNaslovPodjetja>
<FinancniPodatkiPodjetja><BancniRacun><StevilkaBancnegaRacuna>SI56020360253863406
</StevilkaBancnegaRacuna><BIC>LJBASI2X</BIC></BancniRacun></FinancniPodatkiPodjetja>
<ReferencniPodatkiPodjetja><VrstaPodatkaPodjetja>VA</VrstaPodatkaPodjetja>
<PodatekPodjetja>SI12345678</PodatekPodjetja></ReferencniPodatkiPodjetja></PodatkiPodjetja>
<PodatkiPodjetja><NazivNaslovPodjetja><VrstaPartnerja>BY</VrstaPartnerja><NazivPartnerja>
<NazivPartnerja1>Beta</NazivPartnerja1></NazivPartnerja></NazivNaslovPodjetja></PodatkiPodjetja>
<Valuta><VrstaValuteRacuna>2</VrstaValuteRacuna><KodaValute>EUR</KodaValute></Valuta>
<PlacilniPogoji><PlacilniRoki><VrstaDatumaPlacilnegaRoka>13</VrstaDatumaPlacilnegaRoka>
<Datum>2012-06-30T00:00:00</Datum></PlacilniRoki></PlacilniPogoji>
<PostavkeRacuna><Postavka><StevilkaVrstice>1</StevilkaVrstice></Postavka>
<OpisiArtiklov><KodaOpisaArtikla>F</KodaOpisaArtikla><OpisArtikla><OpisArtikla1>Čaj</OpisArtikla1>
</OpisArtikla></OpisiArtiklov>
<KolicinaArtikla><VrstaKolicine>47</VrstaKolicine><Kolicina>2</Kolicina><EnotaMere>KGM</EnotaMere>
</KolicinaArtikla>
<ZneskiPostavke><VrstaZneskaPostavke>203</VrstaZneskaPostavke><ZnesekPostavke>20.00</ZnesekPostavke>
</ZneskiPostavke><CenaPostavke><VrstaCene>AAA</VrstaCene><Cena>10.00</Cena></CenaPostavke>
<DavkiPostavke><DavkiNaPostavki><VrstaDavkaPostavke>VAT</VrstaDavkaPostavke>
<OdstotekDavkaPostavke>20</OdstotekDavkaPostavke></DavkiNaPostavki>
<ZneskiDavkovPostavke><VrstaZneskaDavkaPostavke>124</VrstaZneskaDavkaPostavke><Znesek>4.00</Znesek>
</ZneskiDavkovPostavke></DavkiPostavke></PostavkeRacuna>
<PovzetekDavkovRacuna><DavkiRacuna><VrstaDavka>VAT</VrstaDavka><OdstotekDavka>20</OdstotekDavka>
</DavkiRacuna><ZneskiDavkov><VrstaZneskaDavka>125</VrstaZneskaDavka><ZnesekDavka>20.00</ZnesekDavka>
</ZneskiDavkov><ZneskiDavkov><VrstaZneskaDavka>124</VrstaZneskaDavka><ZnesekDavka>4.00</ZnesekDavka>
</ZneskiDavkov></PovzetekDavkovRacuna>
<PovzetekZneskovRacuna><ZneskiRacuna><VrstaZneska>9</VrstaZneska><ZnesekRacuna>24.00</ZnesekRacuna>
</ZneskiRacuna><SklicZaPlacilo><SklicPlacila>PQ</SklicPlacila><StevilkaSklica>SI0016-1
</StevilkaSklica></SklicZaPlacilo></PovzetekZneskovRacuna>
</Racun></IzdaniRacunEnostavni>"""


def test_version_1_6_is_read_and_becomes_version_2_0() -> None:
    format_, (document,) = read_document(SIMPLE.encode())
    assert format_.name == "eslog"
    assert (document.number, document.issue_date) == ("16-1", date(2012, 6, 1))
    assert document.seller.name == "Čaj d.o.o."
    assert document.seller.vat_identifier == "SI12345678"
    assert document.note == "Hvala\nlepa"
    assert document.due_date == date(2012, 6, 30)
    assert document.payment_instructions is not None
    assert document.payment_instructions.remittance == "SI0016-1"
    assert document.lines[0].price == Decimal("10.00")
    assert document.totals == calculate(document).totals
    data = write(document)
    assert_valid(data)
    (again,) = read_document(data)[1]
    assert (again.totals, again.lines) == (document.totals, document.lines)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<Cena>10.00", "<Cena>ten", "bad-number"),
        ("2012-06-01T", "2012-06-31T", "bad-date"),
        ("Racun Id", "Drugo Id", "cardinality"),
    ],
)
def test_a_broken_file_of_version_1_6_is_refused(old: str, new: str, rule: str) -> None:
    text = SIMPLE.replace(old, new, 1)
    text = text.replace("</Racun>", "</Drugo>") if "Drugo" in text else text
    with pytest.raises(InvalidDocument) as caught:
        read_document(text.encode())
    assert [f.rule for f in caught.value.findings] == [rule]


def test_a_control_character_cannot_be_written() -> None:
    with pytest.raises(InvalidDocument) as caught:
        write(invoice(note="a\x00b"))
    assert [f.rule for f in caught.value.findings] == ["xml-character"]
