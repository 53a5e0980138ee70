"""Every route the first API's own pages name is served, or said here not to be."""

import pytest
from tests.support.world import ROOT

from invoicing.doors.vendor.routes import find, read_routes

ORGANIZATION, DOCUMENT = "organizations/o", "documents/d"
SERVED = f"""
POST accounts
GET accounts
GET accounts/count
GET accounts/authorized
GET accounts/is-unique
GET accounts/confirm
GET accounts/a
PATCH accounts/a
GET accounts/a/is-verified
POST accounts/a/organizations
GET accounts/a/organizations
POST accounts/a/verify
POST accounts/a/send-verification
POST accounts/login
POST accounts/logout
POST accounts/impersonate
POST accounts/change-password
POST accounts/reset
POST accounts/reset-password
GET {ORGANIZATION}
PATCH {ORGANIZATION}
GET {ORGANIZATION}/subscription
POST {ORGANIZATION}/activate
POST {ORGANIZATION}/deactivate
POST {ORGANIZATION}/invite
GET {ORGANIZATION}/accountorganizations
DELETE accountorganizations/m
POST accountorganizations/m/accept
POST accountorganizations/m/reject
POST accountorganizations/m/enable
POST accountorganizations/m/disable
POST accountorganizations/m/change-role
POST {ORGANIZATION}/images
GET {ORGANIZATION}/images
DELETE {ORGANIZATION}/images
POST {ORGANIZATION}/upload-image
GET {ORGANIZATION}/download-image
GET {ORGANIZATION}/images/logo
POST {ORGANIZATION}/defaults
GET {ORGANIZATION}/defaults
GET {ORGANIZATION}/defaults/count
PUT {ORGANIZATION}/defaults/n
GET defaults/n
PATCH defaults/n
DELETE defaults/n
POST {ORGANIZATION}/documents
GET {ORGANIZATION}/documents
GET {ORGANIZATION}/documents/count
GET {DOCUMENT}
PUT {DOCUMENT}
PATCH {DOCUMENT}
DELETE {DOCUMENT}
POST {DOCUMENT}/replace
POST {DOCUMENT}/send
GET {DOCUMENT}/pdf
POST {DOCUMENT}/cancel
POST {DOCUMENT}/uncancel
POST {DOCUMENT}/mark-sent
POST {DOCUMENT}/attachments/upload
GET {DOCUMENT}/e-slog
POST documents/parse-xml
POST {ORGANIZATION}/documents/parse-image
POST {DOCUMENT}/share
GET documents/public/s
GET documents/public/s/e-slog
GET documents/public/s/pdf
GET documents/public/s/attachments/f/download
GET {ORGANIZATION}/export
POST {ORGANIZATION}/import
GET {ORGANIZATION}/business-stats
GET {ORGANIZATION}/total-stats
GET {ORGANIZATION}/is-unique-doc-number
GET {ORGANIZATION}/last-doc-number
GET {ORGANIZATION}/next-doc-number
POST {DOCUMENT}/comments
PUT {DOCUMENT}/comments/c
DELETE {DOCUMENT}/comments/c
POST {ORGANIZATION}/clients
GET {ORGANIZATION}/clients
GET {ORGANIZATION}/clients/count
GET {ORGANIZATION}/clients/search
GET {ORGANIZATION}/search-clients
GET clients/c
PUT clients/c
PATCH clients/c
DELETE clients/c
POST clients/c/send-reminder
POST {ORGANIZATION}/items
GET {ORGANIZATION}/items
GET {ORGANIZATION}/items/count
GET {ORGANIZATION}/items/search
GET {ORGANIZATION}/search-items
GET items/i
PUT items/i
DELETE items/i
POST {ORGANIZATION}/taxes
GET {ORGANIZATION}/taxes
GET {ORGANIZATION}/taxes/count
GET taxes/t
PUT taxes/t
DELETE taxes/t
POST taxes/clause-type
POST taxes/t/taxRates
DELETE taxes/t/taxRates/r
POST {DOCUMENT}/payments
GET {DOCUMENT}/payments
GET {DOCUMENT}/payments/count
POST {ORGANIZATION}/payments
GET {ORGANIZATION}/payments
GET {ORGANIZATION}/payments/count
GET payments/p
PUT payments/p
PATCH payments/p
DELETE payments/p
POST {DOCUMENT}/recurrence
GET {DOCUMENT}/recurrence
GET recurrences/r
PUT recurrences/r
DELETE recurrences/r
GET {ORGANIZATION}/recurrences
GET {ORGANIZATION}/recurrences/count
POST {ORGANIZATION}/webhooks
GET {ORGANIZATION}/webhooks
GET {ORGANIZATION}/webhooks/count
GET webhooks/w
PUT webhooks/w
PATCH webhooks/w
DELETE webhooks/w
POST {ORGANIZATION}/units
GET {ORGANIZATION}/units
GET {ORGANIZATION}/units/count
PATCH units/u
DELETE units/u
GET units/u/last-doc-number
GET units/u/next-doc-number
GET countries/
GET currencies
POST {DOCUMENT}/fiscally-verify
POST {ORGANIZATION}/upload-certificate
GET {ORGANIZATION}/has-certificate
POST {ORGANIZATION}/businesspremises
POST {ORGANIZATION}/electronicDevices
PATCH electronicDevices/e
"""
# Route -> why it is not served.
NOT_SERVED = {
    "POST units/u/images": "pages show the organization, whose one logo they bear",
    "GET companies": "a register of one country, and not ours",
    "GET companies/search": "a register of one country, and not ours",
}
ROUTES = read_routes((ROOT / "functions/vendor/routes.txt").read_text().splitlines())


def found(line: str) -> bool:
    method, path = line.split()
    return find(ROUTES, method, f"/v1/{path}") is not None


@pytest.mark.parametrize("line", SERVED.split("\n")[1:-1])
def test_a_route_of_the_first_api_is_served(line):
    assert found(line)


def test_what_is_not_served_is_said(shown):
    assert [line for line in NOT_SERVED if found(line)] == [], "move it to SERVED"
    with shown():
        print(f"routes of the first API: {len(SERVED.split()) // 2} served, {len(NOT_SERVED)} not")
