"""The mapping engine: one table per syntax, from which reader, writer and coverage derive.

A table is a tree of rows in the order of the syntax's schema:

    Leaf("cbc:ID", "BT-1", "number", required="BR-02")
    Leaf("cac:Item/cbc:Name", "BT-153", "name")             containers are implied by the path
    Leaf("cbc:Quantity/@unitCode", "BT-130", "unit_code")   an attribute of a leaf written before
    Leaf("", "BT-110", "amount", AMOUNT)                    the text of the group's own element
    Leaf("cbc:ID", "BT-29", "identifiers", IDENTIFIER, many=True, scheme="schemeID")
    Fixed("cac:TaxScheme/cbc:ID", "VAT")                    written beside what is there
    Filled("cac:InvoicePeriod", "period_start", "BR-CO-19")  never stands empty
    Group("cac:InvoiceLine", "BG-25", "lines", Line, ROWS, many=True, required="BR-16")

A group's rows fill the fields of `make`, a msgspec Struct: a model class where the syntax has
the model's shape, else a small Struct of the syntax's own, which `load(wire, report)` turns
into the model value and `view(value)` makes from it. `report(field, rule, text, fix)` adds a
finding. `required` names the rule that an absent term breaks; `told` one that is told only to
who asks for findings, because the document is read all the same.

A path may name an element and repeat as often as `many` allows, never more; what the table
does not name is skipped if it belongs to the syntax's namespaces, else it is a finding.

`Syntax(...)` compiles a table on first use: `read(root)` and `write(document)`. The writer is
one chain of f-strings per group; the reader pops each element's children from a dictionary of
tags. Both are generated from the table alone, never from a file's content.

Values are strict: plain decimal numbers (12 digits, 18 decimals), dates `YYYY-MM-DD` (a UTC
offset is dropped), surrounding white space allowed around everything but text.
"""

from invoicing.formats._mapping.syntax import Syntax
from invoicing.formats._mapping.table import (
    AMOUNT,
    BASE64,
    CODE,
    DATE,
    DAY,
    FLAG,
    IDENTIFIER,
    NUMBER,
    TEXT,
    By,
    Filled,
    Fixed,
    Group,
    Leaf,
    Report,
    Row,
    narrowed,
    relaxed,
    terms,
)

__all__ = [
    "AMOUNT",
    "BASE64",
    "CODE",
    "DATE",
    "DAY",
    "FLAG",
    "IDENTIFIER",
    "NUMBER",
    "TEXT",
    "By",
    "Filled",
    "Fixed",
    "Group",
    "Leaf",
    "Report",
    "Row",
    "Syntax",
    "narrowed",
    "relaxed",
    "terms",
]
