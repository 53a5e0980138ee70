"""multipart/form-data, byte for byte."""

from random import Random

import pytest

from invoicing.edge.multipart import read_parts
from invoicing.errors import UnreadableFile

TYPE = "multipart/form-data; boundary=xyz"


def form(*parts: bytes, end: bytes = b"--xyz--\r\n") -> bytes:
    return b"".join(b"--xyz\r\n" + part + b"\r\n" for part in parts) + end


def file(data: bytes, disposition: str = 'form-data; name="file"; filename="a.pdf"') -> bytes:
    head = f"Content-Disposition: {disposition}\r\nContent-Type: application/pdf\r\n\r\n"
    return head.encode() + data


@pytest.mark.parametrize("seed", range(20))
def test_any_bytes_come_out_as_they_went_in(seed: int) -> None:
    random = Random(seed)
    data = b"".join(
        random.choice((b"\r\n", b"\r", b"\n", b"--", b"--xy", b"\x00", random.randbytes(9)))
        for _ in range(200)
    )
    parts = read_parts(TYPE, form(file(data), file(b"")))
    assert [part.data for part in parts] == [data, b""]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('form-data; name="file"; filename="račun.pdf"', "račun.pdf"),
        ('form-data; name="file"; filename="a\\"b.pdf"', 'a"b.pdf'),
        ('form-data; name="file"; filename="a%22b.pdf"', 'a"b.pdf'),
        ("form-data; name=file; filename=plain.pdf", "plain.pdf"),
        (
            'form-data; name="file"; filename="x"; filename*=UTF-8\'\'ra%C4%8Dun.pdf',
            "račun.pdf",
        ),
        ('form-data; name="file"', ""),
    ],
)
def test_names_as_browsers_and_clients_write_them(disposition: str, name: str) -> None:
    (part,) = read_parts(TYPE, form(file(b"x", disposition)))
    assert (part.name, part.file_name) == ("file", name)


def test_a_quoted_boundary_and_a_preamble_are_taken() -> None:
    (part,) = read_parts(
        'multipart/form-data; boundary="xyz"; charset=utf-8', b"hello\r\n" + form(file(b"1"))
    )
    assert part.data == b"1"
    assert part.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", form(file(b"x"))),
        (TYPE, b""),
        (TYPE, b"--xyz--"),
        (TYPE, form(file(b"x"), end=b"")),
        (TYPE, form(b"no headers end")),
        (TYPE, form(file(b"x")).replace(b"--xyz\r\n", b"--xyzzy\r\n")),
        (TYPE, form(*[file(b"x")] * 101)),
    ],
)
def test_what_is_no_form_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_parts(content_type, body)
