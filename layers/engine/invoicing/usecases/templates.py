"""Templates: kept content, made of documents and made into documents."""

from collections.abc import Callable
from datetime import date

from invoicing.model import Document
from invoicing.model.template import Template
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.outbound.mail import Mailing
from invoicing.render.dates import date_words
from invoicing.rules.completion import today
from invoicing.rules.derivation import content_of
from invoicing.rules.occurrence import document_made
from invoicing.store.commit import Kept
from invoicing.store.objects import words
from invoicing.store.repository import Committed, Key
from invoicing.usecases._creation import derivation
from invoicing.usecases._objects import Change, Kind, Saved, create_object, get_object
from invoicing.usecases._templates import TEMPLATE
from invoicing.usecases.ports import Ports


def _rows(template: Template) -> tuple[Kept, ...]:
    found = words(template.name, template.description)
    kept = Kept(
        TEMPLATE,
        template.id,
        template,
        template.version,
        words=found,
        group=template.content.kind,
    )
    return (kept,)


def _prepared(change: Change[Template]) -> Template:
    stored = change.stored
    return replace(change.value, source_id=stored.source_id) if stored else change.value


TEMPLATES = Kind(TEMPLATE, "template", Template, _rows, prepare=_prepared)


def create_template_of(
    document_id: str,
    name: str,
    description: str,
    tenant: Tenant,
    ports: Ports,
    *,
    key: Key | None = None,
) -> Saved[Template]:
    """A template of what a document of any state says; it stays when the document goes."""
    document = ports.store(tenant).document(document_id)
    draft = Template(
        name=name,
        description=description,
        content=replace(content_of(document), incoming=False),
        source_id=document_id,
    )
    return create_object(TEMPLATES, draft, tenant, ports, key=key)


def create_document_of_template(
    template_id: str,
    adapt: Callable[[Document], Document],
    tenant: Tenant,
    ports: Ports,
    *,
    issue_date: date | None = None,
    draft_only: bool = False,
    mailing: Mailing | None = None,
    key: Key | None = None,
) -> Committed:
    """The document a template makes on a day, today where none is given, as adapted by `adapt`.

    InvalidDocument for what the adapted content lacks; Conflict where its unique id is taken.
    """
    store = ports.store(tenant)

    def read() -> tuple[Document, None]:
        template = get_object(TEMPLATES, template_id, tenant, ports)
        organization = store.known().organization
        day = issue_date or today(organization, ports.now())
        own = organization.language
        made = document_made(template.content, day, lambda lang: date_words(lang or own))
        return adapt(made), None

    build = derivation(read, tenant, ports, draft_only=draft_only, mailing=mailing)
    return store.commit(ports.key(key), build)
