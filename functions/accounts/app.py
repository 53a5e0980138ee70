"""Accounts of people, their logins, and their places in organizations."""

from aws_lambda_powertools.event_handler import Response

from invoicing.edge import accounts
from invoicing.edge.http import http_api, observed, request

app = http_api()


@app.post("/v1/Accounts")
def post() -> Response[str]:
    return accounts.post(request(app))


@app.get("/v1/Accounts")
def get_all() -> Response[str]:
    return accounts.listed(request(app))


@app.get("/v1/Accounts/count")
def get_count() -> Response[str]:
    return accounts.count(request(app))


@app.post("/v1/Accounts/login")
def post_login() -> Response[str]:
    return accounts.login(request(app))


@app.post("/v1/Accounts/logout")
def post_logout() -> Response[str]:
    return accounts.logout(request(app))


@app.post("/v1/Accounts/impersonate")
def post_impersonate() -> Response[str]:
    return accounts.impersonate(request(app))


@app.post("/v1/Accounts/change-password")
def post_change_password() -> Response[str]:
    return accounts.change_password(request(app))


@app.post("/v1/Accounts/reset")
def post_reset() -> Response[str]:
    return accounts.reset(request(app))


@app.post("/v1/Accounts/reset-password")
def post_reset_password() -> Response[str]:
    return accounts.reset_password(request(app))


@app.get("/v1/Accounts/confirm")
def get_confirm() -> Response[str]:
    return accounts.confirm(request(app))


@app.get("/v1/Accounts/authorized")
def get_authorized() -> Response[str]:
    return accounts.get(request(app), "me")


@app.get("/v1/Accounts/is-unique")
def get_is_unique() -> Response[str]:
    return accounts.is_unique(request(app))


@app.get("/v1/Accounts/<account_id>")
def get(account_id: str) -> Response[str]:
    return accounts.get(request(app), account_id)


@app.patch("/v1/Accounts/<account_id>")
def patch(account_id: str) -> Response[str]:
    return accounts.patch(request(app), account_id)


@app.get("/v1/Accounts/<account_id>/is-verified")
def get_is_verified(account_id: str) -> Response[str]:
    return accounts.is_verified(request(app), account_id)


@app.post("/v1/Accounts/<account_id>/send-verification")
def post_verification(account_id: str) -> Response[str]:
    return accounts.send_verification(request(app), account_id)


@app.get("/v1/Accounts/<account_id>/accountorganizations")
def get_places(account_id: str) -> Response[str]:
    return accounts.places(request(app), account_id)


@app.get("/v1/Accounts/<account_id>/organizations")
def get_organizations(account_id: str) -> Response[str]:
    return accounts.organizations(request(app), account_id)


@app.post("/v1/Accounts/<account_id>/organizations")
def post_organization(account_id: str) -> Response[str]:
    return accounts.post_organization(request(app), account_id)


@app.post("/v1/Organizations/<organization_id>/invite")
def post_invite(organization_id: str) -> Response[str]:
    return accounts.invite(request(app), organization_id)


@app.get("/v1/Organizations/<organization_id>/accountorganizations")
def get_members(organization_id: str) -> Response[str]:
    return accounts.members(request(app), organization_id)


@app.delete("/v1/AccountOrganizations/<member_id>")
def delete_member(member_id: str) -> Response[str]:
    return accounts.remove(request(app), member_id)


@app.post("/v1/AccountOrganizations/<member_id>/accept")
def post_accept(member_id: str) -> Response[str]:
    return accounts.answer_invitation(request(app), member_id, accepted=True)


@app.post("/v1/AccountOrganizations/<member_id>/reject")
def post_reject(member_id: str) -> Response[str]:
    return accounts.answer_invitation(request(app), member_id, accepted=False)


@app.post("/v1/AccountOrganizations/<member_id>/enable")
def post_enable(member_id: str) -> Response[str]:
    return accounts.set_disabled(request(app), member_id, disabled=False)


@app.post("/v1/AccountOrganizations/<member_id>/disable")
def post_disable(member_id: str) -> Response[str]:
    return accounts.set_disabled(request(app), member_id, disabled=True)


@app.post("/v1/AccountOrganizations/<member_id>/change-role")
def post_change_role(member_id: str) -> Response[str]:
    return accounts.change_role(request(app), member_id)


handler = observed(app)
