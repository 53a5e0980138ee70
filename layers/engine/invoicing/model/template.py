"""The template: what a document says, kept under a name to make documents of."""

from invoicing.model.document import Document
from invoicing.model.entity import Entity


class Template(Entity, frozen=True, kw_only=True):
    """Content of a document to come; its type is that of the documents made of it.

    Days of the content count from its date: a template dated the 1st and due on the 15th makes
    documents that are due 14 days after they are made.
    """

    name: str
    description: str = ""
    content: Document
    source_id: str = ""  # the document it was made from
