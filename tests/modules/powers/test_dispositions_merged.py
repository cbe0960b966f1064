"""整合: what may go into what, across departments only when they agree."""

from datetime import timedelta

import pytest
from tests.builders import NOW, TODAY
from tests.builders_partners import LANTERN_ROOM, REVIEWER, WITH_CHARGE, a_subordinate, the_consent, the_item
from tests.builders_powers import LIAISON, MISPLACED, OTHER, STRANGER, an_item

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.powers.models import ItemCheck
from qingdan.powers.queries.dispositions import DispositionPage, disposition_page
from qingdan.powers.queries.similar import similar_to
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.consolidating import dissolve_merge, merge_items
from qingdan.powers.services.items import delete_item, save_item
from qingdan.powers.services.partners import ask_to_merge

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-041", "C23")]
LATER = NOW + timedelta(hours=1)
THEFT = "对偷灯笼的处罚"


def _page(number: str, actor: Actor = LIAISON) -> DispositionPage:
    with reading(actor):
        return disposition_page(actor, number, on=TODAY)


def _merge(target: str, *sources: str, by: Actor = LIAISON) -> None:
    merge_items(target=target, sources=sources, by=by, at=LATER)


def _refused(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in error.value.problems}


def _codes(number: str) -> set[str]:
    with reading(LIAISON):
        found = ItemCheck.objects.get(item__draft_number=number).problems
    return {one["code"] for one in found}


def test_merged__sources_are_closed_and_name_the_target() -> None:
    target, source = an_item(), an_item("对夜间不点亮临街灯笼的处罚")
    _merge(target, source)
    item = the_item(source)
    assert (item.disposition, item.receiver) == ("consolidate", the_item(target).name)
    assert [one.number for one in _page(target).sources] == [source]
    shown = _page(source).target
    assert shown is not None and shown.number == target
    assert "C23" not in _codes(source)


@pytest.mark.parametrize("situation", ["itself", "deleted", "taken", "chain", "closed", "none"])
def test_merge__is_refused(situation: str) -> None:
    one, other, third = an_item(), an_item(THEFT), an_item("灯笼登记", category="other")
    match situation:
        case "itself":
            pair, key = (one, [one]), "powers.merge_itself"
        case "deleted":
            delete_item(number=other, by=LIAISON, at=LATER)
            pair, key = (one, [other]), "powers.merge_deleted"
        case "taken":
            _merge(one, other)
            pair, key = (third, [other]), "powers.merge_taken"
        case "chain":
            _merge(one, other)
            pair, key = (third, [one]), "powers.merge_chain"
        case "closed":
            _merge(one, other)
            pair, key = (other, [third]), "powers.merge_closed"
        case _:
            pair, key = (one, []), "powers.merge_none"
    with pytest.raises(Refused) as error:
        _merge(pair[0], *pair[1])
    assert _refused(error) == {key}


def test_merge__in_a_circle_is_refused() -> None:
    one, other = an_item(), an_item(THEFT)
    _merge(one, other)
    with pytest.raises(Refused) as error:
        _merge(other, one)
    assert _refused(error) == {"powers.merge_closed", "powers.merge_chain"}


def test_merge__by_others_is_not_there() -> None:
    one, other = an_item(), an_item(THEFT)
    foreign = an_item(unit=OTHER, by=STRANGER)
    for target, source, by in ((one, other, STRANGER), (one, foreign, LIAISON), (one, other, REVIEWER)):
        with pytest.raises(Missing):
            _merge(target, source, by=by)


def test_merge__falls_away_with_its_target_or_another_disposition() -> None:
    one, other, third = an_item(), an_item(THEFT), an_item("灯笼登记", category="other")
    _merge(one, other)
    delete_item(number=one, by=LIAISON, at=LATER)
    assert {need.key for need in _page(other).needs} == {"needs.reason_code", "needs.target"}
    _merge(third, other)
    save_item(
        number=other,
        version=the_item(other).version,
        values={"disposition": "retain"},
        by=LIAISON,
        at=LATER,
    )
    assert _page(third).sources == ()


def test_merge__is_dissolved() -> None:
    one, other = an_item(), an_item(THEFT)
    _merge(one, other)
    with pytest.raises(Missing):
        dissolve_merge(source=other, by=STRANGER, at=LATER)
    with pytest.raises(Missing):
        dissolve_merge(source=one, by=LIAISON, at=LATER)
    dissolve_merge(source=other, by=LIAISON, at=LATER)
    assert (the_item(other).disposition, _page(one).sources) == ("", ())


def test_merge__of_a_subordinate_bodys_item_needs_no_consent() -> None:
    a_subordinate()
    target, source = an_item(), an_item(unit=LANTERN_ROOM, by=WITH_CHARGE)
    _merge(target, source, by=WITH_CHARGE)
    assert the_item(source).disposition == "consolidate"


def test_source_of_another_department__goes_in_when_it_agrees_and_names_it() -> None:
    target = an_item(disposition="consolidate", reason_code="same")
    source = an_item(unit=OTHER, by=STRANGER)
    ask_to_merge(number=target, unit=OTHER, note="河道灯笼的那一项", by=LIAISON, at=LATER)
    assert {one.key for one in _page(target).needs} == {"needs.target", "needs.unanswered"}
    code = the_consent().code
    with pytest.raises(Refused) as error:
        answer_consent(code=code, answer="agree", by=STRANGER, at=LATER)
    assert _refused(error) == {"powers.consent_sources"}
    with pytest.raises(Missing):
        answer_consent(code=code, answer="agree", sources=[target], by=STRANGER, at=LATER)
    answer_consent(code=code, answer="agree", sources=[source], by=STRANGER, at=LATER)
    assert the_item(source).disposition == "consolidate"
    page = _page(target)
    assert (page.needs, [one.visible for one in page.sources]) == ((), [False])


def test_ask_to_merge__is_refused() -> None:
    number = an_item()
    for unit, note in ((LIAISON.unit, "这一项"), ("999999999", "这一项"), (OTHER, " ")):
        with pytest.raises(Refused):
            ask_to_merge(number=number, unit=unit, note=note, by=LIAISON, at=LATER)
    with pytest.raises(Missing):
        ask_to_merge(number=number, unit=LIAISON.unit, note="这一项", by=STRANGER, at=LATER)


def test_candidates__are_the_alike_among_those_one_may_see() -> None:
    number = an_item()
    near = an_item("对夜间没有点亮临街灯笼的处罚", bases=(MISPLACED,))
    an_item("灯笼登记", category="other", bases=())
    foreign = an_item(unit=OTHER, by=STRANGER)
    item = the_item(number)
    with reading(LIAISON):
        assert [one.number for one in similar_to(LIAISON, item)] == [near]
    with reading(REVIEWER):
        found = similar_to(REVIEWER, item)
    assert [one.number for one in found] == [foreign, near]
    assert (found[0].likeness, found[0].same_article) == (1.0, True)
    _merge(number, near)
    with reading(LIAISON):
        assert similar_to(LIAISON, item) == ()
