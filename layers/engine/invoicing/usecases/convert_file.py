"""A file, a JSON form or a draft as a file of another format; nothing is saved."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from invoicing import registry
from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Format, JsonForm
from invoicing.formats._detect import parsed
from invoicing.model import Document
from invoicing.model.tenant import Tenant
from invoicing.rules.totals import calculate
from invoicing.usecases._export import JSON, File, Printer, Target, target_named, write_file
from invoicing.usecases.ports import Ports

_PARAMETER = "to"


def form_format(body: Mapping[str, Any]) -> Format | None:
    """The format whose JSON form an object is, if it is one."""
    formats: tuple[Format, ...] = registry.members("formats", "FORMAT")
    return next((f for f in formats if f.json_form and f.json_form.root in body), None)


def convert_file(
    data: bytes, tenant: Tenant, ports: Ports, *, to: str, profile: str = "", position: int = 0
) -> File:
    """The documents of a file in another format; with a position, that one of them.

    A file and the JSON form of its own format become each other with nothing between.
    UnreadableFile, InvalidDocument as reading and writing have them.
    """
    target = target_named(to, profile, parameter=_PARAMETER)
    format_, root = parsed(data)
    if target.dress == "json" and target.format is format_ and format_.json_form and not position:
        form = format_.json_form.of_xml(root)
        return File("document.json", JSON, msgspec.json.encode(form))
    return _written(target, _chosen(format_.read(root), position), tenant, ports)


def convert_form(
    form: Mapping[str, Any],
    of: Format,
    tenant: Tenant,
    ports: Ports,
    *,
    to: str = "",
    profile: str = "",
    position: int = 0,
) -> File:
    """The file of a JSON form: its own format's, unless another is named."""
    target = target_named(to or of.name, profile, parameter=_PARAMETER)
    own = of.json_form
    assert own is not None  # noqa: S101 - `form_format` found it by its form
    if target.format is of and not profile and not position and target.dress == "plain":
        return _own_file(form, own, of)
    return _written(target, _chosen(own.read(form), position), tenant, ports)


def convert_draft(
    draft: Document, tenant: Tenant, ports: Ports, *, to: str, profile: str = ""
) -> File:
    """A document that is saved nowhere, calculated and written as a file."""
    target = target_named(to, profile, parameter=_PARAMETER)
    return _written(target, (calculate(draft),), tenant, ports)


def _own_file(form: Mapping[str, Any], own: JsonForm, of: Format) -> File:
    return File("document.xml", of.media_type, own.to_xml(form))


def _written(target: Target, documents: Sequence[Document], tenant: Tenant, ports: Ports) -> File:
    printer = None
    if target.dress == "pdf":
        store = ports.store(tenant)
        printer = Printer(store.organization(), store)
    return write_file(target, documents, printer)


def _chosen(documents: tuple[Document, ...], position: int) -> tuple[Document, ...]:
    if position > len(documents):
        raise InvalidDocument([_no_such(position, len(documents))])
    return documents[position - 1 : position] if position else documents


def _no_such(position: int, count: int) -> Finding:
    return Finding(
        "document-position",
        "/query/document",
        f"The file has no document {position}; it has {count}.",
        f"Send document=1 to {count}, or leave it out.",
    )
