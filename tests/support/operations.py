"""The operations of the primary API: the route of each, and the test that proves it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ONE, MANY = "/v1/Documents/{id}", "/v1/Organizations/{organizationId}"
LINK = "/v1/Documents/public/{id}"

# Operation -> route, file and test.
OPERATIONS: dict[str, tuple[str, str, str]] = {
    "O001": (f"POST {MANY}/documents", "documents", "F025_one_line_is_enough"),
    "O002": (f"GET {ONE}", "documents", "F034_what_was_created_is_what_is_read"),
    "O003": (f"GET {MANY}/documents", "documents", "F072_lists_are_newest_first"),
    "O004": (f"GET {MANY}/documents/count", "lists", "F086_each_parameter_finds"),
    "O005": (f"PUT {ONE}", "documents", "F037_put_replaces"),
    "O006": (f"PATCH {ONE}", "documents", "F038_patch_merges"),
    "O007": (f"DELETE {ONE}", "documents", "U01_drafts_take_no_number"),
    "O008": (f"POST {ONE}/send", "mailing_and_pages", "O008_a_document_is_mailed"),
    "O009": (f"GET {ONE}/pdf", "mailing_and_pages", "O009_the_pdf_shows"),
    "O010": (f"POST {ONE}/cancel", "states", "F043_a_canceled_document_keeps"),
    "O011": (f"POST {ONE}/uncancel", "states", "F044_an_uncanceled_document"),
    "O012": (
        f"POST {ONE}/fiscally-verify",
        "furs",
        "F279_verifying_by_hand_registers",
    ),
    "O013": (f"POST {ONE}/mark-sent", "states", "F051_marked_as_sent"),
    "O014": (f"POST {ONE}/attachments/upload", "attachments", "F230_a_multipart_file"),
    "O015": (f"GET {ONE}/e-slog", "eslog", "F275_an_issued_document_is_read"),
    "O016": ("POST /v1/Documents/parse-xml", "parse_file", "F255_a_file_is_read"),
    "O017": (f"POST {ONE}/share", "documents", "F219_sharing_gives_the_same_link"),
    "O018": (f"GET {LINK}", "documents", "F220_the_public_document_hides"),
    "O019": (f"GET {LINK}/e-slog", "eslog", "F222_a_public_link_shows"),
    "O020": (f"GET {LINK}/pdf", "mailing_and_pages", "O020_the_public_pdf"),
    "O021": (
        f"GET {LINK}/attachments/{{attachmentId}}/download",
        "attachments",
        "F223_a_shared_documents_attachment",
    ),
    "O022": (f"GET {MANY}/is-unique-doc-number", "series", "F111_a_number_is_unique"),
    "O023": (f"GET {MANY}/last-doc-number", "series", "F112_the_last_number"),
    "O024": (f"GET {MANY}/next-doc-number", "series", "F113_the_next_number"),
    "O025": (f"POST {MANY}/documents/parse-image", "parse_image", "F256_a_photograph_is_read"),
    "O026": (f"POST {ONE}/comments", "states", "F071_comments_are_made_changed"),
    "O027": (f"PUT {ONE}/comments/{{commentId}}", "states", "F071_comments_are_made_changed"),
    "O028": (f"DELETE {ONE}/comments/{{commentId}}", "states", "F071_comments_are_made_changed"),
}
# Built later, said here so that nothing is missing by accident.
NOT_YET: dict[str, str] = {}


def proof(operation: str) -> str:
    """The test of an operation, as pytest names it; empty where there is none."""
    _, file, name = OPERATIONS[operation]
    path = f"tests/integration/test_{file}.py"
    if not file or not name:
        return ""
    found = re.search(rf"^def (test_{name}\w*)\(", (ROOT / path).read_text(), re.MULTILINE)
    return f"{path}::{found[1]}" if found else ""


def markdown() -> str:
    """docs/operations.md."""
    rows = [
        f"| {number} | `{route}` | {NOT_YET.get(number) or '`' + proof(number) + '`'} |"
        for number, (route, _, _) in OPERATIONS.items()
    ]
    head = "# Operations\n\nEach operation of the primary API and the test that proves it.\n\n"
    return head + "| | route | proven by |\n|---|---|---|\n" + "\n".join(rows) + "\n"
