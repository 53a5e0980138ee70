"""Places of business as FURS wants them told: buildings of the cadastre, or movable ones."""

import re
from collections.abc import Sequence
from typing import Any

from invoicing.errors import Finding
from invoicing.model.fiscal import Premise

_ID = re.compile(r"[0-9A-Za-z]{1,20}")
TAX_NUMBER = re.compile(r"[0-9]{8}")
_MOVABLE = {"movable": "A", "stand": "B", "device": "C", "a": "A", "b": "B", "c": "C"}
_NUMBERS = ("cadastralNumber", "buildingNumber", "buildingSectionNumber")
_REAL_ESTATE = (*_NUMBERS, "street", "houseNumber", "community", "city", "postalCode")


def premise_check(premise: Premise) -> Sequence[Finding]:
    """What is wrong with a place of business; the cadastre's numbers or a kind of movable one."""
    findings = []
    if not _ID.fullmatch(premise.code):
        findings.append(
            finding(
                "premise-id",
                "/businessPremiseId",
                "the id has other characters than letters and digits, or more than 20",
                "send up to 20 letters and digits",
            )
        )
    if premise.kind.lower() in _MOVABLE:
        return findings
    if premise.kind not in ("", "realestate"):
        text = f"there are no premises of the type {premise.kind[:40]!r}"
        fix = f"send realestate, {', '.join(_MOVABLE)}"
        return [*findings, finding("premise-type", "/type", text, fix)]
    for path in _REAL_ESTATE:
        value = premise.content.get(path)
        if value in (None, ""):
            findings.append(
                finding(
                    "premise-content",
                    f"/{path}",
                    "a building is told of by its cadastral numbers and its address",
                    f"send {path}, or a type that is no building",
                )
            )
        elif path in _NUMBERS and not str(value).isdigit():
            text = "is a number of the cadastre"
            findings.append(finding("premise-content", f"/{path}", text, "send a whole number"))
    return findings


def place(premise: Premise) -> dict[str, Any]:
    """What and where the premise is; `premise_check` has nothing to say against it."""
    if premise.kind.lower() in _MOVABLE:
        return {"PremiseType": _MOVABLE[premise.kind.lower()]}
    told = premise.content
    address = {
        "Street": told["street"],
        "HouseNumber": str(told["houseNumber"]),
        "Community": told["community"],
        "City": told["city"],
        "PostalCode": str(told["postalCode"]),
    }
    if told.get("houseNumberAdditional"):
        address["HouseNumberAdditional"] = told["houseNumberAdditional"]
    numbers = {
        "CadastralNumber": int(told["cadastralNumber"]),
        "BuildingNumber": int(told["buildingNumber"]),
        "BuildingSectionNumber": int(told["buildingSectionNumber"]),
    }
    return {"RealEstateBP": {"PropertyID": numbers, "Address": address}}


def supplier(told: str) -> dict[str, Any]:
    """Who made the program: a Slovenian taxpayer, or a name from abroad."""
    if TAX_NUMBER.fullmatch(told):
        return {"TaxNumber": int(told)}
    return {"NameForeign": told}


def finding(rule: str, pointer: str, text: str, fix: str) -> Finding:
    """One of FURS's rules that is broken."""
    return Finding(f"furs-{rule}", pointer, text, fix)
