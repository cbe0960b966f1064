"""Suggestions of findings: what they would change in the bases of an item, and adopting one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.builders import NOW
from tests.builders_powers import LIAISON, MISPLACED, QUOTED, STRANGER, UNLIT, an_item

from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading
from qingdan.powers.models import ItemCheck, PowerItem
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.queries.corrections import corrected, correction
from qingdan.powers.services.items import save_item
from qingdan.powers.services.suggestions import adopt_correction

pytestmark = pytest.mark.requirement("R-022", "C08")
in_city = pytest.mark.usefixtures("city")
TITLE = "临江市灯笼管理条例"
NAMED = {"document": f"《{TITLE}》", "place": "第四条"}
ELSEWHERE: dict[str, Any] = {
    "key": "C08.text_elsewhere",
    "params": NAMED | {"elsewhere": "第三条"},
    "data": {},
}
PARAGRAPH = {"key": "C06.which_paragraph", "params": NAMED | {"suggestion": "第二款"}, "data": {}}
SHORT = {"key": "C07.short_title", "params": {"title": "挂灯法", "full": "中华人民共和国挂灯法"}, "data": {}}
DIFFERS = {
    "key": "C08.text_differs_from",
    "params": NAMED,
    "data": {"diff": [{"filed": "挂红灯", "law": "挂彩灯"}], "law": {"text": "节日应当挂彩灯。"}},
}
LIKE_NO_LAW = DIFFERS | {"data": {"diff": [{"filed": "挂红灯", "law": "挂彩灯"}], "law": {}}}


def _basis(locator: str = "第四条", quotation: str = "", instrument: str = TITLE) -> BasisText:
    return BasisText(instrument=instrument, locator=locator, quotation=quotation)


@pytest.mark.parametrize(
    ("finding", "bases", "at", "made"),
    [
        (ELSEWHERE, [_basis()], None, [_basis("第三条")]),
        (ELSEWHERE, [_basis("第4条")], 0, [_basis("第三条")]),
        (ELSEWHERE, [_basis("第二条、第四条")], None, [_basis("第二条、第三条")]),
        (ELSEWHERE, [_basis("第三条、第四条")], None, [_basis("第三条")]),
        (ELSEWHERE, [_basis(), _basis()], 1, [_basis(), _basis("第三条")]),
        (PARAGRAPH, [_basis()], None, [_basis("第四条第二款")]),
        (
            SHORT,
            [_basis(instrument="挂灯法"), _basis("第一条", instrument="挂灯法")],
            0,
            [_basis(instrument="中华人民共和国挂灯法"), _basis("第一条", instrument="中华人民共和国挂灯法")],
        ),
        (DIFFERS, [_basis(quotation="节日挂红灯。")], None, [_basis(quotation="节日挂彩灯。")]),
    ],
)
def test_correction__puts_the_right_words(
    finding: dict[str, Any], bases: Sequence[BasisText], at: int | None, made: list[BasisText]
) -> None:
    wanted = correction(finding, bases, at)

    assert list(corrected(bases, wanted) or ()) == made


@pytest.mark.parametrize(
    ("finding", "bases", "at"),
    [
        (ELSEWHERE, [], None),
        (ELSEWHERE, [_basis("第五条")], None),
        (ELSEWHERE, [_basis(), _basis()], None),
        (ELSEWHERE, [_basis()], 1),
        (ELSEWHERE, [_basis(instrument="挂灯法")], None),
        (ELSEWHERE, [BasisText(quotation=f"《{TITLE}》第四条")], None),
        (SHORT, [_basis(instrument="中华人民共和国挂灯法")], None),
        (DIFFERS, [_basis(quotation="挂红灯、挂红灯")], None),
        (LIKE_NO_LAW, [_basis(quotation="节日挂红灯。")], None),
        (ELSEWHERE | {"key": "C08.text_other"}, [_basis()], None),
    ],
)
def test_correction__where_it_is_not_certain_there_is_none(
    finding: dict[str, Any], bases: Sequence[BasisText], at: int | None
) -> None:
    assert correction(finding, bases, at) == ()


def test_corrected__words_that_are_gone_change_nothing() -> None:
    wanted = correction(ELSEWHERE, [_basis()])

    assert corrected([_basis("第三条")], wanted) is None and corrected([], wanted) is None


def _adopt(number: str, version: int = 1, **more: Any) -> None:
    with reading(LIAISON):
        problems = ItemCheck.objects.get(item__draft_number=number).problems
    place = next(place for place, one in enumerate(problems) if one["key"] == ELSEWHERE["key"])
    said = {
        "finding": place,
        "key": ELSEWHERE["key"],
        "values": {},
        "bases": [MISPLACED],
        "by": LIAISON,
    } | more
    adopt_correction(number=number, version=version, at=NOW, **said)


def _printed(number: str) -> str:
    with reading(LIAISON):
        return PowerItem.objects.get(draft_number=number).basis_printed


@in_city
def test_adopt__is_kept_with_what_was_typed_beside_it() -> None:
    number = an_item(bases=(MISPLACED,))

    _adopt(number, values={"office": "灯油科"})

    with reading(LIAISON):
        item = PowerItem.objects.get(draft_number=number)
        codes = {one["code"] for one in ItemCheck.objects.get(item=item).problems}
    assert (item.basis_printed, item.office, item.version) == (print_bases([UNLIT]), "灯油科", 2)
    assert "C08" not in codes


@in_city
def test_adopt__after_somebody_elses_save_shows_both() -> None:
    number = an_item(bases=(MISPLACED,))
    theirs = replace(MISPLACED, quotation=QUOTED[:-1])
    save_item(number=number, version=1, values={}, bases=[theirs], by=LIAISON, at=NOW)

    with pytest.raises(Stale) as stale:
        _adopt(number)

    assert stale.value.theirs == {"legal_basis": print_bases([theirs])}


@in_city
@pytest.mark.parametrize("more", [{"key": "C08.gone"}, {"finding": 99}, {"bases": [UNLIT]}, {"bases": []}])
def test_adopt__a_suggestion_of_no_use_is_refused(more: dict[str, Any]) -> None:
    number = an_item(bases=(MISPLACED,))

    with pytest.raises(Refused) as refused:
        _adopt(number, **more)

    assert [one.key for one in refused.value.problems] == ["powers.no_suggestion"]
    assert _printed(number) == print_bases([MISPLACED])


@in_city
def test_adopt__a_foreign_item_does_not_exist() -> None:
    with pytest.raises(Missing):
        _adopt(an_item(bases=(MISPLACED,)), by=STRANGER)
