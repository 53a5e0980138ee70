"""FatturaPA: both schemas judge what is written; nothing Italian is lost on the way."""

import copy
import os
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from tests.support.documents import without
from tests.support.fatturapa import fatturapa_documents
from tests.support.standards import STANDARDS, needs_standards

from invoicing.countries.it import COUNTRY
from invoicing.errors import InvalidDocument
from invoicing.formats._detect import read_document
from invoicing.formats.fatturapa import FORMAT, load, read_form, view, write, write_batch
from invoicing.formats.fatturapa._codes import NATURES, nature
from invoicing.formats.fatturapa.json_form import from_json_form, to_json_form
from invoicing.model import Address, Document, Line, LineTax, Party
from invoicing.model.value import replace
from invoicing.rules.totals import calculate
from invoicing.safe import safe_xml

LONG = os.environ.get("NOTULA_LONG") == "1"
XSD = {
    "FPR12": "Schema_VFPR12_v1.2.3.xsd",
    "FPA12": "Schema_VFPA12_V1.2.3.xsd",
    "FSM10": "simplified/SVFSM10.xsd",
}
# Samples whose own bytes break the schema: what is missing cannot be invented.
INCOMPLETE = {
    "Samples__IT01234567890_FPR02.xml": "sede/nazione",
    "Samples__IT02182030391_32.windows-1252.xml": "dati_anagrafici_vettore/anagrafica",
}
MISSPELT = {
    "Samples__IT01234567890_FPA02.xml",  # Percentuale 10.0
    "Samples__IT01234567890_FSM10.xml",  # an attribute that the schema has not
    "fatturapa.gobl__acube_test.xml",  # no sender
}


@cache
def schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARDS / "xsd" / "fatturapa" / XSD[version]))


def assert_valid(data: bytes) -> None:
    """By the official schema, where it is at hand."""
    root = etree.fromstring(data)
    if STANDARDS.is_dir():
        schema(root.get("versione") or "").assertValid(root)


def samples() -> list[Path]:
    return sorted(STANDARDS.glob("samples/fatturapa-*/*.xml"))


def invoice(**changes: Any) -> Document:
    """A calculated invoice between two Italian companies."""
    given: dict[str, Any] = {
        "number": "2026-1",
        "issue_date": date(2026, 1, 31),
        "currency": "EUR",
        "seller": party("Società Alpha S.r.l.", "IT01234567890"),
        "buyer": party("Beta S.p.A.", "IT09876543210"),
        "lines": (
            Line(
                id="1",
                name="Consulenza",
                quantity=Decimal(2),
                price=Decimal("10.00"),
                taxes=(LineTax(rate=Decimal(22), category="S"),),
            ),
        ),
    }
    return calculate(Document(**(given | changes)))


def party(name: str, vat_identifier: str) -> Party:
    return Party(
        name=name,
        vat_identifier=vat_identifier,
        address=Address(
            line1="Via Roma 1",
            city="Torino",
            postal_code="10100",
            subdivision="TO",
            country_code="IT",
        ),
    )


@needs_standards
@pytest.mark.parametrize("path", samples(), ids=lambda p: p.name)
def test_every_sample_comes_back_equal_and_valid(path: Path) -> None:
    _, documents = read_document(path.read_bytes())
    if path.name in INCOMPLETE:
        with pytest.raises(InvalidDocument) as caught:
            write_batch(documents)
        assert {f.rule for f in caught.value.findings} == {"00200"}
        assert all(INCOMPLETE[path.name] in f.pointer for f in caught.value.findings)
        return
    written = write_batch(documents)
    assert_valid(written)
    if path.name not in MISSPELT:
        assert read_document(written)[1] == documents


@needs_standards
def test_how_much_of_the_schema_the_samples_use(capsys: pytest.CaptureFixture[str]) -> None:
    """The elements met in the samples, every one of which the JSON form keeps."""
    used = {
        e.tag
        for path in samples()
        for e in safe_xml.parse(path.read_bytes()).iter()
        if not len(e) and not e.tag.startswith("{")
    }
    assert len(used) >= 93
    with capsys.disabled():
        print(f"\nFatturaPA: {len(samples())} files; {len(used)} kinds of value met and kept")


@needs_standards
@pytest.mark.parametrize("path", samples(), ids=lambda p: p.name)
def test_the_json_form_keeps_every_element(path: Path) -> None:
    form = to_json_form(safe_xml.parse(path.read_bytes()))
    if path.name in INCOMPLETE | dict.fromkeys(MISSPELT, ""):
        return
    written = from_json_form(form)
    assert_valid(written)
    ours, theirs = safe_xml.parse(written), safe_xml.parse(path.read_bytes())
    assert leaves(ours) == leaves(theirs)


def leaves(root: etree._Element) -> list[tuple[str, str]]:
    """Names and values of the schema, in no order; a space too many is mended."""
    elements = [e for e in root.iter() if not len(e) and not e.tag.startswith("{")]
    return sorted((e.tag, (e.text or "").strip()) for e in elements)


@settings(
    deadline=None,
    max_examples=1000 if LONG else 200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(document=fatturapa_documents())
def test_a_document_comes_back_but_for_the_listed_losses(document: Document) -> None:
    written = write(document)
    assert_valid(written)
    (read,) = read_document(written)[1]
    assert without(read, FORMAT.losses) == without(document, FORMAT.losses)


def test_a_small_invoice_is_valid_and_comes_back() -> None:
    data = write(invoice())
    assert_valid(data)
    assert "Società".encode() in data
    (read,) = read_document(data)[1]
    assert read.seller == invoice().seller
    assert read.totals == invoice().totals


def test_several_bodies_become_documents_with_one_batch_id() -> None:
    data = write_batch((invoice(number="1"), invoice(number="2")))
    assert_valid(data)
    first, second = read_document(data)[1]
    assert (first.number, second.number) == ("1", "2")
    assert first.fattura_pa["batchId"] == second.fattura_pa["batchId"] == "IT01234567890_00001"
    (alone,) = read_document(write(invoice()))[1]
    assert "batchId" not in alone.fattura_pa


def italian() -> Document:
    """An invoice with everything that only Italy has."""
    form = view((invoice(),))
    body = form["fattura_elettronica_body"][0]
    own = body["dati_generali"]["dati_generali_documento"]
    own |= {
        "tipo_documento": "TD06",
        "dati_bollo": {"bollo_virtuale": "SI", "importo_bollo": "2.00"},
        "dati_ritenuta": [
            {
                "tipo_ritenuta": "RT01",
                "importo_ritenuta": "4.00",
                "aliquota_ritenuta": "20.00",
                "causale_pagamento": "A",
            }
        ],
        "dati_cassa_previdenziale": [
            {
                "tipo_cassa": "TC22",
                "al_cassa": "4.00",
                "importo_contributo_cassa": "0.80",
                "aliquota_iva": "22.00",
                "ritenuta": "SI",
            }
        ],
        "art73": "SI",
    }
    goods = body["dati_beni_servizi"]
    goods["dettaglio_linee"][0] |= {"ritenuta": "SI", "tipo_cessione_prestazione": "AB"}
    goods["dati_riepilogo"][0] |= {
        "imponibile_importo": "20.80",
        "imposta": "4.58",
        "esigibilita_iva": "S",
    }
    (document,) = load(form)
    return document


def test_bollo_ritenuta_cassa_and_split_payment_survive_reading_and_writing() -> None:
    document = italian()
    assert document.withholding_rate == Decimal(20)
    assert document.totals.withholding == Decimal(4)
    assert document.allowances_charges[0].amount == Decimal("0.80")
    data = write(document)
    assert_valid(data)
    assert read_document(data)[1] == (document,)
    for element in (
        "<DatiBollo><BolloVirtuale>SI</BolloVirtuale><ImportoBollo>2.00</ImportoBollo></DatiBollo>",
        "<TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>4.00</ImportoRitenuta>",
        "<TipoCassa>TC22</TipoCassa>",
        "<Art73>SI</Art73>",
        "<EsigibilitaIVA>S</EsigibilitaIVA>",
        "<TipoCessionePrestazione>AB</TipoCessionePrestazione>",
        "<Ritenuta>SI</Ritenuta>",
        "<TipoDocumento>TD06</TipoDocumento>",
    ):
        assert element.encode() in data


def test_what_was_kept_gives_way_to_what_was_changed() -> None:
    changed = replace(italian(), buyer=party("Gamma S.p.A.", "IT11111111111"), type="credit-note")
    data = write(changed)
    assert b"Gamma S.p.A." in data
    assert b"Beta" not in data
    assert b"<TipoDocumento>TD04<" in data


def test_a_person_keeps_first_and_last_name_until_renamed() -> None:
    form = view((invoice(),))
    data = form["fattura_elettronica_header"]["cedente_prestatore"]["dati_anagrafici"]
    data["anagrafica"] = {"nome": "Ada", "cognome": "Rossi", "titolo": "Dott."}
    (document,) = load(form)
    assert document.seller.name == "Ada Rossi"
    assert b"<Nome>Ada</Nome><Cognome>Rossi</Cognome><Titolo>Dott.</Titolo>" in write(document)
    renamed = replace(document, seller=replace(document.seller, name="Ada Bianchi"))
    assert b"<Denominazione>Ada Bianchi</Denominazione><Titolo>Dott.</Titolo>" in write(renamed)


@pytest.mark.parametrize(
    ("channel", "country", "code", "mail", "version"),
    [
        ("ABC1234", "IT", "ABC1234", None, "FPR12"),
        ("UFAB12", "IT", "UFAB12", None, "FPA12"),
        ("beta@pec.it", "IT", "0000000", "beta@pec.it", "FPR12"),
        ("", "IT", "0000000", None, "FPR12"),
        ("", "DE", "XXXXXXX", None, "FPR12"),
    ],
)
def test_the_recipient_is_reached_by_code_or_certified_mail(
    channel: str, country: str, code: str, mail: str | None, version: str
) -> None:
    buyer = party("Beta", f"{country}09876543210")
    buyer = replace(
        buyer,
        fattura_pa_channel=channel,
        address=replace(buyer.address, country_code=country, subdivision=""),
    )
    data = write(invoice(buyer=buyer))
    assert_valid(data)
    sending = to_json_form(etree.fromstring(data))["fattura_elettronica_header"]
    found = sending["dati_trasmissione"]
    assert found["codice_destinatario"] == code
    assert found.get("pec_destinatario") == mail
    assert found["formato_trasmissione"] == version
    assert read_document(data)[1][0].buyer.fattura_pa_channel == channel


def test_every_natura_has_the_category_of_the_countrys_law() -> None:
    for exemption in COUNTRY.exemptions:
        assert exemption.category != "S"  # BR-S-05: a line with a Natura bears no rate
        assert NATURES[exemption.code] == (exemption.category, exemption.vatex)
        assert NATURES[nature(exemption.category, exemption.code, Decimal(0))][0] == (
            exemption.category
        )
    assert nature("S", "", Decimal(22)) == ""


def test_a_simplified_invoice_is_valid_and_comes_back() -> None:
    data = write(invoice(), "fsm10")
    assert_valid(data)
    (read,) = read_document(data)[1]
    assert read.totals.gross == Decimal("24.40")
    assert read.totals.tax == Decimal("4.40")
    assert read_document(write(read))[1] == (read,)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"number": "x" * 21}, "numero"),
        ({"seller": replace(party("A", "IT1"), address=Address(country_code="IT"))}, "indirizzo"),
        ({"buyer": party("B" * 81, "IT2")}, "denominazione"),
        ({"currency": "euro"}, "divisa"),
    ],
)
def test_00200_a_value_without_room_in_the_schema_is_named(
    change: dict[str, Any], pointer: str
) -> None:
    document = replace(invoice(), **change)
    with pytest.raises(InvalidDocument) as caught:
        write(document)
    assert {f.rule for f in caught.value.findings} == {"00200"}
    assert any(pointer in f.pointer for f in caught.value.findings)


def test_letters_outside_latin_1_get_their_nearest() -> None:
    data = write(invoice(buyer=party("Čevljarstvo Łódź – 5 €", "SI12345678")))
    assert_valid(data)
    assert b"Cevljarstvo L\xc3\xb3dz - 5 EUR" in data


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<Numero>", "<Numero>1</Numero><Numero>", "00200"),
        ("<Numero>", "<Foo/><Numero>", "unknown-element"),
        ("<DatiGenerali>", "<DatiGenerali>text", "00200"),
        ("<Divisa>EUR", "<Divisa><b/>EUR", "00200"),
        ("<PrezzoUnitario>10.00", "<PrezzoUnitario>1e3", "bad-number"),
        ("<Data>2026-01-31", "<Data>2026-02-30", "bad-date"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(old: str, new: str, rule: str) -> None:
    text = write(invoice()).decode()
    assert old in text
    with pytest.raises(InvalidDocument) as caught:
        read_document(text.replace(old, new, 1).encode())
    assert rule in {f.rule for f in caught.value.findings}
    assert all(f.pointer.startswith("/fattura_elettronica_body/0") for f in caught.value.findings)


@pytest.mark.parametrize("version", ["FSM10", "FPR12"])
def test_00200_the_format_a_header_names_is_that_of_the_root(version: str) -> None:
    other = {"FSM10": "FPR12", "FPR12": "FSM10"}[version]
    text = write(invoice(), version.lower()).decode()
    named = text.replace(f"<FormatoTrasmissione>{version}", f"<FormatoTrasmissione>{other}")
    assert named != text
    with pytest.raises(InvalidDocument) as caught:
        read_document(named.encode())
    assert [(f.rule, f.pointer.rpartition("/")[2]) for f in caught.value.findings] == [
        ("00200", "formato_trasmissione")
    ]


def test_a_file_that_names_no_recipient_is_read() -> None:
    text = write(invoice()).decode()
    start, end = text.index("<CodiceDestinatario>"), text.index("</DatiTrasmissione>")
    (read,) = read_document((text[:start] + text[end:]).encode())[1]
    assert read.buyer.fattura_pa_channel == ""


def test_windows_1252_is_read() -> None:
    text = write(invoice()).decode().replace("UTF-8", "windows-1252")
    (read,) = read_document(text.encode("cp1252"))[1]
    assert read.seller.name == "Società Alpha S.r.l."


def test_a_control_character_cannot_be_written() -> None:
    with pytest.raises(InvalidDocument) as caught:
        write(invoice(note="a\x00b"))
    assert [f.rule for f in caught.value.findings] == ["xml-character"]


def test_a_json_form_from_outside_is_read_like_its_file() -> None:
    assert read_form(view((invoice(),))) == read_document(write(invoice()))[1]


JUNK = [None, True, 1, 1.5, "x", "", [], {}, [1], ["x"], [[]], {"a": 1}, [{}], "1" * 5000, "\x00"]


def places(form: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = form.items() if isinstance(form, dict) else enumerate(form)
    found = [(*path, key) for key, _ in items]
    for step in tuple(found):
        value = form[step[-1]]
        if isinstance(value, dict | list):
            found += places(value, step)
    return found


def test_a_json_form_with_junk_anywhere_is_read_or_refused() -> None:
    whole = view((italian(),))
    refused = named = 0
    for path in places(whole):
        for junk in JUNK:
            form = copy.deepcopy(whole)
            place: Any = form
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = junk
            try:
                read_form(form)
            except InvalidDocument as error:
                refused += 1
                named += all(f.text and f.fix for f in error.findings)
    assert refused == named > 1000
    for junk in (None, 1, "x", []):
        with pytest.raises(InvalidDocument):
            read_form(junk)  # type: ignore[arg-type]
