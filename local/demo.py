"""The organization a newcomer starts with, and the file that says how to reach it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from local.authorities.store import NIF, OIB
from local.fiscal_demo import SHOPS, Authorities, seed_shop
from local.portuguese_demo import seed_at
from local.settings import Settings, StartError

OPERATOR_COMMAND = "invoicing.edge.operate"
_FIELDS = ("organizationId", "accountId", "token")


DEMO = {
    "name": "Demo d.o.o.",
    "country": "SI",
    "address": "Slovenska cesta 1",
    "zip": "1000",
    "city": "Ljubljana",
    "tax-number": "SI50223054",
    "company-number": "1234567000",
    "email": "racuni@demo.example",
    "iban": "SI56191000000123438",
    "time-zone": "Europe/Ljubljana",
}


FISCAL_DEMO = {
    **DEMO,
    "name": "Demo davčna blagajna d.o.o.",
    "email": "blagajna@demo.example",
}


CROATIAN_DEMO = {
    "name": "Demo blagajna d.o.o.",
    "country": "HR",
    "address": "Ilica 1",
    "zip": "10000",
    "city": "Zagreb",
    "tax-number": f"HR{OIB}",
    "email": "racuni@demo.example",
    "time-zone": "Europe/Zagreb",
}
PORTUGUESE_DEMO = {
    "name": "Demonstração Lda.",
    "country": "PT",
    "address": "Rua Augusta 1",
    "zip": "1100-048",
    "city": "Lisboa",
    "tax-number": f"PT{NIF}",
    "email": "faturas@demo.example",
    "time-zone": "Europe/Lisbon",
}


def prepare_demo(settings: Settings, environment: dict[str, str], *, fresh: bool) -> dict[str, Any]:
    """The demo's data, made by the operator command on the first start and kept from then on.

    It is written to `demo.json` in the data folder, readable by the user only: it holds a token.
    """
    file = settings.home / "demo.json"
    known: dict[str, Any] = json.loads(file.read_text()) if file.exists() and not fresh else {}
    if not all(known.get(field) for field in _FIELDS):
        known = _create(settings, environment, DEMO)
    demo: dict[str, Any] = {
        "baseUrl": settings.base_url,
        "token": known["token"],
        "organizationId": known["organizationId"],
        "accountId": known["accountId"],
        "outbox": str(settings.outbox),
        "awsUrl": environment["AWS_ENDPOINT_URL"],
    }
    if "FILES_BUCKET" in environment:
        folder = f"imports/{known['organizationId']}/"
        demo["importFolder"] = f"s3://{environment['FILES_BUCKET']}/{folder}"
    if known.get("fiscal"):
        demo["fiscal"] = known["fiscal"]
    _write(file, json.dumps(demo, indent=2) + "\n")
    return demo


def prepare_fiscal(
    settings: Settings, environment: dict[str, str], authorities: Authorities, *, fresh: bool
) -> None:
    """An organization ready to register with each simulated authority, in `demo.json` too."""
    file = settings.home / "demo.json"
    demo: dict[str, Any] = json.loads(file.read_text())
    if demo.get("fiscal") and not fresh:
        return
    demo["fiscal"] = {}
    for name, wanted in (("furs", FISCAL_DEMO), ("fina", CROATIAN_DEMO)):
        made = _create(settings, environment, wanted)
        seeded = seed_shop(SHOPS[name], authorities, environment, settings.base_url, made)
        demo["fiscal"][name] = seeded
    made = _create(settings, environment, PORTUGUESE_DEMO)
    demo["fiscal"]["at"] = seed_at(authorities, environment, settings.base_url, made)
    _write(file, json.dumps(demo, indent=2) + "\n")


def _import_folder(demo: dict[str, Any]) -> list[str]:
    """Where files are put to be read; nothing for a template without a bucket."""
    folder = demo.get("importFolder")
    return [f"  import folder {folder} on {demo['awsUrl']}"] if folder else []


def describe_demo(demo: dict[str, Any]) -> str:
    """What a terminal shows: address, token, organization, and three requests to copy."""
    base, token, organization = demo["baseUrl"], demo["token"], demo["organizationId"]
    documents = f"{base}/v1/Organizations/{organization}/documents"
    auth = f"-H 'Authorization: Bearer {token}'"
    body = '{"_documentItems":[{"name":"Consulting","price":100}]}'
    return "\n".join(
        [
            f"  base URL      {base}",
            f"  token         {token}",
            f"  organization  {organization}",
            f"  sent mail     {demo['outbox']}",
            *_import_folder(demo),
            "",
            f"curl {auth} {base}/v1/Organizations/{organization}",
            f"curl {auth} -H 'Content-Type: application/json' -d '{body}' {documents}",
            f"curl {auth} {documents}",
        ]
    )


def _create(
    settings: Settings, environment: dict[str, str], wanted: dict[str, str]
) -> dict[str, Any]:
    arguments = ["create-organization", "--json"]
    for name, value in wanted.items():
        arguments += [f"--{name}", value]
    done = subprocess.run(
        [sys.executable, "-m", OPERATOR_COMMAND, *arguments],
        cwd=settings.project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = settings.logs / "operator.log"
        log.write_text(done.stderr)
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise StartError(f"the demo organization was not created: {last} (whole text in {log})")
    created: dict[str, Any] = json.loads(done.stdout)
    return created


def _write(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(text)
    part.rename(file)
