"""Shapes shared by the functions that serve objects of a kind: items, clients, price lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aws_lambda_powertools.event_handler import Response

from invoicing.edge.http import answer
from invoicing.edge.lists import next_link, start_after
from invoicing.edge.merge_patch import merge_patch
from invoicing.edge.query import choice, require_parameters
from invoicing.edge.request import Request
from invoicing.edge.wiring import ports
from invoicing.model.entity import Entity
from invoicing.usecases import _objects as use

E = TypeVar("E", bound=Entity)

TERM_LENGTH_MIN = 2


@dataclass(frozen=True, slots=True)
class Resource(Generic[E]):
    """A kind of object on the wire."""

    kind: use.Kind[E]
    path: str  # "/v1/Items"
    read: Callable[[dict[str, Any]], E]
    """The object a body describes; InvalidDocument with everything that is wrong with it."""
    view: Callable[[E], dict[str, Any]]
    """The object as the API spells it; what only the server sets may be sent back."""
    narrowing: tuple[str, ...] = ("tag",)  # parameters lists are narrowed by
    group: str = ""  # the parameter behind the kind's groups
    groups: tuple[str, ...] = ()  # its values; none: any

    def create(self, call: Request, organization_id: str) -> Response[str]:
        tenant = call.tenant(organization_id)
        draft = self.read(call.json_object())
        return self.created(use.create_object(self.kind, draft, tenant, ports(), key=call.key()))

    def created(self, saved: use.Saved[E]) -> Response[str]:
        headers = {"Location": f"{self.path}/{saved.value.id}"}
        if saved.replayed:
            headers["Idempotent-Replayed"] = "true"
        return self.shown(saved.value, 201, **headers)

    def shown(self, value: E, status: int = 200, **headers: str) -> Response[str]:
        headers["ETag"] = f'"{value.version}"'
        return answer(self.view(value), status, headers=headers)

    def get(self, call: Request, object_id: str) -> Response[str]:
        return self.shown(use.get_object(self.kind, object_id, call.tenant(), ports()))

    def list(self, call: Request, organization_id: str, *, term: bool = False) -> Response[str]:
        tenant = call.tenant(organization_id)
        needed = ("term",) if term else ()
        require_parameters(call, needed, ("limit", "cursor", *self.narrowing))
        page = use.list_objects(
            self.kind,
            tenant,
            ports(),
            limit=call.number("limit", use.PAGE_DEFAULT, least=1, most=use.PAGE_MAX),
            after=start_after(call),
            sought=self._sought(call),
        )
        shown = [self.view(value) for value in page.values]
        return answer(shown, headers=next_link(call, page.after))

    def count(self, call: Request, organization_id: str) -> Response[str]:
        tenant = call.tenant(organization_id)
        require_parameters(call, (), self.narrowing)
        found = use.count_objects(self.kind, tenant, ports(), sought=self._sought(call))
        return answer({"count": found})

    def put(self, call: Request, object_id: str) -> Response[str]:
        """The whole content anew."""
        draft = self.read(call.json_object())
        return self._update(call, object_id, lambda _: draft)

    def patch(self, call: Request, object_id: str) -> Response[str]:
        """A JSON merge patch."""
        body = call.json_object()
        return self._update(
            call, object_id, lambda stored: self.read(merge_patch(self.view(stored), body))
        )

    def delete(self, call: Request, object_id: str) -> Response[str]:
        use.delete_object(
            self.kind,
            object_id,
            call.tenant(),
            ports(),
            expected_version=call.expected_version(),
            key=call.key(),
        )
        return answer({"count": 1})

    def _update(self, call: Request, object_id: str, change: Callable[[E], E]) -> Response[str]:
        saved = use.update_object(
            self.kind,
            object_id,
            change,
            call.tenant(),
            ports(),
            expected_version=call.expected_version(),
            key=call.key(),
        )
        return self.shown(saved.value)

    def _sought(self, call: Request) -> use.Sought:
        return use.Sought(call.query.get("term", ""), call.query.get("tag", ""), self._group(call))

    def _group(self, call: Request) -> str:
        if self.groups:
            return choice(call, self.group, self.groups)
        return call.query.get(self.group, "") if self.group else ""
