"""Judges an exported archive with the standard library alone: `python3 verify_export.py FILE`.

It needs none of this package and no stack. It prints one line for everything that is wrong,
naming the document, and exits 1; or says how much it checked, and exits 0. What it checks:

- the archive: every file has the SHA-256 its manifest says;
- the journal: numbered 1..n, every entry's hash (SHA-256 of its JSON without `hash`, names
  sorted, no white space, UTF-8) and the hash before it, and the head the organization keeps;
- documents: each has the content its last journal entry hashed, and the columns lists read say
  what the content says;
- numbers: in every counter, first to last, each given once, or held by a document whose number
  the caller chose;
- attachments: the content of each is there, byte for byte;
- totals: lines, tax rows, net, tax and gross of every document, by decimal arithmetic.
"""

import base64
import hashlib
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

Line = dict[str, Any]
GENESIS = "0" * 64
FISCAL = "fiscal"  # the direction of counters that belong to a place of business
ZERO = Decimal(0)


def verify(path: Any) -> tuple[list[str], dict[str, int]]:
    """Everything wrong with an archive, and how many rows of each kind were read.

    `path` is a file name or an open binary file.
    """
    problems: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as exc:
        return [f"the archive cannot be read: {exc}"], {}
    problems += _manifest(files)
    kinds: dict[str, list[Line]] = defaultdict(list)
    for name, data in files.items():
        if name.startswith("files/"):
            continue
        for number, text in enumerate(data.split(b"\n")[:-1], 1):
            line = _parsed(text)
            if line is None:
                problems.append(f"{name} line {number}: not readable{_id_in(text)}")
            else:
                kinds[name.removesuffix(".jsonl")].append(line)
    entries, found = _entries(kinds["journal"])
    problems += found
    heads = [line for line in kinds["organization"] if line["sk"] == "HEAD"]
    problems += _chain(entries, heads)
    documents, found = _documents(kinds["documents"], entries)
    problems += found
    problems += _numbers(documents, kinds["organization"])
    problems += _claims(kinds["claims"], documents)
    problems += _attachments(documents, files)
    for document in documents.values():
        problems += _totals(document)
    return problems, {kind: len(lines) for kind, lines in sorted(kinds.items())}


# The archive


def _attachments(documents: dict[str, Line], files: dict[str, bytes]) -> Iterator[str]:
    for identity, document in documents.items():
        original = document.get("original")
        kept = (*document.get("attachments", ()), *([original] if original else ()))
        for attachment in (*kept, *document.get("prints", ())):
            told = attachment.get("sha256")
            data = files.get(f"files/{told}")
            if data is None or hashlib.sha256(data).hexdigest() != told:
                name = attachment.get("name", "a print")
                yield f"document {identity}: the content of {name} is not there"


def _manifest(files: dict[str, bytes]) -> Iterator[str]:
    manifest = _parsed(files.pop("manifest.json", b""))
    if manifest is None or manifest.get("format") != "notula-export":
        yield "manifest.json: missing or not readable"
        return
    told = manifest.get("sha256", {})
    for name in sorted({*files, *told}):
        if name not in files:
            yield f"{name}: missing from the archive"
        elif hashlib.sha256(files[name]).hexdigest() != told.get(name):
            yield f"{name}: not the content the manifest names"


def _parsed(text: bytes | str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return None


def _id_in(text: bytes) -> str:
    match = re.search(rb"#DOC#([0-9A-Z]{26})", text)
    return f" (document {match.group(1).decode()})" if match else ""


# The journal


def _entries(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The entries in their order, and what is wrong with each by itself."""
    entries, problems = [], []
    for line in lines:
        entry = _parsed(line["entry"]) if "entry" in line else None
        if not isinstance(entry, dict) or not isinstance(entry.get("event"), dict):
            subject = line["row"].get("ref", {}).get("S", "")
            problems.append(f"journal {line['sk']}: not readable ({subject})")
            continue
        subjects = {line["row"].get("ref", {}).get("S"), entry["event"].get("subject")}
        where = f"journal {line['sk']} ({', '.join(sorted(map(str, subjects)))})"
        unsealed = {name: value for name, value in entry.items() if name != "hash"}
        if _hash_of(unsealed) != entry.get("hash"):
            problems.append(f"{where}: not the entry that was hashed")
        row = line["row"]
        told = (
            line["sk"],
            row.get("n", {}).get("N"),
            row.get("ref", {}).get("S"),
            row.get("GSI1SK", {}).get("S"),
            row.get("GSI1PK", {}).get("S"),
        )
        seq = entry.get("seq", 0)
        said = (entry.get("id"), str(seq), entry["event"].get("subject"), f"{seq:012d}", line["pk"])
        if told != said:
            problems.append(f"{where}: its columns differ from the entry")
        entries.append(entry)
    return sorted(entries, key=lambda entry: entry.get("seq", 0)), problems


def _hash_of(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _chain(entries: list[Line], heads: list[Line]) -> Iterator[str]:
    previous = GENESIS
    for place, entry in enumerate(entries, 1):
        where = f"journal {entry.get('id')} ({entry['event'].get('subject')})"
        if entry.get("seq") != place:
            yield f"{where}: is number {entry.get('seq')} of the journal where {place} is due"
        if entry.get("previous_hash") != previous:
            yield f"{where}: does not follow the entry before it"
        previous = entry.get("hash", "")
    head = heads[0]["row"] if heads else {"n": {"N": "0"}, "last_hash": {"S": GENESIS}}
    if (head.get("n", {}).get("N"), head.get("last_hash", {}).get("S")) != (
        str(len(entries)),
        previous,
    ):
        yield "journal: does not end where the organization says it does"


# Documents


def _documents(
    lines: list[Line], entries: list[Line]
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The documents by id, and those that are not what the journal says they are."""
    hashes: dict[str, str] = {}
    for entry in entries:
        kind, subject = entry["event"].get("type", ""), entry["event"].get("subject", "")
        if kind == "document.deleted":
            hashes.pop(subject, None)
        elif kind.startswith("document."):
            hashes[subject] = entry.get("content_hash", "")
    documents: dict[str, dict[str, Any]] = {}
    problems = []
    for line in lines:
        document_id = line["pk"].rsplit("#", 1)[-1]
        where = f"document {document_id}"
        text = line.get("body")
        known = hashes.pop(document_id, None)
        if known is None:
            problems.append(f"{where}: the journal knows nothing of it")
        elif text is None or hashlib.sha256(text.encode()).hexdigest() != known:
            problems.append(f"{where}: not the content the journal hashed")
        document = _parsed(text or "")
        if not isinstance(document, dict):
            continue
        documents[document_id] = document
        problems += [f"{where}: {problem}" for problem in _columns(line, document)]
    problems += [f"document {gone}: in the journal, but not stored" for gone in hashes]
    return documents, problems


def _columns(line: Line, document: dict[str, Any]) -> Iterator[str]:
    """The columns lists filter by, where they say something else than the content."""
    told = {name: next(iter(value.values())) for name, value in line["row"].items()}
    kind = "DELETED" if document.get("state") == "deleted" else "DOCS"
    index = f"{line['pk'].rsplit('#DOC#', 1)[0]}#{kind}"
    identity = document.get("id")
    said = {
        "version": str(document.get("version", 0)),
        "type": _kind(document),
        "number": document.get("number"),
        "incoming": str(int(document.get("incoming", False))),
        "GSI1PK": index,
        "GSI1SK": identity,
        "GSI2PK": index,
        "GSI2SK": f"{document.get('issue_date', '0000-00-00')}#{identity}",
    }
    for name, value in said.items():
        if told.pop(name, None) != value:
            yield f"the column {name} differs from the content"
    if _parsed(_decoded(told.pop("summary", ""))) != _summary(document):
        yield "the column summary differs from the content"
    told.pop("file", None)
    for name in sorted(told):
        yield f"the column {name} is none of a document's"
    if line["pk"].rsplit("#", 1)[-1] != identity:
        yield "stands under another id"


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return ""


def _summary(document: dict[str, Any]) -> list[Any]:
    """What lists know of a document, as its content says it."""
    totals, buyer = document.get("totals", {}), document.get("buyer", {})
    payments = document.get("payments", ())
    paid = sum((Decimal(p.get("amount") or 0) for p in payments), ZERO)
    due = _owed(document, totals) - paid
    paid_on = document.get("paid_date")
    if paid_on is None and document.get("state") == "issued" and due <= 0:
        paid_on = max((p["paid_on"] for p in payments if p.get("paid_on")), default=None)
    seller = document.get("seller", {}) if document.get("incoming") else {}

    def text(*names: str) -> list[str]:
        return [document.get(name, "") for name in names]

    def date(*names: str) -> list[str | None]:
        return [document.get(name) for name in names]

    return [
        document.get("id", ""),
        _kind(document),
        document.get("state", "draft"),
        document.get("incoming", False),
        document.get("imported", False),
        document.get("archived_at") is not None,
        *text("number", "number_internal", "series"),
        *date("issue_date", "due_date", "valid_until", "period_start"),
        paid_on,
        *date("received_date"),
        *text("currency", "client_id"),
        buyer.get("name", ""),
        buyer.get("vat_identifier", ""),
        seller.get("name", ""),
        *text("unit_id", "reference", "title", "unique_id", "previous_document_id"),
        *(totals.get(name, "0") for name in ("net", "tax", "gross")),
        f"{paid:f}",
        f"{due:f}",
        *date("created_at", "updated_at", "issued_at"),
        document.get("custom", {}),
    ]


def _owed(document: dict[str, Any], totals: dict[str, Any]) -> Decimal:
    if document.get("state") == "canceled":
        return ZERO
    gross, withheld, split, rounding = (
        Decimal(totals.get(name, "0")) for name in ("gross", "withholding", "split_tax", "rounding")
    )
    credited = sum(
        [
            Decimal(successor.get("amount", "0"))
            for successor in document.get("successors", ())
            if successor["relation"] == "credits"
        ],
        ZERO,
    )
    return gross - withheld - split - Decimal(totals.get("prepaid", "0")) + rounding - credited


# Numbers


def _numbers(documents: dict[str, dict[str, Any]], organization: list[Line]) -> Iterator[str]:
    settings = next((_parsed(line["body"]) for line in organization if "body" in line), None) or {}
    given: set[tuple[str, str, str]] = set()
    for document_id, document in documents.items():
        if document.get("state", "draft") == "draft" or document.get("incoming"):
            continue
        key = ("out", document.get("type", "invoice"), document.get("number", ""))
        if not key[2]:
            yield f"document {document_id}: issued without a number"
        elif key in given:
            yield f"document {document_id}: the number {key[2]} was given twice"
        given.add(key)
    given |= {("out", _numbered_as(d), d["number"]) for d in documents.values() if d.get("number")}
    counted = set()
    for line in organization:
        if line["sk"].startswith("CTR#"):
            scope = line["sk"].removeprefix("CTR#")
            own = {i: d for i, d in documents.items() if _in_scope(d, scope)}
            counted |= set(own)
            last = int(line["row"].get("n", {}).get("N", "0"))
            yield from _scope(scope, last, own, given, settings)
    for document_id, document in documents.items():
        if document.get("series_number") and document_id not in counted:
            yield f"document {document_id}: numbered by no counter"


def _kind(document: dict[str, Any]) -> str:
    own = document.get("own_type") or {}
    return str(own.get("key") or document.get("type", "invoice"))


def _numbered_as(document: dict[str, Any]) -> str:
    own = document.get("own_type") or {}
    return str(own["key"] if own.get("counts_apart") else document.get("type", "invoice"))


def _in_scope(document: dict[str, Any], scope: str) -> bool:
    direction, kind, series, period = scope.split("|")
    place = document.get("fiscal") or {}
    if direction == FISCAL or place.get("scope"):
        return (
            direction == FISCAL
            and (place.get("authority"), place.get("scope")) == (kind, series)
            and document.get("issue_date", "").startswith(period)
        )
    return (
        document.get("series_number") is not None
        and document.get("incoming", False) == (direction == "in")
        and _numbered_as(document) == kind
        and document.get("series", "") == series
        and document.get("issue_date", "").startswith(period)
    )


def _scope(
    scope: str,
    last: int,
    own: dict[str, dict[str, Any]],
    given: set[tuple[str, str, str]],
    settings: dict[str, Any],
) -> Iterator[str]:
    holders: dict[int, list[str]] = defaultdict(list)
    for document_id, document in own.items():
        holders[document["series_number"]].append(document_id)
    for n, several in sorted(holders.items()):
        if len(several) > 1:
            yield f"counter {scope}: number {n} was given to {', '.join(sorted(several))}"
        if n > last:
            yield f"document {several[0]}: number {n} is beyond the counter {scope} at {last}"
    direction, kind, _, _ = scope.split("|")
    if direction == FISCAL:  # the counter of a place serves documents of all types
        given = {("out", kind, text) for _, _, text in given}
        direction = "out"
    for n in range(_first(scope, settings), last + 1):
        if n not in holders and not any(
            (direction, kind, text) in given for text in _spellings(n, own)
        ):
            yield f"counter {scope}: number {n} is missing"


def _first(scope: str, settings: dict[str, Any]) -> int:
    direction, kind, code, period = scope.split("|")
    for series in settings.get("series", []):
        same = (series.get("incoming", False), series["type"], series["code"])
        begins_here = series.get("start_date", "").startswith(period)
        if same == (direction == "in", kind, code) and begins_here:
            return int(series.get("start", 1))
    return 1


def _spellings(n: int, own: dict[str, dict[str, Any]]) -> Iterator[str]:
    """How the n-th number may be written, going by those of the same counter."""
    for document in own.values():
        text = document.get("number", "")
        for run in re.finditer(r"[0-9]+", text):
            if int(run.group()) == document["series_number"]:
                yield text[: run.start()] + str(n).zfill(len(run.group())) + text[run.end() :]


def _claims(lines: list[Line], documents: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Every issued number is held by its document, and by no other."""
    held = {}
    for line in lines:
        name = line["pk"].split("#CLAIM#", 1)[1]
        holder = line["row"].get("ref", {}).get("S", "")
        held[name] = holder
        if holder not in documents:
            yield f"claim {name}: held by {holder}, which is not there"
    for document_id, document in documents.items():
        if document.get("state", "draft") == "draft" or document.get("incoming"):
            continue
        name = f"NUM|out|{document.get('type', 'invoice')}|{document.get('number', '')}"
        in_its_year = f"{name}|{document.get('issue_date', '')[:4]}"
        if document_id not in (held.get(name), held.get(in_its_year)):
            yield f"document {document_id}: does not hold its number"


# Totals


def _amount(values: dict[str, Any], name: str) -> Decimal:
    return Decimal(values.get(name) or "0")


def _totals(document: dict[str, Any]) -> Iterator[str]:
    """EN 16931 BR-CO-10, 11, 12, 13, 14 and 15 on what is stored."""
    where = f"document {document.get('id')}"
    totals = document.get("totals", {})
    lines = [
        _amount(line, "net_amount")
        for line in document.get("lines", [])
        if line.get("kind", "product") == "product"
    ]
    parts = document.get("allowances_charges", [])
    allowances = [_amount(part, "amount") for part in parts if not part.get("is_charge")]
    charges = [_amount(part, "amount") for part in parts if part.get("is_charge")]
    taxes = [_amount(row, "tax") for row in document.get("tax_subtotals", [])]
    net = sum(lines, ZERO) - sum(allowances, ZERO) + sum(charges, ZERO)
    expected = {
        "lines": sum(lines, ZERO),
        "allowances": sum(allowances, ZERO),
        "charges": sum(charges, ZERO),
        "net": net,
        "tax": sum(taxes, ZERO),
        "gross": net + sum(taxes, ZERO),
    }
    for name, amount in expected.items():
        if _amount(totals, name) != amount:
            yield f"{where}: {name} is {_amount(totals, name)}, its parts make {amount}"


def main(arguments: list[str]) -> int:
    """0 where the archive is whole, 1 where it is not, 2 where none was named."""
    if len(arguments) != 1:
        print("usage: python3 verify_export.py FILE", file=sys.stderr)
        return 2
    problems, counts = verify(arguments[0])
    for problem in problems:
        print(problem)
    checked = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"{len(problems)} problems in {checked or 'nothing'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
