"""Builds the Lambda layers named by template.yaml into .build/layers, and prints their sizes.

A layer is a folder `python/` (and `fonts/` in `page`), for arm64 and the template's Python, from
requirements/runtime.lock with its hashes checked, without what no function reads, and with
`.pyc` files: Lambda cannot write them, and compiling at every cold start costs 3.5 times as much.
Equal input gives equal bytes and times, so an unchanged layer is not deployed again.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
OUTPUT = BUILD / "layers"
LOCK = ROOT / "requirements" / "runtime.lock"
CONTENTS = tomllib.loads((ROOT / "layers" / "contents.toml").read_text())
LIMIT_MB = 250  # unzipped, a function with all its layers; source: Lambda quotas
RUNTIME = "3.13"
# Amazon Linux 2023 has glibc 2.34; pip takes only the tags it is given.
PLATFORMS = [f"manylinux_2_{minor}_aarch64" for minor in range(34, 16, -1)] + [
    "manylinux2014_aarch64"
]
EPOCH_S = 315532800  # 1980-01-01, the first instant a zip file can hold


class SamLoader(yaml.SafeLoader):
    """Reads CloudFormation's short tags (`!Ref X`) as their bare arguments."""


def _bare(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


SamLoader.add_multi_constructor("!", _bare)


def locked() -> dict[str, str]:
    """Package name -> its lines of the lock: the pin and its hashes."""
    text = re.sub(r"(?m)^\s*#.*\n", "", LOCK.read_text())
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    return {entry.split("==")[0].strip(): entry for entry in entries if "==" in entry}


def check_contents(pins: dict[str, str]) -> None:
    """Every locked package is in one layer, or left out with a reason; SystemExit otherwise."""
    placed = [name for names in CONTENTS["layers"].values() for name in names]
    placed += CONTENTS["left_out"]
    twice = sorted({name for name in placed if placed.count(name) > 1})
    unknown, forgotten = sorted(set(placed) - set(pins)), sorted(set(pins) - set(placed))
    if twice or unknown or forgotten:
        sys.exit(
            f"layers/contents.toml: twice {twice}, not locked {unknown}, not placed {forgotten}"
        )


def install(names: list[str], pins: dict[str, str], target: Path) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as subset:
        subset.writelines(pins[name] for name in names)
        subset.flush()
        command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        command += ["--no-deps", "--no-compile", "--only-binary", ":all:", "--require-hashes"]
        command += ["--implementation", "cp", "--python-version", RUNTIME, "--target", str(target)]
        command += [part for platform in PLATFORMS for part in ("--platform", platform)]
        subprocess.run([*command, "-r", subset.name], check=True)


def prune(layer: str, target: Path) -> None:
    """Drop what no function reads."""
    for pattern in (*CONTENTS["prune"]["everywhere"], *CONTENTS["prune"].get(layer, ())):
        for path in sorted(target.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    keep = set(CONTENTS["keep"]["botocore_services"])
    for path in target.glob("botocore/data/*/"):
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path)
    languages = {"root", "en", *rendered_languages()}
    for path in target.glob("babel/locale-data/*.dat"):
        if path.stem.split("_")[0] not in languages:
            path.unlink()


def rendered_languages() -> set[str]:
    """The languages pages are written in: one file each."""
    folder = ROOT / "layers/engine/invoicing/render/translations"
    return {path.stem.split("_")[0] for path in folder.glob("[a-z]*")}


def compiler() -> str | None:
    """A Python of the runtime's minor version, which alone writes its .pyc files."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{RUNTIME}"), sys.executable]
    found += sorted(map(str, pyenv.glob(f"{RUNTIME}*/bin/python")), reverse=True)
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    for python in filter(None, found):
        answer = subprocess.run([python, "-c", ask], check=False, capture_output=True, text=True)
        if answer.stdout.strip() == RUNTIME:
            return python
    return None


def compile_all(python: str, target: Path) -> None:
    command = [python, "-m", "compileall", "-q", "-j", "2", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*command, "-s", str(target), "-p", "/opt/python", str(target)], check=True)


def settle(folder: Path) -> int:
    """Give every file the same time and rights; the folder's size in bytes."""
    size = 0
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (EPOCH_S, EPOCH_S))
        size += path.stat().st_size if path.is_file() else 0
    return size


def build(layer: str, pins: dict[str, str], python: str | None) -> int:
    """One layer, whole, in place of the former one; its size in bytes."""
    folder = OUTPUT / layer
    shutil.rmtree(folder, ignore_errors=True)
    target = folder / "python"
    target.mkdir(parents=True)
    if layer == "engine":
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "layers/engine/invoicing", target / "invoicing", ignore=ignore)
    else:
        if CONTENTS["layers"][layer]:
            install(CONTENTS["layers"][layer], pins, target)
        prune(layer, target)
    docs = BUILD / "docs"
    if layer == "docs" and docs.is_dir():
        shutil.copytree(docs, folder / "docs")
    fonts = BUILD / "fonts"
    if layer == "page" and fonts.is_dir():
        shutil.copytree(fonts, folder / "fonts")
    if python:
        compile_all(python, target)
    return settle(folder)


def main() -> None:
    pins = locked()
    check_contents(pins)
    template = yaml.load((ROOT / "template.yaml").read_text(), SamLoader)  # noqa: S506 - a SafeLoader
    resources = template["Resources"]
    layers = {
        name: Path(resource["Properties"]["ContentUri"]).name
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::LayerVersion"
    }
    python = compiler()
    if python is None:
        print(
            f"WARNING: no Python {RUNTIME} found: the layers carry no .pyc files, and every cold "
            "start will take about 3.5 times as long. Install it before you deploy.",
            file=sys.stderr,
        )
    size = {name: build(folder, pins, python) for name, folder in layers.items()}
    print(f"\n{'layer':<24}{'MB unzipped':>12}")
    for name, folder in layers.items():
        print(f"{folder:<24}{size[name] / 1e6:>12.1f}")
    print(f"\n{'function with its layers':<24}{'MB unzipped':>12}   (limit {LIMIT_MB})")
    for resource in resources.values():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            code = ROOT / properties["CodeUri"]
            total = sum(size[layer] for layer in properties["Layers"])
            total += sum(path.stat().st_size for path in code.rglob("*.py"))
            print(f"{code.name:<24}{total / 1e6:>12.1f}")
            if total > LIMIT_MB * 1e6:
                sys.exit(f"{code.name} is larger than Lambda takes")


if __name__ == "__main__":
    main()
