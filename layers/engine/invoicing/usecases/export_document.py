"""A document as an e-invoice file, and a file as another format."""

from typing import NamedTuple

from invoicing import registry
from invoicing.errors import UnreadableFile
from invoicing.formats import Format
from invoicing.formats._detect import read_document
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.rules.lifecycle import require_state
from invoicing.rules.totals import calculate
from invoicing.usecases._checking import check_file
from invoicing.usecases.ports import Ports


class File(NamedTuple):
    """A file in a format, and the name it may be saved under."""

    name: str
    media_type: str
    data: bytes


def format_named(name: str, profile: str = "") -> Format:
    """The format; UnreadableFile naming the known ones where there is none, or no such profile."""
    try:
        found: Format = registry.member("formats", name, "FORMAT")
    except KeyError as exc:
        known = ", ".join(registry.names("formats"))
        raise _unknown("format-unknown", "format", name, known) from exc
    if profile and profile not in found.profiles:
        raise _unknown("profile-unknown", "profile", profile, ", ".join(found.profiles))
    return found


def export_document(
    document_id: str, tenant: Tenant, ports: Ports, *, format_name: str = "ubl", profile: str = ""
) -> File:
    """The issued document as a file that passed the rules of its profile.

    Conflict for drafts; InvalidDocument with the rules that forbid the file to leave.
    """
    format_ = format_named(format_name, profile)
    document = ports.store(tenant).document(document_id)
    require_state(document, ("issued", "canceled"), "exported")
    return _file(format_, document, profile)


def convert_file(data: bytes, *, to: str, profile: str = "") -> File:
    """The first document of a file in another format."""
    format_ = format_named(to, profile)
    _, documents = read_document(data)
    return _file(format_, documents[0], profile)


def write_draft(draft: Document, *, to: str, profile: str = "") -> File:
    """A document that is saved nowhere, calculated and written as a file."""
    return _file(format_named(to, profile), calculate(draft), profile)


def _file(format_: Format, document: Document, profile: str) -> File:
    data = format_.write(document, profile)
    check_file(data)
    number = "".join(c if c.isalnum() and c.isascii() else "-" for c in document.number)
    return File(f"{document.type}-{number}.xml", format_.media_type, data)


def _unknown(code: str, what: str, given: str, known: str) -> UnreadableFile:
    return UnreadableFile(
        code,
        f"there is no {what} {given[:40]!r}",
        fix=f"send one of {known}",
        pointer=f"/query/{what}",
    )
