"""`python -m reference`: writes docs/errors.md anew."""

import sys
from pathlib import Path

from reference.errors import markdown

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    (ROOT / "docs" / "errors.md").write_text(markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
