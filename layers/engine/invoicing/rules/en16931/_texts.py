"""Every rule's term, meaning and remedy. Source: EN 16931-1:2017, 6.4; release 1.3.16."""

from invoicing.rules._findings import table
from invoicing.rules.en16931._families import family_rules

RULES = (
    table("""
BR-01 | BT-24 | The specification identifier is missing. | Name the specification it follows.
BR-02 | BT-1 | The document has no number. | Issue the document, or give its number.
BR-03 | BT-2 | The issue date is missing. | Give the date of issue.
BR-04 | BT-3 | The document type code is missing. | Give a UNCL1001 code, such as 380.
BR-05 | BT-5 | The currency is missing. | Give an ISO 4217 currency code.
BR-06 | BT-27 | The seller has no name. | Give the seller's registered name.
BR-07 | BT-44 | The buyer has no name. | Give the buyer's registered name.
BR-08 | BG-5 | The seller has no postal address. | Give at least its country.
BR-10 | BG-8 | The buyer has no postal address. | Give at least its country.
BR-09 | BT-40 | The seller's country is missing. | Give an ISO 3166-1 alpha-2 code.
BR-11 | BT-55 | The buyer's country is missing. | Give an ISO 3166-1 alpha-2 code.
BR-12 | BT-106 | The sum of the lines' net amounts is missing. | State it.
BR-13 | BT-109 | The total without tax is missing. | State it.
BR-14 | BT-112 | The total with tax is missing. | State it.
BR-15 | BT-115 | The payable amount is missing. | State it, 0 where nothing is due.
BR-16 | BG-25 | The document has no lines. | Add at least one line.
BR-17 | BT-59 | The payee has no name, or is the seller. | Name a payee other than the seller.
BR-18 | BT-62 | The tax representative has no name. | Give the representative's name.
BR-19 | BG-12 | The tax representative has no postal address. | Give at least its country.
BR-20 | BT-69 | The representative's country is missing. | Give an ISO 3166-1 alpha-2 code.
BR-21 | BT-126 | The line has no identifier. | Number the lines.
BR-22 | BT-129 | The line has no quantity. | Give the quantity invoiced.
BR-23 | BT-130 | The quantity has no unit. | Give a Recommendation 20 code, such as C62.
BR-24 | BT-131 | The line has no net amount. | Give the line's total without tax.
BR-25 | BT-153 | The line has no item name. | Name what was sold.
BR-26 | BT-146 | The line has no net price. | Give the price of one unit without tax.
BR-27 | BT-146 | The net price is negative. | Use a negative quantity instead.
BR-28 | BT-148 | The gross price is negative. | Use a negative quantity instead.
BR-29 | BT-74 | The period ends before it starts. | Swap or correct the two dates.
BR-30 | BT-135 | The line's period ends before it starts. | Swap or correct the two dates.
BR-31 | BT-92 | The allowance has no amount. | Give the amount without tax.
BR-32 | BT-95 | The allowance has no VAT category. | Give the allowance's VAT category.
BR-33 | BT-97 | The allowance has no reason. | Give a reason or a reason code.
BR-36 | BT-99 | The charge has no amount. | Give the amount without tax.
BR-37 | BT-102 | The charge has no VAT category. | Give the charge's VAT category.
BR-38 | BT-104 | The charge has no reason. | Give a reason or a reason code.
BR-41 | BT-136 | The line's allowance has no amount. | Give the amount without tax.
BR-42 | BT-139 | The line's allowance has no reason. | Give a reason or a reason code.
BR-43 | BT-141 | The line's charge has no amount. | Give the amount without tax.
BR-44 | BT-144 | The line's charge has no reason. | Give a reason or a reason code.
BR-45 | BT-116 | The tax row has no base. | Give what the category and rate apply to.
BR-46 | BT-117 | The tax row has no tax amount. | Give the tax, 0 where there is none.
BR-47 | BT-118 | The tax row has no VAT category. | Give its category, and VAT as its scheme.
BR-48 | BT-119 | The tax row has no rate. | Give the rate in percent.
BR-49 | BT-81 | How to pay is not coded. | Give a UNCL4461 payment means code.
BR-50 | BT-84 | The credit transfer has no account. | Give an IBAN or an account number.
BR-51? | BT-87 | More than ten digits of the card are shown. | Keep only the last four digits.
BR-52 | BT-122 | The supporting document has no reference. | Give the document's reference.
BR-53 | BT-111 | The tax total in the tax currency is missing. | State the tax in that currency too.
BR-54 | BG-32 | An item attribute lacks its name or value. | Give both, or drop the attribute.
BR-55 | BT-25 | The preceding invoice has no number. | Give the preceding invoice's number.
BR-56 | BT-63 | The tax representative has no VAT number. | Give the representative's VAT number.
BR-57 | BT-80 | The delivery address has no country. | Give an ISO 3166-1 alpha-2 code.
BR-61 | BT-84 | A credit transfer needs an account. | Give at least one account to pay to.
BR-62 | BT-34 | The seller's electronic address has no scheme. | Give its EAS scheme code.
BR-63 | BT-49 | The buyer's electronic address has no scheme. | Give its EAS scheme code.
BR-64 | BT-157 | The standard item identifier has no scheme. | Give its ICD scheme code.
BR-65 | BT-158 | The item classification has no list. | Give its UNCL7143 list code.
BR-B-01 | BT-151 | Category B is for Italian split payment only. | Use B only within Italy.
BR-B-02 | BT-151 | Categories B and S exclude each other. | Use one of the two categories.
BR-CO-03 | BT-8 | Both a tax point date and its code are given. | Keep one of the two.
BR-CO-04 | BT-151 | The line has no VAT category. | Give its category, and VAT as its scheme.
BR-CO-09 | BT-31 | The VAT number lacks its country prefix. | Start it with the country code.
BR-CO-10 | BT-106 | The sum of lines is not the lines' sum. | Add up the lines' net amounts.
BR-CO-11 | BT-107 | The sum of allowances is wrong. | Add up the document's allowances.
BR-CO-12 | BT-108 | The sum of charges is wrong. | Add up the document's charges.
BR-CO-13 | BT-109 | The total without tax is wrong. | Lines less allowances plus charges.
BR-CO-14 | BT-110 | The tax total is not the sum of tax rows. | Add up the tax rows.
BR-CO-15 | BT-112 | The total with tax is wrong. | Total without tax plus tax.
BR-CO-16 | BT-115 | The payable amount is wrong. | Total with tax less prepaid plus rounding.
BR-CO-17 | BT-117 | The tax is not base times rate. | Multiply the base by the rate, rounded.
BR-CO-18 | BG-23 | There is no tax breakdown. | Add a row per VAT category and rate.
BR-CO-19 | BG-14 | The period has neither start nor end. | Give one, or drop the period.
BR-CO-20 | BG-26 | The line's period has neither start nor end. | Give one, or drop the period.
BR-CO-26 | BT-29 | The seller cannot be identified. | Give a VAT, registration or other number.
BR-DEC-01 | BT-92 | The allowance has over two decimals. | Round it to cents.
BR-DEC-02 | BT-93 | The allowance's base has over two decimals. | Round it to cents.
BR-DEC-05 | BT-99 | The charge has over two decimals. | Round it to cents.
BR-DEC-06 | BT-100 | The charge's base has over two decimals. | Round it to cents.
BR-DEC-09 | BT-106 | The sum of lines has over two decimals. | Round it to cents.
BR-DEC-10 | BT-107 | The sum of allowances has over two decimals. | Round it to cents.
BR-DEC-11 | BT-108 | The sum of charges has over two decimals. | Round it to cents.
BR-DEC-12 | BT-109 | The total without tax has over two decimals. | Round it to cents.
BR-DEC-13 | BT-110 | The tax total has over two decimals. | Round it to cents.
BR-DEC-14 | BT-112 | The total with tax has over two decimals. | Round it to cents.
BR-DEC-15 | BT-111 | The converted tax has over two decimals. | Round it to cents.
BR-DEC-16 | BT-113 | The prepaid amount has over two decimals. | Round it to cents.
BR-DEC-17 | BT-114 | The rounding amount has over two decimals. | Round it to cents.
BR-DEC-18 | BT-115 | The payable amount has over two decimals. | Round it to cents.
BR-DEC-19 | BT-116 | The tax base has over two decimals. | Round it to cents.
BR-DEC-20 | BT-117 | The tax has over two decimals. | Round it to cents.
BR-DEC-23 | BT-131 | The line's net amount has over two decimals. | Round it to cents.
BR-DEC-24 | BT-136 | The line's allowance has over two decimals. | Round it to cents.
BR-DEC-25 | BT-137 | The allowance's base has over two decimals. | Round it to cents.
BR-DEC-27 | BT-141 | The line's charge has over two decimals. | Round it to cents.
BR-DEC-28 | BT-142 | The charge's base has over two decimals. | Round it to cents.
BR-CL-01 | BT-3 | The document type code is unknown. | Use a UNCL1001 code, such as 380.
BR-CL-03 | BT-5 | An amount's currency is unknown. | Use an ISO 4217 code, such as EUR.
BR-CL-04 | BT-5 | The currency is unknown. | Use an ISO 4217 code, such as EUR.
BR-CL-05 | BT-6 | The tax currency is unknown. | Use an ISO 4217 code, such as EUR.
BR-CL-06 | BT-8 | The tax point code is unknown. | Use 3, 35 or 432.
BR-CL-07 | BT-18 | The object's scheme is unknown. | Use a UNCL1153 code.
BR-CL-08 | BT-21 | The note's subject code is unknown. | Use a UNCL4451 code, such as AAI.
BR-CL-10 | BT-29 | The identifier's scheme is unknown. | Use an ISO 6523 ICD code.
BR-CL-11 | BT-30 | The registration's scheme is unknown. | Use an ISO 6523 ICD code.
BR-CL-13 | BT-158 | The classification's list is unknown. | Use a UNCL7143 code.
BR-CL-14 | BT-40 | The country is unknown. | Use an ISO 3166-1 alpha-2 code.
BR-CL-15 | BT-159 | The country of origin is unknown. | Use an ISO 3166-1 alpha-2 code.
BR-CL-16 | BT-81 | The payment means is unknown. | Use a UNCL4461 code, such as 58.
BR-CL-17 | BT-118 | The VAT category is unknown. | Use a UNCL5305 code, such as S.
BR-CL-18 | BT-151 | The line's VAT category is unknown. | Use a UNCL5305 code, such as S.
BR-CL-19 | BT-98 | The allowance's reason code is unknown. | Use a UNCL5189 code, such as 95.
BR-CL-20 | BT-105 | The charge's reason code is unknown. | Use a UNCL7161 code, such as FC.
BR-CL-21 | BT-157 | The item identifier's scheme is unknown. | Use an ISO 6523 ICD code.
BR-CL-22 | BT-121 | The exemption reason code is unknown. | Use a VATEX code.
BR-CL-23 | BT-130 | The unit is unknown. | Use a UN/ECE Recommendation 20 code.
BR-CL-24 | BT-125 | The attachment's type is not allowed. | Attach a PDF, PNG, JPEG, CSV or sheet.
BR-CL-25 | BT-34 | The electronic address's scheme is unknown. | Use an EAS code.
BR-CL-26 | BT-71 | The location's scheme is unknown. | Use an ISO 6523 ICD code.
""")
    | family_rules()
)
RULES |= {
    "BR-CO-21": RULES["BR-33"],
    "BR-CO-22": RULES["BR-38"],
    "BR-CO-23": RULES["BR-42"],
    "BR-CO-24": RULES["BR-44"],
}
