"""The organization's logo: written anew by us, printed on everything it issues."""

import hashlib
from typing import NamedTuple

from invoicing.errors import NotFound
from invoicing.model import Image, Organization, StoredFile
from invoicing.model.journal import Event
from invoicing.model.tenant import Tenant
from invoicing.model.value import replace
from invoicing.render._logo import SIDE_MAX_PX
from invoicing.safe.safe_image import open_image
from invoicing.store.commit import Commit
from invoicing.store.files import content_key
from invoicing.store.known import Known
from invoicing.store.repository import Key
from invoicing.usecases._files import FileRows
from invoicing.usecases._rendering import logo_of
from invoicing.usecases.ports import Ports


class Logo(NamedTuple):
    """A logo and its bytes."""

    image: Image
    data: bytes


def get_logo(tenant: Tenant, ports: Ports) -> Logo:
    """NotFound where the organization has none."""
    store = ports.store(tenant)
    organization = store.organization()
    if organization.logo is None:
        raise NotFound(organization.id)
    return Logo(organization.logo, logo_of(organization, store))


def set_logo(data: bytes, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> Image:
    """The logo as it is kept: nothing of the sender's bytes, no larger than it is printed.

    UnreadableFile where it is no PNG or JPEG, TooLarge over 10 MB or 40 megapixels.
    """
    image = open_image(data, side_max_px=SIDE_MAX_PX)
    logo = Image(
        sha256=hashlib.sha256(image.data).hexdigest(),
        size_bytes=len(image.data),
        media_type=image.mime_type,
        width_px=image.width_px,
        height_px=image.height_px,
    )
    store = ports.store(tenant)

    def put(file: StoredFile) -> StoredFile:
        store.files.put(content_key(store.world, file.sha256), image.data, file.media_type)
        return file

    _change(logo, FileRows(store, put), ports, key)
    return logo


def remove_logo(tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """Print without a logo from now on; nothing happens where there is none."""
    _change(None, FileRows(ports.store(tenant)), ports, key)


def _change(logo: Image | None, rows: FileRows, ports: Ports, key: Key | None) -> None:
    store, now = rows.store, ports.now()
    account_id = store.tenant.account_id

    def build(known: Known) -> Commit:
        stored: Organization = known.organization
        changed = replace(stored, logo=logo, version=stored.version + 1, updated_at=now)
        rows.move(
            added=_file(logo) if logo else None,
            dropped=(stored.logo.sha256,) if stored.logo else (),
        )
        return Commit(
            Event(type="organization.updated", subject=stored.id, account_id=account_id),
            organization=changed,
            objects=tuple(rows.changed),
            removed_objects=tuple(rows.removed),
        )

    if logo != store.known(fresh=True).organization.logo:
        store.commit(ports.key(key), build)
        rows.erase()


def _file(logo: Image) -> StoredFile:
    return StoredFile(sha256=logo.sha256, size_bytes=logo.size_bytes, media_type=logo.media_type)
