"""Files of the import folder that nobody told us of: found by looking, and told of again."""

from datetime import timedelta
from itertools import islice

from invoicing.usecases._import_records import FOLDER, is_folder
from invoicing.usecases.ports import Ports

# Until then the event may still be on its way, or the file be read.
LATE = timedelta(minutes=15)
FOUND_MAX = 5_000


def waiting_files(ports: Ports) -> list[tuple[str, str]]:
    """The keys and version ids of files that have lain in the folder for too long.

    A file that is told of although it is being taken is taken once all the same.
    """
    until = ports.now() - LATE
    late = (
        (found.key, found.id)
        for found in ports.files.all_versions(FOLDER)
        if found.stored_at < until and not is_folder(found.key, found.size_bytes)
    )
    return list(islice(late, FOUND_MAX))
