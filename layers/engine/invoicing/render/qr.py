"""QR codes: from a text to the modules a page draws.

The matrix is one large integer, so that all eight masks are laid on and scored by whole-matrix
operations instead of module by module. Source: ISO/IEC 18004:2015.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from operator import itemgetter

from invoicing.render import _qr_tables as tables
from invoicing.render._modules import Modules
from invoicing.slips import Symbol

_QUIET = 4  # light modules that make a finder-like pattern count (table 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Modules):
    """The modules of a QR code."""

    version: int
    mask: int

    @property
    def size(self) -> int:
        """Modules per side."""
        return len(self.rows)


def encode(
    text: str,
    *,
    error: str = "M",
    version: int = 0,
    max_version: int = 40,
    encoding: str = "utf-8",
    eci: int = 0,
) -> Matrix:
    """The QR code of a text in byte mode, at exactly this error level.

    `version` 0 takes the smallest that fits; `eci` is the number of the character set to
    announce, 0 announces none. ValueError where the text does not fit `version` or
    `max_version`, or has characters outside `encoding`.
    """
    data = text.encode(encoding)
    chosen = version or _smallest(len(data), error, eci, max_version)
    words = _data_words(data, chosen, error, eci)
    return _matrix(_with_error_words(words, chosen, error), chosen, error)


def encode_slip(payload: str, symbol: Symbol) -> Matrix:
    """The QR code of a slip, drawn as its scheme wants it; ValueError for other symbologies."""
    if symbol.symbology != "qr":
        raise ValueError(f"{symbol.symbology} is no QR code")
    return encode(
        payload,
        error=symbol.error_level,
        version=symbol.version,
        max_version=symbol.max_version,
        encoding=symbol.encoding,
        eci=symbol.eci,
    )


def _length_bits(version: int) -> int:
    """Width of the byte mode's character count (table 3)."""
    return 8 if version < 10 else 16


def _header_bits(version: int, eci: int) -> int:
    return 4 + _length_bits(version) + (12 if eci else 0)


def _smallest(count: int, error: str, eci: int, max_version: int) -> int:
    for version in range(1, max_version + 1):
        if _header_bits(version, eci) + 8 * count <= 8 * tables.data_words(version, error):
            return version
    raise ValueError(f"{count} bytes do not fit a QR code of version {max_version}-{error}")


def _data_words(data: bytes, version: int, error: str, eci: int) -> bytes:
    """Header, text, terminator and padding (7.4)."""
    capacity = tables.data_words(version, error)
    length = _header_bits(version, eci) + 8 * len(data)
    if length > 8 * capacity:
        raise ValueError(f"{len(data)} bytes do not fit a QR code of version {version}-{error}")
    header = 0b0100 << _length_bits(version) | len(data)
    if eci:
        header |= (0b0111 << 8 | eci) << (4 + _length_bits(version))
    stream = header << 8 * len(data) | int.from_bytes(data, "big")
    free = 8 * capacity - length
    stream <<= min(free, 4)  # the terminator
    if free > 4:
        stream <<= (free - 4) % 8
    filled = stream.to_bytes((length + min(free, 4) + 7) // 8, "big")
    return filled + (b"\xec\x11" * capacity)[: capacity - len(filled)]


def _with_error_words(words: bytes, version: int, error: str) -> bytes:
    """Data and error correction words of all blocks, interleaved (7.5, 7.6)."""
    degree, blocks = tables.error_words(version, error)
    short, longer = divmod(len(words), blocks)
    parts, place = [], 0
    for number in range(blocks):
        end = place + short + (number >= blocks - longer)
        parts.append(words[place:end])
        place = end
    checks = [_remainder(part, degree) for part in parts]
    woven = (*zip_longest(*parts), *zip(*checks, strict=True))
    return bytes(word for word in chain.from_iterable(woven) if word is not None)


def _remainder(words: bytes, degree: int) -> bytes:
    """Reed-Solomon: the words, shifted, modulo the generator polynomial."""
    table = _generator_multiples(degree)
    top, keep = 8 * (degree - 1), (1 << 8 * (degree - 1)) - 1
    rest = 0
    for word in words:
        rest = (rest & keep) << 8 ^ table[word ^ rest >> top]
    return rest.to_bytes(degree, "big")


@cache
def _generator_multiples(degree: int) -> tuple[int, ...]:
    """The generator polynomial of that degree times each field element, as integers."""
    generator = [1]
    root = 1
    for _ in range(degree):
        times_root = [0, *(tables.multiply(term, root) for term in generator)]
        generator = [a ^ b for a, b in zip([*generator, 0], times_root, strict=True)]
        root = tables.multiply(root, 2)
    return tuple(
        int.from_bytes(bytes(tables.multiply(term, factor) for term in generator[1:]), "big")
        for factor in range(256)
    )


class _Geometry:
    """What all codes of one version share.

    A matrix is an integer: the top row comes first, its left module first in it. Light modules
    stand before every row, so that what is looked for in line never runs into the next row.
    """

    def __init__(self, version: int) -> None:
        self.size = size = tables.size_of(version)
        self.stride = size + _QUIET
        fixed = tables.function_modules(version)
        order = {place: number for number, place in enumerate(tables.data_places(version, fixed))}
        self.data_bits = len(order)
        light, dark = len(order), len(order) + 1
        sources = []
        for y in range(size):
            sources += [light] * _QUIET
            sources += [
                order.get((x, y), dark if fixed.get((x, y)) else light) for x in range(size)
            ]
        self.place = itemgetter(*sources)
        data = int("".join("01"[source < light] for source in sources), 2)
        self.masks = tuple(data & self._repeated(rule) for rule in tables.MASKS)
        self.has_left = self._number(["0" + "1" * (size - 1)] * size)
        self.has_above = self._number(["0" * size] + ["1" * size] * (size - 1))

    def _repeated(self, rule: Callable[[int, int], bool]) -> int:
        tile = ["".join("01"[rule(x, y)] for x in range(12)) for y in range(12)]
        wide = [(row * (self.size // 12 + 1))[: self.size] for row in tile]
        return self._number((wide * (self.size // 12 + 1))[: self.size])

    def _number(self, rows: list[str]) -> int:
        return int("".join("0" * _QUIET + row for row in rows), 2)

    def bit(self, x: int, y: int) -> int:
        """The matrix in which only this module is dark."""
        return 1 << ((self.size - 1 - y) * self.stride + self.size - 1 - x)

    def rows(self, matrix: int) -> tuple[str, ...]:
        """Each row as a text of "0" and "1", top to bottom."""
        text = format(matrix, f"0{self.size * self.stride}b")
        return tuple(text[i + _QUIET : i + self.stride] for i in range(0, len(text), self.stride))


_geometry = cache(_Geometry)


def _matrix(words: bytes, version: int, error: str) -> Matrix:
    """The modules, under the mask with the lowest penalty (7.8)."""
    geometry = _geometry(version)
    bits = format(int.from_bytes(words, "big"), f"0{8 * len(words)}b")
    bare = int("".join(geometry.place(bits.ljust(geometry.data_bits, "0") + "01")), 2)
    masked = [bare ^ mask for mask in geometry.masks]
    scores = [_penalty(one, geometry) for one in masked]
    mask = scores.index(min(scores))
    matrix = masked[mask]
    for place in tables.dark_information(version, error, mask):
        matrix |= geometry.bit(*place)
    return Matrix(version=version, mask=mask, rows=geometry.rows(matrix))


def _penalty(matrix: int, geometry: _Geometry) -> int:
    """The penalty of a masked matrix without format information (7.8.3.1).

    Outside the symbol counts as light, as the quiet zone is.
    """
    down = geometry.stride
    left = ~(matrix ^ matrix >> 1) & geometry.has_left  # equal to the module on the left
    above = ~(matrix ^ matrix >> down) & geometry.has_above
    points = 3 * (left & left >> down & above).bit_count()
    for same, step in ((left, 1), (above, down)):
        points += _long_runs(same, step) + 40 * _finder_likes(matrix, step)
    modules = geometry.size**2
    return points + 10 * (abs(100 * matrix.bit_count() - 50 * modules) // (5 * modules))


def _long_runs(same: int, step: int) -> int:
    """3 points for five equal modules in line, and one for each more."""
    pairs = same & same >> step
    five = pairs & pairs >> 2 * step
    return five.bit_count() + 2 * (five & ~(five >> step)).bit_count()


def _finder_likes(matrix: int, step: int) -> int:
    """How often dark-light-3 dark-light-dark stands in line with 4 light on a side."""
    one, two = matrix >> step, matrix >> 2 * step
    three = two & two >> step & two >> 2 * step
    found = matrix & three & matrix >> 6 * step & ~one & ~(matrix >> 5 * step)
    if not found:
        return 0
    dark = matrix | one
    after = (dark | dark >> 2 * step) >> 7 * step
    dark = matrix | matrix << step
    before = (dark | dark << 2 * step) << step
    return (found & ~(before & after)).bit_count()
