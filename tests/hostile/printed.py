"""Hostile texts, images and links, each printed as PDF, page and mail by a process of its own.

`python -m tests.hostile.printed` prints, as JSON, what each took and every file or socket that
was touched beyond what the product is made of.
"""

import io
import json
import resource
import struct
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from tests.unit.render.pages import OWN, document, line

from invoicing.edge.wire.base import TEXT_MAX
from invoicing.errors import InvoicingError
from invoicing.model import Address, Contact, Note, Party, PaymentInstructions
from invoicing.outbound.mail import Attachment, Message, write_message
from invoicing.render._texts import Images
from invoicing.render.hosted import FileLink, Recipient, write_page
from invoicing.render.mail import mail_text
from invoicing.render.pdf import write_pdf
from invoicing.render.view import PrintOptions, print_view

ROOT = Path(__file__).resolve().parents[2]
SECRET = "file:///etc/passwd"
OUTSIDE = "http://169.254.169.254/latest/meta-data/"

TEXTS = {
    "file link": f'<a href="{SECRET}">x</a>',
    "file image": f'<img src="{SECRET}">',
    "network image": f'<img src="{OUTSIDE}">',
    "style sheet": f"<style>@import url({OUTSIDE})</style><link rel=stylesheet href={OUTSIDE}>",
    "frame": f'<iframe src="{SECRET}"></iframe><object data="{OUTSIDE}"></object>',
    "svg use": f'<svg><use href="{OUTSIDE}#a"/><image href="{SECRET}"/></svg>',
    "entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{SECRET}">]><x>&e;</x>',
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    "template": "{{ config }}{% include '/etc/passwd' %}{{ ''.__class__.__mro__ }}${7*7}<%= 7 %>",
    "format": "{number.__class__.__init__.__globals__}{0}{name!r:>999999999}%(x)s%s",
    "markup of reports": f'<para><img src="{SECRET}"/><font name="x">a</font></para>',
    "typst": f'#read("{SECRET}") #image("/etc/passwd") #import "@preview/x:1.0.0"',
    "latex": r"\input{/etc/passwd}\write18{id}",
    "pdf operators": ") Tj ET Q /GS1 gs (\\) endstream endobj 1 0 obj << /JS (app.alert(1)) >>",
    "pdf action": "/OpenAction << /S /URI /URI (http://example.com) >> /Launch /F (cmd.exe)",
    "mail head": "x\r\nBcc: evil@example.com\r\n\r\n<script>alert(1)</script>",
    "codes in codes": "[document number]" * 500 + "[[[[[[client name]]]]]]",
    "open brackets": "[" * TEXT_MAX,
    "brackets without end": "[document " * (TEXT_MAX // 10),
    "one word": "W" * TEXT_MAX,
    "lines": "\n" * (TEXT_MAX // 2) + "x\r\n" * (TEXT_MAX // 6),
    "blanks": " " * TEXT_MAX,
    "joined marks": "a" + "\u0301" * (TEXT_MAX - 1),
    "right to left": "\u202e\u2066\u05d0" * (TEXT_MAX // 3),
    "embedded directions": "\u202a\u202b" * (TEXT_MAX // 2),
    "joined letters": "\u0644\u0627\u064b" * (TEXT_MAX // 3),
    "ideographs": "漢字" * (TEXT_MAX // 2),
    "every script": "aяαאबก漢" * (TEXT_MAX // 7),
    "beyond the planes": "\U0001f600\U000e0001\U0010ffff" * (TEXT_MAX // 3),
    "controls": "".join(map(chr, range(32))) * 50,
    "zero width": "\u200b\u200d\ufeff\u00ad" * (TEXT_MAX // 4),
    "digits": "9" * TEXT_MAX,
}
LINKS = {
    "script": "javascript:alert(1)",
    "page in a link": "data:text/html,<script>alert(1)</script>",
    "way out of the folder": "../../../../etc/passwd",
    "file on a server": "\\\\server\\share\\x.exe",
    "quote": '"><script>alert(1)</script>',
    "new head": "a.pdf\r\nContent-Type: text/html",
    "turned name": "invoice\u202efdp.exe",
    "long name": "x" * 5000 + ".pdf",
}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(across: int, down: int, *more: bytes, colour: int = 2, whole: bool = True) -> bytes:
    """A PNG of one colour, kilobytes small however many pixels it has."""
    samples = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    rows = down if whole else 1
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(across * samples + 1)) for _ in range(rows))
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", across, down, 8, colour, 0, 0, 0))
    palette = _chunk(b"PLTE", bytes(3)) if colour == 3 else b""
    data = _chunk(b"IDAT", packed + packer.flush())
    start = b"\x89PNG\r\n\x1a\n"
    return start + head + palette + b"".join(more) + data + _chunk(b"IEND", b"")


def _jpeg(across: int, down: int, **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", (across, down), 9).save(out, "JPEG", **how)
    return out.getvalue()


def _bomb(kind: bytes, lead: bytes) -> bytes:
    return _chunk(kind, lead + zlib.compress(bytes(50_000_000)))


def logos() -> dict[str, bytes]:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{SECRET}"/></svg>'
    return {
        "as many pixels as may be": _png(4000, 3000),
        "as many with transparency": _png(4000, 3000, colour=6),
        "as many of a palette": _png(4000, 3000, colour=3),
        "as many in a progressive JPEG": _jpeg(4000, 3000, progressive=True),
        "a wide one": _png(12_000_000, 1, colour=0),
        "more than may be": _png(4001, 4000),
        "pixels of a billion": _png(40_000, 40_000, whole=False),
        "fewer rows than told": _png(3000, 3000, whole=False),
        "text that unpacks": _png(9, 9, _bomb(b"zTXt", b"a\0\0")),
        "profile that unpacks": _png(9, 9, _bomb(b"iCCP", b"a\0\0")),
        "drawing": svg.encode(),
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n",
        "no image": b"\x89PNG\r\n\x1a\n" + bytes(1000),
    }


def _print_text(text: str, *, logo: bytes = b"", link: str = "a.pdf") -> None:
    party = Party(
        name=text or "Rossi",
        address=Address(line1=text[:300], city=text[:300]),
        contact=Contact(email=text[:300]),
    )
    shown = document(
        line(text[:2000], description=text, unit=text[:300]),
        seller=party,
        buyer=party,
        note=text,
        notes=(Note(text=text[:2000]),),
        footer=text,
        title=text[:300],
        signature=text,
        payment_terms=text,
        number=text[:100],
        payment_instructions=PaymentInstructions(remittance=text[:300]),
        l10n={"note_en": text, "footer_de": [text], "title": {"x": text}},
    )
    options = PrintOptions(images=Images(logo), head_note=text, foot_note=text)
    view = print_view(shown, OWN, language="en", theme="acube", options=options)
    write_pdf(view)
    file = FileLink(link, link, 10)
    write_page(view, Recipient((file,), (file,), None, link))
    words = mail_text(
        shown, OWN, language="en", subject=text[:300], message=text, links={link: link}
    )
    mail = Message(
        to=("a@example.com",),
        subject=words.subject,
        text=words.text,
        html=words.html,
        sender_name=text[:300],
        attachments=(Attachment(link, "application/pdf", b"%PDF-1.7"),),
    )
    raw = write_message(mail, "invoices@example.com")
    head = raw.partition(b"\r\n\r\n")[0].lower()
    assert b"\nbcc:" not in head


def jobs() -> dict[str, Callable[[], None]]:
    found: dict[str, Callable[[], None]] = {}
    for name, text in TEXTS.items():
        found[f"text: {name}"] = lambda text=text: _print_text(text)
    for name, data in logos().items():
        found[f"logo: {name}"] = lambda data=data: _print_text("", logo=data)
    for name, link in LINKS.items():
        found[f"link: {name}"] = lambda link=link: _print_text(link, link=link)
    return found


class Watch:
    """Notes every file outside the product, and everything that leaves the process."""

    LEAVING = ("socket.", "urllib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")
    OWN = tuple(
        map(
            str,
            (
                ROOT,
                (ROOT / ".build").resolve(),
                Path(sys.prefix).resolve(),
                Path(sys.base_prefix).resolve(),
            ),
        )
    )

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event.startswith(self.LEAVING):
            self.seen.append(f"{event} {arguments!r:.200}")
        elif event == "open" and not isinstance(arguments[0], int):
            path = str(Path(str(arguments[0])).resolve())
            if not path.startswith(self.OWN) or str(arguments[1] or "r")[0] in "wax":
                self.seen.append(f"open {path}")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    watch = Watch()
    _print_text("aяαאबกا漢", logo=_png(9, 9))  # fonts and modules are there from here on
    made = jobs()
    start, took = _peak_mb(), {}
    for name, job in made.items():
        before = time.process_time()
        watch.on = True
        try:
            job()
            end = "printed"
        except InvoicingError as exc:
            end = type(exc).__name__
        finally:
            watch.on = False
        took[name] = {
            "seconds": time.process_time() - before,
            "peak_mb": _peak_mb() - start,
            "end": end,
        }
    print(json.dumps({"took": took, "seen": watch.seen}))


if __name__ == "__main__":
    main()
