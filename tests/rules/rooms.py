"""What the engine's code must keep true, read from its syntax trees.

Each rule takes a `Source` and yields its findings as "line: what is wrong".
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "layers" / "engine" / "invoicing"
FUNCTIONS = ROOT / "functions"

# Each room imports only from rooms that stand after it.
ROOMS = (
    "doors",
    "edge",
    "usecases",
    "store",
    "outbound",
    "fiscal",
    "formats",
    "render",
    "slips",
    "recognize",
    "countries",
    "rules",
    "model",
    "safe",
)
# Folders whose files are alternatives of one another: none knows the others.
MEMBER_FOLDERS = (
    "doors",
    "usecases",
    "fiscal",
    "formats",
    "slips",
    "recognize",
    "countries",
    "render.themes",
    "render.translations",
)
SHARED_MEMBERS = {"usecases.ports": "the ports every use case takes, a type"}
HANDLER_EXTRAS = {
    "invoicing.store.tokens.tenant_of_token": "the authorizer runs before there is a tenant",
    "invoicing.store.links.shareable_id": "computed from the document, reads nothing",
}

XML_READERS = {"fromstring", "XML", "HTML", "parse", "iterparse", "XMLParser", "XMLPullParser"}
SOCKETS = {"socket", "ssl", "smtplib", "http.client", "urllib.request", "urllib3", "requests"}
SOCKETS |= {"httpx", "aiohttp", "ftplib", "asyncio"}
DATA = {"botocore", "pynamodb"}
NOT_MONEY = {"usecases.ports": "seconds to wait"}
MONEY_ROOMS = {"model", "rules", "formats", "countries", "fiscal", "slips", "usecases", "doors"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
CLOCKS |= {"time.time_ns", "time.sleep", "uuid.uuid1", "uuid.uuid4", "uuid4", "os.urandom"}
CLOCKS |= {"secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe", "random.random"}
CLOCKS |= {"random.randint", "random.choice", "secrets.choice", "random.uniform"}


@dataclass
class Source:
    """One Python file, with its dotted name below `invoicing` ("store.rows")."""

    name: str
    text: str

    @classmethod
    def of(cls, path: Path) -> "Source":
        parts = path.relative_to(ENGINE).with_suffix("").parts
        return cls(".".join(part for part in parts if part != "__init__"), path.read_text())

    @property
    def room(self) -> str:
        return self.name.split(".", maxsplit=1)[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """(line, full dotted name) of everything imported anywhere in the file."""
        found: list[tuple[int, str]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = "." * node.level + (node.module or "")
                found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
        return found


def _below(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def rooms_import_downwards(source: Source) -> Iterator[str]:
    for line, name in source.imports:
        if name.startswith("."):
            yield f"{line}: imports are absolute"
        if not _below(name, "invoicing") or name == "invoicing":
            continue
        room = name.split(".")[1]
        if room not in ROOMS or room == source.room:
            continue
        if source.room not in ROOMS:
            yield f"{line}: {source.name} stands below all rooms, and imports {room}"
        elif ROOMS.index(room) < ROOMS.index(source.room):
            yield f"{line}: {source.room} imports {room}, which stands above it"


def members_do_not_know_each_other(source: Source) -> Iterator[str]:
    for folder in MEMBER_FOLDERS:
        if not source.name.startswith(folder + "."):
            continue
        own = source.name.removeprefix(folder + ".").split(".")[0]
        for line, name in source.imports:
            inner = name.removeprefix("invoicing.")
            if not inner.startswith(folder + "."):
                continue
            other = inner.removeprefix(folder + ".").split(".")[0]
            is_module = (ENGINE / folder.replace(".", "/") / other).is_dir() or (
                ENGINE / folder.replace(".", "/") / f"{other}.py"
            ).is_file()
            shared = other.startswith("_") or f"{folder}.{other}" in SHARED_MEMBERS
            if is_module and other != own and not shared:
                yield f"{line}: {source.name} imports its sibling {other}"


def xml_is_read_in_one_place(source: Source) -> Iterator[str]:
    """Entities, depth and size are bounded only in safe/safe_xml.py."""
    if source.name == "safe.safe_xml":
        return
    for line, name in source.imports:
        if _below(name, "xml") and not _below(name, "xml.sax.saxutils"):
            yield f"{line}: {name}: the standard library's XML has no bounds"
        if _below(name, "lxml") and name.split(".")[-1] in XML_READERS:
            yield f"{line}: {name}: read XML through safe_xml"
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute) or node.attr not in XML_READERS:
            continue
        if ast.unparse(node.value) in ("etree", "ET", "objectify"):
            yield f"{node.lineno}: {ast.unparse(node)}: read XML through safe_xml"


def sockets_open_outward_only(source: Source) -> Iterator[str]:
    if source.room == "outbound" or source.name == "safe.safe_http":
        return
    for line, name in source.imports:
        if any(_below(name, module) for module in SOCKETS):
            yield f"{line}: {name}: only outbound/ and safe/safe_http.py open sockets"


def data_is_reached_through_the_store(source: Source) -> Iterator[str]:
    for line, name in source.imports:
        if _below(name, "boto3"):
            yield f"{line}: boto3: the engine speaks to AWS through botocore"
        if source.room in ("store", "outbound"):
            continue
        if any(_below(name, module) for module in DATA):
            yield f"{line}: {name}: only store/ and outbound/ speak to AWS"


def money_is_never_float(source: Source) -> Iterator[str]:
    if source.room not in MONEY_ROOMS or source.name in NOT_MONEY:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{node.lineno}: the float {node.value}"
        if isinstance(node, ast.Name) and node.id == "float":
            yield f"{node.lineno}: float"


def clock_and_chance_come_through_ports(source: Source) -> Iterator[str]:
    """So that whole episodes replay."""
    if source.room == "edge":
        return
    imported = {name.split(".")[-1] for _, name in source.imports}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS:
            called = ast.unparse(node.func)
            if called.split(".")[0] in imported:  # a Random that was handed in is no module
                yield f"{node.lineno}: {called}: comes through the ports"


NATIONAL = (
    "formats.fatturapa",
    "formats.eslog",
    "render._swiss_part",
    "rules.profiles",
    "rules.sdi",
)


def _is_national(name: str) -> bool:
    """Whether a module belongs to one country's own format or rule set."""
    return any(_below(name, module) for module in NATIONAL)


def no_country_in_shared_code(source: Source) -> Iterator[str]:
    """What differs between countries is data on their files."""
    if source.room in ("countries", "fiscal") or _is_national(source.name):
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Compare):
            continue
        texts = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
        codes = [t.value for t in texts if re.fullmatch("[A-Z]{2}", str(t.value))]
        if codes and "country" in ast.unparse(node).lower():
            yield f"{node.lineno}: {ast.unparse(node)}: a country in shared code"


def silence_has_its_reason(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        silenced = re.search(r"#\s*(noqa|type:\s*ignore)(?P<codes>[:\[][^#]*)?(?P<rest>.*)", line)
        if silenced is None:
            continue
        codes = silenced["codes"] or ""
        if not codes:
            yield f"{number}: silences everything"
        reason = re.sub(r"^(\[[\w, -]+\]|:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)", "", codes)
        if len(re.findall(r"[a-z]{2,}", reason + silenced["rest"])) < 2:
            yield f"{number}: no reason beside it"


def handlers_only_hand_over(source: Source) -> Iterator[str]:
    """A handler reads the event, calls one use case, shapes the answer."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Try):
            yield f"{node.lineno}: a handler has no try: errors are shaped at the edge"
    allowed = ("edge", "usecases", "doors", "model", "errors")
    for line, name in source.imports:
        if any(_below(name, module) for module in ("boto3", *DATA, "lxml", *SOCKETS)):
            yield f"{line}: {name} in a handler"
        if name in HANDLER_EXTRAS or not name.startswith("invoicing."):
            continue
        if name.split(".")[1] not in allowed:
            yield f"{line}: {name}: a handler speaks to the edge and to use cases"


Rule = Callable[[Source], Iterator[str]]
RULES: tuple[Rule, ...] = (
    rooms_import_downwards,
    members_do_not_know_each_other,
    xml_is_read_in_one_place,
    sockets_open_outward_only,
    data_is_reached_through_the_store,
    money_is_never_float,
    clock_and_chance_come_through_ports,
    no_country_in_shared_code,
    silence_has_its_reason,
)


@cache
def engine_sources() -> list[Source]:
    return [Source.of(path) for path in sorted(ENGINE.rglob("*.py"))]


@cache
def handler_sources() -> list[Source]:
    paths = sorted(FUNCTIONS.glob("*/app.py"))
    return [Source(f"functions.{path.parent.name}", path.read_text()) for path in paths]
