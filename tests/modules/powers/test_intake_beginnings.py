"""A register begun from the law library, from last time, and with items of others."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.builders import CITY, COUNTY, NOW, SETTER
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER, UNLIT, a_campaign, an_item
from tests.builders_uploads import items_of
from tests.linter.granting_laws import granting_library

from qingdan.base.jobs.models import Job
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import Consent, LegalBasis, PowerItem
from qingdan.powers.queries.beginnings import beginnings_for
from qingdan.powers.services.beginnings import (
    bring_last_year,
    judge_register,
    propose_items,
    start_from_proposals,
    take_over_items,
)

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022")]
COUNTY_CLERK = replace(LIAISON, region=COUNTY, regions=(COUNTY,), unit=f"{COUNTY}001")


def _propose(once: str = "job-1") -> int:
    return propose_items(unit=OWN, campaign=CAMPAIGN, once=once, step=lambda *_: None, by=LIAISON, at=NOW)


@pytest.fixture
def granting(city: None, settings: Settings, tmp_path: Path) -> None:
    """A law library that grants 市灯火局 powers."""
    settings.QINGDAN_HOME = tmp_path
    granting_library(tmp_path)
    Unit.objects.filter(code=OWN).update(name="市灯火局")


def test_start_from_proposals__is_a_job() -> None:
    code = start_from_proposals(unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW)

    with reading(LIAISON):
        job = Job.objects.get(code=code)
    assert (job.kind, job.unit, job.arguments) == ("propose_items", OWN, {"campaign": CAMPAIGN})


def test_propose_items__makes_items_of_grants(granting: None) -> None:

    made = _propose()

    items = list(items_of().values())
    assert made == len(items) > 0
    assert {one.origin for one in items} == {"proposed"} and {one.level for one in items} == {"市级"}
    assert all("灯笼" in one.basis_printed and "条文写的是" in one.remark for one in items)


def test_propose_items__done_again_changes_nothing(granting: None) -> None:
    made = _propose()

    assert _propose() == 0 and len(items_of()) == made


def test_propose_items__leaves_out_what_is_there(granting: None) -> None:
    _propose()
    known = next(iter(items_of().values()))
    with writing(LIAISON):
        PowerItem.objects.exclude(pk=known.pk).delete()
        PowerItem.objects.update(origin="typed", origin_ref="")

    _propose("job-2")

    assert [one.name for one in items_of().values()].count(known.name) == 1


def test_start_from_proposals__once(granting: None) -> None:
    _propose()

    with pytest.raises(Refused) as refused:
        start_from_proposals(unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW)

    assert [one.key for one in refused.value.problems] == ["upload.begun"]


@pytest.fixture
def last_time(city: None) -> Campaign:
    """Two kept items and an abolished one in the campaign before."""
    (
        an_item(bases=(UNLIT,)),
        an_item("挂灯笼的登记", category="confirmation"),
        an_item("旧事", disposition="abolish"),
    )
    with writing(LIAISON):
        Campaign.objects.filter(code=CAMPAIGN).update(notice_on=date(2025, 5, 1), code="lanterns-2025")
    return a_campaign()


def test_bring_last_year__brings_what_was_not_abolished(last_time: Campaign) -> None:
    assert bring_last_year(unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW) == 2

    with reading(LIAISON):
        items = list(PowerItem.objects.filter(campaign=last_time).order_by("order"))
        (basis,) = LegalBasis.objects.filter(item=items[0])
    assert [one.name for one in items] == ["对夜间不点亮沿街灯笼的处罚", "挂灯笼的登记"]
    assert [(one.origin, one.origin_ref) for one in items] == [
        ("last_year", f"{OWN}-00001"),
        ("last_year", f"{OWN}-00002"),
    ]
    assert {one.disposition + one.reason for one in items} == {""} and items[0].office == "灯火科"
    assert basis.quotation == UNLIT.quotation


def test_bring_last_year__a_second_time_there_is_nothing(last_time: Campaign) -> None:
    bring_last_year(unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW)

    with pytest.raises(Refused) as refused:
        bring_last_year(unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW)

    assert [one.key for one in refused.value.problems] == ["upload.no_source"]


@pytest.mark.parametrize("answer", ["", "object", "agree"])
def test_take_over__an_item_that_the_unit_agreed_to_receive(answer: str) -> None:
    number = an_item("对河道挂灯的处罚", unit=OTHER, by=STRANGER, receiver="市灯笼局")
    with writing(STRANGER):
        item = PowerItem.objects.get(draft_number=number)
        asked = Unit.objects.get(code=OWN)
        Consent.objects.create(
            region_id=CITY,
            partner_region_id=CITY,
            item=item,
            asker=item.unit,
            unit=asked,
            code="asked",
            kind="receiver",
            summary={},
            item_version=1,
            asked_by="stranger",
            asked_at=NOW,
            answer=answer,
        )
    if answer != "agree":
        with pytest.raises(Missing):
            take_over_items(unit=OWN, campaign=CAMPAIGN, numbers=[number], by=LIAISON, at=NOW)
        return

    assert take_over_items(unit=OWN, campaign=CAMPAIGN, numbers=[number], by=LIAISON, at=NOW) == 1

    (taken,) = items_of().values()
    assert (taken.origin, taken.origin_ref, taken.implementing_body) == ("taken_over", number, "市灯笼局")
    assert (taken.name, taken.disposition, taken.receiver) == ("对河道挂灯的处罚", "", "")


def test_take_over__a_foreign_draft_does_not_exist() -> None:
    number = an_item("对河道挂灯的处罚", unit=OTHER, by=STRANGER)

    with pytest.raises(Missing):
        take_over_items(unit=OWN, campaign=CAMPAIGN, numbers=[number], by=LIAISON, at=NOW)
    with reading(LIAISON):
        assert beginnings_for(LIAISON, OWN).to_take_over == ()


@pytest.mark.parametrize("adopted", [None, date(2026, 5, 20)])
def test_take_over__the_citys_items_once_adopted(adopted: date | None) -> None:
    number = an_item()
    open_unit(region=COUNTY, number=1, name="袁溪县灯笼局", kind=UnitKind.DEPARTMENT, by=SETTER, at=NOW)
    below = a_campaign(COUNTY, "county-2026")
    with writing(SETTER):
        Campaign.objects.filter(code=CAMPAIGN).update(adopted_on=adopted)
        Campaign.objects.filter(pk=below.pk).update(parent=Campaign.objects.get(code=CAMPAIGN))

    with reading(COUNTY_CLERK):
        offered = beginnings_for(COUNTY_CLERK, COUNTY_CLERK.unit).to_take_over

    assert [one.number for one in offered] == ([number] if adopted else [])
    if adopted:
        place = {"unit": COUNTY_CLERK.unit, "campaign": "county-2026"}
        take_over_items(**place, numbers=[number], by=COUNTY_CLERK, at=NOW)
        (taken,) = items_of(COUNTY_CLERK).values()
        assert (taken.region_id, taken.implementing_body) == (COUNTY, "袁溪县灯笼局")


def test_judge_register__of_the_own_unit_only() -> None:
    an_item()

    judge_register(unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW)

    with pytest.raises(Missing):
        judge_register(unit=OWN, campaign=CAMPAIGN, by=STRANGER, at=NOW)
