"""XRechnung for vehicles (CVD 0.9): what Directive 2009/33/EC wants to know of each vehicle sold.

Source: KoSIT, XRechnung CVD 0.9, BR-DE-CVD-*.
"""

from invoicing.model import Document, Line
from invoicing.rules._findings import Findings, table

SPECIFICATION = "urn:xeinkauf.de:kosit:xrechnung:cvd_"
RULES = table("""
BR-DE-CVD-01 | BT-12 | The contract reference is missing. | Name the contract.
BR-DE-CVD-02 | BT-17 | The tender or lot reference is missing. | Name the tender or lot.
BR-DE-CVD-03 | BG-25 | No line says its vehicle's category and kind. | Classify one by CVD and cva.
BR-DE-CVD-04 | BT-158 | The vehicle's category is unknown. | Use M1, M2, M3, N1, N2 or N3.
BR-DE-CVD-05 | BT-161 | The vehicle's kind is unknown. | Use clean, zero-emission or other.
BR-DE-CVD-06-a | BT-160 | A vehicle does not have one kind (cva). | Give exactly one cva.
BR-DE-CVD-06-b | BT-158 | A vehicle's kind has not one category. | Classify it once by CVD.
BR-TMP-CVD-01 | BT-158 | The classification's scheme is unknown. | Use a code of UNTDID 7143.
""")

_SCHEME, _KIND = "CVD", "cva"
_CATEGORIES = frozenset({"M1", "M2", "M3", "N1", "N2", "N3"})
_KINDS = frozenset({"clean", "zero-emission", "other"})


def check(document: Document, f: Findings) -> None:
    """The findings on a document about vehicles; nothing on any other."""
    if SPECIFICATION not in document.specification:
        return
    # These classifications are the extension's own: its rule speaks in the norm's place.
    unknown = [found.pointer for found in f.take_back({"BR-CL-13"})]
    if not document.contract_reference.strip():
        f.add("BR-DE-CVD-01", "/contractReference")
    if not document.tender_reference.strip():
        f.add("BR-DE-CVD-02", "/tenderReference")
    lines = [(i, line) for i, line in enumerate(document.lines) if line.kind == "product"]
    if not any(_categories(line) and _kinds(line) for _, line in lines):
        f.add("BR-DE-CVD-03", "/_documentItems")
    for i, line in lines:
        _check_line(line, f"/_documentItems/{i}", f)
    schemes = {
        f"/_documentItems/{i}/classifications/{n}/scheme": each.scheme
        for i, line in lines
        for n, each in enumerate(line.classifications)
    }
    for pointer in unknown:
        if schemes.get(pointer) != _SCHEME:
            f.add("BR-TMP-CVD-01", pointer)


def _categories(line: Line) -> list[str]:
    return [each.value.strip() for each in line.classifications if each.scheme == _SCHEME]


def _kinds(line: Line) -> list[str]:
    return [value.strip() for name, value in line.attributes if name.strip() == _KIND]


def _check_line(line: Line, at: str, f: Findings) -> None:
    categories, kinds = _categories(line), _kinds(line)
    if categories and len(kinds) != 1:
        f.add("BR-DE-CVD-06-a", f"{at}/attributes")
    if kinds and len(categories) != 1:
        f.add("BR-DE-CVD-06-b", f"{at}/classifications")
    if not _CATEGORIES.issuperset(categories):
        f.add("BR-DE-CVD-04", f"{at}/classifications")
    if not _KINDS.issuperset(kinds):
        f.add("BR-DE-CVD-05", f"{at}/attributes")
