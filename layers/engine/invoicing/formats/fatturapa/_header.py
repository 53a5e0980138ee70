"""FatturaElettronicaHeader: transmission and parties, of ordinary and simplified invoices."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from invoicing.formats.fatturapa import _party as party
from invoicing.formats.fatturapa._values import Form, beyond, filled, joined
from invoicing.model import Document, Party
from invoicing.model.value import replace

HEADER = "fattura_elettronica_header"
_SENDING = "dati_trasmissione"
_SELLER, _BUYER = "cedente_prestatore", "cessionario_committente"
_REPRESENTATIVE = "rappresentante_fiscale"
_NO_CODE, _ABROAD = "0000000", "XXXXXXX"
_PUBLIC_CODE = 6  # characters of a public office's code
_USUAL_REGIME = "RF01"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a header of this schema says a seller and a buyer."""

    load_seller: Callable[[Form], Party]
    view_seller: Callable[[Party], Form]
    load_buyer: Callable[[Form], Party]
    view_buyer: Callable[[Party], Form]
    regime: tuple[str, ...]


ORDINARY = Shape(
    party.load_party,
    lambda p: party.view_party(p, with_contact=True),
    party.load_party,
    lambda p: party.view_party(p, with_contact=False),
    ("dati_anagrafici", "regime_fiscale"),
)
SIMPLIFIED = Shape(
    party.load_simplified_seller,
    party.view_simplified_seller,
    party.load_simplified_buyer,
    party.view_simplified_buyer,
    ("regime_fiscale",),
)


def load_header(form: Form, shape: Shape) -> dict[str, Any]:
    """The document's fields that a header fills, what is kept among them."""
    sending = form.get(_SENDING, {})
    seller = shape.load_seller(form.get(_SELLER, {}))
    buyer = shape.load_buyer(form.get(_BUYER, {}))
    kept = filled(
        dati_trasmissione={
            name: value for name, value in sending.items() if name != "codice_destinatario"
        },
        cedente_prestatore=beyond(form.get(_SELLER, {}), shape.view_seller(seller)),
        cessionario_committente=beyond(form.get(_BUYER, {}), shape.view_buyer(buyer)),
    )
    kept.get(_SELLER, {}).pop("riferimento_amministrazione", None)
    code, mail = sending.get("codice_destinatario", ""), sending.get("pec_destinatario", "")
    seller = replace(seller, tax_regime=_regime_of(form.get(_SELLER, {}), shape))
    channel = mail if code == _NO_CODE and mail else code
    usual = _ABROAD if buyer.address.country_code not in ("", "IT") else _NO_CODE
    if channel != usual:
        buyer = replace(buyer, fattura_pa_channel=channel)
        if mail and channel == mail:
            kept[_SENDING].pop("pec_destinatario")
    fields: dict[str, Any] = {"seller": seller, "buyer": buyer, "fattura_pa": {HEADER: kept}}
    reference = form.get(_SELLER, {}).get("riferimento_amministrazione", "")
    if reference:
        fields["accounting_reference"] = reference
    if shape is ORDINARY and _REPRESENTATIVE in form:
        representative = party.load_representative(form[_REPRESENTATIVE])
        fields["tax_representative"] = representative
        rest = beyond(form[_REPRESENTATIVE], party.view_representative(representative))
        kept |= filled(rappresentante_fiscale=rest)
    for name in ("terzo_intermediario_o_soggetto_emittente", "soggetto_emittente"):
        kept |= filled(**{name: form.get(name)})
    return fields


def _regime_of(seller: Form, shape: Shape) -> str:
    *way, last = shape.regime
    for name in way:
        seller = seller.get(name, {})
    own = str(seller.get(last, ""))
    return "" if own == _USUAL_REGIME else own


def view_header(document: Document, shape: Shape, version: str) -> Form:
    """The header of a document, in a version ("FPR12", ...); "" is the one that fits."""
    kept = document.fattura_pa.get(HEADER, {})
    seller = shape.view_seller(document.seller)
    form: Form = {
        _SELLER: joined(seller, kept.get(_SELLER, {}), shape.load_seller),
        _BUYER: joined(shape.view_buyer(document.buyer), kept.get(_BUYER, {}), shape.load_buyer),
    }
    regime = form[_SELLER]
    for name in shape.regime[:-1]:
        regime = regime.setdefault(name, {})
    usual = regime.get(shape.regime[-1]) or _USUAL_REGIME
    regime[shape.regime[-1]] = document.seller.tax_regime or usual
    if shape is ORDINARY:
        form[_SELLER] |= filled(riferimento_amministrazione=document.accounting_reference)
        if document.tax_representative:
            form[_REPRESENTATIVE] = joined(
                party.view_representative(document.tax_representative),
                kept.get(_REPRESENTATIVE, {}),
                party.load_representative,
            )
    for name in ("terzo_intermediario_o_soggetto_emittente", "soggetto_emittente"):
        form |= filled(**{name: kept.get(name)})
    form[_SENDING] = _view_sending(document, kept.get(_SENDING, {}), version)
    return form


def _view_sending(document: Document, kept: Form, version: str) -> Form:
    buyer = document.buyer
    channel = buyer.fattura_pa_channel
    mail = channel if "@" in channel else ""
    abroad = buyer.address.country_code not in ("", "IT")
    code = _NO_CODE if mail else channel or (_ABROAD if abroad else _NO_CODE)
    version = version or kept.get("formato_trasmissione", "")
    if not version:
        version = "FPA12" if len(code) == _PUBLIC_CODE else "FPR12"
    vat, country = document.seller.vat_identifier, document.seller.address.country_code
    said = {
        "id_trasmittente": party.view_vat_identifier(vat, country),
        "progressivo_invio": "00001",
    }
    return (
        said
        | kept
        | filled(pec_destinatario=mail)
        | {"formato_trasmissione": version, "codice_destinatario": code}
    )
