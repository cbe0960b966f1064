"""三定 functions against powers, and grants of the law that nobody cites."""

from datetime import timedelta

import pytest
from tests.builders import NOW, TODAY
from tests.builders_partners import LANTERN_ROOM, LEGAL, REVIEWER, WITH_CHARGE, a_subordinate, the_item
from tests.builders_powers import LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.actor import Actor
from qingdan.base.jobs.models import Job
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.powers.queries.coverage import CoveragePage, coverage_page
from qingdan.powers.queries.mandates import MandatesPage, mandates_page
from qingdan.powers.services.coverage import add_grant, ask_for_grants, list_grants
from qingdan.powers.services.items import delete_item
from qingdan.powers.services.legal import keep_instrument, keep_mandate, repeal_mandate
from qingdan.powers.services.mandates import link_mandates, unlink_mandate

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-021", "C31")]
LATER = NOW + timedelta(hours=1)


def _functions() -> None:
    act = {"unit": OWN, "new": True, "by": LEGAL, "at": LATER}
    keep_mandate(number="1", text="管理灯笼", **act)
    keep_mandate(number="2", text="点亮沿街灯笼", under="1", **act)
    keep_mandate(number="3", text="灯谜", **act)


def _page(actor: Actor = LIAISON, unit: str = OWN) -> MandatesPage:
    with reading(actor):
        return mandates_page(actor, unit=unit, on=TODAY)


def test_function__of_a_power_covers_those_above_it() -> None:
    _functions()
    number = an_item()
    assert (_page().empty, _page().count) == ((1, 2, 3), 1)
    link_mandates(unit=OWN, links={number: 2}, by=LIAISON, at=LATER)
    link_mandates(unit=OWN, links={number: 2}, by=LIAISON, at=LATER)
    page = _page()
    assert (page.empty, page.count) == ((3,), 0)
    assert [[power.number for power in one.powers] for one in page.functions] == [[], [number], []]
    unlink_mandate(unit=OWN, item=number, mandate=2, by=LIAISON, at=LATER)
    assert _page().empty == (1, 2, 3)


def test_function__repealed_leaves_its_powers_without_one() -> None:
    _functions()
    link_mandates(unit=OWN, links={an_item(): 2}, by=LIAISON, at=LATER)
    repeal_mandate(unit=OWN, number=2, on="2026-06-01", by=LEGAL, at=LATER)
    page = _page()
    assert (page.count, [one.number for one in page.functions]) == (1, [1, 3])
    with pytest.raises(Refused):
        link_mandates(unit=OWN, links={an_item("对偷灯笼的处罚"): 2}, by=LIAISON, at=LATER)


def test_links__by_others_and_of_others_items() -> None:
    _functions()
    number, foreign = an_item(), an_item(unit=OTHER, by=STRANGER)
    for links, actor in (({number: 1}, STRANGER), ({foreign: 1}, LIAISON), ({number: 1}, REVIEWER)):
        with pytest.raises(Missing):
            link_mandates(unit=OWN, links=links, by=actor, at=LATER)
    with pytest.raises(Missing):
        unlink_mandate(unit=OWN, item=number, mandate=1, by=LIAISON, at=LATER)
    with reading(STRANGER), pytest.raises(Missing):
        mandates_page(STRANGER, unit=OWN, on=TODAY)
    assert _page(REVIEWER).editable is False


def test_power_of_a_subordinate_body__carries_out_a_function_of_its_department() -> None:
    a_subordinate()
    _functions()
    number = an_item(unit=LANTERN_ROOM, by=WITH_CHARGE)
    assert [one.unit_name for one in _page(WITH_CHARGE).without] == ["市灯火监管所"]
    link_mandates(unit=OWN, links={number: 3}, by=WITH_CHARGE, at=LATER)
    assert _page(WITH_CHARGE).empty == (1, 2)


@pytest.fixture
def fire_office(city: None) -> None:
    """市灯笼局 is called 市公安局 by the law, and 临江市 has a rule that grants the police something."""
    Unit.objects.filter(code=OWN).update(law_name="宜春市公安局")
    text = (
        "第一条 为了管好灯笼，制定本条例。\n"
        "第二条 夜间不点亮沿街灯笼的，由公安机关处五百元以上二千元以下的罚款。\n"
        "第三条 以灯笼堵塞道路的，由公安机关处二百元罚款。"
    )
    values = {
        "title": "宜春市沿街灯笼条例",
        "level": "city_regulation",
        "issuer": "宜春市人民代表大会常务委员会",
        "valid_from": "2020-01-01",
        "text": text,
    }
    keep_instrument(values=values, by=LEGAL, at=LATER)


def _coverage(actor: Actor = LIAISON) -> CoveragePage:
    with reading(actor):
        return coverage_page(actor, unit=OWN)


@pytest.mark.usefixtures("fire_office")
@pytest.mark.requirement("R-022")
def test_grants__nobody_cites_are_listed_and_added_as_items() -> None:
    assert _coverage().read_at is None
    assert list_grants(unit=OWN, step=lambda *_: None, by=LIAISON, at=LATER) == 2
    page = _coverage()
    assert (page.cited, [one.locator for one in page.missing]) == (0, ["第二条", "第三条"])

    saved = add_grant(unit=OWN, key=page.missing[1].key, by=LIAISON, at=LATER)
    again = add_grant(unit=OWN, key=page.missing[1].key, by=LIAISON, at=LATER)
    assert saved == again
    item = the_item(saved.number)
    assert (item.category, item.origin, item.basis_printed[:16]) == (
        "penalty",
        "proposed",
        "《宜春市沿街灯笼条例》第三条：以",
    )
    page = _coverage()
    assert (page.cited, [one.locator for one in page.missing]) == (1, ["第二条"])
    delete_item(number=saved.number, by=LIAISON, at=LATER)
    assert _coverage().cited == 0


@pytest.mark.usefixtures("fire_office")
def test_grants__are_stale_after_a_change_of_the_library() -> None:
    list_grants(unit=OWN, step=lambda *_: None, by=LIAISON, at=LATER)
    assert _coverage().stale is False
    values = {"title": "别的文件", "level": "normative_document", "valid_from": "2020-01-01", "text": "灯。"}
    keep_instrument(values=values, by=LEGAL, at=LATER)
    assert _coverage(REVIEWER).stale is True


@pytest.mark.usefixtures("fire_office")
def test_grants__are_asked_for_by_a_job_of_the_unit() -> None:
    code = ask_for_grants(unit=OWN, by=LIAISON, at=LATER)
    assert ask_for_grants(unit=OWN, by=LIAISON, at=LATER) == code
    with reading(LIAISON):
        assert Job.objects.get(code=code).kind == "list_grants"
    with pytest.raises(Missing):
        ask_for_grants(unit=OWN, by=STRANGER, at=LATER)
    with pytest.raises(Refused):
        add_grant(unit=OWN, key="none", by=LIAISON, at=LATER)
    with pytest.raises(Missing):
        add_grant(unit=OWN, key="none", by=REVIEWER, at=LATER)
