"""The door for file names from outside: what may be shown, and what a header may say.

A name is only ever shown; where bytes are kept never depends on it.
"""

import re
import unicodedata
from typing import Literal
from urllib.parse import quote

NAME_BYTES_MAX = 200
UNNAMED = "attachment"
_EXTENSION_BYTES_MAX = 16
# Control, format (bidi marks, zero width), surrogate, private and unassigned characters.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Source: "Naming Files, Paths, and Namespaces" of the Windows documentation.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
# Source: RFC 8187, attr-char.
_ATTRIBUTE_SAFE = "!#$&+-.^_`|~"
_TOKEN_LIKE = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$&'()+,-.=@_~"
)


def safe_name(given: str) -> str:
    """The last part of a path as a name that every file system takes, and that hides nothing."""
    text = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode("utf-8"))
    text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    text = re.split(r"[/\\]", text.rstrip("/\\ "))[-1]
    text = _FORBIDDEN.sub("_", " ".join(text.split())).strip(". ")
    if _RESERVED.match(text):
        text = f"_{text}"
    return _shortened(text) or UNNAMED


def _shortened(text: str) -> str:
    if len(text.encode()) <= NAME_BYTES_MAX:
        return text
    stem, dot, extension = text.rpartition(".")
    end = f".{extension}" if dot and len(extension.encode()) <= _EXTENSION_BYTES_MAX else ""
    kept = (stem if end else text).encode()[: NAME_BYTES_MAX - len(end.encode())]
    return kept.decode("utf-8", "ignore").rstrip(". ") + end


def disposition(name: str, kind: Literal["inline", "attachment"] = "attachment") -> str:
    """A Content-Disposition value for a name in any script (RFC 6266, RFC 8187)."""
    shown = safe_name(name)
    plain = "".join(c if c in _TOKEN_LIKE else "_" for c in shown)
    value = f'{kind}; filename="{plain}"'
    return value if plain == shown else f"{value}; filename*=UTF-8''{quote(shown, _ATTRIBUTE_SAFE)}"
