"""What is dear to make and depends on files alone is made once, not once in each process."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".build" / "kept"
KEPT_S = 7 * 24 * 3600


def kept(name: str, of: Iterable[Path | str], make: Callable[[], Any]) -> Any:
    """What `make` gives, as JSON reads it back; made anew when one of the sources changes.

    A source is a file, or a text.
    """
    digest = hashlib.sha256()
    for source in of:
        digest.update(hashlib.sha256(_read(source)).digest())
    path = KEPT / f"{name}-{digest.hexdigest()[:32]}.json"
    if path.exists():
        return json.loads(path.read_text())
    text = json.dumps(make())
    KEPT.mkdir(parents=True, exist_ok=True)
    _forget(f"{name}-*")
    beside = path.with_suffix(f".{os.getpid()}")  # another process may be making the same
    beside.write_text(text)
    beside.replace(path)
    return json.loads(text)


def sources(*folders: str) -> list[Path]:
    """The locked packages, and every file below these folders of the project."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    files = (path for path in found if "__pycache__" not in path.parts and path.is_file())
    return [ROOT / "requirements" / "dev.lock", *sorted(files)]


def _read(source: Path | str) -> bytes:
    if isinstance(source, str):
        return source.encode()
    return os.fsencode(source.relative_to(ROOT)) + source.read_bytes()


def _forget(pattern: str) -> None:
    """What was made of sources nobody has had for a week."""
    for old in KEPT.glob(pattern):
        with suppress(FileNotFoundError):
            if old.stat().st_mtime < time.time() - KEPT_S:
                old.unlink()
