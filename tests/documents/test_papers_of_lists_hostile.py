"""All hostile texts in every field of a list, of duties, of an opinion document: printed, and nothing of it acts."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from tests.documents.samples import DIGEST
from tests.web.api.hostile_texts import HOSTILE

from qingdan.documents.duties import DutyForm, PrintedDuty, duties_pdf
from qingdan.documents.legality import LegalityPaper, PrintedOutcome, legality_docx, legality_pdf
from qingdan.documents.lists import ListColumn, ListGroup, PrintedList, list_docx, list_pdf, list_xlsx
from qingdan.documents.model import CategoryCount

pytestmark = [pytest.mark.requirement("G-hostile"), pytest.mark.requirement("G-documents")]
TYPST = [
    '#panic("x") #sys.inputs',
    "*b* _i_ $x$ `c` \\ @ref <label> // /* */",
    '#read("/etc/passwd")',
    "]#{[(",
]
TEXTS = [one[:400] for one in (*HOSTILE, *TYPST)]  # tests of long texts are beside this one
ALL = "\n".join(TEXTS)
ON, WORD = date(2015, 6, 30), "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ACTING = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/OpenAction",
    "/AA",
    "/URI",
    "/GoToR",
    "/SubmitForm",
    "/EmbeddedFile",
}
LIST = PrintedList(
    region=ALL,
    title=ALL,
    version=ALL,
    campaign=ALL,
    digest=DIGEST,
    dated=ON,
    columns=tuple(ListColumn(heading=f"第{number}栏", width=50) for number in range(5)),
    groups=tuple(ListGroup(heading=text, rows=((text,) * 5, (text,) * 5)) for text in TEXTS),
    counts=tuple(CategoryCount(category=text) for text in TEXTS),
)
DUTIES = DutyForm(
    department=ALL,
    campaign=ALL,
    filler=ALL,
    phone=ALL,
    signatory=ALL,
    signed_at=ALL,
    powers=tuple(
        (text, (PrintedDuty(step=text, duty=text, post=text, accountability_ground=text, legal_basis=text),))
        for text in TEXTS
    ),
)
OPINION = LegalityPaper(
    region=ALL,
    campaign=ALL,
    list_name=ALL,
    number=1,
    addressee=ALL,
    text=ALL,
    digest=DIGEST,
    signatory=ALL,
    signed_on=ON,
    outcomes=tuple(
        PrintedOutcome(code=text, name=text, unit=text, category=text, outcome=text, reason=text)
        for text in TEXTS
    ),
)


@pytest.mark.parametrize(
    "made", [lambda: list_pdf(LIST), lambda: duties_pdf(DUTIES), lambda: legality_pdf(OPINION)]
)
def test_pdf__shows_all_texts_and_leads_nowhere(made: Any) -> None:
    reader = PdfReader(BytesIO(made()))
    seen = "".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    packed = "".join(seen.split())

    assert set(_keys(reader.trailer, set())) & ACTING == set()
    for text in ("<script>alert(1)</script>", "=HYPERLINK(", "{{7*7}}", '#panic("x")', "DROPTABLE"):
        assert text in packed


@pytest.mark.parametrize("made", [lambda: list_docx(LIST), lambda: legality_docx(OPINION)])
def test_word__holds_texts_alone(made: Any) -> None:
    with ZipFile(BytesIO(made())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    trees = {name: ElementTree.fromstring(part) for name, part in parts.items()}
    document = trees["word/document.xml"]
    fields = [one.get(f"{WORD}instr") for tree in trees.values() for one in tree.iter(f"{WORD}fldSimple")]

    assert not [name for name, part in parts.items() if b'TargetMode="External"' in part]
    assert fields == ["PAGE"]
    assert not [tag for tag in ("instrText", "hyperlink", "object") if list(document.iter(f"{WORD}{tag}"))]
    texts = "".join(one.text or "" for one in document.iter(f"{WORD}t"))
    assert "<script>alert(1)</script>" in texts and "=cmd|'/c calc'!A0" in texts


def test_workbook__holds_texts_alone() -> None:
    made = list_xlsx(LIST)
    cells = [
        cell for row in openpyxl.load_workbook(BytesIO(made)).active.iter_rows() for cell in row if cell.value
    ]
    with ZipFile(BytesIO(made)) as archive:
        names = archive.namelist()
        for name in names:
            ElementTree.fromstring(archive.read(name))
        sheet = archive.read("xl/worksheets/sheet1.xml")

    assert {cell.data_type for cell in cells} == {"s"}
    assert not [name for name in names if "externalLink" in name]
    assert b"<f>" not in sheet and b"<hyperlink " not in sheet
    assert "=1+1" in {cell.value for cell in cells}


def _keys(value: Any, known: set[int]) -> Iterator[str]:
    """Every key of every dictionary of the file."""
    if isinstance(value, IndirectObject):
        if value.idnum in known:
            return
        known.add(value.idnum)
        value = value.get_object()
    if isinstance(value, DictionaryObject):
        for key, one in dict.items(value):
            yield str(key)
            yield from _keys(one, known)
    elif isinstance(value, ArrayObject):
        for one in list.__iter__(value):
            yield from _keys(one, known)
