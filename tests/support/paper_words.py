"""How invoices of four languages label and write things, for `paper`."""

# ruff: noqa: E501 - a table is read by its rows

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Words:
    """How one language labels and writes things."""

    language: str
    title: str
    number: tuple[str, ...]
    date: tuple[str, ...]
    due: tuple[str, ...]
    net: tuple[str, ...]
    tax: tuple[str, ...]
    total: tuple[str, ...]
    tax_id: tuple[str, ...]
    customer: str
    delivered: str
    order: str
    reference: str
    head: tuple[str, ...]
    items: tuple[str, ...]
    months: tuple[str, ...]
    thousands: str
    point: str
    country: str
    rate: Decimal
    suppliers: tuple[str, ...]
    town: str


LANGUAGES = {
    "en": Words(
        "en", "INVOICE", ("Invoice no.", "Invoice number:", "Invoice #"),
        ("Invoice date", "Date:", "Date of issue"), ("Due date", "Payment due:", "Pay by"),
        ("Subtotal", "Net total", "Total excl. VAT"), ("VAT 20%", "VAT (20%)", "Tax 20%"),
        ("Total due", "TOTAL", "Amount due"), ("VAT No.", "VAT reg. no:", "VAT ID"),
        "Bill to", "Delivery date", "Your order", "Payment reference",
        ("Description", "Qty", "Price", "Amount"),
        ("Consulting services", "Annual licence", "Delivery to site", "Workshop"),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"),
        ",", ".", "GB", Decimal(20), ("Harbour Tools Ltd", "Bright & Sons Ltd", "Oakfield Design Ltd"),
        "14 Mill Lane, Leeds LS1 4AP",
    ),
    "de": Words(
        "de", "RECHNUNG", ("Rechnungsnummer:", "Rechnungs-Nr.", "Rechnung Nr."),
        ("Rechnungsdatum", "Datum:", "Belegdatum"), ("Fällig am", "Zahlbar bis:", "Fälligkeit"),
        ("Zwischensumme", "Nettobetrag", "Summe netto"), ("MwSt. 19%", "zzgl. 19 % USt", "Umsatzsteuer 19 %"),
        ("Gesamtbetrag", "Rechnungsbetrag", "Zu zahlen"), ("USt-IdNr.", "USt-ID:", "UID-Nr."),
        "Kunde", "Lieferdatum", "Bestellung", "Verwendungszweck",
        ("Bezeichnung", "Menge", "Preis", "Betrag"),
        ("Beratung vor Ort", "Jahreslizenz", "Lieferung", "Schulung für Büro"),
        ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
         "Oktober", "November", "Dezember"),
        ".", ",", "DE", Decimal(19), ("Möller Werkzeuge GmbH", "Weiß & Söhne KG", "Nordlicht Design GmbH"),
        "Hafenstraße 14, 20457 Hamburg",
    ),
    "it": Words(
        "it", "FATTURA", ("Fattura n.", "Numero fattura:", "Nr. fattura"),
        ("Data fattura", "Data:", "Data emissione"), ("Scadenza", "Data scadenza:", "Da pagare entro"),
        ("Imponibile", "Totale imponibile", "Totale netto"), ("IVA 22%", "IVA (22%)", "Imposta 22%"),
        ("Totale fattura", "TOTALE", "Totale da pagare"), ("P.IVA", "Partita IVA:", "P. IVA"),
        "Cliente", "Data consegna", "Vs. ordine", "Causale",
        ("Descrizione", "Q.tà", "Prezzo", "Importo"),
        ("Consulenza", "Licenza annuale", "Consegna in città", "Formazione"),
        ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
         "settembre", "ottobre", "novembre", "dicembre"),
        ".", ",", "IT", Decimal(22), ("Officine Carso S.r.l.", "Rossi & Figli S.n.c.", "Studio Perla S.r.l."),
        "Via Roma 14, 34121 Trieste",
    ),
    "sl": Words(
        "sl", "RAČUN", ("Račun št.", "Številka računa:", "Št. računa"),
        ("Datum računa", "Datum izdaje:", "Datum izdaje"), ("Rok plačila", "Zapade:", "Datum zapadlosti"),
        ("Osnova", "Skupaj brez DDV", "Neto znesek"), ("DDV 22%", "DDV (22 %)", "Znesek DDV 22 %"),
        ("Za plačilo", "Skupaj z DDV", "SKUPAJ"), ("ID za DDV", "ID št. za DDV:", "Davčna številka"),
        "Kupec", "Datum dobave", "Naročilo", "Sklic",
        ("Opis", "Količina", "Cena", "Znesek"),
        ("Svetovanje", "Letna licenca", "Dostava", "Delavnica v šoli"),
        ("januar", "februar", "marec", "april", "maj", "junij", "julij", "avgust", "september",
         "oktober", "november", "december"),
        ".", ",", "SI", Decimal(22), ("Lipa d.o.o.", "Kovaštvo Žagar s.p.", "Črni Gaber d.o.o."),
        "Dunajska cesta 14, 1000 Ljubljana",
    ),
}  # fmt: skip
