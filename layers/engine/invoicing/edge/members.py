"""Shapes shared by the routes of what stands in the organization: taxes, types, attributes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.request import Request
from invoicing.edge.wiring import ports
from invoicing.usecases import _settings as use
from invoicing.usecases._settings import M


@dataclass(frozen=True, slots=True)
class MemberResource(Generic[M]):
    """A kind of member on the wire."""

    kind: use.Members[M]
    path: str
    read: Callable[[dict[str, Any]], M]
    view: Callable[[M], dict[str, Any]]

    def create(self, call: Request, organization_id: str) -> Response[str]:
        tenant = call.tenant(organization_id)
        draft = self.read(call.json_object())
        saved = use.create_member(self.kind, draft, tenant, ports(), key=call.key())
        headers = {"Location": f"{self.path}/{saved.value.id}"}
        if saved.replayed:
            headers["Idempotent-Replayed"] = "true"
        return self._shown(saved.value, 201, **headers)

    def list(self, call: Request, organization_id: str) -> Response[str]:
        members = use.list_members(self.kind, call.tenant(organization_id), ports())
        return answer([self.view(member) for member in members])

    def count(self, call: Request, organization_id: str) -> Response[str]:
        members = use.list_members(self.kind, call.tenant(organization_id), ports())
        return answer({"count": len(members)})

    def get(self, call: Request, member_id: str) -> Response[str]:
        return self._shown(use.get_member(self.kind, member_id, call.tenant(), ports()))

    def put(self, call: Request, member_id: str) -> Response[str]:
        """The whole content anew."""
        draft = self.read(call.json_object())
        return self._update(call, member_id, lambda _: draft)

    def patch(self, call: Request, member_id: str) -> Response[str]:
        """A JSON merge patch."""
        body = call.json_object()
        return self._update(
            call, member_id, lambda stored: self.read(merge_patch(self.view(stored), body))
        )

    def delete(self, call: Request, member_id: str) -> Response[str]:
        use.delete_member(
            self.kind,
            member_id,
            call.tenant(),
            ports(),
            expected_version=call.expected_version(),
            key=call.key(),
        )
        return answer({"count": 1})

    def _update(self, call: Request, member_id: str, change: Callable[[M], M]) -> Response[str]:
        saved = use.update_member(
            self.kind,
            member_id,
            change,
            call.tenant(),
            ports(),
            expected_version=call.expected_version(),
            key=call.key(),
        )
        return self._shown(saved.value)

    def _shown(self, member: M, status: int = 200, **headers: str) -> Response[str]:
        return answer(self.view(member), status, headers={"ETag": f'"{member.version}"', **headers})
