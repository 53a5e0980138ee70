"""The page of a shared document over HTTP, for people rather than programs."""

from typing import Any
from urllib.parse import parse_qs, quote

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer, logger
from invoicing.edge.request import Request, parse
from invoicing.edge.wire.sending import DecisionInput
from invoicing.edge.wiring import ports
from invoicing.errors import Conflict, InvalidDocument, NotFound, UnreadableFile
from invoicing.model import Decision
from invoicing.render.hosted import POLICY, write_ended
from invoicing.render.view import languages
from invoicing.usecases.shared_page import decide, open_page

FORM = "application/x-www-form-urlencoded"
FORM_BYTES_MAX = 20_000
HTML = "text/html; charset=utf-8"
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept",
}
_PAGE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "clipboard-write=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def is_wanted(call: Request) -> bool:
    """Whether the caller is a browser that asks for a page; programs get JSON."""
    return "text/html" in call.headers.get("accept", "").lower()


def page(call: Request, shareable_id: str) -> Response[str]:
    """The page; a page that says so where the link leads nowhere."""
    try:
        found = open_page(shareable_id, ports(), language=_known(call.query.get("l", "")))
    except NotFound:
        return Response(404, HTML, write_ended(_accepted(call)), headers=dict(_PAGE_HEADERS))
    headers = {**_PAGE_HEADERS, "Content-Security-Policy": found.policy}
    return Response(200, HTML, found.text, headers=headers)


def post_decision(call: Request, shareable_id: str) -> Response[str]:
    """The recipient's answer: from the page's form, which then shows it, or as JSON."""
    if call.media_type() != FORM:
        return answer(_view(_decided(call, shareable_id, call.json_object())), headers=HEADERS)
    form = _form(call)
    try:
        _decided(call, shareable_id, form)
    except (Conflict, InvalidDocument):
        logger.info("not decided")  # the page shows what is known, or asks again
    except NotFound:
        return Response(404, HTML, write_ended(_accepted(call)), headers=dict(_PAGE_HEADERS))
    language = _known(call.query.get("l", ""))
    location = f"/v1/Documents/public/{quote(shareable_id, safe='')}"
    headers = {**HEADERS, "Location": f"{location}?l={language}" if language else location}
    return Response(303, HTML, "", headers=headers)


def _decided(call: Request, shareable_id: str, given: dict[str, Any]) -> Decision:
    body = parse(DecisionInput, given)
    return decide(
        shareable_id,
        body.decision,
        ports(),
        name=body.name or "",
        note=body.note or "",
        key=call.key(),
    )


def _view(made: Decision) -> dict[str, Any]:
    return {"decision": made.state, "at": made.at, "name": made.name, "note": made.note}


def _form(call: Request) -> dict[str, str]:
    body = call.body()
    if len(body) > FORM_BYTES_MAX:
        raise _not_the_form()
    try:
        given = parse_qs(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=9)
    except ValueError as exc:
        raise _not_the_form() from exc
    return {name: values[0] for name, values in given.items()}


def _not_the_form() -> UnreadableFile:
    return UnreadableFile("form", "this is not what the page sends", fix="use the page's form")


def _known(language: str) -> str:
    """A language we have; empty, for the organization's own, where it is another."""
    return language if language in languages() else ""


def _accepted(call: Request) -> str:
    """The first language of the browser's that we have."""
    for part in call.headers.get("accept-language", "").split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in languages():
            return language
    return "en"
