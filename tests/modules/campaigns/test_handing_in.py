"""What units hand in: receipt, contacts, leading group, plan; late or not; taken back."""

from datetime import date

import pytest
from tests.builders_campaigns import (
    CODE,
    GOVERNMENT,
    LAMP,
    LIAISON,
    MAGISTRATE,
    OFFICER,
    OTHER,
    OWN,
    POST,
    STRANGER,
    a_campaign_city,
    june,
    someone,
)

from qingdan.base.refusal import Missing, Refused
from qingdan.campaigns.queries.duties import Duty, DutyState, standing_of
from qingdan.campaigns.queries.people import contacts_of
from qingdan.campaigns.services.contacts import Person, set_contacts, set_leading_group
from qingdan.campaigns.services.duties import (
    fulfil,
    give_receipt,
    hand_in_plan,
    receive_notice,
    withdraw_fulfilment,
)
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
BOTH = {"deputy": LAMP, "liaison": POST}


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_campaign_city()


def _duty(obligation: str, day: int, unit: str = OWN) -> Duty:
    found = standing_of(OFFICER, unit, today=date(2026, 6, day), campaign=CODE).duty(obligation)
    assert found
    return found


def _file(day: int, hour: int = 9) -> None:
    fulfil(campaign=CODE, unit=OWN, obligation="filing", by=LIAISON, at=june(day, hour))


@pytest.mark.requirement("R-001", "R-121")
@pytest.mark.parametrize(("received", "due"), [(None, 4), (1, 4), (2, 5), (4, 9)])
def test_contacts__are_due_three_working_days_after_receipt(received: int | None, due: int) -> None:
    """Silence does not lengthen the limit; 4 June is a Thursday."""
    if received:
        receive_notice(campaign=CODE, unit=OWN, by=LIAISON, at=june(received))

    assert _duty("contacts", 1).due_on == date(2026, 6, due)


@pytest.mark.requirement("R-121")
@pytest.mark.parametrize(("day", "state"), [(4, DutyState.DONE), (5, DutyState.LATE)])
def test_contacts__on_and_after_the_last_day(day: int, state: DutyState) -> None:
    set_contacts(campaign=CODE, unit=OWN, people=BOTH, by=LIAISON, at=june(day, 23))

    assert _duty("contacts", 10).state is state


@pytest.mark.requirement("R-121")
def test_contacts__that_change_leave_their_history() -> None:
    set_contacts(campaign=CODE, unit=OWN, people=BOTH, by=LIAISON, at=june(2))
    changed = set_contacts(campaign=CODE, unit=OWN, people={**BOTH, "liaison": LAMP}, by=LIAISON, at=june(9))
    past = contacts_of(OFFICER, CODE, unit=OWN, past=True)

    assert changed == ("liaison",)
    assert [(one.kind, one.name, one.until) for one in past if one.until] == [("liaison", "林守信", june(9))]
    assert {one.kind: one.name for one in contacts_of(LIAISON, CODE)} == {"deputy": "陈远", "liaison": "陈远"}
    assert contacts_of(STRANGER, CODE) == ()
    assert _duty("contacts", 9).state is DutyState.DONE


def test_contacts__with_every_field_wrong_name_them_all() -> None:
    wrong = {"deputy": Person(name="", phone="1"), "liaison": Person(name="陈" * 41, phone="没有")}
    with pytest.raises(Refused) as refused:
        set_contacts(campaign=CODE, unit=OWN, people=wrong, by=LIAISON, at=june(2))

    fields = {one.where.field for one in refused.value.problems}
    assert fields == {"deputy_name", "deputy_phone", "liaison_name", "liaison_phone"}
    assert contacts_of(OFFICER, CODE) == ()


@pytest.mark.requirement("R-104", "R-106")
def test_leading_group_and_plan__are_never_late_where_the_plan_names_no_day() -> None:
    people = {"group_head": LAMP, "group_deputy": POST}
    set_leading_group(campaign=CODE, unit=OWN, people=people, by=LIAISON, at=june(29))
    hand_in_plan(campaign=CODE, unit=OWN, upload=None, note="6月20日送签", by=LIAISON, at=june(29))

    assert _duty("leading_group", 30).state is DutyState.DONE
    assert _duty("unit_plan", 30).state is DutyState.DONE


def test_plan__of_nothing() -> None:
    with pytest.raises(Refused) as refused:
        hand_in_plan(campaign=CODE, unit=OWN, upload=None, note=" ", by=LIAISON, at=june(2))

    assert [one.key for one in refused.value.problems] == ["campaigns.plan_empty"]


@pytest.mark.requirement("R-107")
def test_county_plan__goes_to_the_leading_group_which_gives_a_receipt() -> None:
    leading = someone(Role.LEADING_GROUP)
    with pytest.raises(Refused):
        give_receipt(campaign=CODE, unit=GOVERNMENT, obligation="county_plan", by=leading, at=june(2))
    hand_in_plan(campaign=CODE, unit=GOVERNMENT, upload=None, note="要点", by=MAGISTRATE, at=june(3))
    number = give_receipt(campaign=CODE, unit=GOVERNMENT, obligation="county_plan", by=leading, at=june(4))

    done = _duty("county_plan", 5, GOVERNMENT).done
    assert done and (done.receipt_number, done.receipt_at) == (number, june(4))
    for person in (MAGISTRATE, leading):
        with pytest.raises(Missing if person is MAGISTRATE else Refused):
            give_receipt(campaign=CODE, unit=GOVERNMENT, obligation="county_plan", by=person, at=june(4))


@pytest.mark.requirement("R-051")
def test_filing__that_was_late_stays_late_and_may_come_again() -> None:
    assert _duty("filing", 23).due_on == date(2026, 6, 23)
    _file(24, 0)
    withdraw_fulfilment(
        campaign=CODE, unit=OWN, obligation="filing", reason="缺签字", by=OFFICER, at=june(25)
    )
    returned = _duty("filing", 26)
    assert (returned.state, returned.returned, returned.was_late) == (DutyState.OVERDUE, True, True)

    _file(26)
    assert (_duty("filing", 27).state, _duty("filing", 27).was_late) == (DutyState.LATE, True)
    with pytest.raises(Refused) as refused:
        _file(27)
    assert [one.key for one in refused.value.problems] == ["campaigns.already_done"]


@pytest.mark.requirement("R-051")
def test_filing__at_the_last_minute_of_the_last_day() -> None:
    _file(23, 23)

    assert _duty("filing", 24).state is DutyState.DONE


@pytest.mark.parametrize(
    ("unit", "obligation"),
    [(OTHER, "filing"), (OWN, "county_plan"), (OWN, "nothing"), ("360900999", "filing")],
)
def test_fulfil__of_another_unit_or_of_what_is_not_owed_is_as_missing(unit: str, obligation: str) -> None:
    with pytest.raises(Missing):
        fulfil(campaign=CODE, unit=unit, obligation=obligation, by=LIAISON, at=june(2))


def test_withdraw__by_the_unit_itself() -> None:
    _file(2)

    with pytest.raises(Missing):
        withdraw_fulfilment(
            campaign=CODE, unit=OWN, obligation="filing", reason="想改", by=LIAISON, at=june(3)
        )
