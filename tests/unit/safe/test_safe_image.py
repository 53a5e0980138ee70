"""Images from outside: bounded, and written anew."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from invoicing.errors import TooLarge, UnreadableFile
from invoicing.safe.safe_image import open_image


def encoded(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **extra: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, kind, **extra)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(across: int, down: int) -> bytes:
    head = struct.pack(">IIBBBBB", across, down, 8, 2, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_image_keeps_its_kind_and_size(kind: str) -> None:
    found = open_image(encoded(kind))
    assert (found.width_px, found.height_px) == (40, 30)
    assert Image.open(io.BytesIO(found.data)).format == kind


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_becomes_rgb_on_white(mode: str) -> None:
    with Image.open(io.BytesIO(open_image(encoded("PNG", mode)).data)) as written:
        assert written.mode == "RGB"


def test_transparency_becomes_paper() -> None:
    with Image.open(io.BytesIO(open_image(encoded("PNG", "RGBA")).data)) as written:
        assert written.getpixel((5, 5)) == (255, 255, 255)


def test_nothing_of_the_senders_but_pixels_remains() -> None:
    data = encoded("JPEG", comment=b"SECRET", exif=b"Exif\x00\x00SECRET")
    assert b"SECRET" in data
    assert b"SECRET" not in open_image(data).data


def test_a_long_side_is_scaled_down() -> None:
    found = open_image(encoded("PNG", size=(4000, 102)), side_max_px=900)
    assert (found.width_px, found.height_px) == (900, 23)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(UnreadableFile):
        open_image(encoded(kind))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"%!PS", encoded("PNG")[:60], encoded("JPEG")[:200]],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        open_image(data)


def test_too_many_bytes_or_pixels_are_refused_before_decoding() -> None:
    with pytest.raises(TooLarge):
        open_image(encoded("PNG") + bytes(10_000_001))
    with pytest.raises(TooLarge):
        open_image(bomb(8000, 8000))
    with pytest.raises(UnreadableFile):
        open_image(bomb(60_000, 60_000))


def test_damage_never_escapes_as_another_error() -> None:
    draw = random.Random(5)
    for kind in ("PNG", "JPEG"):
        sound = encoded(kind)
        for _ in range(300):
            data = bytearray(sound)
            for _ in range(draw.randint(1, 8)):
                data[draw.randrange(len(data))] = draw.randrange(256)
            try:
                open_image(bytes(data))
            except UnreadableFile:
                continue
