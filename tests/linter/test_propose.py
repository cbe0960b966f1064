"""The draft register of an invented department, and real penalties where the shared samples are at hand."""

import json
import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from tests.linter.granting_laws import granting_library

from qingdan.data.schemes import load_scheme
from qingdan.library.library import Library, open_library
from qingdan.library.lookup import InForce, Repealed
from qingdan.library.structure import paragraphs
from qingdan.linter.propose import Draft, NoTexts, propose
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.citation import Citation
from qingdan.rules.grants.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.grants.organs import OrganLevel, default_organ
from qingdan.rules.grants.reader import read_grants
from qingdan.rules.legal_basis import Verdict
from qingdan.rules.power_item import Category

pytestmark = pytest.mark.requirement("I-propose")
ON = date(2024, 6, 30)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return open_library(granting_library(tmp_path_factory.mktemp("granting")), index=None)


def draft(library: Library, body: str = "市灯火局", on: date = ON) -> Draft:
    return propose(library, body=body, on=on, scheme=load_scheme())


def test_draft__penalties_then_licences_then_the_rest_each_by_instrument(library: Library) -> None:
    assert [(one.category, one.title, one.locator) for one in draft(library).items] == [
        (Category.PENALTY, "中华人民共和国灯笼法", "第四条第一款第（一）项"),
        (Category.PENALTY, "中华人民共和国灯笼法", "第四条第一款第（二）项"),
        (Category.PENALTY, "中华人民共和国灯笼法", "第五条"),
        (Category.PENALTY, "江西省灯笼条例", "第三条"),
        (Category.LICENCE, "中华人民共和国灯笼法", "第二条第二款"),
        (Category.INSPECTION, "中华人民共和国灯笼法", "第三条"),
    ]


def test_draft__item_with_everything_a_register_needs(library: Library) -> None:
    first, _, third, *_ = draft(library).items

    assert first.name == "对灯笼铺夜间不点亮灯笼的处罚"
    assert first.granted_to == "县级以上地方人民政府灯火主管部门"
    assert first.levels == {OrganLevel.CITY, OrganLevel.COUNTY}
    assert first.trust is GrantTrust.SUGGESTED
    assert "……（一）夜间不点亮灯笼的；" in first.quoted
    assert third.name == "对违反《中华人民共和国灯笼法》第二条规定的处罚"


def test_draft__of_a_county_holds_what_is_left_to_counties(library: Library) -> None:
    local = [one.locator for one in draft(library, "袁州区灯火局").items if one.title.startswith("江西省")]

    assert local == ["第二条"]


def test_draft__name_spells_out_the_paragraph_before(library: Library) -> None:
    (only,) = draft(library, "市公安局").items

    assert only.name == "对聚众实施《中华人民共和国灯笼法》第四条第一款规定的行为的处罚"
    assert only.locator == "第四条第二款"


def test_draft__only_instruments_that_bind_the_city_on_the_day(library: Library) -> None:
    assert draft(library).instruments == 2
    assert draft(library, on=date(2017, 1, 1)).items == ()


def test_draft__quotations_stand_in_the_cited_articles(library: Library) -> None:
    entries = [read_basis(f"《{one.title}》{one.locator}：{one.quoted}") for one in draft(library).items]

    assert [[library.facts(leaf, ON).verdict for leaf in leaves] for leaves in entries] == [
        [Verdict.TEXT_FOUND]
    ] * len(entries)


def test_draft__without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTexts):
        draft(open_library(tmp_path))


DAYS = tuple(date(year, 1, 1) for year in (2022, 2024, 2021, 2020, 2019, 2018, 2017, 2016))
LIKE, RECALL, NAMES = 0.8, 0.97, 0.8


def test_real_penalties__are_granted_where_cited_under_like_names(
    shared_data: Path, shared_library: Path
) -> None:
    texts = open_library(shared_library, index=None)
    lines = (shared_data / "power_items_sample.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["category"] == "行政处罚"]
    granted = [
        (_bare(row["name"] or row["sub_item"]), found) for row in rows if (found := _granted(texts, row))
    ]
    named = [max(map(_likeness(real), grants), default=0) for real, grants in granted if real]

    assert len(granted) > 60
    assert sum(grants != [None] for _, grants in granted) >= RECALL * len(granted)
    assert sum(one >= LIKE for one in named) >= NAMES * len(named)


def _granted(texts: Library, row: dict[str, Any]) -> list[Grant | None]:
    """Penalties granted at the places whose quotation was verified; [None] for none, [] for nothing verified."""
    verified = [
        (leaf.citation, day) for leaf in read_basis(row["basis_text"]) if (day := _day_of(texts, leaf))
    ]
    grants: list[Grant | None] = [one for place, day in verified for one in _at(texts, place, day)]
    return grants or ([None] if verified else [])


def _day_of(texts: Library, leaf: Any) -> date | None:
    if not leaf.quoted or not leaf.citation.article:
        return None
    return next((day for day in DAYS if texts.facts(leaf, day).verdict is Verdict.TEXT_FOUND), None)


def _at(texts: Library, cited: Citation, day: date) -> Iterator[Grant]:
    answer = texts.answer(cited.title or "", day)
    assert isinstance(answer, InForce | Repealed)
    article = texts.article(answer.version, cited.article or 0, cited.insert or 0)
    assert article
    parts = tuple(
        ParagraphText(number=number, lead=part.lead, items=part.items)
        for number, part in enumerate(paragraphs(article.text), 1)
    )
    organ = default_organ(one.text for one in texts.articles(answer.version))
    for one in read_grants(parts, organ=organ):
        same = cited.paragraph in (None, one.paragraph) and cited.item in (None, one.item)
        if same and one.category is Category.PENALTY:
            yield one


def _bare(name: str) -> str:
    return re.sub(r"^对|的?(?:行政)?处罚$", "", name).rstrip("的")


def _likeness(real: str) -> Any:
    return lambda grant: (
        SequenceMatcher(None, _bare(grant.name), real, autojunk=False).ratio() if grant else 0
    )
