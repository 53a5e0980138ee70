"""Which tax authority a document is registered with, where it is issued, and how it is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Document, Organization
from invoicing.model.fiscal import Device, Environment, Fiscal, FiscalSettings, Premise
from invoicing.model.value import replace

VERIFYING, STRATEGY, ENVIRONMENT = "verifying", "strategy", "env"
"""Ends of the names an authority's settings have among the organization's defaults."""


def environment_of(*, live: bool) -> Environment:
    """The test world speaks to the authorities' test environments, and only it does."""
    return "production" if live else "test"


def settings_of(organization: Organization, authority: str) -> FiscalSettings | None:
    """An organization's dealings with an authority; None where it has none.

    Whether it registers by itself, how it counts, and its options stand among its defaults.
    """
    given = organization.defaults
    found = next((f for f in organization.fiscal if f.authority == authority), None)
    if found is None and given.get(f"{authority}_{VERIFYING}") is True:
        found = FiscalSettings(authority=authority)  # whatever it needs is still missing
    if found is None:
        return None
    return replace(
        found,
        enabled=given.get(f"{authority}_{VERIFYING}") is True,
        strategy=str(given.get(f"{authority}_{STRATEGY}") or ""),
        options=_options(given, authority),
    )


def authorities_of(organization: Organization) -> list[str]:
    """The names of those it has dealings with, or wants to have."""
    end = f"_{VERIFYING}"
    wanted = (n for n, value in organization.defaults.items() if n.endswith(end) and value is True)
    known = [f.authority for f in organization.fiscal]
    return list(dict.fromkeys((*known, *(name.removesuffix(end) for name in wanted))))


def _options(defaults: Mapping[str, Any], authority: str) -> dict[str, Any]:
    """What else stands among the defaults under the authority's name."""
    prefix = f"{authority}_"
    ends = {name.removeprefix(prefix): v for name, v in defaults.items() if name.startswith(prefix)}
    return {end: v for end, v in ends.items() if end not in (VERIFYING, STRATEGY, ENVIRONMENT)}


def check_defaults(
    organization: Organization,
    authority: str,
    strategies: Sequence[str],
    options: Mapping[str, tuple[str, ...]],
    *,
    live: bool,
) -> list[Finding]:
    """What is wrong with an authority's settings among the organization's defaults."""
    findings = []
    given = organization.defaults
    allowed: dict[str, tuple[Any, ...]] = {
        VERIFYING: (True, False),
        STRATEGY: tuple(strategies),
        ENVIRONMENT: (environment_of(live=live),),
        **{name: values for name, values in options.items() if values},
    }
    for end, values in allowed.items():
        name = f"{authority}_{end}"
        value = given.get(name)
        if value is None or (value in values and isinstance(value, bool) == (end == VERIFYING)):
            continue
        shown = " or ".join(str(v).lower() if isinstance(v, bool) else str(v) for v in values)
        text = f"{name} is {shown} in this world"
        findings.append(Finding("fiscal-default", f"/defaults/{name}", text, f"send {shown}"))
    return findings


def with_settings(organization: Organization, settings: FiscalSettings) -> Organization:
    """The organization with these dealings instead of those with the same authority."""
    stored = replace(settings, enabled=False, strategy="", options={})
    others = (f for f in organization.fiscal if f.authority != settings.authority)
    several = sorted((*others, stored), key=lambda one: one.authority)
    return replace(organization, fiscal=tuple(several))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is issued."""

    premise: Premise
    device: Device


def place_of(settings: FiscalSettings, premise: str, device: str, block: str) -> Place:
    """The premise and the device asked for, or the only ones there are.

    InvalidDocument where there are none, several to choose from, or not those asked for.
    """
    premises = [p for p in settings.premises if not p.closed]
    chosen = _one(premises, premise, f"{block}/businessPremiseId", "premise")
    devices = [d for d in settings.devices if d.active and d.premise == chosen.code]
    return Place(chosen, _one(devices, device, f"{block}/electronicDeviceId", "device"))


def _one(candidates: Sequence[Any], code: str, pointer: str, noun: str) -> Any:
    found = [one for one in candidates if one.code == code] if code else list(candidates)
    if len(found) == 1:
        return found[0]
    known = ", ".join(one.code for one in candidates[:10])
    if code:
        text = f"there is no open {noun} {code[:40]!r}"
    elif candidates:
        text = f"there are several open {noun}s, and none is named"
    else:
        text = f"no {noun} of the organization is open"
    fix = f"send one of {known}" if known else f"add the {noun} to the organization first"
    raise InvalidDocument([Finding(f"fiscal-{noun}", pointer, text, fix)])


def fiscal_scope(authority: str, scope: str, year: int | None) -> str:
    """The counter of documents issued at one place, of whatever type."""
    return "|".join(("fiscal", authority, scope, f"{year:04}" if year else ""))


def fiscal_number(pattern: str, place: Place, n: int) -> str:
    """The n-th number of a place as it is printed."""
    return (
        pattern.replace("{BP}", place.premise.code)
        .replace("{ED}", place.device.code)
        .replace("{n}", str(n))
    )


def with_effort(fiscal: Fiscal, **changes: Any) -> Fiscal:
    """The next revision of a registration, with what became of what is being told."""
    revised = replace(fiscal, revision=fiscal.revision + 1)
    change = fiscal.open_change
    if change is None:
        return replace(revised, **changes)
    return replace(revised, changes=(*fiscal.changes[:-1], replace(change, **changes)))


def is_chained(document: Document) -> bool:
    """Whether the document's code stands in a chain that an authority reads."""
    return document.fiscal is not None and document.fiscal.chained


def is_registered(document: Document) -> bool:
    """Whether an authority knows of the document, or is to know of it."""
    return document.fiscal is not None and document.fiscal.state != "not-required"
