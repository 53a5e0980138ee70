"""The caller's own id of a document, taken once in an organization."""

from invoicing.model import Document
from invoicing.store.commit import Claim


def unique_id_claims(document: Document) -> tuple[Claim, ...]:
    """The claim on the caller's own id, where there is one."""
    if not document.unique_id:
        return ()
    return (
        Claim(
            f"UID|{document.unique_id}",
            document.id,
            "unique-id-taken",
            f"a document with uniqueId {document.unique_id!r} is already saved",
        ),
    )
