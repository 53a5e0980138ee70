"""Figures and places of QR codes. Source: ISO/IEC 18004:2015, by section and table."""

from collections.abc import Callable, Iterator

Place = tuple[int, int]
"""Column and row, from the top left module."""

# Error correction words per block and number of blocks, versions 1 to 40 (table 9).
_DEGREES = {
    "L": "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 "
    "28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
    "M": "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 "
    "26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28",
    "Q": "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 "
    "28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
    "H": "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 "
    "30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
}
_BLOCKS = {
    "L": "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 "
    "8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
    "M": "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 "
    "17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
    "Q": "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 "
    "23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
    "H": "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 "
    "25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81",
}
_LEVEL_BITS = {"L": 0b01, "M": 0b00, "Q": 0b11, "H": 0b10}  # table 12

# Data mask conditions for column x and row y (table 10); each repeats every 12 modules.
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda _, y: y % 2 == 0,
    lambda x, _: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)


def size_of(version: int) -> int:
    """Modules per side."""
    return 4 * version + 17


def error_words(version: int, error: str) -> tuple[int, int]:
    """Error correction words per block, and the number of blocks."""
    degree = _DEGREES[error].split()[version - 1]
    return int(degree), int(_BLOCKS[error].split()[version - 1])


def data_words(version: int, error: str) -> int:
    """How many words of data a version carries at an error level."""
    degree, blocks = error_words(version, error)
    return _data_modules(version) // 8 - degree * blocks


def multiply(a: int, b: int) -> int:
    """The product in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1 (7.5.2)."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def function_modules(version: int) -> dict[Place, bool]:
    """Modules that carry no data, and whether they are dark.

    Format and version information, and the module that is always dark, count as light here.
    """
    size = size_of(version)
    fixed: dict[Place, bool] = {}
    for i in range(size):
        fixed[6, i] = fixed[i, 6] = i % 2 == 0
    centres = _alignment_centres(version)
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for x, y in {(x, y) for x in centres for y in centres} - corners:
        _square(fixed, (x, y), 2, {1})
    for x, y in ((3, 3), (size - 4, 3), (3, size - 4)):
        _square(fixed, (x, y), 4, {2, 4})
    for i in range(9):
        fixed.setdefault((8, i), False)
        fixed.setdefault((i, 8), False)
    for i in range(size - 8, size):
        fixed[8, i] = fixed[i, 8] = False
    for place in _version_places(version):
        fixed[place] = False
    return {(x, y): dark for (x, y), dark in fixed.items() if 0 <= x < size and 0 <= y < size}


def data_places(version: int, fixed: dict[Place, bool]) -> Iterator[Place]:
    """Modules for data in the order they are filled: upwards and downwards in pairs of columns."""
    size = size_of(version)
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in (right, right - 1):
                if (x, y) not in fixed:
                    yield x, y
        upwards = not upwards


def dark_information(version: int, error: str, mask: int) -> Iterator[Place]:
    """The dark modules of format and version information (7.9, 7.10)."""
    size = size_of(version)
    value = _LEVEL_BITS[error] << 3 | mask
    bits = (value << 10 | _bch(value, 10, 0b10100110111)) ^ 0b101010000010010
    yield 8, size - 8
    down = (*range(6), 7, 8, *range(size - 7, size))
    left = (*range(size - 1, size - 9, -1), 7, *range(5, -1, -1))
    for i in range(15):
        if bits >> i & 1:
            yield 8, down[i]
            yield left[i], 8
    number = version << 12 | _bch(version, 12, 0b1111100100101)
    for i, place in enumerate(_version_places(version)):
        if number >> (i // 2) & 1:
            yield place


def _bch(value: int, degree: int, generator: int) -> int:
    rest = value << degree
    while rest.bit_length() > degree:
        rest ^= generator << (rest.bit_length() - degree - 1)
    return rest


def _version_places(version: int) -> Iterator[Place]:
    """Both places of each bit of the version number, lowest bit first."""
    if version < 7:
        return
    size = size_of(version)
    for i in range(18):
        yield size - 11 + i % 3, i // 3
        yield i // 3, size - 11 + i % 3


def _square(fixed: dict[Place, bool], centre: Place, radius: int, light: set[int]) -> None:
    """Nested squares around a module; `light` are the distances that stay light."""
    for dx in range(-radius, radius + 1):
        for dy in range(-radius, radius + 1):
            fixed[centre[0] + dx, centre[1] + dy] = max(abs(dx), abs(dy)) not in light


def _alignment_centres(version: int) -> list[int]:
    """Rows and columns of alignment patterns (annex E)."""
    if version == 1:
        return []
    gaps = version // 7 + 1
    last = size_of(version) - 7
    step = 26 if version == 32 else -(-(last - 6) // (2 * gaps)) * 2
    return [6, *(last - step * i for i in range(gaps - 1, -1, -1))]


def _data_modules(version: int) -> int:
    """Modules left for data and error correction (table 1)."""
    size = size_of(version)
    count = size * size - 3 * 64 - 31 - 2 * (size - 16)
    if version > 1:
        patterns = version // 7 + 2
        count -= 25 * (patterns**2 - 3) - 10 * (patterns - 2)
    return count - (36 if version > 6 else 0)
