"""News of a mail, from the mail service's events."""

from invoicing.errors import NotFound
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.rules.mailing import MailNews, told
from invoicing.store.commit import Commit
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases.ports import Ports


def hear_mail(
    document_id: str, attempt_id: str, news: MailNews, tenant: Tenant, ports: Ports, *, key: Key
) -> bool:
    """Whether the news changed what is known of the mail; old news and strange mails do not."""
    store = ports.store(tenant)
    try:
        sends = store.document(document_id).sends
    except NotFound:
        return False
    if all(sent.id != attempt_id or told(sent, news) is sent for sent in sends):
        return False

    def build(_: Known) -> Commit:
        current = store.document(document_id)
        after = tuple(told(s, news) if s.id == attempt_id else s for s in current.sends)
        event = Event(
            type=f"document.mail_{news.state}", subject=document_id, data={"attempt": attempt_id}
        )
        changed = replace(current, sends=after, version=current.version + 1)
        return Commit(event, documents=(changed,))

    return not store.commit(key, build).replayed
