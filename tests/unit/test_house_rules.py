"""The engine keeps the house rules, and every rule finds what is planted against it."""

import re
import subprocess

import pytest
from tests.rules import rooms
from tests.rules.rooms import ENGINE, ROOMS, ROOT, RULES, Rule, Source


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_engine_keeps(rule: Rule) -> None:
    found = [f"{source.name}:{f}" for source in rooms.engine_sources() for f in rule(source)]
    assert found == []


def test_handlers_only_hand_over() -> None:
    found = [
        f"{source.name}:{finding}"
        for source in rooms.handler_sources()
        for rule in (rooms.handlers_only_hand_over, rooms.silence_has_its_reason)
        for finding in rule(source)
    ]
    assert found == []


def test_every_folder_of_the_engine_is_a_known_room() -> None:
    folders = {path.name for path in ENGINE.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders == set(ROOMS)


PLANTED: list[tuple[Rule, str, str]] = [
    (rooms.rooms_import_downwards, "rules.totals", "from invoicing.store import rows"),
    (rooms.rooms_import_downwards, "model.line", "from invoicing.rules.totals import totals"),
    (rooms.rooms_import_downwards, "store.rows", "import invoicing.edge.problems"),
    (rooms.rooms_import_downwards, "store.rows", "from invoicing.usecases import ports"),
    (rooms.rooms_import_downwards, "errors", "from invoicing.model import Document"),
    (rooms.rooms_import_downwards, "rules.totals", "from .numbers import x"),
    (
        rooms.rooms_import_downwards,
        "rules.totals",
        "def late():\n    from invoicing.store import rows",
    ),
    (
        rooms.members_do_not_know_each_other,
        "usecases.other",
        "from invoicing.usecases.create_document import create_document",
    ),
    (
        rooms.members_do_not_know_each_other,
        "usecases.other",
        "from invoicing.usecases import create_document",
    ),
    (
        rooms.xml_is_read_in_one_place,
        "formats.ubl",
        "from lxml import etree\netree.fromstring(b'')",
    ),
    (rooms.xml_is_read_in_one_place, "formats.ubl", "from lxml.etree import XMLParser"),
    (rooms.xml_is_read_in_one_place, "formats.ubl", "import xml.etree.ElementTree as ET"),
    (rooms.xml_is_read_in_one_place, "edge.http", "from defusedxml import x\nET.parse('x')"),
    (rooms.sockets_open_outward_only, "render.logo", "import urllib.request"),
    (rooms.sockets_open_outward_only, "fiscal.furs", "import socket"),
    (rooms.sockets_open_outward_only, "usecases.x", "from http.client import HTTPSConnection"),
    (rooms.data_is_reached_through_the_store, "store.rows", "import boto3"),
    (rooms.data_is_reached_through_the_store, "edge.http", "import botocore.session"),
    (rooms.data_is_reached_through_the_store, "usecases.x", "from pynamodb.models import Model"),
    (rooms.money_is_never_float, "rules.totals", "HALF = 0.5"),
    (rooms.money_is_never_float, "model.money", "def f(x: str): return float(x)"),
    (
        rooms.clock_and_chance_come_through_ports,
        "usecases.x",
        "from datetime import datetime\ndatetime.now()",
    ),
    (rooms.clock_and_chance_come_through_ports, "store.x", "import time\ntime.time()"),
    (rooms.clock_and_chance_come_through_ports, "model.x", "from uuid import uuid4\nuuid4()"),
    (rooms.clock_and_chance_come_through_ports, "store.x", "import random\nrandom.random()"),
    (rooms.no_country_in_shared_code, "rules.totals", "x = party.country == 'SI'"),
    (rooms.no_country_in_shared_code, "render.pdf", "x = country_code in ('SI', 'IT')"),
    (rooms.silence_has_its_reason, "rules.x", "x = 1  # noqa"),
    (rooms.silence_has_its_reason, "rules.x", "x = 1  # noqa: S101"),
    (rooms.silence_has_its_reason, "rules.x", "x = y()  # type: ignore[attr-defined]"),
    (rooms.handlers_only_hand_over, "functions.x", "try:\n    pass\nfinally:\n    pass"),
    (rooms.handlers_only_hand_over, "functions.x", "import boto3"),
    (rooms.handlers_only_hand_over, "functions.x", "from invoicing.store.rows import Row"),
    (rooms.handlers_only_hand_over, "functions.x", "from invoicing.rules.totals import totals"),
]


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED)
def test_rule_finds_the_planted(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Source(name, text)))


def test_every_rule_has_a_planted_case() -> None:
    assert {rule for rule, _, _ in PLANTED} == {*RULES, rooms.handlers_only_hand_over}


ALLOWED: list[tuple[Rule, str, str]] = [
    (rooms.rooms_import_downwards, "store.rows", "from invoicing.model import Document"),
    (rooms.rooms_import_downwards, "store.rows", "from invoicing.errors import NotFound"),
    (rooms.members_do_not_know_each_other, "usecases.x", "from invoicing.usecases import _issuing"),
    (rooms.xml_is_read_in_one_place, "safe.safe_xml", "from lxml import etree\netree.XMLParser()"),
    (rooms.sockets_open_outward_only, "outbound.webhook", "import http.client"),
    (rooms.data_is_reached_through_the_store, "store.rows", "import botocore.session"),
    (rooms.money_is_never_float, "render.page", "MARGIN = 0.5"),
    (
        rooms.clock_and_chance_come_through_ports,
        "store.x",
        "from random import Random\ndef f(random: Random): return random.choice('ab')",
    ),
    (rooms.no_country_in_shared_code, "countries.si", "x = party.country == 'SI'"),
    (rooms.no_country_in_shared_code, "rules.x", "x = party.country == seller.country"),
    (rooms.silence_has_its_reason, "rules.x", "x = 1  # noqa: S101 - a committed document has one"),
    (rooms.silence_has_its_reason, "x.y", "x()  # type: ignore[misc] - lxml has no such stub"),
]


@pytest.mark.parametrize(("rule", "name", "text"), ALLOWED)
def test_rule_lets_pass(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Source(name, text))) == []


SECRETS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{32}"
    rb"|-----BEGIN CERTIFICATE-----\s+MII[A-Za-z0-9+/]{32}"
    rb"|AKIA[0-9A-Z]{16}"
)


def test_no_key_or_certificate_is_committed() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout
    paths = [ROOT / name for name in listing.decode().split("\0") if name]
    if not paths:
        paths = [ENGINE / name for name in ENGINE.rglob("*.py")]  # an export without its history
    found = [str(p) for p in paths if p.is_file() and SECRETS.search(p.read_bytes())]
    assert found == []


def test_the_search_for_keys_finds_one() -> None:
    assert SECRETS.search(b"-----BEGIN " + b"PRIVATE KEY-----\n" + b"A" * 40)
    assert SECRETS.search(b"-----BEGIN " + b"CERTIFICATE-----\nMII" + b"A" * 40)
