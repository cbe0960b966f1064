"""Verdicts on the quotations of real registers, where that sample is at hand."""

import json
import re
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from qingdan.library.document import Document, read_document
from qingdan.library.importer import import_documents
from qingdan.library.index import index_store
from qingdan.library.library import Library, open_library
from qingdan.library.sources import level_of_folder
from qingdan.library.store import Store
from qingdan.rules.legal_basis import BasisEntry
from qingdan.rules.text import title_key

SHARED = Path(__file__).parents[3] / "shared" / "data"
ON = date(2022, 1, 1)
BASIS_COLUMN = 4

pytestmark = [
    pytest.mark.requirement("C08"),
    pytest.mark.skipif(
        not (SHARED / "quotes_sample.xlsx").exists(), reason="the shared samples are not here"
    ),
]
reader = pytest.importorskip(
    "qingdan.rules.basis_reader", reason="the reader of basis cells is not built yet"
)


def gold() -> list[dict[str, Any]]:
    lines = (SHARED / "quotes_sample_gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def named_in_sample() -> Iterator[Document]:
    """Only the instruments that the sample cites: reading the whole corpus would take too long here."""
    wanted = {title_key(row["title"]) for row in gold()}
    with tarfile.open(SHARED / "laws.tar.xz") as archive:
        for member in archive:
            stem = re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", PurePosixPath(member.name).stem)
            opened = archive.extractfile(member) if title_key(stem) in wanted else None
            text = opened.read().decode() if opened else ""
            found = read_document(text, member.name, level_of_folder(member.name), member.name)
            if found:
                yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample")
    import_documents(made, named_in_sample())
    store = Store(made / "laws.sqlite")
    index_store(store, made / "laws.index")
    store.close()
    return made


@pytest.fixture(scope="module")
def entries() -> list[tuple[dict[str, Any], BasisEntry | None]]:
    """Each gold row with the entry read from its cell; None where the reader found no such leaf."""
    book = CalamineWorkbook.from_path(SHARED / "quotes_sample.xlsx")
    cells = {
        (name, number): str(row[BASIS_COLUMN])
        for name in book.sheet_names
        for number, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
    }
    return [(row, matching(row, reader.read_basis(cells[row["sheet"], row["row"]]))) for row in gold()]


def matching(row: dict[str, Any], read: list[BasisEntry]) -> BasisEntry | None:
    def leaf(entry: BasisEntry) -> tuple[object, ...]:
        one = entry.citation
        return (title_key(one.title or ""), one.article, one.insert, one.paragraph, one.item)

    wanted = (title_key(row["title"]), row["article"], row["insert"], row["paragraph"], row["item"])
    return next((entry for entry in read if leaf(entry) == wanted), None)


def verdicts(library: Library, entries: list[tuple[dict[str, Any], BasisEntry | None]]) -> list[str | None]:
    return [library.facts(entry, ON).verdict if entry else None for _, entry in entries]


def test_verdicts__as_expected_on_real_registers(
    folder: Path, entries: list[tuple[dict[str, Any], BasisEntry | None]]
) -> None:
    found = verdicts(open_library(folder, index=None), entries)
    right = sum(one == row["verdict"] for one, (row, _) in zip(found, entries, strict=True))
    assert right / len(entries) >= 0.97


def test_verdicts__index_alone_agrees_with_texts(
    folder: Path, entries: list[tuple[dict[str, Any], BasisEntry | None]]
) -> None:
    texts = verdicts(open_library(folder, index=None), entries)
    hashes = verdicts(open_library(folder / "none", index=folder / "laws.index"), entries)
    agreeing = sum(one == other for one, other in zip(texts, hashes, strict=True))
    assert agreeing / len(entries) >= 0.97
