"""Which text was in force on a day: five answers."""

from datetime import date
from pathlib import Path

import pytest

from qingdan.library.errors import LibraryDamaged
from qingdan.library.importer import import_documents
from qingdan.library.index import SHIPPED, Index, index_store, units
from qingdan.library.library import Library, open_library
from qingdan.library.lookup import (
    Answer,
    InForce,
    NotYetInForce,
    NoVersionThatDay,
    Repealed,
    UnknownInstrument,
)
from qingdan.library.sources import read_path
from qingdan.library.store import Store

pytestmark = pytest.mark.requirement("C09")

ANSWERS: list[tuple[str, str, type, date | None]] = [
    ("临江市灯笼管理条例", "2012-03-15", NotYetInForce, date(2012, 3, 1)),
    ("临江市灯笼管理条例", "2012-05-01", InForce, date(2012, 3, 1)),
    ("临江市灯笼管理条例", "2019-06-19", InForce, date(2012, 3, 1)),
    ("临江市灯笼管理条例", "2019-06-20", InForce, date(2019, 6, 20)),
    ("灯笼防火办法", "2018-12-31", InForce, date(2001, 5, 5)),
    ("灯笼防火办法", "2019-01-01", Repealed, date(2001, 5, 5)),
    ("灯笼防火办法", "2001-05-04", NoVersionThatDay, date(2001, 5, 5)),
    ("《中华人民共和国灯笼安全条例》", "2020-01-01", InForce, date(2018, 11, 2)),
    ("灯笼安全办法", "2020-01-01", UnknownInstrument, None),
    ("临江市灯笼暂行规定", "2020-01-01", UnknownInstrument, None),
]


@pytest.fixture(params=["text", "index"])
def either(request: pytest.FixtureRequest, shelf: Path, tmp_path: Path) -> Library:
    """The same library with its texts, and as an index alone."""
    if request.param == "text":
        return open_library(shelf, index=None)
    index_store(Store(shelf / "laws.sqlite"), tmp_path / "laws.index")
    return open_library(tmp_path / "empty", index=tmp_path / "laws.index")


def dated(answer: Answer) -> date | None:
    return None if isinstance(answer, UnknownInstrument) else answer.version.dated


@pytest.mark.parametrize(("title", "on", "kind", "version"), ANSWERS)
def test_answer__by_title_and_day(
    either: Library, title: str, on: str, kind: type, version: date | None
) -> None:
    found = either.answer(title, date.fromisoformat(on))
    assert (type(found), dated(found)) == (kind, version)


def test_answer__repeal_of_a_title_not_here_is_told(either: Library) -> None:
    found = either.answer("临江市灯笼暂行规定", date(2020, 1, 1))
    assert isinstance(found, UnknownInstrument)
    assert found.ending is not None
    assert found.ending.by_title == "临江市灯笼管理条例"


def test_places__same_from_text_and_index(either: Library) -> None:
    found = either.answer("临江市灯笼管理条例", date(2020, 1, 1))
    assert isinstance(found, InForce)
    assert either.places(found.version) == [(1, 0), (2, 0), (3, 0), (3, 1), (4, 0), (5, 0)]


def test_in_force__leaves_out_what_is_repealed(library: Library) -> None:
    found = {one.title: version.dated for one, version in library.in_force(date(2020, 1, 1))}
    assert found == {"临江市灯笼管理条例": date(2019, 6, 20), "灯笼安全条例": date(2018, 11, 2)}


def test_open__text_first_then_index(shelf: Path, tmp_path: Path, corpus: Path) -> None:
    index_store(Store(shelf / "laws.sqlite"), tmp_path / "laws.index")
    import_documents(tmp_path / "part", read_path(corpus / "地方性法规"))
    both = open_library(tmp_path / "part", index=tmp_path / "laws.index")
    on = date(2020, 1, 1)
    text, hashed = both.answer("临江市灯笼管理条例", on), both.answer("灯笼安全条例", on)
    assert isinstance(text, InForce)
    assert isinstance(hashed, InForce)
    assert (text.version.has_text, hashed.version.has_text) == (True, False)


def test_status__index_alone_says_so(shelf: Path, tmp_path: Path) -> None:
    index_store(Store(shelf / "laws.sqlite"), tmp_path / "laws.index")
    status = open_library(tmp_path / "empty", index=tmp_path / "laws.index").status()
    assert (status.path, status.instruments, status.index_instruments, status.index_versions) == (
        None,
        0,
        3,
        4,
    )


def test_index__holds_no_text(shelf: Path, tmp_path: Path) -> None:
    index_store(Store(shelf / "laws.sqlite"), tmp_path / "laws.index")
    data = (tmp_path / "laws.index").read_bytes()
    assert "灯火局".encode() not in data
    assert len(data) < 4000


@pytest.mark.parametrize("keep", [0, 4, 12, 40, 300])
def test_index__truncated_is_named_damaged(shelf: Path, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "laws.index"
    index_store(Store(shelf / "laws.sqlite"), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(LibraryDamaged, match=r"laws\.index"):
        Index(path)


def test_index__truncated_block_is_named_damaged(shelf: Path, tmp_path: Path) -> None:
    path = tmp_path / "laws.index"
    index_store(Store(shelf / "laws.sqlite"), path)
    path.write_bytes(path.read_bytes()[:-40])
    index = Index(path)
    with pytest.raises(LibraryDamaged):
        for one in index.instruments():
            for version in one.versions:
                index.version(version.row)


def test_units__enumerations_stay_together() -> None:
    assert units("红灯、绿灯、蓝灯，都要登记。") == ["红灯绿灯蓝灯", "都要登记"]


def test_index__of_another_normaliser_is_refused(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "laws.index"
    index_store(Store(shelf / "laws.sqlite"), path)
    monkeypatch.setattr("qingdan.library.index.clauses", lambda text: [text])
    with pytest.raises(LibraryDamaged, match="断句不合"):
        Index(path)


def test_shipped_index__opens_and_fits() -> None:
    assert len(Index(SHIPPED)) > 3000
    assert SHIPPED.stat().st_size <= 4_000_000
