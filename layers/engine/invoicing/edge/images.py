"""Images of the organization over HTTP: its logo."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import checksums
from invoicing.edge.attachments import form_file
from invoicing.edge.http import answer, file
from invoicing.edge.request import JSON_TYPES, Request, parse
from invoicing.edge.wire.attachment import ImageInput, image_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument
from invoicing.model.tenant import Tenant
from invoicing.usecases import organization_logo as use

KINDS = ("logo",)


def post(call: Request, organization_id: str) -> Response[str]:
    tenant = _tenant(call, organization_id)
    return answer(image_view(use.set_logo(_image(call), tenant, ports(), key=call.key())))


def get(call: Request, organization_id: str) -> Response[bytes]:
    logo = use.get_logo(_tenant(call, organization_id), ports())
    name = f"logo.{logo.image.media_type.removeprefix('image/')}"
    return file(logo.data, logo.image.media_type, name)


def delete(call: Request, organization_id: str) -> Response[str]:
    use.remove_logo(_tenant(call, organization_id), ports(), key=call.key())
    return answer({"count": 1})


def _tenant(call: Request, organization_id: str) -> Tenant:
    tenant = call.tenant(organization_id)
    kind = call.query.get("type", KINDS[0])
    if kind not in KINDS:
        raise InvalidDocument(
            [
                Finding(
                    "image-type",
                    "/query/type",
                    f"there is no image {kind[:20]!r}",
                    f"send type={KINDS[0]}, or leave it out",
                )
            ]
        )
    return tenant


def _image(call: Request) -> bytes:
    """The image in a form, in JSON, or as the whole body."""
    if call.media_type() == "multipart/form-data":
        return form_file(call).data
    checksums.verify(call.headers, call.body())
    if call.media_type() in JSON_TYPES:
        return parse(ImageInput, call.json_object()).content_base64
    return call.body()
