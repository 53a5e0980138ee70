"""The page layer of PDF/A-3 files, judged by Apache PDFBox Preflight.

Preflight knows PDF/A-1b, which is narrower. What it finds may only be what PDF/A-3 allows beyond
that; everything else about pages, fonts, colours and metadata is the same in both.
Debian has it as libpdfbox2-java, with libjaxb-api-java.
"""

import io
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from lxml import etree
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.golden.render.cases import names, print_case
from tests.unit.render.pages import document, png, view

from invoicing.formats.cii import FORMAT as CII
from invoicing.model import Address, Party
from invoicing.render.pdf import Attachment, write_pdf
from invoicing.render.view import Images, PrintOptions

JARS = Path(os.environ.get("NOTULA_JARS", "/usr/share/java"))
NEEDED = [
    JARS / f"{name}.jar"
    for name in (
        *("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging"),
        *("jaxb-api", "javax.activation"),
    )
]
# What PDF/A-3 (ISO 19005-3) allows and PDF/A-1 (ISO 19005-1) does not.
LATER = {
    ("7.11.2", "part must be 1"): "the part is 3",
    ("2.1.6", "Invalid version of the ICCProfile"): "profiles of version 4 are allowed (6.2.3)",
    ("3.1.11", "The CIDSet entry is missing"): "a subset needs none (6.2.11.4.2)",
    ("1.4.7", "EmbeddedFile entry is present"): "files may be attached (6.8)",
    ("1.2.9", "EmbeddedFile entry is present"): "files may be attached (6.8)",
}

pytestmark = pytest.mark.skipif(
    not shutil.which("java") or not all(path.exists() for path in NEEDED),
    reason="PDFBox Preflight is absent: install Debian's libpdfbox2-java and libjaxb-api-java",
)


def judged(files: dict[str, bytes], folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Code and words of everything Preflight finds in each file."""
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    path = os.pathsep.join(map(str, NEEDED))
    command = ["java", "-cp", path, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group"]
    subprocess.run([*command, folder], check=False, capture_output=True, timeout=120)
    report = etree.parse(folder.with_name(f"{folder.name}.preflight.xml"))
    return {
        found.get("name").removesuffix(".pdf"): [
            (error.findtext("code"), error.findtext("details")) for error in found.iter("error")
        ]
        for found in report.iter("preflight")
    }


def beyond(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Findings that PDF/A-3 does not allow either."""
    return [
        (code, text)
        for code, text in found
        if not any(code == later and phrase in text for later, phrase in LATER)
    ]


def hybrid() -> bytes:
    """A Factur-X file with a logo."""
    at_home = Address(country_code="SI")
    parties = {
        "seller": Party(name="Čebelar d.o.o.", vat_identifier="SI12345678", address=at_home),
        "buyer": Party(name="Kupec d.o.o.", address=at_home),
    }
    attached = Attachment(
        "factur-x.xml",
        "text/xml",
        CII.write(document(**parties), ""),
        relationship="Alternative",
        profile="EN 16931",
    )
    shown = view(options=PrintOptions(images=Images(logo=png())), live=False)
    return write_pdf(shown, (attached,), conformance="PDF/A-3B")


def without_fonts(reader: pypdf.PdfReader, writer: pypdf.PdfWriter) -> None:
    for number in range(1, len(reader.xref[0]) + 1):
        thing = writer.get_object(number)
        if isinstance(thing, DictionaryObject) and "/FontFile2" in thing:
            del thing[NameObject("/FontFile2")]


def with_a_script(_: pypdf.PdfReader, writer: pypdf.PdfWriter) -> None:
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    entries = {NameObject(key): value for key, value in action.items()}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(entries)


def without_the_output_intent(_: pypdf.PdfReader, writer: pypdf.PdfWriter) -> None:
    del writer.root_object[NameObject("/OutputIntents")]


def with_another_title(_: pypdf.PdfReader, writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Title": TextStringObject("Another")})


SPOILT = {
    without_fonts: "3.1",
    with_a_script: "6.2",
    without_the_output_intent: "2.4",
    with_another_title: "7.2",
}


def spoilt(spoil: Callable[[pypdf.PdfReader, pypdf.PdfWriter], None]) -> bytes:
    reader, out = pypdf.PdfReader(io.BytesIO(hybrid())), io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=reader)
    spoil(reader, writer)
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """What Preflight says of our files, and of one of them with a fault each."""
    ours = {name: write_pdf(print_case(name).view, conformance="PDF/A-3B") for name in names()}
    faulty = {spoil.__name__: spoilt(spoil) for spoil in SPOILT}
    return judged(ours | faulty | {"hybrid": hybrid()}, tmp_path_factory.mktemp("files"))


def test_the_page_layer_of_every_rendered_case_is_archivable(verdicts, shown) -> None:
    ours = {name: verdicts[name] for name in (*names(), "hybrid")}
    codes = Counter(code for errors in ours.values() for code, _ in errors)
    with shown():
        print(f"\nPDF/A: {len(ours)} files by PDFBox Preflight; beyond PDF/A-1, as part 3 allows:")
        for (code, phrase), reason in LATER.items():
            print(f"  {code} {phrase}: {codes[code]} times; {reason}")
    assert {name: beyond(errors) for name, errors in ours.items() if beyond(errors)} == {}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_the_judge_finds_what_is_wrong(spoil, verdicts) -> None:
    found = beyond(verdicts[spoil.__name__])
    assert any(code.startswith(SPOILT[spoil]) for code, _ in found), found
