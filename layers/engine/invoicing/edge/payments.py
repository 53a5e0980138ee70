"""Payments over HTTP."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.lists import next_link, start_after
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.query import require_parameters
from invoicing.edge.request import Request, parse
from invoicing.edge.wire.base import lean
from invoicing.edge.wire.parts import WirePayment, payment_view
from invoicing.edge.wiring import ports
from invoicing.errors import Finding, InvalidDocument
from invoicing.model import Payment
from invoicing.model.tenant import Tenant
from invoicing.usecases import payments as use

_GIVEN = (str, int, Decimal)


def resource_view(payment: Payment) -> dict[str, Any]:
    """The payment as the API spells it outside of its document."""
    return {
        **payment_view(payment),
        "documentId": payment.document_id,
        "version": payment.version,
        **lean({"createdAt": payment.created_at, "updatedAt": payment.updated_at}),
    }


def add(call: Request, document_id: str) -> Response[str]:
    return _add(call, document_id, call.json_object(), call.tenant())


def add_to_organization(call: Request, organization_id: str) -> Response[str]:
    """A payment whose body names its document and its amount."""
    tenant = call.tenant(organization_id)
    body = call.json_object()
    missing = [name for name in ("documentId", "amount") if not isinstance(body.get(name), _GIVEN)]
    if missing:
        raise InvalidDocument(
            [Finding("required", f"/{m}", "is required", "send it") for m in missing]
        )
    return _add(call, str(body["documentId"]), body, tenant)


def _add(call: Request, document_id: str, body: dict[str, Any], tenant: Tenant) -> Response[str]:
    draft = parse(WirePayment, body).to_model()
    saved = use.add_payment(document_id, draft, tenant, ports(), key=call.key())
    headers = {"Location": f"/v1/Payments/{saved.payment.id}"}
    if saved.replayed:
        headers["Idempotent-Replayed"] = "true"
    return _shown(saved.payment, 201, **headers)


def of_document(call: Request, document_id: str) -> Response[str]:
    found = use.list_payments(document_id, call.tenant(), ports())
    return answer([resource_view(payment) for payment in found])


def count_of_document(call: Request, document_id: str) -> Response[str]:
    return answer({"count": len(use.list_payments(document_id, call.tenant(), ports()))})


def of_organization(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    require_parameters(call, (), ("limit", "cursor", "documentId"))
    page = use.list_all_payments(
        tenant,
        ports(),
        limit=call.number("limit", use.PAGE_DEFAULT, least=1, most=use.PAGE_MAX),
        after=start_after(call),
        document_id=call.query.get("documentId", ""),
    )
    shown = [resource_view(payment) for payment in page.payments]
    return answer(shown, headers=next_link(call, page.after))


def count_of_organization(call: Request, organization_id: str) -> Response[str]:
    tenant = call.tenant(organization_id)
    require_parameters(call, (), ("documentId",))
    document_id = call.query.get("documentId", "")
    return answer({"count": use.count_all_payments(tenant, ports(), document_id=document_id)})


def get(call: Request, payment_id: str) -> Response[str]:
    return _shown(use.get_payment(payment_id, call.tenant(), ports()))


def put(call: Request, payment_id: str) -> Response[str]:
    """The whole content anew; amount and date stay where they are left out."""
    draft = parse(WirePayment, call.json_object()).to_model()
    return _update(call, payment_id, lambda _: draft)


def patch(call: Request, payment_id: str) -> Response[str]:
    """A JSON merge patch."""
    body = call.json_object()

    def change(stored: Payment) -> Payment:
        return parse(WirePayment, merge_patch(resource_view(stored), body)).to_model()

    return _update(call, payment_id, change)


def delete(call: Request, payment_id: str) -> Response[str]:
    use.delete_payment(
        payment_id,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return answer({"count": 1})


def _update(call: Request, payment_id: str, change: Callable[[Payment], Payment]) -> Response[str]:
    saved = use.update_payment(
        payment_id,
        change,
        call.tenant(),
        ports(),
        expected_version=call.expected_version(),
        key=call.key(),
    )
    return _shown(saved.payment)


def _shown(payment: Payment, status: int = 200, **headers: str) -> Response[str]:
    headers["ETag"] = f'"{payment.version}"'
    return answer(resource_view(payment), status, headers=headers)
