"""`?options=` of the e-SLOG routes: one JSON object."""

import re

from invoicing.edge import json_text
from invoicing.edge.request import Request
from invoicing.errors import UnreadableFile

VERSION = "2.0"
# Source: e-SLOG 2.0, NBT-041 (how it is paid) and NBT-042 (purpose, ISO 20022).
_ALLOWED = {
    "version": re.compile(re.escape(VERSION)),
    "paymentStatus": re.compile("[0-3]"),
    "purposeCode": re.compile("[A-Z]{4}"),
}
_FIXES = {
    "version": f"send {VERSION} or leave it out; version 1.6 is read and not written",
    "paymentStatus": "send 0 to be paid, 1 direct debit, 2 paid or 3 other",
    "purposeCode": "send four letters, such as OTHR",
}


def eslog_options(call: Request) -> dict[str, str]:
    """What stands in the file beside the document; UnreadableFile names what is no option."""
    text = call.query.get("options", "")
    if not text:
        return {}
    given = json_text.loads(text.encode("utf-8", "surrogatepass"))
    if not isinstance(given, dict):
        raise UnreadableFile(
            "eslog-options",
            "options is no JSON object",
            fix='send options={"version":"2.0"}, percent-encoded',
            pointer="/query/options",
        )
    for name, value in given.items():
        if name not in _ALLOWED or not _ALLOWED[name].fullmatch(str(value)):
            raise UnreadableFile(
                "eslog-options",
                f"{name[:40]} is no option of this value",
                fix=_FIXES.get(name, f"send some of {', '.join(_ALLOWED)}"),
                pointer=f"/query/options/{name[:40]}",
            )
    return {name: str(value) for name, value in given.items() if name != "version"}
