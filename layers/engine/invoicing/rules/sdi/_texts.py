"""The checks' codes and our words for them, in English: SDI's own are Italian."""

from invoicing.rules._findings import table

RULES = table("""
00313 | BT-49 | An Italian customer is sent to XXXXXXX, which is for customers abroad. | Give the customer's own code, or 0000000.
00400 | BT-151 | A line without VAT does not say why. | Give its Natura.
00401 | BT-151 | A line with VAT has a Natura, a reason for charging none. | Leave out the Natura, or set AliquotaIVA to 0.00.
00403 | BT-2 | The invoice is dated after the day it is received. | Date it no later than today.
00409 | BT-1 | Two invoices of one file have the same number, year and supplier. | Give each its own number.
00411 | | A line is subject to withholding, but the invoice has no DatiRitenuta. | Add DatiRitenuta, or leave out Ritenuta.
00413 | | A fund contribution without VAT does not say why. | Give its Natura.
00414 | | A fund contribution with VAT has a Natura. | Leave out the Natura, or set AliquotaIVA to 0.00.
00415 | | A fund contribution is subject to withholding, but the invoice has no DatiRitenuta. | Add DatiRitenuta, or leave out Ritenuta.
00417 | BT-48 | The customer has neither a VAT number nor a tax code. | Give IdFiscaleIVA or CodiceFiscale.
00418 | BT-26 | The invoice is older than one it refers to. | Correct one of the two dates.
00419 | BG-23 | A VAT rate of the lines or funds is missing from the summary. | Add a DatiRiepilogo for the rate.
00420 | BT-118 | A reverse-charged summary claims split payment. | Use I or D as EsigibilitaIVA.
00421 | BT-117 | The VAT of a rate is not its base times the rate. | Set Imposta to ImponibileImporto times AliquotaIVA, to the cent.
00422 | BT-116 | The base of a rate is not the sum of its lines and funds. | Sum PrezzoTotale, the funds' contributions and Arrotondamento.
00423 | BT-131 | A line's total is not its price, with its discounts, times its quantity. | Compute PrezzoTotale again.
00424 | BT-152 | A VAT rate is a fraction, not a percentage. | Write 22.00, not 0.22.
00425 | BT-1 | The invoice number has no digit. | Give a number with at least one digit.
00426 | BT-49 | A certified mail address stands beside a recipient's code. | Keep one: the code, or 0000000 with the address.
00427 | BT-49 | The recipient's code has the wrong length. | Use 6 characters for FPA12, 7 for FPR12.
00428 | | The transmission format is unknown. | Use FPA12, FPR12 or FSM10.
00429 | BT-118 | A summary without VAT does not say why. | Give its Natura.
00430 | BT-118 | A summary with VAT has a Natura. | Leave out the Natura, or set AliquotaIVA to 0.00.
00437 | BG-20 | A discount or surcharge of the document has neither rate nor amount. | Give Percentuale or Importo.
00438 | BG-27 | A discount or surcharge of a line has neither rate nor amount. | Give Percentuale or Importo.
00443 | BT-119 | The VAT rates of the summary are not those of the lines and funds. | Give one DatiRiepilogo for each rate, and no other.
00444 | BT-118 | The Nature of the summary are not those of the lines and funds. | Give one DatiRiepilogo for each Natura, and no other.
00445 | BT-118 | The general codes N2, N3 and N6 ended with 2020. | Use a code of the detailed list, such as N2.2.
00460 | BT-112 | A simplified invoice comes to more than 400 euro. | Send an ordinary invoice.
00471 | BT-31 | Supplier and customer are the same, which this type of document does not allow. | Check both parties, or use TD21 or TD27.
00472 | BT-31 | Supplier and customer differ, though the document is one to oneself. | Use the same party for both, or another type.
00473 | BT-31 | The supplier is Italian, which this type of document does not allow. | Give the foreign supplier, or use TD16.
00474 | BT-152 | A self-invoice for exceeding the ceiling has a line without VAT. | Give every line its rate.
00475 | BT-48 | This type of document needs the customer's VAT number. | Give IdFiscaleIVA of the customer.
00476 | BT-31 | Neither supplier nor customer is Italian. | One of the two has an Italian VAT number.
""")  # noqa: E501 - one rule, one row
