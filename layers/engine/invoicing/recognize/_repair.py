"""A photograph of a page made flat, straight and evenly lit, as a scanner would have it.

Pillow alone does it, on small copies: the place of the page is looked for at 320 pixels.
"""

from itertools import pairwise
from typing import Any

_SMALL_PX = 320
_ANGLES_MAX_DEG = 6.0
_AREA_MIN = 0.3  # a smaller bright patch is no page
_EDGE = 0.015  # corners this near to the image's own need no change

Point = tuple[float, float]


def flattened(image: Any) -> Any:
    """The page alone, its four corners moved to those of a rectangle; as it is if none is found."""
    quad = _page_corners(image)
    if quad is None:
        return image
    from PIL import Image  # noqa: PLC0415 - loaded with the image

    top_left, top_right, bottom_right, bottom_left = quad
    width = round(max(_distance(top_left, top_right), _distance(bottom_left, bottom_right)))
    height = round(max(_distance(top_left, bottom_left), _distance(top_right, bottom_right)))
    corners = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    return image.transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        homography(corners, list(quad)),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )


def straightened(image: Any) -> Any:
    """Turned so that its lines are level, where they are off by a fifth of a degree or more."""
    angle = skew_deg(image)
    if abs(angle) < 0.2:
        return image
    from PIL import Image  # noqa: PLC0415 - loaded with the image

    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)


def evened(image: Any) -> Any:
    """The paper white everywhere: from every place its own background is taken away."""
    from PIL import Image, ImageChops, ImageFilter, ImageOps  # noqa: PLC0415 - loaded with the image

    small = image.resize((max(1, image.width // 16), max(1, image.height // 16)))
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(4))
    background = paper.resize(image.size, Image.Resampling.BILINEAR)
    ink = ImageChops.subtract(background, image)
    return ImageOps.autocontrast(ImageOps.invert(ink), cutoff=(0.5, 30))


def skew_deg(image: Any) -> float:
    """By how much to turn it: lines of text are level where rows differ most from each other."""
    from PIL import ImageOps  # noqa: PLC0415 - loaded with the image

    width = 2 * _SMALL_PX
    small = ImageOps.invert(image.resize((width, max(1, image.height * width // image.width))))
    best = _best(small, [step * 0.5 for step in range(-12, 13)])
    return _best(small, [best + step * 0.1 for step in range(-4, 5)])


def _best(ink: Any, angles: list[float]) -> float:
    inside = [angle for angle in angles if abs(angle) <= _ANGLES_MAX_DEG]
    return max(inside, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))


def _sharpness(ink: Any, angle: float) -> int:
    from PIL import Image  # noqa: PLC0415 - loaded with the image

    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in pairwise(rows))


def _page_corners(image: Any) -> tuple[Point, Point, Point, Point] | None:
    """Top left, top right, bottom right, bottom left; None where no page stands out."""
    from PIL import ImageFilter  # noqa: PLC0415 - loaded with the image

    ratio = _SMALL_PX / image.width
    height = max(1, round(image.height * ratio))
    # Text is closed, so that the page is one bright patch.
    small = image.resize((_SMALL_PX, height)).filter(ImageFilter.MaxFilter(5))
    smooth = small.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.MedianFilter(5))
    least = _threshold(smooth.histogram())
    pixels = smooth.tobytes()
    bright = [(at % _SMALL_PX, at // _SMALL_PX) for at, value in enumerate(pixels) if value > least]
    if len(bright) < _AREA_MIN * len(pixels):
        return None
    top_left, bottom_right = min(bright, key=sum), max(bright, key=sum)
    top_right = max(bright, key=lambda p: p[0] - p[1])
    bottom_left = min(bright, key=lambda p: p[0] - p[1])
    quad = (top_left, top_right, bottom_right, bottom_left)
    own = ((0, 0), (_SMALL_PX, 0), (_SMALL_PX, height), (0, height))
    near = all(_distance(a, b) < _EDGE * _SMALL_PX for a, b in zip(quad, own, strict=True))
    if near or _area(quad) < _AREA_MIN * len(pixels):
        return None
    return (
        (top_left[0] / ratio, top_left[1] / ratio),
        (top_right[0] / ratio, top_right[1] / ratio),
        (bottom_right[0] / ratio, bottom_right[1] / ratio),
        (bottom_left[0] / ratio, bottom_left[1] / ratio),
    )


def _threshold(histogram: list[int]) -> int:
    """The grey that parts the two groups of pixels best. Source: Otsu, IEEE SMC 9 (1979)."""
    total, weighted = sum(histogram), sum(at * n for at, n in enumerate(histogram))
    below = weight = 0
    best, least = -1.0, 127
    for at, count in enumerate(histogram):
        below += count
        weight += at * count
        if not 0 < below < total:
            continue
        gap = weight / below - (weighted - weight) / (total - below)
        spread = below * (total - below) * gap * gap
        if spread > best:
            best, least = spread, at
    return least


def _distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _area(quad: tuple[Point, ...]) -> float:
    around = zip(quad, (*quad[1:], quad[0]), strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2


def homography(points: list[Point], targets: list[Point]) -> tuple[float, ...]:
    """The eight coefficients by which each of four points becomes its target."""
    rows = []
    for (x, y), (u, v) in zip(points, targets, strict=True):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v])
    for at in range(8):
        pivot = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(8):
            if row != at:
                factor = rows[row][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at], strict=True)]
    return tuple(row[8] for row in rows)
