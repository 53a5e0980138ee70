"""QR codes: a payment text to one filled path, beside segno with its own choice of the mask."""

import segno
from bench.frame import Row, compare

from invoicing.render._modules import pdf_path
from invoicing.render.qr import encode

EPC = (
    "BCD\n002\n1\nSCT\n\nWikimedia Foerdergesellschaft\nDE33100205000001194700\n"
    "EUR123.45\n\nRF18539007547034"
)
UPN = (
    "UPNQR\n\n\n\n\nKupec d.o.o.\nCesta 2\n2000 Maribor\n00000012250\n\n\nOTHR\nRačun 2026-001\n"
    "03.10.2026\nSI56020170014356205\nSI001234\nŽaga Šušteršič s.p.\nUlica 1\n1000 Ljubljana\n161\n"
)


def _segno_path(code: segno.QRCode) -> str:
    """What drawing segno's matrix takes: one rectangle per dark module."""
    return "\n".join(
        f"{x} {y} 1 1 re" for y, row in enumerate(code.matrix) for x, dark in enumerate(row) if dark
    )


def rows() -> list[Row]:
    epc = compare(
        {
            "ours": lambda: pdf_path(encode(EPC, max_version=13)),
            "segno": lambda: _segno_path(segno.make(EPC, error="M", mode="byte")),
        }
    )
    upn = compare(
        {
            "ours": lambda: pdf_path(encode(UPN, version=15, encoding="iso-8859-2", eci=4)),
            "segno": lambda: _segno_path(
                segno.make(
                    UPN,
                    error="M",
                    version=15,
                    mode="byte",
                    encoding="iso-8859-2",
                    eci=True,
                    boost_error=False,
                )
            ),
        }
    )
    return [
        epc.row("QR code, EPC, text to path", "segno", goal="≤ 0.25x"),
        upn.row("QR code, UPN (version 15), text to path", "segno", goal="≤ 0.25x"),
    ]
