"""Where the engine's source makes errors: the code, text and fix that stand at each place.

A function that only passes its parameters on to an error is followed to its callers.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from operator import itemgetter
from pathlib import Path

from invoicing import errors

ENGINE = Path(errors.__file__).parent
UNKNOWN = "…"
# The arguments of what makes a code, in their order.
_MAKERS: dict[str, tuple[str, ...]] = {
    "Finding": ("code", "pointer", "text", "fix", "severity", "term"),
    "UnreadableFile": ("code", "text"),
    "UnknownFormat": ("code", "text"),
    "NotAcceptable": ("code", "text"),
    "TooLarge": ("code", "text"),
    "Rejected": ("code", "text"),
    "Conflict": ("text",),
    "Claim": ("name", "ref", "code", "text"),
    "PydanticCustomError": ("code", "text"),
}
_DEFAULTS = {
    "Conflict": {"code": "conflict"},
    "Claim": {"fix": "use another value, or leave it out and one is given"},
}
_SAID = ("code", "text", "fix")
# Places whose codes are other places' codes, or an outside party's.
PASSED_ON = {
    "edge/wire/default.py": "what is said of the organization's own member",
    "edge/problems.py": "the kinds of pydantic, listed from their table",
    "edge/validation.py": "a document's findings, told as a request that cannot be read",
    "formats/_mapping/values.py": "the ids of the syntax, from its generated reader",
    "outbound/mail.py": "the mail service's own codes",
    "outbound/textract.py": "the text service's own codes",
    "store/transaction.py": "the codes of claims",
    "usecases/create_documents.py": "the codes of claims",
    "usecases/verify_fiscally.py": "the tax authorities' own codes",
    "usecases/fiscal_series.py": "the tax authorities' own codes",
    "usecases/change_fiscally.py": "the tax authorities' own codes",
    "rules/_findings.py": "the norms' rules, in docs/rules.md",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A place that makes an error."""

    kind: str
    module: str
    line: int
    code: str
    text: str
    fix: str


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that makes an error, with what stands at its arguments."""

    kind: str
    module: "_Module"
    inside: ast.FunctionDef | None
    said: dict[str, ast.expr]
    line: int


@dataclass(slots=True)
class _Module:
    name: str
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    calls: list[tuple[ast.Call, ast.FunctionDef | None]] = field(default_factory=list)


@cache
def made() -> tuple[Site, ...]:
    """Every place that makes an error under a code that can be read from the source."""
    return tuple(site for site in _sites() if is_literal(site.code))


@cache
def unread() -> tuple[str, ...]:
    """Places whose code stands nowhere as a literal: nobody could look it up."""
    return tuple(
        f"{site.module}:{site.line}: {site.kind}"
        for site in _sites()
        if not is_literal(site.code) and site.module not in PASSED_ON
    )


def is_literal(code: str) -> bool:
    """Whether a code is known without running anything."""
    return UNKNOWN not in code and bool(code)


@cache
def _sites() -> tuple[Site, ...]:
    paths = [path for path in sorted(ENGINE.rglob("*.py")) if path.name != "errors.py"]
    named = ((path.relative_to(ENGINE).as_posix(), path.read_text()) for path in paths)
    return sites([module(name, ast.parse(text)) for name, text in named])


def sites(modules: list[_Module]) -> tuple[Site, ...]:
    """Every place of these modules that makes an error."""
    waiting = [call for each in modules for call in _direct(each)]
    found: list[Site] = []
    seen: set[tuple[str, str]] = set()
    while waiting:
        call = waiting.pop()
        if call.module.name in PASSED_ON or not _passed_on(call, "code"):
            callers = list(_callers(call, modules)) if _passed_on(call, "text", "fix") else []
            found += [site for each in callers or [call] for site in _read(each)]
            continue
        assert call.inside is not None  # noqa: S101 - only a function has parameters
        key = (call.module.name, call.inside.name)
        mark = (f"{key}{call.line}{call.kind}", ast.dump(call.said["code"]))
        if mark not in seen:
            seen.add(mark)
            waiting += _callers(call, modules)
    return tuple(sorted(found, key=lambda site: (site.module, site.line, site.code)))


def module(name: str, tree: ast.Module) -> _Module:
    """A module under its path below the engine, with what it calls."""
    made_of = _Module(name, tree)
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            made_of.constants[node.targets[0].id] = node.value
    _collect(made_of, tree, None)
    return made_of


def _collect(module: _Module, node: ast.AST, inside: ast.FunctionDef | None) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            module.calls.append((child, inside))
        within = child if isinstance(child, ast.FunctionDef) else inside
        _collect(module, child, within)


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _direct(module: _Module) -> Iterator[_Call]:
    for call, inside in module.calls:
        order = _MAKERS.get(_name(call))
        if order is None:
            continue
        said = dict(zip(order, call.args, strict=False))
        for keyword in call.keywords:
            if keyword.arg:
                said["code" if keyword.arg == "rule" else keyword.arg] = keyword.value
        for slot, value in _DEFAULTS.get(_name(call), {}).items():
            said.setdefault(slot, ast.Constant(value))
        known = {**module.constants, **_locals(inside, call.lineno)}
        said = {slot: _with(node, known) for slot, node in said.items() if slot in _SAID}
        if "code" in said:
            yield _Call(_name(call), module, inside, said, call.lineno)


def _locals(function: ast.FunctionDef | None, line: int) -> dict[str, ast.expr]:
    """Names of a function that stand for a text at a line: as they were set last above it."""
    if function is None:
        return {}
    assigned = [
        (node.lineno, target.id, value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target, value in _pairs(node.targets[0], node.value)
        if isinstance(target, ast.Name)
    ]
    above = sorted((one for one in assigned if one[0] < line), key=itemgetter(0))
    return {
        name: value
        for _, name, value in above
        if isinstance(value, ast.Constant | ast.JoinedStr | ast.IfExp)
    }


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is set to what, also where several are set at once."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _with(node: ast.expr, values: dict[str, ast.expr]) -> ast.expr:
    """The expression with names replaced by what they stand for."""

    class Named(ast.NodeTransformer):
        def visit_Name(self, name: ast.Name) -> ast.expr:
            return values.get(name.id, name)

    changed: ast.expr = Named().visit(copy.deepcopy(node))
    return changed


def _parameters(function: ast.FunctionDef) -> list[str]:
    given = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    return [name for name in given if name not in ("self", "cls")]


def _passed_on(call: _Call, *slots: str) -> bool:
    """Whether what is said is made of parameters of the function around it."""
    if call.inside is None:
        return False
    said = [call.said[slot] for slot in slots if slot in call.said]
    names = {n.id for node in said for n in ast.walk(node) if isinstance(n, ast.Name)}
    keyword_only = {a.arg for a in call.inside.args.kwonlyargs}
    return bool(names & ({*_parameters(call.inside)} | keyword_only))


def _callers(made_by: _Call, modules: list[_Module]) -> Iterator[_Call]:
    function = made_by.inside
    assert function is not None  # noqa: S101 - see _passed_on
    private = function.name.startswith("_")
    parameters = _parameters(function)
    defaults = dict(zip(reversed(parameters), reversed(function.args.defaults), strict=False))
    for module in modules:
        if private and module is not made_by.module:
            continue
        for call, inside in module.calls:
            if _name(call) != function.name or inside is function:
                continue
            if module is not made_by.module and not _imports(module, made_by.module, function):
                continue
            given = dict(zip(parameters, call.args, strict=False))
            given |= {k.arg: k.value for k in call.keywords if k.arg}
            if len(given) + len(defaults) < len(parameters):
                continue  # another function of this name
            known = {**module.constants, **_locals(inside, call.lineno)}
            bound = {name: _with(node, known) for name, node in {**defaults, **given}.items()}
            said = {slot: _with(node, bound) for slot, node in made_by.said.items()}
            yield replace(made_by, module=module, inside=inside, said=said, line=call.lineno)


def _imports(module: _Module, source: _Module, function: ast.FunctionDef) -> bool:
    """Whether a module calls this very function, by its own name."""
    package = "invoicing." + source.name.removesuffix(".py").replace("/", ".")
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == package
        and any(alias.name == function.name for alias in node.names)
        for node in module.tree.body
    )


def _read(call: _Call) -> Iterator[Site]:
    text = _texts(call.said.get("text"))[0]
    fix = _texts(call.said.get("fix"))[0]
    for code in _texts(call.said["code"]):
        yield Site(call.kind, call.module.name, call.line, code, text, fix)


def _texts(  # noqa: PLR0911 - one return for each kind of expression
    node: ast.expr | None,
) -> list[str]:
    """The texts an expression may be; what only a run decides stands as "…"."""
    match node:
        case None:
            return [""]
        case ast.Constant(value=value):
            return [str(value)]
        case ast.IfExp(body=body, orelse=otherwise):
            return [*_texts(body), *_texts(otherwise)]
        case ast.JoinedStr(values=parts):
            return ["".join(_texts(part)[0] for part in parts)]
        case ast.FormattedValue(value=ast.Constant() as value):
            return _texts(value)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [_texts(left)[0] + _texts(right)[0]]
        case ast.Subscript(value=ast.Dict(values=values)):
            return [text for value in values for text in _texts(value)]
    return [UNKNOWN]
