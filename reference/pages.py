"""The files of the reference: the OpenAPI document, its reader and the page of errors.

The reader is Swagger UI as Powertools carries it; nothing of it is in this repository.
"""

import gzip
import json
from pathlib import Path

from aws_lambda_powertools.event_handler.openapi import swagger_ui

from reference.document import openapi
from reference.errors import html_rows

_READER = Path(swagger_ui.__file__).parent
ASSETS = {"swagger-ui.js": "swagger-ui-bundle.min.js", "swagger-ui.css": "swagger-ui.min.css"}

_DOCS = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notula API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<main id="reader"></main>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</html>
"""
_START = """\
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reader",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
"""
_ERRORS = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notula errors</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/errors.css">
<main>
<h1>Errors</h1>
<p>The codes of problem answers (RFC 9457): what each says, and what to do. A code in capitals
that is not listed is a rule's of a norm.</p>
<table>
<thead><tr><th>Code</th><th>Status</th><th>What it says</th><th>What to do</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</html>
"""
_ERRORS_CSS = """\
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }
main { max-width: 75rem; margin: auto; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .4rem; border-bottom: 1px solid #ccc; }
tr:target { background: #fff3bf; }
"""


def files() -> dict[str, bytes]:
    """The content of every file, by name."""
    texts = {
        "openapi.json": json.dumps(openapi(), ensure_ascii=False, separators=(",", ":")),
        "docs.html": _DOCS,
        "start.js": _START,
        "errors.html": _ERRORS.format(rows=html_rows()),
        "errors.css": _ERRORS_CSS,
    }
    made = {name: text.encode() for name, text in texts.items()}
    return made | {name: (_READER / source).read_bytes() for name, source in ASSETS.items()}


def write(folder: Path) -> int:
    """Write every file compressed, the same bytes each time; the bytes written."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for name, data in files().items():
        packed = gzip.compress(data, 9, mtime=0)
        (folder / f"{name}.gz").write_bytes(packed)
        size += len(packed)
    return size
