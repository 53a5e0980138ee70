"""The organization's logo, as PDF and as HTML hold it."""

from functools import lru_cache

from invoicing.render._canvas import Picture
from invoicing.safe.safe_image import SafeImage, open_image

SIDE_MAX_PX = 900  # 150 points at 400 dots per inch
_PNG_HEAD = 8


@lru_cache(maxsize=16)
def checked(data: bytes) -> SafeImage:
    """The logo, safely opened and no larger than it is printed; UnreadableFile otherwise."""
    return open_image(data, side_max_px=SIDE_MAX_PX)


def picture(image: SafeImage) -> Picture:
    """The image for a PDF: its compressed samples as they are, not packed again."""
    size = image.width_px, image.height_px
    colours = b"/ColorSpace /DeviceRGB /BitsPerComponent 8 "
    if image.mime_type == "image/jpeg":
        return Picture(*size, colours + b"/Filter /DCTDecode ", image.data)
    predictor = b"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors 3 /Columns %d>> "
    return Picture(*size, colours + predictor % image.width_px, _samples(image.data))


def _samples(png: bytes) -> bytes:
    """The IDAT chunks, which are a zlib stream a PDF reads as it stands (PNG, 11.2.3)."""
    parts, place = [], _PNG_HEAD
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        if png[place + 4 : place + 8] == b"IDAT":
            parts.append(png[place + 8 : place + 8 + length])
        place += 12 + length
    return b"".join(parts)
