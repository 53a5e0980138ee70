"""The embedded AWS as a process that saves its data and ends when its parent is gone.

Its data is written only on a graceful end, so the parent's death (standard input at its end) is
turned into the signal of one.
"""

import os
import signal
import sys
import threading

from ministack.app import main


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main()
