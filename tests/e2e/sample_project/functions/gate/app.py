"""An authorizer: `allow` passes, `deny` does not, `unknown` is nobody, the rest breaks it."""


def handler(event, _context):
    given = event["identitySource"][0]
    if given == "unknown":
        raise PermissionError("Unauthorized")
    if given not in {"allow", "deny"}:
        raise ValueError(given)
    return {"isAuthorized": given == "allow", "context": {"caller": given}}
