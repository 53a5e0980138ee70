"""`python -m bench [name ...]`: runs every bench/*.py with `rows()`, and writes one table.

The table goes to standard output and to .build/benchmarks.md, a bar chart beside it to
.build/benchmarks.svg; both are ready to be taken over into docs/.
"""

import platform
import sys
from datetime import UTC, datetime
from html import escape
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from bench.frame import Row

HERE = Path(__file__).parent
OUTPUT = HERE.parent / ".build"
BAR_MAX_PX, LINE_PX, LABEL_PX = 360, 34, 330


def modules(wanted: list[str]) -> list[str]:
    """The names of the benches, sorted; SystemExit where a wanted one does not exist."""
    names = sorted(m.name for m in iter_modules([str(HERE)]) if m.name not in ("frame", "__main__"))
    unknown = set(wanted) - set(names)
    if unknown:
        sys.exit(f"no bench named {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return wanted or names


def figure(value: float) -> str:
    """Three significant digits, never in powers of ten."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def table(rows: list[Row]) -> str:
    lines = [
        "| case | ours | peer | ours / peer | rounds | goal |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.case} | {figure(row.ours)} {row.unit} "
            f"| {row.peer_name} {figure(row.peer)} {row.unit} "
            f"| {figure(row.times)}x | {row.rounds} | {row.goal} |"
        )
    return "\n".join(lines)


def chart(rows: list[Row]) -> str:
    """Two bars per case, the longer one of full width: ours above, the peer's below."""
    height = LINE_PX * len(rows) + 10
    width = LABEL_PX + BAR_MAX_PX + 110
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12" role="img">',
        "<title>Ours beside its peers; shorter is better</title>",
    ]
    for number, row in enumerate(rows):
        top = 8 + number * LINE_PX
        most = max(row.ours, row.peer) or 1
        parts.append(f'<text x="0" y="{top + 15}">{escape(row.case)}</text>')
        bars = ((row.ours, "ours", "#1a7f5a"), (row.peer, row.peer_name, "#b9bec6"))
        for place, (value, name, colour) in enumerate(bars):
            y, length = top + place * 12, BAR_MAX_PX * value / most
            label = escape(f"{name} {figure(value)} {row.unit}")
            parts.append(
                f'<rect x="{LABEL_PX}" y="{y}" width="{length:.1f}" height="10" fill="{colour}"/>'
                f'<text x="{LABEL_PX + length + 4:.1f}" y="{y + 9}" font-size="10">{label}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    rows: list[Row] = []
    for name in modules(sys.argv[1:]):
        module = import_module(f"bench.{name}")
        if hasattr(module, "rows"):
            print(f"{name} ...", file=sys.stderr, flush=True)
            rows += module.rows()
    day = datetime.now(UTC).date()
    where = f"Python {platform.python_version()}, {platform.machine()}, {day}."
    text = f"{table(rows)}\n\nMedians of interleaved rounds; {where}\n"
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / "benchmarks.md").write_text(text)
    (OUTPUT / "benchmarks.svg").write_text(chart(rows))
    print(text)


if __name__ == "__main__":
    main()
