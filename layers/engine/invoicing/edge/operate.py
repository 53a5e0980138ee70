"""`python -m invoicing.edge.operate`: what an operator does with a stack, local or on AWS.

The stack is named by the environment: TABLE_NAME, FILES_BUCKET and AWS credentials; a local
stack adds AWS_ENDPOINT_URL.
"""

import argparse
import hashlib
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from invoicing.edge.verify_export import verify
from invoicing.edge.wiring import ports
from invoicing.errors import InvoicingError, Rejected
from invoicing.fiscal import authority_names
from invoicing.model import Address, Contact, Identifier, Organization, Party
from invoicing.model.tenant import Tenant
from invoicing.store.tokens import list_tokens, revoke_token
from invoicing.usecases.certificates import install_roots
from invoicing.usecases.export_organization import export_organization, import_organization
from invoicing.usecases.organizations import (
    create_organization,
    create_token,
    deactivate_organization,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it was done, 1 when it could not be, 2 when it was misspelt."""
    parser = _parser()
    options = parser.parse_args(arguments)
    missing = [name for name in ("TABLE_NAME", "FILES_BUCKET") if not os.environ.get(name)]
    if missing:
        print(f"set {' and '.join(missing)}: the outputs of the stack name them", file=sys.stderr)
        return 1
    try:
        result: dict[str, Any] = options.run(options)
    except InvoicingError as exc:
        print(f"not done: {exc}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name}: {value}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("operate", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    commands = parser.add_subparsers(required=True, metavar="command")

    _add_organization(commands)
    _add_tokens(commands)
    _add_archives(commands)
    _add_trust(commands)
    for sub in commands.choices.values():
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    return parser


Commands = Any  # argparse names no type for what add_subparsers gives


def _add_organization(commands: Commands) -> None:
    command = commands.add_parser(
        "create-organization", help="make an organization and print its first token, once"
    )
    command.add_argument("--name", required=True)
    command.add_argument("--country", required=True, help="ISO 3166-1 alpha-2, for example SI")
    command.add_argument("--address", default="")
    command.add_argument("--zip", default="")
    command.add_argument("--city", default="")
    command.add_argument("--tax-number", default="", help="VAT identifier; makes it taxable")
    command.add_argument("--company-number", default="")
    command.add_argument("--email", default="")
    command.add_argument("--iban", default="")
    command.add_argument("--currency", default="EUR")
    command.add_argument("--language", default="en")
    command.add_argument("--time-zone", default="UTC")
    command.add_argument("--test", action="store_true", help="print a token of the test world")
    command.set_defaults(run=_create_organization)


def _add_tokens(commands: Commands) -> None:
    command = commands.add_parser("create-token", help="make a further token and print it, once")
    command.add_argument("--organization", required=True)
    command.add_argument("--account", required=True)
    command.add_argument("--role", choices=("admin", "default", "readonly"), default="default")
    command.add_argument("--test", action="store_true")
    command.add_argument("--label", default="")
    command.set_defaults(run=_create_token)

    command = commands.add_parser("list-tokens", help="list an organization's tokens by id")
    command.add_argument("--organization", required=True)
    command.set_defaults(run=_list_tokens)

    command = commands.add_parser("revoke-token", help="end a token")
    command.add_argument("--organization", required=True)
    command.add_argument("--token-id", required=True)
    command.set_defaults(run=_revoke_token)

    command = commands.add_parser(
        "deactivate-organization", help="end its tokens and public links; its data stay"
    )
    command.add_argument("--organization", required=True)
    command.set_defaults(run=_deactivate_organization)


def _add_archives(commands: Commands) -> None:
    command = commands.add_parser("export", help="write an organization into one archive")
    command.add_argument("--organization", required=True)
    command.add_argument("--out", required=True, help="the file to write")
    command.add_argument("--test", action="store_true", help="its test world")
    command.add_argument("--with-secrets", action="store_true", help="what a restore needs")
    command.set_defaults(run=_export)

    command = commands.add_parser("import", help="restore an archive into an empty stack")
    command.add_argument("--file", required=True)
    command.set_defaults(run=_import)

    command = commands.add_parser("verify", help="check numbers, journal, contents and totals")
    source = command.add_mutually_exclusive_group(required=True)
    source.add_argument("--organization")
    source.add_argument("--file", help="an archive, instead of the stack")
    command.add_argument("--test", action="store_true", help="its test world")
    command.set_defaults(run=_verify)


def _add_trust(commands: Commands) -> None:
    command = commands.add_parser(
        "trust", help="install the certificates a tax authority's answers must lead to"
    )
    # A portal's certificate is what passwords for it are encrypted with.
    portals = (f"{name}-portal" for name in authority_names())
    command.add_argument("--authority", required=True, choices=(*authority_names(), *portals))
    command.add_argument("--environment", required=True, choices=("production", "test"))
    command.add_argument("--file", required=True, help="PEM; takes the place of the one before")
    command.set_defaults(run=_trust)


def _create_organization(options: argparse.Namespace) -> dict[str, Any]:
    country = options.country.upper()
    party = Party(
        name=options.name,
        vat_identifier=options.tax_number,
        legal_registration=(
            Identifier(value=options.company_number) if options.company_number else None
        ),
        is_taxable=bool(options.tax_number),
        address=Address(
            line1=options.address,
            postal_code=options.zip,
            city=options.city,
            country_code=country,
        ),
        contact=Contact(email=options.email),
        iban=options.iban,
    )
    made = create_organization(
        Organization(
            id="",
            name=options.name,
            party=party,
            country_code=country,
            language=options.language,
            currency=options.currency,
            time_zone=options.time_zone,
        ),
        ports(),
    )
    account_id = ports().new_id()
    secret, token = create_token(
        made.id, account_id, ports(), live=not options.test, role="admin", name="first"
    )
    return {
        "organizationId": made.id,
        "accountId": account_id,
        "tokenId": token.id,
        "token": secret,
    }


def _create_token(options: argparse.Namespace) -> dict[str, Any]:
    secret, token = create_token(
        options.organization,
        options.account,
        ports(),
        live=not options.test,
        role=options.role,
        name=options.label,
    )
    return {"tokenId": token.id, "token": secret}


def _list_tokens(options: argparse.Namespace) -> dict[str, Any]:
    return {
        token.id: f"{token.role} {'live' if token.live else 'test'} {token.name}"
        f"{' revoked' if token.revoked_at else ''}"
        for token in list_tokens(options.organization)
    }


def _revoke_token(options: argparse.Namespace) -> dict[str, Any]:
    token = revoke_token(options.organization, options.token_id, ports().now())
    return {"tokenId": token.id, "revokedAt": str(token.revoked_at)}


def _deactivate_organization(options: argparse.Namespace) -> dict[str, Any]:
    return {"tokensEnded": deactivate_organization(options.organization, ports())}


def _export(options: argparse.Namespace) -> dict[str, Any]:
    data = _exported(options, with_secrets=options.with_secrets)
    with open(options.out, "wb") as file:
        file.write(data)
    return {"file": options.out, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _exported(options: argparse.Namespace, *, with_secrets: bool) -> bytes:
    tenant = Tenant(organization_id=options.organization, live=not options.test)
    return export_organization(tenant, ports(), with_secrets=with_secrets)


def _import(options: argparse.Namespace) -> dict[str, Any]:
    with open(options.file, "rb") as file:
        return dict(import_organization(file.read(), ports()))


def _trust(options: argparse.Namespace) -> dict[str, Any]:
    with open(options.file, "rb") as file:
        count = install_roots(options.authority, options.environment, file.read(), ports())
    return {"authority": options.authority, "certificates": count}


def _verify(options: argparse.Namespace) -> dict[str, Any]:
    archive = options.file or io.BytesIO(_exported(options, with_secrets=False))
    problems, counts = verify(archive)
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        raise Rejected("verify", f"{len(problems)} problems", fix="see the lines above")
    return {"problems": 0, **counts}


if __name__ == "__main__":
    sys.exit(main())
