"""Low-level drawing on fpdf2 pages: operators written directly, fonts written from the cache."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from fpdf import FPDF
from fpdf.output import OutputProducer
from fpdf.syntax import PDFObject

from invoicing.render._fonts import Face, runs, width

WIDTH, HEIGHT = 595.28, 841.89  # A4 in points


class _Raw(PDFObject):
    """An object whose bytes are known."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body = body

    def serialize(self, *_: Any, **__: Any) -> bytes:  # type: ignore[override]  # fpdf2 takes both
        return b"%d 0 obj\n%s\nendobj" % (self.id, self._body)


class _Document(FPDF):
    faces: tuple[Face, ...] = ()


class _Producer(OutputProducer):
    """Writes the cached faces instead of parsing and subsetting fonts."""

    fpdf: _Document

    def _add_fonts(self, *_: Any) -> dict[int, Any]:
        return {f.index: self._add_face(f) for f in self.fpdf.faces}

    def _add(self, body: bytes) -> _Raw:
        raw = _Raw(body)
        self._add_pdf_obj(raw, "fonts")
        return raw

    def _add_face(self, face: Face) -> _Raw:
        name = face.name.encode()
        program = self._add(
            b"<</Length %d /Length1 %d /Filter /FlateDecode>>\nstream\n%s\nendstream"
            % (len(face.program), face.program_length, face.program)
        )
        descriptor = self._add(
            b"<</Type /FontDescriptor /FontName /%s %s /FontFile2 %d 0 R>>"
            % (name, face.descriptor, program.id)
        )
        descendant = self._add(
            b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDToGIDMap /Identity "
            b"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            b"/FontDescriptor %d 0 R /DW 0 /W %s>>" % (name, descriptor.id, face.widths)
        )
        unicode = self._add(
            b"<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream"
            % (len(face.to_unicode), face.to_unicode)
        )
        return self._add(
            b"<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
            b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>" % (name, descendant.id, unicode.id)
        )


@cache
def _colour(value: str) -> str:
    return " ".join(f"{int(value[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))


def _literal(run: str, face: Face) -> str:
    return run.translate(face.glyphs).encode("utf-16-be").hex()


class Canvas:
    """Pages of operators; coordinates in points from the top left."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = []
        self.ops: list[str] = []
        self.faces: dict[int, Face] = {}

    def page(self) -> None:
        self.ops = []
        self.pages.append(self.ops)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        *,
        weight: str = "regular",
        align: str = "start",
    ) -> None:
        """The text with its base line at `y`; `x` is its start, its end or its middle."""
        if not text:
            return
        if align != "start":
            x -= width(text, weight, size) / (1 if align == "end" else 2)
        shown = []
        for face, run in runs(text, weight):
            self.faces[face.index] = face
            shown.append(f"/F{face.index} {size:g} Tf <{_literal(run, face)}> Tj")
        ink = _colour(colour)
        self.ops.append(f"BT {ink} rg {x:.2f} {HEIGHT - y:.2f} Td {' '.join(shown)} ET")

    def mark(self, text: str, size: float, colour: str) -> None:
        """The text across the page, rising to the right."""
        half = width(text, "bold", size) / 2 * 0.7071
        shown = []
        for face, run in runs(text, "bold"):
            self.faces[face.index] = face
            shown.append(f"/F{face.index} {size:g} Tf <{_literal(run, face)}> Tj")
        x, y = WIDTH / 2 - half, HEIGHT / 2 - half
        self.ops.append(
            f"BT {_colour(colour)} rg .7071 .7071 -.7071 .7071 {x:.2f} {y:.2f} Tm "
            f"{' '.join(shown)} ET"
        )

    def rule(self, x1: float, x2: float, y: float, colour: str, thickness: float = 0.5) -> None:
        ink, y = _colour(colour), HEIGHT - y
        self.ops.append(f"{ink} RG {thickness} w {x1:.2f} {y:.2f} m {x2:.2f} {y:.2f} l S")

    def band(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        """A filled rectangle with its top left corner at x, y."""
        bottom = HEIGHT - y - down
        self.ops.append(f"{_colour(colour)} rg {x:.2f} {bottom:.2f} {across:.2f} {down:.2f} re f")

    def finish(
        self,
        *,
        title: str,
        author: str,
        language: str,
        created_at: datetime | None,
        attachments: tuple[tuple[str, str, bytes], ...] = (),
        logo: tuple[bytes, float, float, float, float] | None = None,
    ) -> bytes:
        """The file. Equal calls give equal bytes: the date is the document's, not the clock's."""
        pdf = _Document(unit="pt", format=(WIDTH, HEIGHT))
        pdf.single_resources_object = True
        pdf.set_title(title)
        pdf.set_author(author)
        pdf.set_lang(language)
        pdf.set_producer("Notula")
        created = created_at or datetime(2000, 1, 1, tzinfo=UTC)
        pdf.set_creation_date(created)
        pdf.set_auto_page_break(False)
        for number, ops in enumerate(self.pages):
            pdf.add_page()
            pdf._out("\n".join(ops))
            if logo and number == 0:
                data, x, y, across, down = logo
                pdf.image(data, x, y, across, down, keep_aspect_ratio=True)
        pdf.faces = tuple(self.faces[i] for i in sorted(self.faces))
        for name, mime_type, content in attachments:
            pdf.embed_file(
                bytes=content,
                basename=name,
                mime_type=mime_type,
                compress=True,
                creation_date=created,
                modification_date=created,
            )
        return bytes(pdf.output(output_producer_class=_Producer))
