"""FatturaPA as JSON: the schema's names in snake_case, repeated blocks as arrays.

Amounts, rates and dates are strings exactly as the file has them, line numbers are integers.
Both directions keep everything but the order in which a faulty file had its elements, white
space between elements, and a signature inside the XML.
"""

from collections.abc import Mapping
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.formats import Element
from invoicing.formats._characters import unwritable
from invoicing.formats._mapping.values import escape, escape_attribute
from invoicing.formats._mixed import mixed
from invoicing.formats.fatturapa._blocks import Block, Child, json_name, root_block
from invoicing.formats.fatturapa._latin import latin
from invoicing.formats.fatturapa._schema import ORDINARY, ROOTS, SIMPLIFIED

Form = dict[str, Any]
Place = tuple[Any, ...]
"""Of a block: (place of its parent, name, position or ""); () is the root's."""

SCHEMA_RULE = "00200"  # SDI: the file does not conform to the schema
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_BODY = "FatturaElettronicaBody"
_SIMPLIFIED_VERSION = "FSM10"
_EMITTER = "SistemaEmittente"
_MOST_FINDINGS = 50  # as SDI itself


def to_json_form(root: Element) -> Form:
    """The JSON form of a parsed file.

    InvalidDocument where an element is unknown, stands twice, or holds text beside elements.
    Values are taken as they are; `from_json_form` checks them.
    """
    findings: list[Finding] = []
    block = root_block(ROOTS[root.tag])
    _check_mixed(root, findings)
    form = _read(root, block, findings, ())
    _check_version(form, ROOTS[root.tag], findings)
    if root.get(_EMITTER) and ROOTS[root.tag] is ORDINARY:
        form["sistema_emittente"] = root.get(_EMITTER)
    if findings:
        raise InvalidDocument(findings[:_MOST_FINDINGS])
    return form


def _check_version(form: Form, schema: str, findings: list[Finding]) -> None:
    """The format a header names is the one of the file's root."""
    sending = form.get("fattura_elettronica_header", {}).get("dati_trasmissione", {})
    if (sending.get("formato_trasmissione") == _SIMPLIFIED_VERSION) != (schema is SIMPLIFIED):
        at = "/fattura_elettronica_header/dati_trasmissione/formato_trasmissione"
        fix = f"Write {_SIMPLIFIED_VERSION} in a simplified invoice, and in no other."
        findings.append(_finding(at, "does not fit the file's schema.", fix))


def _read(element: Element, block: Block, findings: list[Finding], at: Place) -> Form:
    form: Form = {}
    name: str | None
    plain, known = block.plain, block.readings
    for e in element:
        name = plain.get(e.tag)
        if name is not None and name not in form and (text := e.text) is not None:
            form[name] = text  # nearly every element
            continue
        reading = known.get(e.tag)
        if reading is None:
            _unknown(e, findings, at)
            continue
        name, inner, many, is_integer = reading
        value: Any
        if inner is not None:
            value = _read(e, inner, findings, (at, name, len(form.get(name, ())) if many else ""))
        else:
            value = _integer(e.text or "") if is_integer else e.text or ""
            if len(e):
                findings.append(_finding(_pointer(at, name), "holds elements.", "Write a value."))
        if many:
            form.setdefault(name, []).append(value)
        elif name in form:
            findings.append(_finding(_pointer(at, name), "stands more than once.", "Keep one."))
        else:
            form[name] = value
    if block.integer in form:
        form[block.integer] = _integer(form[block.integer])
    return form


def _pointer(at: Place, *names: str) -> str:
    """The JSON pointer of a place, which nobody asks for while nothing is wrong."""
    parts = list(names)
    while at:
        at, name, index = at
        parts[:0] = [name] if index == "" else [name, str(index)]
    return "".join(f"/{part}" for part in parts)


def _integer(value: str) -> str | int:
    """A line number; what is none stays a text, for the schema's checks to name."""
    return int(value) if value.isdecimal() and value.isascii() and len(value) < 10 else value


def _check_mixed(root: Element, findings: list[Finding]) -> None:
    """Text beside elements would be lost, and could hide a part of a value."""
    for element in mixed(root, _MOST_FINDINGS):
        steps = [element, *element.iterancestors()][-2::-1]
        at = ""
        for step in steps:
            at += f"/{json_name(step.tag.rpartition('}')[2])}"
            if step.tag == _BODY:
                at += f"/{sum(1 for _ in step.itersiblings(_BODY, preceding=True))}"
        findings.append(_finding(at, "holds text beside elements.", "Leave only elements."))


def _unknown(e: Element, findings: list[Finding], at: Place) -> None:
    if e.tag != _SIGNATURE and len(findings) < _MOST_FINDINGS:
        name = e.tag.rpartition("}")[2][:80]
        findings.append(
            _finding(
                _pointer(at),
                f"{name} does not belong here.",
                "Remove the element.",
                "unknown-element",
            )
        )


def from_json_form(form: Mapping[str, Any]) -> bytes:
    """The XML of a JSON form, in the schema's order, UTF-8.

    Numbers get the decimals the schema wants, letters outside Latin-1 their nearest Latin ones.
    InvalidDocument with rule 00200 and the JSON pointer of each value that is missing, of no
    such kind, or of no place in the schema: what is returned is valid against the schema.
    """
    if not isinstance(form, Mapping):  # what a caller sent
        raise InvalidDocument([_finding("", "is no object.", "Send the header and the body.")])
    header = form.get("fattura_elettronica_header")
    sending = header.get("dati_trasmissione") if isinstance(header, Mapping) else None
    version = sending.get("formato_trasmissione", "") if isinstance(sending, Mapping) else ""
    schema = SIMPLIFIED if version == _SIMPLIFIED_VERSION else ORDINARY
    rest = {name: value for name, value in form.items() if name != "sistema_emittente"}
    findings: list[Finding] = []
    content = _written(rest, root_block(schema), findings, "")
    if findings:
        raise InvalidDocument(findings[:_MOST_FINDINGS])
    tag = next(t for t, text in ROOTS.items() if text is schema)
    uri, _, local = tag[1:].partition("}")
    emitter = form.get("sistema_emittente") if schema is ORDINARY else None
    extra = f' {_EMITTER}="{escape_attribute(latin(str(emitter), "B10")[:10])}"' if emitter else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<p:{local} xmlns:p="{uri}" '
        f'versione="{version}"{extra}>{content}</p:{local}>'
    )
    return text.encode()


def _written(form: Mapping[str, Any], block: Block, findings: list[Finding], at: str) -> str:
    parts: list[str] = []
    for child in block.children:
        value = form.get(child.name)
        if value is None or value in ("", []):
            if child.required:
                findings.append(_finding(f"{at}/{child.name}", "is missing.", f"Give {child.tag}."))
            continue
        if child.many:
            if not isinstance(value, list | tuple):
                value = [value]
            for index, item in enumerate(value):
                parts.append(_element(item, child, findings, f"{at}/{child.name}/{index}"))
        else:
            parts.append(_element(value, child, findings, f"{at}/{child.name}"))
    if not form.keys() <= block.by_name.keys():
        for name in sorted(form.keys() - block.by_name.keys()):
            findings.append(
                _finding(f"{at}/{str(name)[:80]}", "does not belong here.", "Remove it.")
            )
    if "denominazione" in block.by_name and not _is_named(form):
        findings.append(
            _finding(at, "has no name.", "Give denominazione, or nome and cognome, never both.")
        )
    return "".join(parts)


def _is_named(form: Mapping[str, Any]) -> bool:
    person = bool(form.get("nome")), bool(form.get("cognome"))
    return person == ((False, False) if form.get("denominazione") else (True, True))


def _element(value: Any, child: Child, findings: list[Finding], at: str) -> str:
    if child.block is not None:
        if not isinstance(value, Mapping):
            findings.append(_finding(at, "is no object.", f"Give the values of {child.tag}."))
            return ""
        return f"<{child.tag}>{_written(value, child.block, findings, at)}</{child.tag}>"
    text = value if isinstance(value, str) else str(value)
    if not isinstance(value, str | int) or isinstance(value, bool):
        findings.append(_finding(at, f"{text[:40]!r} is no text.", "Write the value as text."))
        return ""
    if not child.fits(text):
        text = child.spelled(latin(text, child.kind))
        if not child.fits(text):
            findings.append(
                _finding(
                    at, f"{text[:40]!r} is no {child.tag} ({child.kind}).", _advice(child.kind)
                )
            )
    unfit = unwritable(text, at)
    if unfit:
        findings.append(unfit)
    text = escape(text)
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return f"<{child.tag}>{text}</{child.tag}>"


def _advice(kind: str) -> str:
    if kind[0] in "LBX" and kind[1:].isdigit():
        return f"Write 1 to {kind[1:]} characters."
    if kind.startswith("="):
        return f"Write one of {kind[1:].replace('|', ', ')}."
    return "Write it as the schema has it."


def _finding(at: str, text: str, fix: str, rule: str = SCHEMA_RULE) -> Finding:
    return Finding(rule, at, text, fix)
