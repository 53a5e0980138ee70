"""What a hostile file may travel in, made of bytes here."""


def in_pdf(data: bytes) -> bytes:
    """A PDF that has the file attached."""
    specification = b"1 0 obj\n<</Type/Filespec/F(factur-x.xml)/EF<</F 2 0 R>>>>\nendobj\n"
    stream = b"2 0 obj\n<</Type/EmbeddedFile/Length %d>>\nstream\n%b\nendstream\nendobj\n"
    return b"%PDF-1.7\n" + specification + stream % (len(data), data) + b"%%EOF\n"


def in_p7m(data: bytes) -> bytes:
    """A file that says it is signed (RFC 5652), by nobody."""
    signed, plain = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
    content = _value(0x30, plain + _value(0xA0, _value(0x04, data)))
    body = _value(0x02, b"\x01") + _value(0x31, b"") + content + _value(0x31, b"")
    return _value(0x30, signed + _value(0xA0, _value(0x30, body)))


def _value(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content
