"""Pages that were made when the product was built, served as they are."""

import base64
import gzip
import hashlib
import os
from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.request import Request
from invoicing.errors import NotFound

CHECKOUT = Path(__file__).resolve().parents[4]
FOLDERS = (Path("/opt/docs"), CHECKOUT / ".build" / "docs")
MEDIA_TYPES = {
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
}
# Everything a page needs comes from here, and nobody may put it into a frame.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Encoding",
}


def built(call: Request, name: str) -> Response[str]:
    """A file of the reference; NotFound where there is none, or none was built.

    The folder is $NOTULA_DOCS, else the layer's, else the checkout's.
    """
    packed = _packed(name)
    etag = f'"{hashlib.sha256(packed).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": etag}
    if call.headers.get("if-none-match") == etag:
        return Response(304, headers=headers)
    media_type = MEDIA_TYPES[Path(name).suffix]
    if "gzip" not in call.headers.get("accept-encoding", ""):
        return Response(200, media_type, gzip.decompress(packed).decode(), headers=headers)
    # The resolver encodes bytes itself, but not those of JSON.
    text = base64.b64encode(packed).decode()
    whole = Response(200, media_type, text, headers={**headers, "Content-Encoding": "gzip"})
    whole.base64_encoded = True
    return whole


def _packed(name: str) -> bytes:
    """The file, compressed; only names of files that lie in the folder are found."""
    named = os.environ.get("NOTULA_DOCS")
    for folder in (Path(named),) if named else FOLDERS:
        files = {path.name: path for path in folder.glob("*.gz")}
        if f"{name}.gz" in files:
            return files[f"{name}.gz"].read_bytes()
    raise NotFound(name)
