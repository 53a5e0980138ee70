"""Accounts of people, their logins, and their places in organizations."""

from invoicing.edge.wire import account as wire
from invoicing.edge.wire.organization import OrganizationInput
from invoicing.model.account import ROLES
from reference.operations import (
    COUNT,
    DONE,
    INSTANT,
    TRUTH,
    WHOLE,
    Answer,
    Body,
    Operation,
    Parameter,
    array,
    closed,
    string,
)
from reference.routes._resources import ORGANIZATION
from reference.shapes import Shapes

MANY = "/v1/Accounts"
ONE = f"{MANY}/{{accountId}}"
PLACE = "/v1/AccountOrganizations/{memberId}"
MAIL = "ana@example.com"
ADMINS = "For tokens with the role admin."
ROLE = {"type": "string", "enum": [*ROLES]}
MEMBER = closed(
    ("id", "version", "organizationId", "accountId", "role", "active", "rejected", "disabled"),
    id=string(),
    version=WHOLE,
    organizationId=string(),
    accountId=string(),
    email=string(),
    role=ROLE,
    active=TRUTH,
    rejected=TRUTH,
    disabled=TRUTH,
    createdAt=INSTANT,
    updatedAt=INSTANT,
)
PLACE_IN = closed(
    ("id", "name", "active", "role"),
    id=string(),
    name=string(),
    active=TRUTH,
    role=ROLE,
    countryAlpha2Code=string(),
)
SESSION = closed(
    ("id", "ttl", "userId", "organizationId", "role", "created"),
    id=string("the token itself; shown once"),
    ttl=WHOLE,
    userId=string(),
    organizationId=string(),
    role=ROLE,
    created=INSTANT,
)


def routes(shapes: Shapes) -> dict[str, Operation]:
    return _accounts(shapes) | _sessions(shapes) | _codes(shapes) | _members(shapes)


def _accounts(shapes: Shapes) -> dict[str, Operation]:
    view = shapes.view(wire.AccountChange, required=("id", "version", "email", "emailVerified"))
    shown: dict[int, Answer] = {200: Answer(view)}
    organization = shapes.view(OrganizationInput, required=("id", "version", "name"))
    email = Parameter("email", "an address of mail", {"type": "string"}, required=True)
    return {
        f"POST {MANY}": Operation(
            "Create an account",
            {201: Answer(view, headers=("Location",))},
            description=f"{ADMINS} It is a member of the organization from then on.",
            body=Body(
                shapes.body(wire.AccountInput),
                {"email": MAIL, "password": "correct horse battery", "role": "default"},
            ),
        ),
        f"GET {MANY}": Operation(
            "List accounts",
            {200: Answer(array(view))},
            description="For admins those of all members, for others their own.",
            also=(403,),
        ),
        f"GET {MANY}/count": Operation("Count accounts", {200: COUNT}, also=(403,)),
        f"GET {MANY}/authorized": Operation("Get the own account", shown, also=(403,)),
        f"GET {MANY}/is-unique": Operation(
            "Is an address of mail free",
            {200: Answer(closed(isUnique=TRUTH))},
            description=ADMINS,
            query=(email,),
            also=(403, 422),
        ),
        f"GET {ONE}": Operation(
            "Get an account",
            shown,
            description='The own one (also as "me"); for admins that of any member.',
            also=(403,),
        ),
        f"PATCH {ONE}": Operation(
            "Change the own account",
            shown,
            description="Another address of mail has to be confirmed anew.",
            body=Body(shapes.body(wire.AccountChange), {"firstname": "Ana"}),
        ),
        f"GET {ONE}/is-verified": Operation(
            "Is its address of mail confirmed",
            {200: Answer(closed(isVerified=TRUTH))},
            also=(403,),
        ),
        f"GET {ONE}/accountorganizations": Operation(
            "List the own places in organizations", {200: Answer(array(MEMBER))}, also=(403,)
        ),
        f"GET {ONE}/organizations": Operation(
            "List the own organizations", {200: Answer(array(PLACE_IN))}, also=(403,)
        ),
        f"POST {ONE}/organizations": Operation(
            "Make an organization of one's own",
            {201: Answer(organization, headers=("Location",))},
            description=(
                "The account is its admin; a login that names it gives a token for it. For "
                "accounts with a confirmed address, where the operator lets accounts do so."
            ),
            body=Body(
                shapes.body(OrganizationInput), {"name": "Lipa d.o.o.", "countryAlpha2Code": "SI"}
            ),
        ),
    }


def _sessions(shapes: Shapes) -> dict[str, Operation]:
    opened: dict[int, Answer] = {200: Answer(SESSION)}
    return {
        f"POST {MANY}/login": Operation(
            "Log in",
            opened,
            description=(
                "The answer's id is a token for one organization: the named one, or the first. "
                "To name one that has invited the account is to accept."
            ),
            body=Body(
                shapes.body(wire.LoginInput),
                {"email": MAIL, "password": "correct horse battery", "ttl": 3600},
            ),
            also=(401, 403, 429),
            keyed=False,
        ),
        f"POST {MANY}/logout": Operation("End the token of this request", {200: DONE}),
        f"POST {MANY}/impersonate": Operation(
            "Log in as an account the caller made",
            opened,
            description=f"{ADMINS} The token is good for the caller's organization alone.",
            body=Body(shapes.body(wire.ImpersonateInput), {"email": MAIL, "ttl": 3600}),
            keyed=False,
        ),
        f"POST {MANY}/change-password": Operation(
            "Change the own password",
            {200: DONE},
            body=Body(
                shapes.body(wire.PasswordInput),
                {"oldPassword": "correct horse battery", "newPassword": "battery staple"},
            ),
        ),
    }


def _codes(shapes: Shapes) -> dict[str, Operation]:
    code = Parameter("token", "the code of the mail", {"type": "string"}, required=True)
    uid = Parameter("uid", "taken, and not looked at")
    return {
        f"POST {MANY}/reset": Operation(
            "Ask for a code by mail",
            {200: DONE},
            description="Answered alike whether or not an account has the address.",
            body=Body(shapes.body(wire.ResetInput), {"email": MAIL}),
            also=(429,),
            keyed=False,
        ),
        f"POST {MANY}/reset-password": Operation(
            "Set a password with the code of a mail",
            {200: DONE},
            body=Body(
                shapes.body(wire.ResetPasswordInput),
                {"token": "acc_…", "password": "correct horse battery"},
            ),
            also=(401,),
            keyed=False,
        ),
        f"GET {MANY}/confirm": Operation(
            "Confirm an address with the code of a mail",
            {200: Answer(closed(isVerified=TRUTH))},
            query=(code, uid),
            also=(401,),
        ),
        f"POST {ONE}/send-verification": Operation("Mail a code to the own address", {200: DONE}),
    }


def _members(shapes: Shapes) -> dict[str, Operation]:
    placed: dict[int, Answer] = {200: Answer(MEMBER)}
    return {
        f"POST {ORGANIZATION}/invite": Operation(
            "Invite a member",
            {201: Answer(MEMBER)},
            description=f"{ADMINS} An address without an account gets one, and a code by mail.",
            body=Body(shapes.body(wire.InviteInput), {"email": MAIL, "role": "readonly"}),
        ),
        f"GET {ORGANIZATION}/accountorganizations": Operation(
            "List members", {200: Answer(array(MEMBER))}, description=ADMINS, also=(403,)
        ),
        f"DELETE {PLACE}": Operation("Remove a member", {200: COUNT}, description=ADMINS),
        f"POST {PLACE}/accept": Operation("Accept an invitation", placed),
        f"POST {PLACE}/reject": Operation("Reject an invitation", placed),
        f"POST {PLACE}/enable": Operation("Let a member act again", placed, description=ADMINS),
        f"POST {PLACE}/disable": Operation(
            "Let a member do nothing for the time being", placed, description=ADMINS
        ),
        f"POST {PLACE}/change-role": Operation(
            "Change what a member may do",
            placed,
            description=ADMINS,
            body=Body(shapes.body(wire.RoleInput), {"role": "admin"}),
        ),
    }
