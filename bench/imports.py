"""The import folder: what a file costs from the bucket to its draft, and how that grows.

The real function on moto, whose own time is most of it; so the peer of a format is the same file
read alone, and the peer of a long file is the short one, line by line.
"""

import io
import zipfile
from collections.abc import Callable
from itertools import count
from random import Random

from bench.frame import Row, compare
from bench.ubl import document
from tests.faults.network import Network, installed
from tests.hostile.carriers import in_p7m, in_pdf
from tests.support import folder
from tests.support.world import Credentials, World, cloud

from invoicing.model import Address
from invoicing.model.value import replace
from invoicing.registry import members
from invoicing.usecases._parsing import parse_file

FORMATS = ("ubl", "cii", "fatturapa", "eslog")
CALLS_MAX = 8  # of the store, for a file that becomes one draft
SHORT, LONG = 100, 5_000


def _files(name: str, lines: int = 10) -> Callable[[int], bytes]:
    """Invoices of a format, each with another number."""
    formats = {f.name: f for f in members("formats", "FORMAT")}
    value = document(lines)
    at = Address(line1="Via 1", city="Milano", postal_code="20100", country_code="IT")
    value = replace(
        value,
        seller=replace(value.seller, address=at, vat_identifier="IT01234567890"),
        buyer=replace(value.buyer, address=at, vat_identifier="IT09876543210"),
    )
    data: bytes = formats[name].write(value, "")
    before, _, behind = data.partition(b"2026-1")
    return lambda number: before + f"N-{number}".encode() + behind


def _zipped(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("invoice.xml", data)
    return made.getvalue()


def rows() -> list[Row]:
    network = Network(lambda *_: None)
    world = World(random=Random(1))
    found = []
    with installed(network), cloud(world):
        owner = world.organization()
        numbers = count()

        def taken(make: Callable[[int], bytes]) -> None:
            told = folder.put(owner, "a", make(next(numbers)))
            if folder.tell([told]):
                raise AssertionError("a file was not taken")

        made = {name: _files(name) for name in FORMATS}
        ubl = made["ubl"]
        made |= {
            "PDF with UBL in it": lambda n: in_pdf(ubl(n)),
            "p7m with UBL in it": lambda n: in_p7m(ubl(n)),
            "zip with UBL in it": lambda n: _zipped(ubl(n)),
        }
        for name, make in made.items():
            inner = ubl if name.startswith("zip") else make
            turns = compare(
                {"ours": lambda m=make: taken(m), "read alone": lambda m=inner: parse_file(m(0))},
                rounds=5,
            )
            found.append(turns.row(f"import, {name}", "read alone"))
        _require_accepted(world, owner)
        start = len(network.log)
        taken(ubl)
        calls = len(network.log) - start - 1  # without the file's own way into the bucket
        found.append(
            Row("import, store calls", calls, CALLS_MAX, "budget", unit="calls", goal="<= budget")
        )
        short, long = _files("ubl", SHORT), _files("ubl", LONG)
        grown = compare({"ours": lambda: taken(long), "short": lambda: taken(short)}, rounds=3)
    per_line = {side: grown.median_ms(side) / n for side, n in (("ours", LONG), ("short", SHORT))}
    found.append(
        Row(
            f"import, a line of {LONG:,} and of {SHORT}",
            per_line["ours"],
            per_line["short"],
            "short file",
            rounds=grown.rounds,
            goal="<= 1x",
        )
    )
    return found


def _require_accepted(world: World, owner: Credentials) -> None:
    states = {record["state"] for record in folder.records(world, owner)}
    if states != {"accepted"}:
        raise AssertionError(f"files became {states}")


if __name__ == "__main__":
    for row in rows():
        print(f"{row.case}: {row.ours:.3f} {row.unit}, {row.times:.1f}x {row.peer_name}")
