"""Italy's duties: what an organization says once is right in JSON, PDF and FatturaPA."""

import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

BUYER = {
    "name": "Beta S.p.A.",
    "address": "Via Po 2",
    "city": "Milano",
    "zip": "20100",
    "countryAlpha2Code": "IT",
    "taxNumber": "IT09876543210",
    "fatturaPaChannelId": "ABC1234",
}
FLAT_RATE = "Operazione ex art. 1, commi 54-89, Legge 190/2014 - Regime forfettario, senza IVA"
STAMP = "Imposta di bollo assolta in modo virtuale, art. 6 DM 17 giugno 2014"


@pytest.fixture
def italian(world):
    def made(**defaults):
        owner = world.organization(
            "Rossi Mario",
            country="IT",
            tax_number="IT01234567890",
            address="Via Roma 1",
            zip="10100",
            city="Torino",
        )
        path = f"/v1/Organizations/{owner.organization_id}"
        answer = world.request("PATCH", path, {"defaults": defaults}, token=owner.token)
        return owner, answer

    return made


def post(world, owner, *items, **fields):
    body = {"_documentItems": list(items), "_documentClient": BUYER, **fields}
    path = f"/v1/Organizations/{owner.organization_id}/documents"
    return world.request("POST", path, body, token=owner.token)


def issued(world, owner, *items, **fields):
    answer = post(world, owner, *items, **fields)
    assert answer.status == 201, answer.body
    return answer.json


def item(price, rate=None, **tax):
    taxes = {} if rate is None else {"_documentItemTaxes": [{"rate": rate, **tax}]}
    return {"name": "Consulenza", "price": price, **taxes}


def body_of(world, owner, document):
    """The body in the JSON form; the file itself passes schema and SDI's checks first."""
    path = f"/v1/Documents/{document['id']}/xml?format=fatturapa"
    file = world.request("GET", path, token=owner.token)
    assert file.status == 200, file.body
    form = world.request("GET", f"{path}-json", token=owner.token).json
    return form["fattura_elettronica_body"][0], form["fattura_elettronica_header"]


def general(body):
    return body["dati_generali"]["dati_generali_documento"]


def riepilogo(body):
    rows = body["dati_beni_servizi"]["dati_riepilogo"]
    return {(row["aliquota_iva"], row.get("natura", "")): row for row in rows}


def test_a_regime_without_vat_is_right_in_json_pdf_and_xml(world, italian):
    owner, _ = italian(sdi_regime="RF19")
    made = issued(world, owner, item(100))
    assert made["totalWithTax"] == made["totalDue"] == 100
    assert made["taxClause"] == FLAT_RATE
    assert made["_documentIssuer"]["taxRegime"] == "RF19"
    assert made["_documentTaxes"][0]["exemptionCode"] == "N2.2"
    expected = {"amount": 2, "charged": False, "text": STAMP, "automatic": True}
    assert made["stampDuty"] == expected
    body, header = body_of(world, owner, made)
    assert header["cedente_prestatore"]["dati_anagrafici"]["regime_fiscale"] == "RF19"
    assert general(body)["dati_bollo"] == {"bollo_virtuale": "SI", "importo_bollo": "2.00"}
    assert body["dati_beni_servizi"]["dettaglio_linee"][0]["natura"] == "N2.2"
    row = riepilogo(body)["0.00", "N2.2"]
    assert (row["imponibile_importo"], row["riferimento_normativo"]) == ("100.00", FLAT_RATE)
    path = f"/v1/Documents/{made['id']}/pdf"
    pdf = world.request("GET", path, token=owner.token).body
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert f"{STAMP}: " in text
    assert "Regime forfettario" in text
    ubl = world.request("GET", f"/v1/Documents/{made['id']}/xml?format=ubl", token=owner.token)
    assert ubl.status == 200, ubl.body


def test_a_stamp_duty_charged_to_the_client_is_a_line_of_its_own_nature(world, italian):
    owner, _ = italian(sdi_regime="RF19", sdi_stampDuty="charged")
    made = issued(world, owner, item(100))
    assert made["totals"]["charges"] == 2
    assert made["totalDue"] == 102
    body, _ = body_of(world, owner, made)
    lines = body["dati_beni_servizi"]["dettaglio_linee"]
    assert [(n["natura"], n["prezzo_totale"]) for n in lines] == [
        ("N2.2", "100.00"),
        ("N1", "2.00"),
    ]
    bases = {key: row["imponibile_importo"] for key, row in riepilogo(body).items()}
    assert bases == {("0.00", "N2.2"): "100.00", ("0.00", "N1"): "2.00"}
    assert body["dati_pagamento"][0]["dettaglio_pagamento"][0]["importo_pagamento"] == "102.00"
    note = world.request("POST", f"/v1/Documents/{made['id']}/credit", {}, token=owner.token)
    assert note.status == 201, note.body
    assert (note.json["totalWithTax"], note.json["stampDuty"]["charged"]) == (102, True)


def test_stamp_duty_is_due_above_7747_of_what_bears_no_vat_for_some_reasons(world, italian):
    owner, _ = italian(sdi_regime="RF01")
    for items, due in (
        ([item("77.47", 0, exemptionCode="N4")], False),
        ([item("77.48", 0, exemptionCode="N4")], True),
        ([item(50, 0, exemptionCode="N4"), item(50, 0, exemptionCode="N1")], True),
        ([item(50, 0, exemptionCode="N4"), item(500, 22)], False),
        ([item(500, 0, exemptionCode="N3.5")], True),
        ([item(500, 0, exemptionCode="N3.1")], False),
        ([item(500, 0, exemptionCode="N6.3")], False),
    ):
        made = issued(world, owner, *items)
        assert ("stampDuty" in made) == due, items
        body, _ = body_of(world, owner, made)
        assert ("dati_bollo" in general(body)) == due, items
        taxes = [tax for one in items for tax in one["_documentItemTaxes"]]
        codes = {tax["exemptionCode"] for tax in taxes if "exemptionCode" in tax}
        assert {key[1] for key in riepilogo(body)} - {""} == codes


def test_what_a_document_says_of_its_stamp_duty_wins(world, italian):
    owner, _ = italian(sdi_regime="RF19")
    none = issued(world, owner, item(100), stampDuty={"amount": 0})
    assert "dati_bollo" not in general(body_of(world, owner, none)[0])
    own = issued(world, owner, item(10), stampDuty={"amount": 2, "charged": True})
    assert own["totalDue"] == 12
    other, _ = italian()
    assert "stampDuty" not in issued(world, other, item(100, 0, exemptionCode="N4"))


def test_withholding_and_funds_as_in_the_worked_example(world, italian):
    """2500, INPS 4 % withheld from too, Inarcassa 2 %: 3233.00 with VAT, 2713.00 to be paid."""
    owner, _ = italian(sdi_regime="RF01")
    made = issued(
        world,
        owner,
        item(2500, 22),
        withholdingRate=20,
        withholdingType="RT01",
        withholdingCause="A",
        funds=[{"type": "TC22", "rate": 4, "withheld": True}, {"type": "TC04", "rate": 2}],
    )
    assert [fund["amount"] for fund in made["funds"]] == [100, 50]
    totals = made["totals"]
    assert (totals["net"], totals["tax"], totals["withholding"]) == (2650, 583, 520)
    assert (totals["gross"], totals["payable"], made["totalDue"]) == (3233, 2713, 2713)
    body, _ = body_of(world, owner, made)
    own = general(body)
    assert own["dati_ritenuta"] == [
        {
            "tipo_ritenuta": "RT01",
            "importo_ritenuta": "520.00",
            "aliquota_ritenuta": "20.00",
            "causale_pagamento": "A",
        }
    ]
    assert own["importo_totale_documento"] == "3233.00"
    inps, inarcassa = own["dati_cassa_previdenziale"]
    assert (inps["tipo_cassa"], inps["importo_contributo_cassa"]) == ("TC22", "100.00")
    assert (inps["ritenuta"], "ritenuta" in inarcassa) == ("SI", False)
    (row,) = body["dati_beni_servizi"]["dettaglio_linee"]
    assert row["ritenuta"] == "SI"
    assert body["dati_pagamento"][0]["dettaglio_pagamento"][0]["importo_pagamento"] == "2713.00"


def test_the_organizations_withholding_and_fund_are_those_of_its_business_clients(world, italian):
    owner, answer = italian(
        sdi_regime="RF01", sdi_withholdingType="RT01", sdi_withholdingRate=20,
        sdi_withholdingCause="A", sdi_fund="TC22", sdi_fundRate=4, sdi_fundWithheld=True,
    )  # fmt: skip
    assert answer.status == 200, answer.body
    made = issued(world, owner, item(1000, 22))
    assert (made["totals"]["withholding"], made["totals"]["charges"]) == (208, 40)
    consumer = {**BUYER, "taxNumber": "", "taxRegistrationNumber": "RSSMRA80A01H501U"}
    sold = issued(world, owner, item(1000, 22), _documentClient={**consumer, "isEndCustomer": True})
    assert (sold["totals"]["withholding"], sold["totals"]["charges"]) == (0, 40)
    assert issued(world, owner, item(1000, 22), withholdingRate=0)["totals"]["withholding"] == 0
    flat, _ = italian(sdi_regime="RF19", sdi_withholdingRate=20, sdi_withholdingType="RT01")
    assert issued(world, flat, item(1000))["totals"]["withholding"] == 0


def test_split_payment_leaves_the_vat_to_the_buyer(world, italian):
    owner, _ = italian(sdi_regime="RF01")
    office = {**BUYER, "fatturaPaChannelId": "UFABCD"}
    made = issued(world, owner, item(100, 22), splitPayment=True, _documentClient=office)
    assert (made["totalWithTax"], made["totalDue"]) == (122, 100)
    assert (made["totals"]["splitTax"], made["totals"]["payable"]) == (22, 100)
    assert "art. 17-ter" in made["taxClause"]
    body, header = body_of(world, owner, made)
    assert header["dati_trasmissione"]["formato_trasmissione"] == "FPA12"
    row = riepilogo(body)["22.00", ""]
    assert (row["esigibilita_iva"], row["imposta"]) == ("S", "22.00")
    assert body["dati_pagamento"][0]["dettaglio_pagamento"][0]["importo_pagamento"] == "100.00"


def test_vat_on_payment_is_deferred_and_said(world, italian):
    owner, _ = italian(sdi_regime="RF17")
    made = issued(world, owner, item(100, 22))
    assert made["taxPointCode"] == "432"
    assert "IVA per cassa" in made["taxClause"]
    body, _ = body_of(world, owner, made)
    assert riepilogo(body)["22.00", ""]["esigibilita_iva"] == "D"


def test_a_service_for_a_business_of_another_member_state_is_n21_and_marked(world, italian):
    owner, _ = italian(sdi_regime="RF01")
    abroad = {
        "name": "Gamma GmbH", "address": "Weg 1", "city": "Berlin", "zip": "10115",
        "countryAlpha2Code": "DE", "taxNumber": "DE136695976",
    }  # fmt: skip
    made = issued(world, owner, {**item(100), "itemType": "service"}, _documentClient=abroad)
    assert made["_documentTaxes"][0]["category"] == "AE"
    body, _ = body_of(world, owner, made)
    (row,) = body["dati_beni_servizi"]["dettaglio_linee"]
    assert row["natura"] == "N2.1"
    assert row["altri_dati_gestionali"] == [{"tipo_dato": "INVCONT"}]
    assert ("0.00", "N2.1") in riepilogo(body)
    assert general(body)["dati_bollo"]["importo_bollo"] == "2.00"


def test_codes_nobody_knows_are_refused_among_the_defaults(world, italian):
    wrong = {
        "sdi_regime": "RF03", "sdi_stampDuty": True, "sdi_withholdingType": "RT09",
        "sdi_withholdingCause": "F", "sdi_fund": "TC23", "sdi_fundRate": "4",
        "sdi_withholdingRate": 101, "sdi_fundWithheld": "yes",
    }  # fmt: skip
    owner, answer = italian(**wrong)
    assert answer.status == 422
    assert {e["pointer"] for e in answer.json["errors"]} == {f"/defaults/{name}" for name in wrong}
    path = f"/v1/Organizations/{owner.organization_id}"
    assert "defaults" not in world.request("GET", path, token=owner.token).json


def test_codes_nobody_knows_are_refused_on_a_document(world, italian):
    owner, _ = italian(sdi_regime="RF01")
    for fields, pointer in (
        ({"withholdingRate": 20, "withholdingType": "RT09"}, "/withholdingType"),
        ({"withholdingRate": 20, "withholdingCause": "F"}, "/withholdingCause"),
        ({"funds": [{"type": "TC99", "rate": 4}]}, "/funds/0/type"),
        ({"_documentIssuer": {"taxRegime": "RF03"}}, "/_documentIssuer/taxRegime"),
        ({"stampDuty": {"amount": -1}}, "/stampDuty/amount"),
    ):
        answer = post(world, owner, item(100, 22), **fields)
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_a_fund_among_lines_of_several_rates_says_its_own(world, italian):
    owner, _ = italian(sdi_regime="RF01")
    items = (item(100, 22), item(100, 10))
    answer = post(world, owner, *items, funds=[{"type": "TC04", "rate": 4}])
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/funds/0/taxCategory")
    fund = {"type": "TC04", "rate": 4, "taxCategory": "S", "taxRate": 22}
    made = issued(world, owner, *items, funds=[fund])
    assert made["totals"]["tax"] == float(Decimal("22") + 10 + Decimal("1.76"))
    body_of(world, owner, made)
