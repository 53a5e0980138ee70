"""The embedded AWS as a process that saves its data and ends when its parent is gone.

Its data is written only on a graceful end, so the parent's death (standard input at its end) is
turned into the signal of one. Its SES passes on a raw mail's texts only; here the mail goes out
whole, with its headers and attachments, as SES sends it.
"""

import base64
import os
import signal
import sys
import threading
from typing import Any

from ministack.app import main
from ministack.services import lambda_svc, ses_v2


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _pass_raw_mail_on_whole() -> None:
    parse, build = ses_v2._parse_raw_mime, ses_v2._build_mime_message
    held: dict[str, bytes] = {}

    def parse_and_hold(raw: str) -> Any:
        parsed = parse(raw)
        held.clear()
        held[parsed.get("Subject", "") or ""] = base64.b64decode(raw)
        return parsed

    # The arguments are those of one mail in the order that SES v2's handler gives them.
    def build_or_take(*mail: Any) -> Any:
        subject = mail[4]
        return held.pop(subject, None) or build(*mail)

    ses_v2._parse_raw_mime = parse_and_hold
    ses_v2._build_mime_message = build_or_take


def _begin_streams_anew() -> None:
    """What is restored is how far a stream was read, but not the stream: it begins at nothing."""
    restore = lambda_svc._restore_esm_positions
    positions = lambda_svc._dynamodb_stream_positions

    def restore_from_the_start(store: Any, given: Any) -> None:
        restore(store, given)
        if store is positions:
            store._data.update(dict.fromkeys(store._data, 0))

    lambda_svc._restore_esm_positions = restore_from_the_start


if __name__ == "__main__":
    _begin_streams_anew()
    _pass_raw_mail_on_whole()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main()
