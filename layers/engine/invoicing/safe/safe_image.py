"""The door for images from outside: bounded, decoded once, written anew.

What comes out holds pixels only: no metadata, no profile, no bytes of the sender's.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Any

from invoicing.errors import TooLarge, UnreadableFile

BYTES_MAX = 10_000_000
PIXELS_MAX = 12_500_000  # a phone's photograph; twice in memory they are 100 MB
FORMATS = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class SafeImage:
    """An image of our own writing: RGB without transparency, PNG or JPEG as it came."""

    data: bytes
    mime_type: str
    width_px: int
    height_px: int


def open_image(data: bytes, *, side_max_px: int = 0) -> SafeImage:
    """The image, scaled down where a side is longer than `side_max_px` (0: as it is).

    UnreadableFile where it is no PNG or JPEG or is damaged, TooLarge over 10 MB or 12.5 megapixels.
    """
    paper, kind = _decoded(data, side_max_px)
    return SafeImage(encode(paper, kind), f"image/{kind.lower()}", *paper.size)


def open_pixels(data: bytes) -> Any:
    """The image in memory, RGB without transparency; errors as `open_image`."""
    return _decoded(data, 0)[0]


def encode(image: Any, kind: str) -> bytes:
    """An image in memory as a "PNG" or "JPEG" file."""
    out = io.BytesIO()
    if kind == "JPEG":
        image.save(out, "JPEG", quality=90)
    else:
        image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _decoded(data: bytes, side_max_px: int) -> tuple[Any, str]:
    if len(data) > BYTES_MAX:
        raise _too_large(f"{BYTES_MAX // 1_000_000} MB")
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - 60 ms, where needed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    raise _too_large(f"{PIXELS_MAX / 1_000_000:g} megapixels")
                # A telephone's JPEG of several frames calls itself MPO; its first frame counts.
                kind = "PNG" if opened.format == "PNG" else "JPEG"
                if side_max_px and kind == "JPEG":
                    opened.draft("RGB", (side_max_px, side_max_px))
                ImageOps.exif_transpose(opened, in_place=True)
                if side_max_px:
                    opened.thumbnail((side_max_px, side_max_px))
                whole = opened.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as exc:
        text = (
            "it is no PNG or JPEG" if isinstance(exc, UnidentifiedImageError) else "it is damaged"
        )
        raise UnreadableFile(
            "image-unreadable", f"the image cannot be read: {text}", fix="send a PNG or a JPEG"
        ) from exc
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole.getchannel("A"))
    return paper, kind


def _too_large(limit: str) -> TooLarge:
    return TooLarge("image-too-large", f"the image has over {limit}", fix="send a smaller image")
