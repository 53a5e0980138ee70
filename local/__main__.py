"""`python -m local`: serve template.yaml on http://127.0.0.1:$PORT until Ctrl-C.

Exit code 0 after a stop that was asked for, 1 with one line on standard error otherwise.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from local.settings import Settings, StartError
from local.stack import progress, run

_PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Read the command line and the environment, then serve."""
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 3000)
    parser.add_argument("--project", type=Path, default=_PROJECT, help="folder of template.yaml")
    parser.add_argument("--home", type=Path, help="folder of the data (default: .local)")
    arguments = parser.parse_args()
    project = arguments.project.resolve()
    home = (arguments.home or project / ".local").resolve()
    os.environ["NO_PROXY"] = "127.0.0.1,localhost"
    try:
        asyncio.run(run(Settings(project, home, arguments.port), progress()))
    except StartError as error:
        print(f"cannot run: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
