"""Images of the organization over HTTP: its logo, its signature."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import checksums
from invoicing.edge.attachments import form_file
from invoicing.edge.http import answer, file
from invoicing.edge.request import JSON_TYPES, Request, parse
from invoicing.edge.wire.attachment import ImageInput, image_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument
from invoicing.model.tenant import Tenant
from invoicing.usecases import organization_images as use


def post(call: Request, organization_id: str) -> Response[str]:
    tenant, kind = _asked(call, organization_id)
    return answer(image_view(use.set_image(kind, _image(call), tenant, ports(), key=call.key())))


def get(call: Request, organization_id: str) -> Response[bytes]:
    tenant, kind = _asked(call, organization_id)
    shown = use.get_image(kind, tenant, ports())
    name = f"{kind}.{shown.image.media_type.removeprefix('image/')}"
    return file(shown.data, shown.image.media_type, name)


def delete(call: Request, organization_id: str) -> Response[str]:
    tenant, kind = _asked(call, organization_id)
    use.remove_image(kind, tenant, ports(), key=call.key())
    return answer({"count": 1})


def _asked(call: Request, organization_id: str) -> tuple[Tenant, use.ImageKind]:
    tenant = call.tenant(organization_id)
    asked = call.query.get("type", use.KINDS[0])
    for kind in use.KINDS:
        if kind == asked:
            return tenant, kind
    raise InvalidDocument(
        [
            Finding(
                "image-type",
                "/query/type",
                f"there is no image {asked[:20]!r}",
                f"send type={' or '.join(use.KINDS)}; without it, it is the {use.KINDS[0]}",
            )
        ]
    )


def _image(call: Request) -> bytes:
    """The image in a form, in JSON, or as the whole body."""
    if call.media_type() == "multipart/form-data":
        return form_file(call).data
    checksums.verify(call.headers, call.body())
    if call.media_type() in JSON_TYPES:
        return parse(ImageInput, call.json_object()).content_base64
    return call.body()
