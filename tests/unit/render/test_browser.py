"""The page in a real browser (Debian's chromium): nothing runs, nothing overflows a phone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.unit.render.pages import line, view

from invoicing.model import Party
from invoicing.render.html import POLICY, write_html

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium on this machine: apt-get install chromium"
)
PAYLOADS = (
    "<script>document.title='RUN'</script>",
    "<img src=x onerror=\"document.title='RUN'\">",
    "\"><svg onload=document.title='RUN'>",
    "</style><script>document.title='RUN'</script>",
    "javascript:document.title='RUN'",
    "<iframe srcdoc='<script>parent.document.title=1</script>'>",
)
# Written by the test, behind the page: what a script can see of the layout.
PROBE = (
    "<script>document.documentElement.dataset.across="
    "document.documentElement.scrollWidth-innerWidth</script>"
)


def dumped(page: str, folder: Path, size: str = "1000,1000") -> str:
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--window-size={size}", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def hostile_page(payload: str) -> str:
    party = Party(name=payload)
    shown = view(
        line(payload, description=payload, unit=payload),
        seller=party,
        buyer=party,
        note=payload,
        footer=payload,
        title=payload,
        signature=payload,
        payment_terms=payload,
        number=payload,
    )
    return write_html(shown)


def test_no_payload_in_any_text_runs(tmp_path: Path) -> None:
    """Without the policy too: escaping alone must hold."""
    page = hostile_page(" ".join(PAYLOADS))
    found = dumped(page, tmp_path)
    assert "<title>RUN" not in found
    body = found[found.index("<body") :]
    assert not re.search(r"<(script|img|iframe|svg)[ >]", body)
    assert "&lt;script&gt;" in body


def test_the_policy_allows_the_style_and_no_script(tmp_path: Path) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    page = write_html(view()).replace("<head>", f"<head>{meta}", 1)
    shown = dumped(page.replace("</body>", f"{PROBE}</body>"), tmp_path)
    assert "data-across" not in shown


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_overflows_a_phone(tmp_path: Path, language: str) -> None:
    page = write_html(view(line("W" * 300), line("Work"), language=language, note="x" * 500))
    shown = dumped(page.replace("</body>", f"{PROBE}</body>"), tmp_path, "500,900")
    across = re.search(r'data-across="(-?\d+)"', shown)
    assert across
    assert int(across[1]) <= 0
