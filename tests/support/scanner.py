"""What becomes of paper before it is read: a scan, skewed and noisy, or a photograph."""

import io
from random import Random

from PIL import Image, ImageChops, ImageFilter

# How much a corner of a photographed page may stand off, as a share of its side.
PERSPECTIVE = 0.05


def scan(page: Image.Image, random: Random, *, skew_deg: float = 1.5) -> Image.Image:
    """A scan: turned a little, with the noise of a sensor."""
    turned = page.rotate(
        random.uniform(-skew_deg, skew_deg), Image.Resampling.BICUBIC, fillcolor=255
    )
    return _noisy(turned, random, 9)


def photograph(page: Image.Image, random: Random, *, width_px: int = 2400) -> Image.Image:
    """A photograph: on a dark table, from an angle, in uneven light, not quite sharp."""
    height_px = round(width_px * page.height / page.width)
    margin = round(width_px * 0.08)
    canvas = (width_px + 2 * margin, height_px + 2 * margin)
    corners = [
        (
            margin + x * width_px + random.uniform(-1, 1) * PERSPECTIVE * width_px,
            margin + y * height_px + random.uniform(-1, 1) * PERSPECTIVE * width_px,
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    flat = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    values = _homography(corners, flat)
    warped = page.transform(
        canvas, Image.Transform.PERSPECTIVE, values, Image.Resampling.BICUBIC, fillcolor=70
    )
    light = Image.linear_gradient("L").point(lambda v: 150 + v * 105 // 255)
    light = light.rotate(random.choice((0, 90, 180, 270))).resize(canvas)
    lit = ImageChops.multiply(warped, light)
    turned = lit.rotate(random.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=60)
    return _noisy(turned.filter(ImageFilter.GaussianBlur(0.7)), random, 6)


def jpeg(image: Image.Image, quality: int = 82, dpi: int = 300) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def pdf(*images: Image.Image, dpi: int = 300) -> bytes:
    """A PDF whose pages are images, as a scanner writes it."""
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    return out.getvalue()


def _noisy(image: Image.Image, random: Random, sigma: float) -> Image.Image:
    """Noise of its own for every page, from a seed: Pillow's own cannot be repeated."""
    tile = Image.frombytes("L", (256, 256), bytes(_grain(random, sigma) for _ in range(256 * 256)))
    noise = Image.new("L", image.size)
    for x in range(0, image.width, 256):
        for y in range(0, image.height, 256):
            noise.paste(tile, (x, y))
    return ImageChops.add(image, noise, offset=-128)


def _grain(random: Random, sigma: float) -> int:
    return max(0, min(255, round(random.gauss(128, sigma))))


def _homography(
    quad: list[tuple[float, float]], target: list[tuple[float, float]]
) -> tuple[float, ...]:
    """The eight coefficients that lead points of `quad` to those of `target`."""
    rows = []
    for (x, y), (u, v) in zip(quad, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(8):
            if row != at:
                factor = rows[row][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at], strict=True)]
    return tuple(row[8] for row in rows)
