"""An object of the import folder, however often and late it is told of: one record."""

import json
from typing import NamedTuple

from invoicing.errors import NotFound, UnreadableFile
from invoicing.model.imports import Import
from invoicing.safe.safe_name import safe_name
from invoicing.store.files import Files
from invoicing.usecases._import_records import (
    ASIDE,
    FILE_BYTES_MAX,
    REASON,
    Place,
    is_folder,
    place_of,
)
from invoicing.usecases._importing import Importer, Incoming, import_id
from invoicing.usecases.ports import Ports

TRIES_MAX = 4
"""A file is told of so often in vain before it fails without being read."""
NOBODY = "nobody/"


class Arrival(NamedTuple):
    """An object version, and how often it has been told of."""

    key: str
    version_id: str
    times: int = 1


def import_file(arrival: Arrival, ports: Ports) -> Import | None:
    """The record of the object; None where there is nothing to record.

    Once there is a record the object leaves the folder: what was taken is its document's
    original, what failed stands aside. A file in nobody's folder is put aside without a record.
    Unavailable where nothing was decided: tell of it again.
    """
    try:
        version, data = ports.files.version(
            arrival.key, arrival.version_id, size_max_bytes=FILE_BYTES_MAX
        )
    except NotFound:  # it was taken already, or its sender took it back
        return None
    if is_folder(arrival.key, version.size_bytes):
        return None
    place = place_of(arrival.key)
    if place is None or not _is_known(place, ports):
        _put_away(arrival, ports.files)
        return None
    file = Incoming(
        import_id(version.stored_at, arrival.key, arrival.version_id),
        place.path,
        version.stored_at,
        version.size_bytes,
        data,
        source=(arrival.key, arrival.version_id),
        refusal=_GIVEN_UP if arrival.times > TRIES_MAX else None,
    )
    record = Importer(place.tenant, ports).take(file)
    ports.files.erase([(arrival.key, arrival.version_id)])
    return record


def _is_known(place: Place, ports: Ports) -> bool:
    try:
        ports.store(place.tenant).known()
    except NotFound:
        return False
    return True


def _put_away(arrival: Arrival, files: Files) -> None:
    """Out of the folder, with the reason beside it."""
    target = f"{ASIDE}{NOBODY}{safe_name(arrival.version_id)}/{safe_name(arrival.key)}"
    files.copy_version(arrival.key, arrival.version_id, target)
    told = {"file": arrival.key, "errors": [_NOBODYS]}
    files.put(target + REASON, json.dumps(told, indent=2).encode(), "application/json")
    files.erase([(arrival.key, arrival.version_id)])


_NOBODYS = {
    "code": "import-no-organization",
    "pointer": "",
    "message": "The file lies in the folder of no organization there is.",
    "fix": "Put it under imports/<organization id>/.",
}
_GIVEN_UP = UnreadableFile(
    "import-gave-up",
    f"Reading the file came to no end {TRIES_MAX} times.",
    fix="Replay the import; if it fails again, tell us of the file.",
)
