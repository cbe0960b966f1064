"""Small registers of an invented department, and the terms on which they are checked."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.linter.lanterns import HEADINGS, LANTERNS, NIL, SIGNED, WriteRegister

from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.library.importer import import_documents
from qingdan.library.library import Library, open_library
from qingdan.library.sources import read_path
from qingdan.linter.rows import Terms

Row = Sequence[str]


@pytest.fixture(scope="session")
def lantern_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one invented regulation."""
    folder = tmp_path_factory.mktemp("lanterns")
    text = folder / "地方性法规" / "临江市灯笼管理条例(2012-03-01).md"
    text.parent.mkdir()
    text.write_text(LANTERNS, encoding="utf-8")
    import_documents(folder, read_path(folder))
    return open_library(folder, index=None)


@pytest.fixture
def terms(lantern_library: Library) -> Terms:
    """Checked as of 2022 with that library, without memory."""
    return Terms(
        library=lantern_library,
        has_texts=True,
        on=date(2022, 1, 1),
        scheme=load_scheme(),
        set_power=load_set_power(),
    )


@pytest.fixture
def write_register(tmp_path: Path) -> WriteRegister:
    """Writes rows (without serial number) as a register; returns its path."""

    def write(*rows: Row, name: str = "市灯火局登记表.csv", closing: Sequence[str] = (*NIL, SIGNED)) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["行政权力清理登记表"])
            lines.writerow(["填报部门：市灯火局"])
            lines.writerow(HEADINGS)
            lines.writerows([str(number), *row] for number, row in enumerate(rows, 1))
            lines.writerows([line] for line in closing)
        return str(path)

    return write
