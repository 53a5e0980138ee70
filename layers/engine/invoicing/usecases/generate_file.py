"""An e-invoice file made of a document and kept with it, as an attachment."""

import hashlib

from invoicing.formats._losses import Path
from invoicing.model import StoredFile
from invoicing.model.tenant import Tenant
from invoicing.rules.lifecycle import require_state
from invoicing.store.repository import Key
from invoicing.usecases._attaching import SavedAttachment, attach
from invoicing.usecases._export import target_named, write_file
from invoicing.usecases._files import FileRows, put_content
from invoicing.usecases.ports import Ports


def generate_file(
    document_id: str, format_name: str, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> tuple[SavedAttachment, tuple[Path, ...]]:
    """The file in the format, attached, and its losses; the one there is where it was made before.

    Conflict for drafts; InvalidDocument with the rules that forbid it: nothing is kept then.
    """
    store = ports.store(tenant)
    document = store.document(document_id)
    require_state(document, ("issued", "canceled"), "exported")
    made = write_file(target_named(format_name), (document,))
    file = StoredFile(
        sha256=hashlib.sha256(made.data).hexdigest(),
        size_bytes=len(made.data),
        media_type=made.media_type,
    )
    rows = FileRows(store, lambda new: put_content(store, made.data, new))
    name = made.name.replace(".", f"-{format_name}.")
    return attach(document, name, file, rows, ports=ports, key=key), made.losses or ()
