"""Who is calling, and whose data the call may touch."""

from typing import Literal

from invoicing.model.value import Value

Role = Literal["admin", "default", "readonly"]


class Tenant(Value, frozen=True, kw_only=True):
    """What the authorizer found out about a token; the only source of an organization id."""

    organization_id: str
    account_id: str = ""
    live: bool = True  # False: the organization's separate test world
    role: Role = "default"
    token_id: str = ""
    member_id: str = ""  # of a token that is only as good as the membership it comes from
