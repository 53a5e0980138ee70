"""Parties: CedentePrestatore, CessionarioCommittente, RappresentanteFiscale."""

import re

from invoicing.formats.fatturapa._values import Form, filled
from invoicing.model import Address, Contact, Party

_VAT = re.compile(r"([A-Z]{2})(.+)")
_CAP = re.compile(r"[0-9]{5}")
_PROVINCE = re.compile(r"[A-Z]{2}")
_ABROAD = "00000"  # CAP of addresses outside Italy
_PHONE_CHARACTERS = range(5, 13)


def load_party(form: Form) -> Party:
    """A seller or a buyer."""
    data = form.get("dati_anagrafici", {})
    contact = form.get("contatti", {})
    return Party(
        name=_name(data.get("anagrafica", {})),
        vat_identifier=_vat_identifier(data),
        tax_registration=data.get("codice_fiscale", ""),
        address=_load_address(form.get("sede", {})),
        contact=Contact(phone=contact.get("telefono", ""), email=contact.get("email", "")),
    )


def load_representative(form: Form) -> Party:
    return load_party({"dati_anagrafici": form.get("dati_anagrafici", {})})


def view_party(party: Party, *, with_contact: bool) -> Form:
    found: Form = {"dati_anagrafici": _view_data(party), "sede": _view_address(party.address)}
    contact = view_contact(party.contact) if with_contact else {}
    return found | filled(contatti=contact)


def view_representative(party: Party) -> Form:
    return {"dati_anagrafici": _view_data(party)}


def load_simplified_seller(form: Form) -> Party:
    return Party(
        name=_name(form),
        vat_identifier=_vat_identifier(form),
        tax_registration=form.get("codice_fiscale", ""),
        address=_load_address(form.get("sede", {})),
    )


def view_simplified_seller(party: Party) -> Form:
    data = _view_data(party)
    name: Form = data.pop("anagrafica")
    return data | name | {"sede": _view_address(party.address)}


def load_simplified_buyer(form: Form) -> Party:
    ids = form.get("identificativi_fiscali", {})
    data = form.get("altri_dati_identificativi", {})
    return Party(
        name=_name(data),
        vat_identifier=_vat_identifier(ids),
        tax_registration=ids.get("codice_fiscale", ""),
        address=_load_address(data.get("sede", {})),
    )


def view_simplified_buyer(party: Party) -> Form:
    data = _view_data(party)
    name = data.pop("anagrafica")
    found: Form = {"identificativi_fiscali": data}
    if party.name:
        found["altri_dati_identificativi"] = name | {"sede": _view_address(party.address)}
    return found


def _name(form: Form) -> str:
    """The company's name, or the person's first and last name."""
    person = (form.get("nome", ""), form.get("cognome", ""))
    return str(form.get("denominazione") or " ".join(part for part in person if part))


def _vat_identifier(form: Form) -> str:
    number = form.get("id_fiscale_iva", {})
    return f"{number.get('id_paese', '')}{number.get('id_codice', '')}"


def view_vat_identifier(vat_identifier: str, country_code: str) -> Form:
    """IdFiscaleIVA: the country's code, then the number without it."""
    match = _VAT.fullmatch(vat_identifier)
    if match:
        return {"id_paese": match.group(1), "id_codice": match.group(2)}
    return {"id_paese": country_code, "id_codice": vat_identifier}


def _view_data(party: Party) -> Form:
    vat = party.vat_identifier
    number = view_vat_identifier(vat, party.address.country_code) if vat else {}
    return filled(id_fiscale_iva=number, codice_fiscale=party.tax_registration) | {
        "anagrafica": filled(denominazione=party.name)
    }


def _load_address(form: Form) -> Address:
    street = form.get("indirizzo", "")
    number = form.get("numero_civico", "")
    return Address(
        line1=f"{street} {number}" if number else street,
        city=form.get("comune", ""),
        postal_code=form.get("cap", ""),
        subdivision=form.get("provincia", ""),
        country_code=form.get("nazione", ""),
    )


def _view_address(address: Address) -> Form:
    """An address; FatturaPA has five digits of postal code, and none from abroad."""
    lines = (address.line1, address.line2, address.line3)
    code = address.postal_code
    if not _CAP.fullmatch(code) and address.country_code != "IT":
        code = _ABROAD
    province = address.subdivision if _PROVINCE.fullmatch(address.subdivision) else ""
    return filled(
        indirizzo=", ".join(line for line in lines if line),
        cap=code,
        comune=address.city,
        provincia=province,
        nazione=address.country_code,
    )


def view_contact(contact: Contact) -> Form:
    phone = contact.phone
    if len(phone) not in _PHONE_CHARACTERS:
        phone = re.sub(r"[\s()/.-]", "", phone)
    return filled(telefono=phone if len(phone) in _PHONE_CHARACTERS else "", email=contact.email)
