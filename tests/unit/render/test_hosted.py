"""The page of a shared document: whatever its texts hold, it has the same elements."""

import json
from pathlib import Path

import pytest
from tests.support.browser import CHROMIUM, Browser, browser
from tests.unit.render.pages import line, view

from invoicing.model import Address, Contact, Party, PaymentInstructions
from invoicing.render.hosted import Answer, FileLink, Recipient, write_page

TAGS = ("script", "img", "svg", "iframe", "body", "style", "object", "embed", "link", "base")
TAGS += ("meta", "form", "input", "textarea", "button", "video", "math", "template", "a", "title")
PAYLOADS = (
    *(f"<{tag} onload=alert(1) onerror=alert(1) src=x href=x>" for tag in TAGS),
    *(f"</{tag}><script>alert(1)</script>" for tag in TAGS),
    *(f'"><{tag} onfocus="alert(1)" autofocus>' for tag in TAGS[:10]),
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    '" onmouseover="alert(1)" x="',
    "` onmouseover=alert(1) `",
    "<!--<script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<\x00script>alert(1)</script>",
    "\u003cscript\u003ealert(1)\u003c/script\u003e",
    "<svg/onload=alert(1)//",
    "{{7*7}}${7*7}<%= 7*7 %>",
)
OUTLINE = """(texts => texts.map(text => {
  const page = new DOMParser().parseFromString(text, 'text/html');
  return [...page.querySelectorAll('*')]
    .map(e => e.tagName + ' ' + e.getAttributeNames().join(' ')).join('\\n');
}))"""

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium on this machine: apt-get install chromium"
)


def page_with(text: str) -> str:
    """A page with the text wherever a document, an organization or a recipient can put one."""
    address = Address(line1=text, line2=text, city=text, postal_code=text)
    contact = Contact(name=text, email=text, phone=text)
    party = Party(name=text, address=address, contact=contact, iban=f"{text}1", bic=f"{text}1")
    shown = view(
        line(f"{text}1", description=text, unit=text),
        seller=party,
        buyer=party,
        number=f"{text}1",
        note=text,
        footer=text,
        title=text,
        signature=text,
        reference=text,
        payment_terms=text,
        payment_instructions=PaymentInstructions(means_text=f"{text}1", remittance=f"{text}1"),
    )
    file = FileLink(text, text, 1000)
    answer = Answer("approved", None, text)
    closed = write_page(shown, Recipient((file,), (file,), answer))
    return closed + write_page(shown, Recipient((file,), (file,), Answer(), text))


def outlines(page: Browser, texts: list[str]) -> list[str]:
    found: list[str] = page.value(f"{OUTLINE}({json.dumps(texts)})")
    return found


def test_60_payloads_in_every_text_add_no_element_and_no_attribute(tmp_path: Path) -> None:
    assert len(PAYLOADS) >= 60
    with browser(tmp_path) as page:
        expected, *found = outlines(page, [page_with("harmless"), *map(page_with, PAYLOADS)])
        unescaped = page_with("harmless").replace("harmless", PAYLOADS[0])
        assert outlines(page, [unescaped]) != [expected]
    assert expected.count("FORM") == 1
    assert [p for p, outline in zip(PAYLOADS, found, strict=True) if outline != expected] == []
