"""`python -m reference`: writes docs/errors.md, docs/formats.md and the door's routes anew.

`python -m reference FOLDER` writes what is served: /openapi.json, its reader at /docs and the
page of errors at /errors.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from reference import errors, formats
from reference.door import route_list
from reference.pages import write

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """0 when it was written."""
    if arguments:
        sys.stdout.write(f"{arguments[0]}: {write(Path(arguments[0])):,} bytes\n")
        return 0
    (ROOT / "docs" / "errors.md").write_text(errors.markdown())
    formats.PAGE.write_text(formats.markdown())
    (ROOT / "functions" / "vendor" / "routes.txt").write_text(route_list())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
