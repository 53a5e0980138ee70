"""What must hold whatever happened, read from the store itself, never through our code."""

import base64
import hashlib
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
Days = Counter[tuple[str, str]]


def documents(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """Every stored document by id."""
    found = {}
    for row in rows:
        pk = row["PK"]["S"]
        if "#DOC#" in pk and "body" in row:
            value = json.loads(zlib.decompress(_bytes(row["body"]["B"])))
            found[value["id"]] = value
    return found


def made_days(rows: Iterable[Row]) -> Days:
    """How often each day has a document of each reference, by the dates of supply and of issue."""
    found = Days()
    for document in documents(rows).values():
        day = document.get("tax_point_date") or document["issue_date"]
        found[document["reference"], day] += 1
    return found


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else base64.b64decode(value)


def violations(rows: list[Row]) -> list[str]:
    """Every broken promise about numbers, claims and the journal."""
    stored = documents(rows)
    return [
        *_numbers(rows, stored),
        *_claims(rows, stored),
        *_journal(rows, stored),
        *_transitional(stored),
    ]


def _numbers(rows: list[Row], stored: dict[str, dict[str, Any]]) -> list[str]:
    """Per counter: the numbers 1..n, each exactly once."""
    found = []
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    texts: Counter[tuple[str, str, str]] = Counter()
    for value in stored.values():
        if value.get("state", "draft") == "draft":
            own = "number_internal" if value.get("incoming") else "number"  # else the supplier's
            if value.get(own):
                found.append(f"draft {value['id']} has number {value[own]}")
            continue
        kind = value.get("type", "invoice")
        if not value.get("number"):
            found.append(f"issued {value['id']} has no number")
            continue
        texts[kind, value["organization_id"], value["number"]] += 1
        if value.get("series_number") is not None:
            way = "in" if value.get("incoming") else "out"
            # The organizations' pattern starts anew with each year.
            year = value.get("issue_date", "")[:4]
            scope = (value["organization_id"], f"{way}|{kind}|{value.get('series', '')}|{year}")
            if place := value.get("fiscal", {}).get("scope"):
                scope = (value["organization_id"], f"fiscal|{place}")
            given[scope].append(value["series_number"])
    found += [f"number {text} was given {n} times" for text, n in texts.items() if n > 1]
    for scope, numbers in given.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            found.append(f"{scope}: numbers {sorted(numbers)} are not 1..{len(numbers)}")
    return found


def _claims(rows: list[Row], stored: dict[str, dict[str, Any]]) -> list[str]:
    found = []
    for row in rows:
        if "#CLAIM#" in row["PK"]["S"] and row["ref"]["S"] not in stored:
            found.append(f"{row['PK']['S']} belongs to {row['ref']['S']}, which is not there")
    return found


def _journal(rows: list[Row], stored: dict[str, dict[str, Any]]) -> list[str]:
    """Per world: an unbroken chain 1..n whose head is the stored head; one `issued` a document."""
    found = []
    chains: dict[str, list[dict[str, Any]]] = defaultdict(list)
    heads = {}
    for row in rows:
        pk = row["PK"]["S"]
        if pk.endswith("#LOG"):
            chains[pk.removesuffix("#LOG")].append(json.loads(_bytes(row["entry"]["B"])))
        elif row["SK"]["S"] == "HEAD":
            heads[pk] = (int(row["n"]["N"]), row["last_hash"]["S"])
    subjects = set()
    for world, entries in chains.items():
        entries.sort(key=lambda entry: entry["seq"])
        found += _chain(world, entries, heads.get(world))
        subjects |= {entry["event"]["subject"] for entry in entries}
        issued = Counter(
            entry["event"]["subject"]
            for entry in entries
            if entry["event"]["type"] == "document.issued"
        )
        found += [f"{i} was issued {times} times" for i, times in issued.items() if times > 1]
    found += [f"{i} is in no journal entry" for i in stored if i not in subjects]
    return found


def _chain(world: str, entries: list[dict[str, Any]], head: tuple[int, str] | None) -> list[str]:
    found = []
    previous = "0" * 64
    for expected, entry in enumerate(entries, 1):
        unsealed = {k: v for k, v in entry.items() if k != "hash"}
        text = json.dumps(unsealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if entry["seq"] != expected:
            found.append(f"{world}: entry {entry['seq']} stands at place {expected}")
        if entry["previous_hash"] != previous:
            found.append(f"{world}: entry {expected} does not follow the one before")
        if hashlib.sha256(text.encode()).hexdigest() != entry["hash"]:
            found.append(f"{world}: entry {expected} does not match its hash")
        previous = entry["hash"]
    if head != (len(entries), previous):
        found.append(f"{world}: the head is not the last of {len(entries)} entries")
    return found


def _transitional(stored: dict[str, dict[str, Any]]) -> list[str]:
    return [
        f"{value['id']} still has a mail in state sending"
        for value in stored.values()
        for sent in value.get("sends", [])
        if sent.get("state", "sending") == "sending"
    ]
