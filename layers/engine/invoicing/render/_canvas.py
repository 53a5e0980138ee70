"""Pages of drawing operators, and the file they become."""

import re
from dataclasses import dataclass
from functools import lru_cache

from invoicing.render._broad import BroadFace
from invoicing.render._conformance import (
    Attachment,
    Conformance,
    Particulars,
    add_attachments,
    add_info,
    add_metadata,
    add_output_intent,
)
from invoicing.render._file import File
from invoicing.render._fonts import Face, SetText, typeset

WIDTH, HEIGHT = 595.28, 841.89  # A4 in points
_RISE = re.compile(r"(-?\d+) Ts")  # in thousandths of the type size


@lru_cache(maxsize=256)  # organizations choose their own
def _colour(value: str) -> str:
    return " ".join(f"{int(value[i : i + 2], 16) / 255:.3g}" for i in (1, 3, 5))


@lru_cache(maxsize=256)
def _pen(colour: str, thickness: float) -> str:
    return f"{_colour(colour)} RG {thickness} w"


@lru_cache(maxsize=8192)
def _tenths(value: int) -> str:
    """A number of tenths of a point, in points."""
    return f"{value / 10}"


@lru_cache(maxsize=8192)
def _fixed(value: float) -> str:
    return f"{value:.1f}"


def _at_size(span: str, size: float) -> str:
    return _RISE.sub(lambda found: f"{int(found[1]) * size / 1000:g} Ts", span)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as a PDF holds it: packed samples and the dictionary entries that say how."""

    width_px: int
    height_px: int
    entries: bytes
    data: bytes


class Canvas:
    """Pages of operators; coordinates in points from the top left.

    A mirrored canvas counts from the top right instead: start is right and end is left, as pages
    in a language written from the right are laid out.
    """

    def __init__(self, *, mirrored: bool = False, japanese: bool = False) -> None:
        self.mirrored, self.japanese = mirrored, japanese
        self.pages: list[list[str]] = []
        self.faces: dict[int, Face | BroadFace] = {}
        self._spans: dict[int, set[str]] = {}  # what is shown in a face of many letters
        self.pictures: list[Picture] = []
        self._in_text = False
        self._lines: dict[str, list[str]] = {}

    def page(self) -> None:
        self.pages.append([])
        self.resume(len(self.pages) - 1)

    def resume(self, number: int) -> None:
        """Go on drawing on this page, counted from 0."""
        self._leave_page()
        self._add = self.pages[number].append
        self._ink = ""
        self._font = (0, 0.0)

    def _leave_page(self) -> None:
        """Draw the page's lines, kept until now so that its text is not interrupted by each."""
        self._leave_text()
        for pen, paths in self._lines.items():
            self._add(f"{pen} {' '.join(paths)} S")
        self._lines.clear()

    def _leave_text(self) -> None:
        if self._in_text:
            self._add("ET")
            self._in_text = False

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
        """The text with its base line at `y`; `x` is its start or its end."""
        if text:
            shown = typeset(text, weight, self.mirrored, self.japanese)
            self.show(shown, x, y, size, colour, align=align)

    def show(
        self, set_text: SetText, x: float, y: float, size: float, colour: str, *, align: str
    ) -> None:
        """The same, of a text that is ready."""
        if self.mirrored:
            x = WIDTH - x
        if (align == "end") is not self.mirrored:
            x -= set_text.width * size / 1000
        add = self._add
        if not self._in_text:
            add("BT")
            self._in_text = True
            self._x = self._y = 0
        if colour != self._ink:
            self._ink = colour
            add(f"{_colour(colour)} rg")
        x10, y10 = int(x * 10), int((HEIGHT - y) * 10)  # whole tenths: no error adds up
        add(f"{_tenths(x10 - self._x)} {_tenths(y10 - self._y)} Td")
        self._x, self._y = x10, y10
        for face, span in set_text.spans:
            if isinstance(face, BroadFace):
                self._spans.setdefault(face.index, set()).add(span)
            if (face.index, size) != self._font:
                self._font = (face.index, size)
                self.faces[face.index] = face
                add(f"/F{face.index} {size:g} Tf")
            add(_at_size(span, size) if face.rules else span)

    def mark(self, text: str, size_max: float, colour: str) -> None:
        """The text across the page, rising to the right, as large as the page allows."""
        self._leave_text()
        set_text = typeset(text, "bold", self.mirrored, self.japanese)
        size = min(size_max, 680_000 / max(set_text.width, 1))
        half = set_text.width * size / 2000 * 0.7071
        x, y = WIDTH / 2 - half + size * 0.25, HEIGHT / 2 - half - size * 0.25
        shown = []
        for face, part in set_text.spans:
            self.faces[face.index] = face
            self._spans.setdefault(face.index, set()).add(part)
            shown.append(f"/F{face.index} {size:.1f} Tf {_at_size(part, size)}")
        self._add(
            f"q BT {_colour(colour)} rg .7071 .7071 -.7071 .7071 {x:.1f} {y:.1f} Tm "
            f"{' '.join(shown)} ET Q"
        )

    def rule(self, x1: float, x2: float, y: float, colour: str, thickness: float = 0.5) -> None:
        """A line across."""
        self._line((x1, y), (x2, y), _pen(colour, thickness))

    def post(self, x: float, y1: float, y2: float, colour: str, thickness: float = 0.5) -> None:
        """A line down."""
        self._line((x, y1), (x, y2), _pen(colour, thickness))

    def _line(self, start: tuple[float, float], end: tuple[float, float], pen: str) -> None:
        (x1, y1), (x2, y2) = start, end
        if self.mirrored:
            x1, x2 = WIDTH - x1, WIDTH - x2
        path = f"{_fixed(x1)} {_fixed(HEIGHT - y1)} m {_fixed(x2)} {_fixed(HEIGHT - y2)} l"
        self._lines.setdefault(pen, []).append(path)

    def band(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        """A filled rectangle with its top corner at x, y."""
        self._leave_text()
        self._add(f"{_colour(colour)} rg {self._box(x, y, across, down)} f")
        self._ink = colour

    def frame(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        colour: str,
        *,
        thickness: float = 0.6,
    ) -> None:
        """A rectangle's outline with its top corner at x, y."""
        pen = _pen(colour, thickness)
        self._lines.setdefault(pen, []).append(self._box(x, y, across, down))

    def _box(self, x: float, y: float, across: float, down: float) -> str:
        left = WIDTH - x - across if self.mirrored else x
        return f"{left:.1f} {HEIGHT - y - down:.1f} {across:.1f} {down:.1f} re"

    def picture(self, picture: Picture, x: float, y: float, across: float, down: float) -> None:
        """The image as large as fits the box and keeps its shape, at the box's start."""
        scale = min(across / picture.width_px, down / picture.height_px)
        wide, high = picture.width_px * scale, picture.height_px * scale
        if picture not in self.pictures:
            self.pictures.append(picture)
        left = WIDTH - x - wide if self.mirrored else x
        bottom = HEIGHT - y - (down + high) / 2
        self._leave_text()
        self._add(
            f"q {wide:.2f} 0 0 {high:.2f} {left:.2f} {bottom:.2f} cm "
            f"/I{self.pictures.index(picture) + 1} Do Q"
        )

    def path(
        self, operators: str, x: float, y: float, scale: float, size: tuple[float, float]
    ) -> None:
        """A filled black path drawn in units of `scale`; it takes `size`, across and down, at x, y.

        Never mirrored: `x` counts from the side lines begin, the path itself stays as it is.
        """
        self._leave_text()
        across, down = size
        left = WIDTH - x - across if self.mirrored else x
        self._add(
            f"q 0 0 0 rg {scale:.5f} 0 0 {scale:.5f} {left:.3f} {HEIGHT - y - down:.3f} cm "
            f"{operators} Q"
        )

    def finish(
        self,
        about: Particulars,
        *,
        attachments: tuple[Attachment, ...] = (),
        conformance: Conformance = "",
    ) -> bytes:
        """The file. Equal calls give equal bytes: the date is the document's, not the clock's."""
        self._leave_page()
        file = File()
        catalog, tree, resources = file.reserve(), file.reserve(), file.reserve()
        kids = []
        for ops in self.pages:
            content = file.stream("\n".join(ops).encode("ascii"))
            kids.append(
                file.add(
                    b"<</Type /Page /Parent %d 0 R /Contents %d 0 R /Resources %d 0 R>>"
                    % (tree, content, resources)
                )
            )
        file.put(
            tree,
            b"<</Type /Pages /Count %d /MediaBox [0 0 %.2f %.2f] /Kids [%s]>>"
            % (len(kids), WIDTH, HEIGHT, b" ".join([b"%d 0 R" % kid for kid in kids])),
        )
        fonts = [
            b"/F%d %d 0 R" % (index, self.faces[index].write(file, self._spans.get(index, ())))
            for index in sorted(self.faces)
        ]
        images = [
            b"/I%d %d 0 R" % (number, _add_picture(file, picture))
            for number, picture in enumerate(self.pictures, 1)
        ]
        file.put(
            resources,
            b"<</Font <<%s>> /XObject <<%s>>>>" % (b" ".join(fonts), b" ".join(images)),
        )
        profiled = next((one for one in attachments if one.profile), None)
        info = add_info(file, about)
        entries = [
            b"<</Type /Catalog /Pages %d 0 R /Metadata %d 0 R /Lang (%s)"
            % (
                tree,
                add_metadata(file, about, conformance, profiled),
                about.language.encode("ascii"),
            ),
            # No /Direction /R2L: readers then turn Latin names around when they copy them.
            b"/ViewerPreferences <</DisplayDocTitle true>>",
        ]
        if conformance:
            entries.append(b"/OutputIntents [%d 0 R]" % add_output_intent(file))
        if attachments:
            files = add_attachments(file, attachments, about.moment)
            named = b" ".join(b"%s %d 0 R" % pair for pair in files)
            numbers = b" ".join(b"%d 0 R" % number for _, number in files)
            entries.append(b"/AF [%s] /Names <</EmbeddedFiles <</Names [%s]>>>>" % (numbers, named))
        file.put(catalog, b" ".join([*entries, b">>"]))
        return file.write(root=catalog, info=info)


def _add_picture(file: File, picture: Picture) -> int:
    size = b"/Width %d /Height %d " % (picture.width_px, picture.height_px)
    return file.plain(picture.data, b"/Type /XObject /Subtype /Image " + size + picture.entries)
