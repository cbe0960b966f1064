"""Joint items: one leads, the partners are told, see a summary, confirm or object."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CITY, NOW, TODAY
from tests.builders_partners import (
    COUNTY_OFFICE,
    COUNTY_UNIT,
    DRAFTER_BELOW,
    LANTERN_ROOM,
    REVIEWER,
    WITH_CHARGE,
    a_county_office,
    a_subordinate,
    the_consent,
    the_item,
)
from tests.builders_powers import LIAISON, MISPLACED, OTHER, OWN, STRANGER, an_item

from qingdan.base.actor import Actor
from qingdan.base.events.models import Event
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import Consent
from qingdan.powers.queries.consents import (
    consents_asked_by,
    consents_asked_of,
    count_open,
    get_consent_for,
    units_to_ask,
)
from qingdan.powers.queries.items import get_item_for
from qingdan.powers.queries.partners import partners_page, second_filings
from qingdan.powers.services.consents import answer_consent, ask_again
from qingdan.powers.services.dispositions import ask_receivers
from qingdan.powers.services.items import delete_item
from qingdan.powers.services.partners import set_partners

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-054", "C14")]
LATER = NOW + timedelta(hours=1)


def _joint(number: str, *partners: str, lead: str = OWN, by: Actor = LIAISON) -> None:
    version = the_item(number).version
    set_partners(number=number, version=version, lead=lead, partners=partners or (OTHER,), by=by, at=LATER)


def _refused(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in error.value.problems}


def test_partner__is_told_and_sees_the_summary_alone() -> None:
    number = an_item(reason="内部理由", fee="不收费")
    _joint(number)
    item = the_item(number)
    assert (item.joint, item.joint_lead, item.joint_partners) == ("是", "市灯笼局", "市河道局")

    with reading(STRANGER):
        (asked,) = consents_asked_of(STRANGER)
        assert count_open(STRANGER) == 1
        with pytest.raises(Missing):
            get_item_for(STRANGER, number)
    assert asked.summary["name"] == item.name
    assert "内部理由" not in str(asked) and "不收费" not in str(asked)


def test_answer__is_seen_by_who_asked_and_by_reviewers() -> None:
    number = an_item()
    _joint(number)
    answer_consent(code=the_consent().code, answer="object", reason="不归我们", by=STRANGER, at=LATER)
    for actor in (LIAISON, REVIEWER):
        with reading(actor):
            page = partners_page(actor, number)
        assert [(one.answer, one.reason) for one in page.asked] == [("object", "不归我们")]
    with reading(LIAISON):
        assert [one.answer for one in consents_asked_by(LIAISON)] == ["object"]
    assert Event.objects.filter(kind="ConsentAnswered", subject=f"power_item:{number}").count() == 1


def test_answer__twice_is_refused_until_asked_again() -> None:
    number = an_item()
    _joint(number)
    code = the_consent().code
    answer_consent(code=code, answer="agree", by=STRANGER, at=LATER)
    with pytest.raises(Refused) as error:
        answer_consent(code=code, answer="object", reason="反悔", by=STRANGER, at=LATER)
    assert _refused(error) == {"powers.consent_answered"}
    ask_again(code=code, by=LIAISON, at=LATER)
    answer_consent(code=code, answer="object", reason="反悔", by=STRANGER, at=LATER)
    assert the_consent().answer == "object"


def test_answer__needs_a_choice_and_a_reason_to_object() -> None:
    _joint(an_item())
    code = the_consent().code
    for answer, reason in (("", ""), ("maybe", ""), ("object", " "), ("object", "字" * 501)):
        with pytest.raises(Refused):
            answer_consent(code=code, answer=answer, reason=reason, by=STRANGER, at=LATER)
    for outsider in (LIAISON, REVIEWER):
        with pytest.raises(Missing):
            answer_consent(code=code, answer="agree", by=outsider, at=LATER)
    assert the_consent().answer == ""


def test_answer__when_the_item_is_gone_or_the_campaign_closed() -> None:
    number = an_item()
    _joint(number)
    code = the_consent().code
    delete_item(number=number, by=LIAISON, at=LATER)
    with pytest.raises(Refused) as error:
        answer_consent(code=code, answer="agree", by=STRANGER, at=LATER)
    assert _refused(error) == {"powers.consent_gone"}
    other = an_item("对偷灯笼的处罚")
    _joint(other)
    with writing(LIAISON):
        Campaign.objects.update(closed_at=NOW)
    with pytest.raises(Refused) as error:
        answer_consent(code=the_consent(item__draft_number=other).code, answer="agree", by=STRANGER, at=LATER)
    assert _refused(error) == {"powers.consent_gone"}


def test_answer__of_a_county_about_a_deleted_item() -> None:
    a_county_office()
    number = an_item()
    ask_receivers(number=number, units=[COUNTY_UNIT], by=LIAISON, at=LATER)
    delete_item(number=number, by=LIAISON, at=LATER)
    with reading(COUNTY_OFFICE):
        (asked,) = consents_asked_of(COUNTY_OFFICE)
        with pytest.raises(Missing):
            get_item_for(COUNTY_OFFICE, number)
    with pytest.raises(Refused) as error:
        answer_consent(code=asked.code, answer="agree", by=COUNTY_OFFICE, at=LATER)
    assert _refused(error) == {"powers.consent_gone"}


def test_closed_unit__is_neither_asked_nor_answers() -> None:
    number = an_item()
    _joint(number)
    Unit.objects.filter(code=OTHER).update(valid_until=TODAY)
    code = the_consent().code
    with pytest.raises(Refused) as error:
        answer_consent(code=code, answer="agree", by=STRANGER, at=LATER)
    assert _refused(error) == {"powers.consent_closed"}
    with pytest.raises(Refused):
        ask_again(code=code, by=LIAISON, at=LATER)
    with pytest.raises(Refused) as error:
        _joint(an_item("对偷灯笼的处罚"))
    assert _refused(error) == {"powers.no_unit"}
    with reading(LIAISON):
        assert OTHER not in dict(units_to_ask(LIAISON))


def test_partners__unknown_oneself_or_another_lead_are_refused() -> None:
    number = an_item()
    for partners, lead, key in (
        ([f"{CITY}999"], OWN, "powers.no_unit"),
        ([OWN], OWN, "powers.ask_oneself"),
        ([OTHER], OTHER, "powers.lead_files"),
    ):
        with pytest.raises(Refused) as error:
            _joint(number, *partners, lead=lead)
        assert _refused(error) == {key}
    with pytest.raises(Missing):
        _joint(number, OWN, by=STRANGER)
    with pytest.raises(Stale):
        set_partners(number=number, version=7, lead=OWN, partners=[OTHER], by=LIAISON, at=LATER)
    assert the_item(number).joint == ""


def test_partner__no_longer_named_is_asked_no_more() -> None:
    number = an_item()
    _joint(number, OTHER, f"{CITY}002")
    with reading(LIAISON):
        assert Consent.objects.count() == 2
    _joint(number, f"{CITY}002")
    with reading(STRANGER):
        assert consents_asked_of(STRANGER) == []
    set_partners(number=number, version=the_item(number).version, lead=OWN, partners=[], by=LIAISON, at=LATER)
    with reading(LIAISON):
        assert not Consent.objects.exists()
    assert (the_item(number).joint, the_item(number).joint_lead) == ("否", "")


def test_partners_page__matches_typed_names_to_units() -> None:
    number = an_item(joint="是", joint_lead="市灯笼局", joint_partners="市河道局、市月亮局")
    with reading(LIAISON):
        page = partners_page(LIAISON, number)
    assert (page.lead, page.chosen, page.unmatched) == (OWN, (OTHER,), ("市月亮局",))


def test_second_filing__is_caught_with_the_place_of_the_first() -> None:
    first = an_item()
    _joint(first)
    with reading(STRANGER):
        assert second_filings(STRANGER) == ()
    an_item("对偷灯笼的处罚", unit=OTHER, by=STRANGER)
    an_item(unit=OTHER, by=STRANGER, bases=(MISPLACED,))
    second = an_item(unit=OTHER, by=STRANGER)
    with reading(STRANGER):
        (found,) = second_filings(STRANGER)
    assert (found.number, found.place, found.lead_name) == (second, first, "市灯笼局")
    with reading(LIAISON):
        assert second_filings(LIAISON) == ()


@pytest.mark.requirement("R-052", "C13")
def test_subordinate__drafts_and_its_department_sees_and_edits() -> None:
    a_subordinate()
    number = an_item(unit=LANTERN_ROOM, by=DRAFTER_BELOW, implementing_body="市灯火监管所")
    with reading(WITH_CHARGE):
        assert get_item_for(WITH_CHARGE, number).unit.name == "市灯火监管所"
    with reading(STRANGER), pytest.raises(Missing):
        get_item_for(STRANGER, number)
    _joint(number, lead=OWN, by=WITH_CHARGE)
    item = the_item(number)
    assert (item.unit.code, item.joint_lead) == (LANTERN_ROOM, "市灯笼局")
    assert the_consent().summary["unit"] == "市灯火监管所"


def test_question__is_not_there_for_others() -> None:
    _joint(an_item())
    code = the_consent().code
    with reading(DRAFTER_BELOW), pytest.raises(Missing):
        get_consent_for(DRAFTER_BELOW, code)
    a_county_office()
    with reading(COUNTY_OFFICE), pytest.raises(Missing):
        get_consent_for(COUNTY_OFFICE, code)


@pytest.mark.requirement("G-walls")
def test_question_to_a_county__passes_the_wall_between_the_two_regions_alone() -> None:
    a_county_office()
    ask_receivers(number=an_item(), units=[COUNTY_UNIT], by=LIAISON, at=LATER)
    elsewhere = replace(COUNTY_OFFICE, region="360100", regions=("360100",))
    counted = []
    for actor in (LIAISON, COUNTY_OFFICE, elsewhere):
        with reading(actor):
            counted.append(Consent.objects.count())
    assert counted == [1, 1, 0]
