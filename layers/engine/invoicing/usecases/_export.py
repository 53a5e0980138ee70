"""Documents as files of a format: the format's own file, its JSON form, or a PDF around it."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import msgspec

from invoicing import registry
from invoicing.errors import Finding, InvalidDocument, UnreadableFile
from invoicing.formats import Format, JsonForm
from invoicing.formats._detect import read_document
from invoicing.formats._losses import Path, lost
from invoicing.model import Document, Organization
from invoicing.safe.safe_xml import LARGE_BYTES
from invoicing.store.repository import Repository
from invoicing.usecases._checking import check_file
from invoicing.usecases._look import PLAIN, Look
from invoicing.usecases._naming import file_name

JSON, PDF = "application/json", "application/pdf"


class File(NamedTuple):
    """A file, and the name it may be saved under."""

    name: str
    media_type: str
    data: bytes
    losses: tuple[Path, ...] | None = ()
    """What the documents say and the file does not; None where nobody can tell."""


class Target(NamedTuple):
    """What is to be written: a format in a profile, and how it is dressed."""

    format: Format
    profile: str = ""
    dress: Literal["plain", "json", "pdf"] = "plain"


def target_named(name: str, profile: str = "", *, parameter: str = "format") -> Target:
    """What a caller calls it by: a format, its JSON form, its PDF, or a profile only it has.

    UnreadableFile naming the known ones where there is none, or no such profile.
    """
    found = _named(name)
    if found is None:
        raise _unknown_format(name, _known_names(), parameter)
    if not profile:
        return found
    offered = tuple(found.format.hybrids) if found.dress == "pdf" else found.format.profiles
    if profile not in offered:
        raise UnreadableFile(
            "profile-unknown",
            f"there is no profile {profile[:40]!r}",
            fix=f"send one of {', '.join(offered)}",
            pointer="/query/profile",
        )
    return found._replace(profile=profile)


def hybrid_named(name: str, profile: str = "") -> Target:
    """As `target_named`, of the formats that travel inside a PDF."""
    if name not in _hybrid_names():
        raise _unknown_format(name, _hybrid_names(), "format")
    return target_named(name, profile)


def _unknown_format(name: str, known: Iterable[str], parameter: str) -> UnreadableFile:
    return UnreadableFile(
        "format-unknown",
        f"there is no format {name[:40]!r} here",
        fix=f"send one of {', '.join(sorted(known))}",
        pointer=f"/query/{parameter}",
    )


def _named(name: str) -> Target | None:
    if name in registry.names("formats"):
        return Target(registry.member("formats", name, "FORMAT"))
    formats: tuple[Format, ...] = registry.members("formats", "FORMAT")
    for one in formats:
        if name in one.hybrid_names:
            return Target(one, next(iter(one.hybrids)), "pdf")
        if one.json_form is not None and name == one.json_form.name:
            return Target(one, dress="json")
    having = [one for one in formats if name in one.profiles]
    return Target(having[0], name) if len(having) == 1 else None


def _known_names() -> set[str]:
    formats: tuple[Format, ...] = registry.members("formats", "FORMAT")
    profiles = [name for one in formats for name in one.profiles]
    return {
        *(one.name for one in formats),
        *_hybrid_names(),
        *(one.json_form.name for one in formats if one.json_form is not None),
        *(name for name in profiles if profiles.count(name) == 1),
    }


def _hybrid_names() -> set[str]:
    formats: tuple[Format, ...] = registry.members("formats", "FORMAT")
    return {name for one in formats for name in one.hybrid_names}


class Printer(NamedTuple):
    """Whose pages a PDF has, and how they are to be."""

    organization: Organization
    store: Repository
    look: Look = PLAIN


def write_file(
    target: Target, documents: Sequence[Document], printer: Printer | None = None
) -> File:
    """The documents' file, as its recipient's rules let it pass; a PDF needs a printer.

    InvalidDocument with the rules that forbid it, or where the format has room for one document.
    """
    format_, profile, dress = target
    first = documents[0]
    if dress == "json" and format_.json_form is not None:
        form = format_.json_form.view(documents, profile)
        losses = _losses_of_form(form, format_.json_form, documents)
        return File(file_name(first, "json"), JSON, msgspec.json.encode(form), losses)
    if format_.write_all is not None:
        data = format_.write_all(documents, profile)
    elif len(documents) == 1:
        data = format_.write(first, profile)
    else:
        raise InvalidDocument([_several(len(documents), format_)])
    fuller = format_.judged_as.get(profile)
    if fuller:
        check_file(format_.write(first, fuller))
        read = read_document(data, max_bytes=LARGE_BYTES)[1]
    else:
        read = check_file(data)
    losses = lost(documents, read)
    if dress == "plain" or printer is None:
        return File(file_name(first, "xml"), format_.media_type, data, losses)
    from invoicing.usecases._hybrid import render_hybrid  # noqa: PLC0415 - it draws pages

    pdf = render_hybrid(first, printer, format_.hybrids[profile], data)
    return File(file_name(first, "pdf"), PDF, pdf, losses)


def _losses_of_form(
    form: dict[str, Any], own: JsonForm, documents: Sequence[Document]
) -> tuple[Path, ...] | None:
    try:
        return lost(documents, own.read(form))
    except InvalidDocument:  # the form may still be mended; it is answered as it is
        return None


def _several(count: int, format_: Format) -> Finding:
    return Finding(
        "several-documents",
        "",
        f"The file has {count} documents; one file of {format_.title} has one.",
        "Say which one: ?document=1 is the first.",
    )
