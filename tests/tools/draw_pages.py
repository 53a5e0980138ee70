"""Draws the golden cases as people see them, into .build/pages: PDF pages, and the hosted page.

Run from the checkout: `PYTHONPATH=layers/engine:. python tests/tools/draw_pages.py [case ...]`.
"""

import sys
import tempfile
from base64 import b64decode
from pathlib import Path

import pypdfium2
from tests.golden.render.cases import FOLDER, KEPT, Printed, hosted, names, print_case
from tests.support.browser import CHROMIUM, Browser, browser

OUTPUT = FOLDER.parents[2] / ".build" / "pages"
SCREENS = {"desktop": (1200, 1400), "phone": (390, 1600)}  # across, down


def draw_pdf(name: str, printed: Printed) -> None:
    pages = list(enumerate(pypdfium2.PdfDocument(printed.data), 1))
    kept = pages if len(pages) <= 2 * KEPT else pages[:KEPT] + pages[-KEPT:]
    for number, page in kept:
        page.render(scale=1.6).to_pil().save(OUTPUT / f"{name}-{number}.png")


def draw_hosted(name: str, printed: Printed, tab: Browser, folder: Path) -> None:
    path = folder / f"{name}.html"
    path.write_text(hosted(printed), "utf-8")
    for screen, (across, down) in SCREENS.items():
        size = {"width": across, "height": down}
        tab.call(
            "Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=across < 500
        )
        tab.open(path.as_uri())
        shot = tab.call("Page.captureScreenshot", format="png")["data"]
        (OUTPUT / f"{name}-{screen}.png").write_bytes(b64decode(shot))


def main() -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    printed = {name: print_case(name) for name in sys.argv[1:] or names()}
    for name, case in printed.items():
        draw_pdf(name, case)
    if not CHROMIUM:
        print("no chromium here: the hosted pages are not drawn")
        return
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as tab:
        for name, case in printed.items():
            draw_hosted(name, case, tab, Path(folder))


if __name__ == "__main__":
    main()
