"""FatturaPA's codes and ours: documents, VAT natures, means of payment."""

from decimal import Decimal

from invoicing.countries.it import COUNTRY
from invoicing.formats._codes import CODE_OF_TYPE, UNIT_CODES
from invoicing.rules.exemptions import national_code

# TipoDocumento -> our type and BT-3 (UNCL1001). The first code of a pair is the one written.
DOCUMENTS = {
    "TD01": ("invoice", "380"),
    "TD04": ("credit-note", "381"),
    "TD02": ("advance", "386"),
    "TD03": ("advance", "386"),
    "TD05": ("invoice", "383"),
    "TD06": ("invoice", "380"),
    "TD16": ("invoice", "389"),
    "TD17": ("invoice", "389"),
    "TD18": ("invoice", "389"),
    "TD19": ("invoice", "389"),
    "TD20": ("invoice", "389"),
    "TD21": ("invoice", "389"),
    "TD22": ("invoice", "389"),
    "TD23": ("invoice", "389"),
    "TD24": ("invoice", "380"),
    "TD25": ("invoice", "380"),
    "TD26": ("invoice", "380"),
    "TD27": ("invoice", "389"),
    "TD28": ("invoice", "389"),
    "TD29": ("invoice", "389"),
    "TD07": ("invoice", "380"),
    "TD08": ("credit-note", "381"),
    "TD09": ("invoice", "383"),
}
_SIMPLIFIED = {"credit-note": "TD08"}


def document_code(kind: str, type_code: str, kept: str, *, is_simplified: bool) -> str:
    """TipoDocumento: the one that was read where it still fits, else the type's usual one."""
    if DOCUMENTS.get(kept, ("", ""))[0] == kind:
        return kept
    if is_simplified:
        return _SIMPLIFIED.get(kind, "TD07")
    wanted = (kind, type_code or CODE_OF_TYPE.get(kind, "380"))
    usual = next((code for code, found in DOCUMENTS.items() if found[0] == kind), "TD01")
    return next((code for code, found in DOCUMENTS.items() if found == wanted), usual)


# Natura -> VAT category (UNCL5305) and VATEX, as the country's law has it. N2, N3 and N6 are the
# ones valid until 2020.
NATURES = {e.code: (e.category, e.vatex) for e in COUNTRY.exemptions} | {
    "N2": ("O", "VATEX-EU-O"),
    "N3": ("G", "VATEX-EU-G"),
    "N6": ("AE", "VATEX-EU-AE"),
}


def nature(
    category: str, exemption_code: str, rate: Decimal | None, *, abroad: bool = False
) -> str:
    """The Natura of a tax without one of its own; "" for taxes that are charged."""
    if exemption_code in NATURES and not rate:
        return exemption_code
    return national_code(COUNTRY, category, exemption_code, rate, abroad=abroad)


def unusual(own: str) -> str:
    """A Natura that does not follow from its category; "" for the others."""
    category, vatex = NATURES.get(own, ("", ""))
    return own if own != nature(category, vatex, None) else ""


# ModalitaPagamento -> payment means (UNCL4461). The first code of a pair is the one written.
MEANS = {
    "MP05": "30",
    "MP01": "10",
    "MP02": "20",
    "MP03": "21",
    "MP04": "10",
    "MP06": "60",
    "MP07": "50",
    "MP08": "48",
    "MP19": "59",
    "MP09": "49",
    "MP10": "49",
    "MP11": "49",
    "MP12": "70",
    "MP13": "50",
    "MP14": "10",
    "MP15": "42",
    "MP16": "49",
    "MP17": "49",
    "MP18": "50",
    "MP20": "59",
    "MP21": "59",
    "MP22": "97",
    "MP23": "68",
}


def means_of_payment(code: str) -> str:
    """ModalitaPagamento of an UNCL4461 code; a transfer for codes that FatturaPA has not."""
    if code in ("54", "55"):
        return "MP08"
    return next((mode for mode, means in MEANS.items() if means == code), "MP05")


KNOWN_UNITS = frozenset(UNIT_CODES.values())

# FormatoAttachment -> media type.
ATTACHMENTS = {
    "PDF": "application/pdf",
    "XML": "text/xml",
    "CSV": "text/csv",
    "TXT": "text/plain",
    "PNG": "image/png",
    "JPG": "image/jpeg",
    "ZIP": "application/zip",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet",
}
EXTENSIONS = {media: extension for extension, media in ATTACHMENTS.items()}
