"""The layers carry the locked packages, each once, and nothing unforeseen."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("layers_build", ROOT / "layers" / "build.py")
assert SPEC
assert SPEC.loader
build = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(build)


def test_every_locked_package_has_its_place() -> None:
    pins = build.locked()
    assert len(pins) > 20
    assert all("--hash=sha256:" in entry for entry in pins.values())
    build.check_contents(pins)


def test_a_package_without_a_place_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"not placed \['newcomer'\]"):
        build.check_contents({**build.locked(), "newcomer": "newcomer==1"})


def test_a_package_that_left_the_lock_is_refused() -> None:
    pins = build.locked()
    del pins["lxml"]
    with pytest.raises(SystemExit, match=r"not locked \['lxml'\]"):
        build.check_contents(pins)


def test_settled_folders_are_equal_in_times_and_rights(tmp_path: Path) -> None:
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "a.py").write_text("x = 1\n")
    assert build.settle(tmp_path) == 6
    stat = (tmp_path / "python" / "a.py").stat()
    assert (stat.st_mtime, stat.st_mode & 0o777) == (build.EPOCH_S, 0o644)
