"""Facts of a basis entry, from texts and from the index alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qingdan.library.importer import import_documents
from qingdan.library.index import index_store
from qingdan.library.library import Library, open_library
from qingdan.library.quotes import superseded
from qingdan.library.sources import read_path
from qingdan.library.store import Store, Version
from qingdan.rules.citation import Citation, CitationKind, Relation, article_label
from qingdan.rules.legal_basis import BasisEntry, BasisFacts, InstrumentLevel, Verdict

TITLE = "临江市灯笼管理条例"
ON = date(2020, 1, 1)
LEAD = "违反本条例规定，有下列行为之一的，由市灯火局责令改正，处五百元以上二千元以下的罚款："


def entry(quoted: str = "", title: str | None = TITLE, **place: Any) -> BasisEntry:
    kind = CitationKind.INSTRUMENT if title else CitationKind.INTERNAL
    return BasisEntry(citation=Citation(kind=kind, title=title, **place), quoted=quoted)


@pytest.fixture
def hashes(shelf: Path, tmp_path: Path) -> Library:
    """The library as an index alone."""
    index_store(Store(shelf / "laws.sqlite"), tmp_path / "laws.index")
    return open_library(tmp_path / "empty", index=tmp_path / "laws.index")


VERDICTS: list[tuple[BasisEntry, Verdict | None]] = [
    (entry(article=3), Verdict.ARTICLE_EXISTS),
    (entry(article=30), Verdict.ARTICLE_MISSING),
    (entry(LEAD, article=3), Verdict.TEXT_FOUND),
    (entry(f"{LEAD}（三）在古桥上悬挂超过十斤灯笼的。", article=3, paragraph=1, item=3), Verdict.TEXT_FOUND),
    (entry("……由街道办事处予以警告；造成火灾的，责令停业七日。", article=3, insert=1), Verdict.TEXT_FOUND),
    (entry(LEAD.replace("五百元", "三百元"), article=3), Verdict.TEXT_DIFFERS),
    (entry("挂灯笼应当向市灯火局登记，登记不收费。", article=3), Verdict.TEXT_ELSEWHERE),
    (entry("船只入港，应当鸣笛三声，并且减速慢行。", article=3), Verdict.TEXT_OTHER),
    (entry(LEAD, title="临江市船舶条例", article=3), Verdict.INSTRUMENT_UNKNOWN),
    (entry(title="临江市船舶条例"), None),
    (entry(), None),
    (entry(title=None, relation=Relation.THIS_INSTRUMENT), None),
    (entry("灯笼旁边应当常备两桶清水。", title="灯笼防火办法", article=1), Verdict.TEXT_FOUND),
]


@pytest.mark.requirement("C08")
@pytest.mark.parametrize(("asked", "verdict"), VERDICTS)
def test_verdict__from_texts(library: Library, asked: BasisEntry, verdict: Verdict | None) -> None:
    assert library.facts(asked, ON).verdict == verdict


@pytest.mark.requirement("C08")
@pytest.mark.parametrize(("asked", "verdict"), VERDICTS)
def test_verdict__from_the_index_alone(hashes: Library, asked: BasisEntry, verdict: Verdict | None) -> None:
    found = hashes.facts(asked, ON)
    assert found.verdict == verdict
    assert not found.clause_from_library


def test_verdict__version_unknown_and_not_yet_in_force(library: Library) -> None:
    early = library.facts(entry(LEAD, article=3), date(2012, 3, 15))
    assert (early.verdict, early.not_yet_in_force) == (Verdict.VERSION_UNKNOWN, True)
    later = library.facts(entry("甲乙丙丁", title="灯笼防火办法", article=1), date(1999, 1, 1))
    assert (later.verdict, later.not_yet_in_force) == (Verdict.VERSION_UNKNOWN, False)


def test_found_at__names_the_article_that_holds_the_words(library: Library, hashes: Library) -> None:
    asked = entry("挂灯笼应当向市灯火局登记，登记不收费。", article=3)
    assert library.facts(asked, ON).found_at == hashes.facts(asked, ON).found_at == ("第二条",)


def test_difference__names_the_clause(library: Library, hashes: Library) -> None:
    asked = entry(LEAD.replace("五百元", "三百元"), article=3)
    assert library.facts(asked, ON).difference == (
        ("处三百元以上二千元以下的罚款", "处五百元以上二千元以下的罚款"),
    )
    by_hash = hashes.facts(asked, ON)
    assert by_hash.difference == (("处三百元以上二千元以下的罚款", ""),)
    assert not by_hash.certain


def test_clause__narrowed_to_the_cited_item_with_its_lead(library: Library) -> None:
    found = library.facts(entry(article=3, paragraph=1, item=2), ON)
    assert found.clause == f"{LEAD}\n（二）用塑料纸糊制大型灯笼的；"
    assert found.clause_from_library
    assert (found.paragraph_count, found.item_count, found.listed_paragraphs) == (2, 3, (1,))


def common(found: BasisFacts) -> tuple[object, ...]:
    return (
        found.full_title, found.level, found.level_certain, found.issuer, found.version, found.implements,
        found.paragraph_count, found.item_count, found.listed_paragraphs, found.repealed, found.repealed_on,
    )  # fmt: skip


@pytest.mark.parametrize("asked", [one for one, _ in VERDICTS])
def test_facts__same_from_texts_and_index(library: Library, hashes: Library, asked: BasisEntry) -> None:
    assert common(library.facts(asked, ON)) == common(hashes.facts(asked, ON))


def test_facts__of_the_instrument(library: Library) -> None:
    found = library.facts(entry(article=1), ON)
    assert found.level is InstrumentLevel.CITY_REGULATION
    assert found.issuer == "临江市人民代表大会常务委员会"
    assert found.implements == ("中华人民共和国灯火法", "灯笼安全条例")
    assert found.version == date(2019, 6, 20)


@pytest.mark.requirement("C09")
def test_repealed__judged_by_the_last_text_and_marked(library: Library) -> None:
    found = library.facts(entry(title="灯笼防火办法", article=1), ON)
    assert (found.verdict, found.repealed, found.repealed_on) == (
        Verdict.ARTICLE_EXISTS, True, date(2019, 1, 1),
    )  # fmt: skip
    assert not library.facts(entry(title="灯笼防火办法", article=1), date(2018, 12, 31)).repealed


COLOURED = """# {title}

2010年1月19日 发布

第一条 彩灯不得三盏相连。

第二条 本条例自公布之日起施行。《{ended}》同时废止。
"""


@pytest.mark.requirement("C09")
def test_repealed__of_a_title_not_here_on_an_estimated_day(tmp_path: Path) -> None:
    for place, title, ended in (
        ("行政法规", "彩灯条例", "旧彩灯条例"),
        ("地方性法规/临江", "临江市彩灯条例", "临江市旧彩灯条例"),
    ):
        path = tmp_path / "corpus" / place / f"{title}(2010-01-19).md"
        path.parent.mkdir(parents=True)
        path.write_text(COLOURED.format(title=title, ended=ended), encoding="utf-8")
    import_documents(tmp_path / "home", read_path(tmp_path / "corpus"))
    library = open_library(tmp_path / "home", index=None)

    def told(title: str, on: date) -> tuple[object, ...]:
        found = library.facts(entry(title=title, article=1), on)
        return found.repealed, found.repealed_on, found.repeal_dated

    assert told("旧彩灯条例", ON) == (True, date(2010, 1, 19), False)
    assert told("旧彩灯条例", date(2010, 1, 18)) == (False, None, True)
    assert told("临江市旧彩灯条例", ON) == (False, None, True)
    assert told("花灯条例", ON) == (False, None, True)


@pytest.mark.requirement("C09")
@pytest.mark.parametrize(
    ("edition", "dated", "old"),
    [
        ("2011年修正", date(2019, 6, 20), True),
        ("2019年修正", date(2019, 6, 20), False),
        ("2019年6月20日修正", date(2019, 6, 20), False),
        ("2019年1月修正", date(2019, 6, 20), True),
        ("2020年修正", date(2019, 6, 20), False),
        ("2018年修正", date(2019, 1, 24), False),
        ("2018年3月修正", date(2019, 1, 24), True),
        ("修正", date(2019, 6, 20), False),
        ("2011", date(2019, 6, 20), True),
        ("2011年", date(2019, 6, 20), True),
        ("2003年6月8日公布", date(2019, 6, 20), False),
        ("2003年6月8日，2016年2月6日修正", date(2016, 2, 6), False),
        ("2003年6月8日，2016年2月6日修正", date(2019, 6, 20), True),
        (None, date(2019, 6, 20), False),
    ],
)
def test_superseded__edition_older_than_the_version(edition: str | None, dated: date, old: bool) -> None:
    assert superseded(edition, Version(row=1, dated=dated, valid_from=dated)) == (edition if old else None)


@pytest.mark.parametrize(
    ("article", "insert", "label"),
    [
        (1, 0, "第一条"), (10, 0, "第十条"), (17, 1, "第十七条之一"), (100, 0, "第一百条"),
        (105, 0, "第一百零五条"), (110, 0, "第一百一十条"),
        (1260, 0, "第一千二百六十条"), (1005, 0, "第一千零五条"),
    ],
)  # fmt: skip
def test_label_of__chinese_numerals(article: int, insert: int, label: str) -> None:
    assert article_label(article, insert) == label
