"""The organization's images: written anew by us, printed on everything it issues."""

import hashlib
from typing import Literal, NamedTuple, get_args

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
from invoicing.usecases._rendering import image_data
from invoicing.usecases.ports import Ports

ImageKind = Literal["logo", "signature"]
"""The organization's member that holds the image."""
KINDS: tuple[ImageKind, ...] = get_args(ImageKind)


class Shown(NamedTuple):
    """An image and its bytes."""

    image: Image
    data: bytes


def get_image(kind: ImageKind, tenant: Tenant, ports: Ports) -> Shown:
    """NotFound where the organization has none."""
    store = ports.store(tenant)
    organization = store.organization()
    image: Image | None = getattr(organization, kind)
    if image is None:
        raise NotFound(organization.id)
    return Shown(image, image_data(image, store))


def set_image(
    kind: ImageKind, data: bytes, tenant: Tenant, ports: Ports, *, key: Key | None = None
) -> Image:
    """The image as it is kept: nothing of the sender's bytes, no larger than it is printed.

    UnreadableFile where it is no PNG or JPEG, TooLarge over 10 MB or 12.5 megapixels.
    """
    opened = open_image(data, side_max_px=SIDE_MAX_PX)
    image = Image(
        sha256=hashlib.sha256(opened.data).hexdigest(),
        size_bytes=len(opened.data),
        media_type=opened.mime_type,
        width_px=opened.width_px,
        height_px=opened.height_px,
    )
    store = ports.store(tenant)

    def put(file: StoredFile) -> StoredFile:
        store.files.put(content_key(store.world, file.sha256), opened.data, file.media_type)
        return file

    _change(kind, image, FileRows(store, put), ports, key)
    return image


def remove_image(kind: ImageKind, tenant: Tenant, ports: Ports, *, key: Key | None = None) -> None:
    """Print without it from now on; nothing happens where there is none."""
    _change(kind, None, FileRows(ports.store(tenant)), ports, key)


def _change(
    kind: ImageKind, image: Image | None, rows: FileRows, ports: Ports, key: Key | None
) -> None:
    store, now = rows.store, ports.now()
    account_id = store.tenant.account_id

    def build(known: Known) -> Commit:
        stored: Organization = known.organization
        before: Image | None = getattr(stored, kind)
        changed = replace(stored, **{kind: image}, version=stored.version + 1, updated_at=now)
        rows.move(
            added=_file(image) if image else None,
            dropped=(before.sha256,) if before else (),
        )
        return Commit(
            Event(type="organization.updated", subject=stored.id, account_id=account_id),
            organization=changed,
            objects=tuple(rows.changed),
            removed_objects=tuple(rows.removed),
        )

    if image != getattr(store.known(fresh=True).organization, kind):
        store.commit(ports.key(key), build)
        rows.erase()


def _file(image: Image) -> StoredFile:
    return StoredFile(sha256=image.sha256, size_bytes=image.size_bytes, media_type=image.media_type)
