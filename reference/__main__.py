"""`python -m reference`: writes docs/errors.md and the door's list of routes anew."""

import sys
from pathlib import Path

from reference.door import route_list
from reference.errors import markdown

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    (ROOT / "docs" / "errors.md").write_text(markdown())
    (ROOT / "functions" / "vendor" / "routes.txt").write_text(route_list())
    return 0


if __name__ == "__main__":
    sys.exit(main())
