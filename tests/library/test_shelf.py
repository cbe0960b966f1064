"""Local texts beside the library: found, of the day, repealed, and repealing."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from qingdan.library.document import Document, repealed_titles
from qingdan.library.importer import import_documents
from qingdan.library.library import Library, open_library
from qingdan.library.lookup import InForce, Repealed
from qingdan.library.structure import Article
from qingdan.rules.legal_basis import InstrumentLevel

pytestmark = pytest.mark.requirement("R-113")
ON = date(2020, 6, 1)
HOME = "临江市灯笼管理条例"


def _text(title: str, since: date, words: str, ended_on: date | None = None) -> Document:
    articles = (Article(number=1, text="为了灯笼，制定本条例。"), Article(number=2, text=words))
    return Document(
        title=title,
        dated=since,
        valid_from=since,
        from_estimated=False,
        level=InstrumentLevel.CITY_REGULATION,
        source=f"{title} {since}",
        articles=articles,
        repeals=repealed_titles(title, articles),
        ended_on=ended_on,
    )


def _library(tmp_path: Path, local: Iterable[Document], *, with_home: bool = True) -> Library:
    home, beside = tmp_path / "home", tmp_path / "local"
    if with_home:
        import_documents(home, [_text(HOME, date(2012, 3, 1), "挂灯笼要登记。")])
    import_documents(beside, local)
    return open_library(home, index=None, local=beside)


def _words(library: Library, title: str, on: date) -> str:
    answer = library.answer(title, on)
    assert isinstance(answer, InForce)
    article = library.article(answer.version, 2)
    assert article
    return article.text


def test_both__are_found(tmp_path: Path) -> None:
    library = _library(tmp_path, [_text("临江市龙舟灯办法", date(2018, 1, 1), "龙舟要点灯。")])
    assert _words(library, HOME, ON) == "挂灯笼要登记。"
    assert _words(library, "临江市龙舟灯办法", ON) == "龙舟要点灯。"
    assert library.titles("灯", 9) == ["临江市龙舟灯办法", HOME]
    assert [one.title for one, _ in library.in_force(ON)] == [HOME, "临江市龙舟灯办法"]
    assert (library.status().instruments, library.status().articles) == (2, 4)


def test_local_text__of_the_same_title_is_a_further_version(tmp_path: Path) -> None:
    library = _library(tmp_path, [_text(HOME, date(2019, 1, 1), "挂灯笼不用登记。")])
    assert _words(library, HOME, date(2018, 12, 31)) == "挂灯笼要登记。"
    assert _words(library, HOME, ON) == "挂灯笼不用登记。"


def test_local_text__of_the_same_day_comes_first(tmp_path: Path) -> None:
    library = _library(tmp_path, [_text(HOME, date(2012, 3, 1), "挂灯笼要备案。")])
    assert _words(library, HOME, ON) == "挂灯笼要备案。"


def test_repeal__counts_from_its_day(tmp_path: Path) -> None:
    old = _text("临江市龙舟灯办法", date(2018, 1, 1), "龙舟要点灯。", ended_on=ON)
    library = _library(tmp_path, [old])
    assert isinstance(library.answer(old.title, date(2020, 5, 31)), InForce)
    answer = library.answer(old.title, ON)
    assert isinstance(answer, Repealed) and not answer.ending.estimated


def test_local_text__repeals_one_of_the_home(tmp_path: Path) -> None:
    library = _library(tmp_path, [_text("新办法", date(2020, 1, 1), f"《{HOME}》同时废止。")])
    assert isinstance(library.answer(HOME, date(2019, 12, 31)), InForce)
    assert isinstance(library.answer(HOME, ON), Repealed)


def test_local_text__without_a_home(tmp_path: Path) -> None:
    library = _library(tmp_path, [_text("新办法", date(2020, 1, 1), "灯。")], with_home=False)
    assert library.has_texts()
    assert _words(library, "新办法", ON) == "灯。"
    library.close()
