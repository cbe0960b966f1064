"""What an invented department's registers cite of what the law grants it."""

from datetime import date
from pathlib import Path

import pytest
from tests.linter.granting_laws import granting_library

from qingdan.data.schemes import load_scheme
from qingdan.library.library import open_library
from qingdan.linter.coverage import cover
from qingdan.linter.propose import Draft, propose
from qingdan.registers.model import Register, RegisterRow, SheetReading

pytestmark = pytest.mark.requirement("I-coverage")
LAW = "《中华人民共和国灯笼法》"


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    library = open_library(granting_library(tmp_path_factory.mktemp("granting")), index=None)
    return propose(library, body="市灯火局", on=date(2024, 6, 30), scheme=load_scheme())


def register(*bases: str) -> Register:
    """A register whose items rest on these bases."""
    rows = tuple(
        RegisterRow(sheet=None, rows=(number,), values={"legal_basis": basis}, cells={})
        for number, basis in enumerate(bases, start=5)
    )
    return Register(path="登记表.csv", sheets=(SheetReading(name=None, header_row=4, columns={}, rows=rows),))


@pytest.mark.parametrize(
    ("basis", "cited"),
    [
        (f"{LAW}第四条第一款第（一）项：夜间不点亮灯笼的", ["第四条第一款第（一）项"]),
        ("《灯笼法》第四条第一款第一项", ["第四条第一款第（一）项"]),
        (f"{LAW}第四条第一款", ["第四条第一款第（一）项", "第四条第一款第（二）项"]),
        (f"{LAW}第四条", ["第四条第一款第（一）项", "第四条第一款第（二）项"]),
        (f"{LAW}第四条第（二）项", ["第四条第一款第（二）项"]),
        (f"{LAW}第四条第二款", []),
        (f"{LAW}第五条第一款", ["第五条"]),
        (f"{LAW}第六条", []),
        ("《烛台法》第五条", []),
        (LAW, []),
        ("", []),
    ],
)
def test_coverage__what_a_citation_names(draft: Draft, basis: str, cited: list[str]) -> None:
    found = cover(draft, [register(basis)])

    assert [one.locator for one in found.cited] == cited
    assert len(found.cited) + len(found.missing) == len(draft.items)


def test_coverage__of_several_registers_together(draft: Draft) -> None:
    found = cover(draft, [register(f"{LAW}第五条"), register(f"{LAW}第四条", "《江西省灯笼条例》第三条")])

    assert [one.locator for one in found.missing] == ["第二条第二款", "第三条"]


def test_coverage__nothing_filed(draft: Draft) -> None:
    assert cover(draft, []).missing == draft.items


def test_real_registers__cite_a_share_of_what_is_granted(shared_data: Path, shared_library: Path) -> None:
    reader = pytest.importorskip("qingdan.registers.reader")
    path = shared_data / "registers" / "市公安局行政职权.csv"
    filed = reader.read_register(path, scheme=load_scheme())
    library = open_library(shared_library, index=None)
    found = cover(propose(library, body=filed.department, on=date(2022, 1, 1), scheme=load_scheme()), [filed])

    assert len(found.cited) > 50
    assert len(found.missing) > 50
