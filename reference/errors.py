"""Every code a problem may carry, read from the engine's source: what is raised is listed.

A code is found where an error or a finding is made, also behind functions that only pass it on.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from html import escape

from invoicing import errors
from invoicing.edge.problems import (
    CLASS_TEXTS,
    FIXES,
    INTERNAL,
    INVALID_VALUE,
    OWN_FIXES,
    status_and_title,
)
from reference.source import Site, made

_KIND_CLASSES = {
    name: getattr(errors, name)
    for name in (
        "UnreadableFile",
        "UnknownFormat",
        "NotAcceptable",
        "TooLarge",
        "Conflict",
        "Rejected",
    )
}
_KIND_CLASSES["Claim"] = errors.Conflict  # what a claim that is taken raises
_INVALID = 422
_OURS = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

HEAD = """\
# Errors

Every 4xx and 5xx answer is `application/problem+json` (RFC 9457). `code` says what happened,
`detail` says it in words, `requestId` names the request in the logs, and each member of `errors`
names one fault: `pointer` (a JSON pointer into the body, `/query/…` for a parameter), `code`,
`message` and `fix`. `type` leads to the row below.

A code stays what it is; texts may change. A 400 could not be read, a 422 was read and is not
valid; nothing was changed by either. Codes in capitals (`BR-CO-16`, `SLIP-REFERENCE`) are rules
of the norms: docs/rules.md has those of EN 16931. The code of a refusal by an outside party
(`rejected`) is that party's own.

API Gateway itself answers `{"message": …}`: 401 without an `Authorization` header, 404 where no
route matches, 413 above 10 MB, 429 above the stack's rate, 503 when a function did not answer.
"""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: the status it comes with, what it means and how to mend it."""

    name: str
    status: int
    text: str
    fix: str


def is_known(code: str) -> bool:
    """Whether somebody can look the code up: here, or in the norm that has the rule."""
    return code in catalogue() or is_in_norm(code)


def is_in_norm(code: str) -> bool:
    """Whether it is no code of ours, which are written small and with hyphens."""
    return not _OURS.fullmatch(code)


@cache
def catalogue() -> dict[str, Code]:
    """Every code the source names, by its name."""
    found: dict[str, list[Code]] = defaultdict(list)
    for code in (*_classes(), *_kinds(), *(_of(site) for site in made())):
        found[code.name].append(code)
    return {name: _merged(codes) for name, codes in sorted(found.items())}


def _classes() -> list[Code]:
    """The errors that are one code each."""
    classes = [
        Code(code, status_and_title(kind)[0], text, fix)
        for kind, (code, text, fix) in CLASS_TEXTS.items()
    ]
    return [*classes, Code(*INTERNAL)]


def _kinds() -> list[Code]:
    """What may be wrong with one value of a body."""
    kinds = [Code(k.replace("_", "-"), _INVALID, *said) for k, said in FIXES.items()]
    return [*kinds, Code(INVALID_VALUE, _INVALID, "is not valid", "send a valid value")]


def _of(site: Site) -> Code:
    name, fix = site.code, site.fix
    if site.kind == "PydanticCustomError":
        fix = OWN_FIXES.get(name, "send a valid value")
        name = name.replace("_", "-")
    kind = _KIND_CLASSES.get(site.kind)
    status = status_and_title(kind)[0] if kind else _INVALID
    return Code(name, status, site.text, fix)


def _merged(codes: list[Code]) -> Code:
    """One row of a code that is made in several places."""

    def joined(texts: list[str]) -> str:
        said = [text for text in dict.fromkeys(texts) if text.strip("… :;,.")]
        return "; or: ".join(said[:3])

    name, status = codes[0].name, min(code.status for code in codes)
    text = joined([c.text for c in codes]) or "the message says what is wrong"
    return Code(name, status, text, joined([c.fix for c in codes]))


def markdown() -> str:
    """docs/errors.md."""
    rows = [
        f"| `{c.name}` | {c.status} | {_cell(c.text)} | {_cell(c.fix)} |"
        for c in catalogue().values()
    ]
    table = ["| Code | Status | What it says | What to do |", "|---|---|---|---|", *rows]
    return HEAD + "\n" + "\n".join(table) + "\n"


def html_rows() -> str:
    """The table's rows as HTML; each can be linked to by its code."""
    return "\n".join(
        f'<tr id="{escape(c.name)}"><td><code>{escape(c.name)}</code></td><td>{c.status}</td>'
        f"<td>{escape(c.text)}</td><td>{escape(c.fix)}</td></tr>"
        for c in catalogue().values()
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
