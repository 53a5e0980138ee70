"""How a print is asked for over HTTP, and what is told beside it."""

import msgspec
from aws_lambda_powertools.event_handler import Response

from invoicing.edge.request import Request
from invoicing.errors import UnreadableFile
from invoicing.usecases._look import Look, Wanted

NOTE_CHARACTERS_MAX = 2_000
NAME_CHARACTERS_MAX = 100
THEME_HEADER = "x-printtheme"
WARNINGS_HEADER = "Notula-Warnings"


def look_of(call: Request) -> Look:
    """Language, theme, letter paper and notes; the header says the theme before the query does."""
    return Look(
        language=call.query.get("l", ""),
        theme=call.headers.get(THEME_HEADER, "").strip() or _name(call, "theme"),
        template=_name(call, "template"),
        bare=call.flag("hide_header_footer"),
        head_note=_note(call, "dynamic[head-notes]"),
        foot_note=_note(call, "dynamic[foot-notes]"),
    )


def wanted_of(call: Request) -> Wanted:
    """Whether the original or a copy is asked for; UnreadableFile where both are."""
    original, copy = call.flag("original"), call.flag("copy")
    if original and copy:
        raise UnreadableFile(
            "original-or-copy",
            "a print is the original or a copy",
            fix="send one of original=true and copy=true",
            pointer="/query/copy",
        )
    if original:
        return "original"
    return "copy" if copy else "current"


def warned(response: Response[bytes], warnings: tuple[str, ...]) -> Response[bytes]:
    """The response, with what was left out of it in a header, as a JSON array."""
    if warnings:
        response.headers[WARNINGS_HEADER] = msgspec.json.encode(warnings).decode()
    return response


def _name(call: Request, name: str) -> str:
    return _short(call, name, NAME_CHARACTERS_MAX)


def _note(call: Request, name: str) -> str:
    return _short(call, name, NOTE_CHARACTERS_MAX)


def _short(call: Request, name: str, characters_max: int) -> str:
    text = call.query.get(name, "")
    if len(text) > characters_max:
        raise UnreadableFile(
            "query-too-long",
            f"{name} has {len(text)} characters",
            fix=f"send at most {characters_max}",
            pointer=f"/query/{name}",
        )
    return text
