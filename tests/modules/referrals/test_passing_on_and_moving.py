"""Cases taken in for another region, items handed down and their open cases."""

from datetime import timedelta

import pytest
from tests.builders import CITY, COUNTY, NOW, TODAY, a_city, an_actor
from tests.builders_cases import (
    HEAD,
    LAMP,
    LATER,
    WINDOW,
    WRITER,
    a_guide,
    a_licence,
    an_applicant,
    handed_over,
)
from tests.builders_editions import an_edition
from tests.builders_referrals import (
    BELOW,
    BOTH,
    C_APPROVER,
    C_HANDLER,
    C_WINDOW,
    EXAMINED,
    TRAVELLER,
    a_county,
    applied,
    decided_above,
    examined,
    pair,
    seen,
    walked,
)

from qingdan.applicants.models import Applicant
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, CaseMaterial
from qingdan.cases.services.accepting import Defect, accept_case, need_no_licence, notify_defects
from qingdan.cases.services.applying import NewCase, begin_application
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.guides.services.writing import publish_guide, save_guide
from qingdan.referrals.services.devolving import NewDevolution, devolve, move_devolved
from qingdan.referrals.services.sending import move_case, pass_on
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A18", "RQ-W6")]
DAY = timedelta(days=1)
DOWN = f"{BELOW}01000100"


def _city(*, disposition: str = "retain", **guide: object) -> None:
    """The item in the city, and the county's own that decides by itself."""
    a_city()
    a_county()
    an_edition([a_licence()])
    a_guide()
    examined(code=DOWN, sent_up_to="", licence={"kind": "点灯许可证", "months": 36})
    if guide:
        version = save_guide(code=LAMP, version=3, content=guide, by=WRITER, at=NOW)
        publish_guide(code=LAMP, version=version, by=HEAD, at=NOW)
    if disposition != "retain":
        an_edition([a_licence(disposition=disposition)], effective_on=TODAY, shown_on=TODAY)


def _devolved(*, moves: bool) -> None:
    _city(disposition="devolve")
    office = an_actor(Role.ESTABLISHMENT_OFFICE, unit=2)
    new = NewDevolution(item=LAMP, on=TODAY + DAY, targets=(DOWN,), moves=moves)
    devolve(new=new, by=office, at=NOW)


def test_passing_on__takes_the_days_used_of_the_check_along() -> None:
    _city(passed_to=[DOWN])
    number = applied(LAMP).number
    at = NOW + 2 * DAY
    there = pass_on(
        number=number, version=seen(number).version, item=DOWN, reason="门店在袁溪县", by=WINDOW, at=at
    )

    first, second = seen(number), seen(there)
    assert (first.state, second.state, second.region_id) == ("referred", "received", COUNTY)
    assert (pair(number).kind, second.trial) == ("down", False)
    assert second.check_due_on == TODAY + 7 * DAY  # five working days in all, two of them used here
    with reading(BOTH):
        assert CaseMaterial.objects.filter(case=second).count() == 2


@pytest.mark.parametrize(("item", "reason"), [(EXAMINED[:-1] + "9", "门店在别处"), (DOWN, " ")])
def test_passing_on__only_where_the_guide_says_and_with_a_reason(item: str, reason: str) -> None:
    _city(passed_to=[DOWN])
    number = applied(LAMP).number
    with pytest.raises(Refused):
        pass_on(number=number, version=seen(number).version, item=item, reason=reason, by=WINDOW, at=NOW)

    assert seen(number).state == "received"


def test_passed_on__ends_here_as_there() -> None:
    _city(passed_to=[DOWN])
    number = applied(LAMP).number
    there = pass_on(
        number=number, version=seen(number).version, item=DOWN, reason="在县里", by=WINDOW, at=NOW
    )
    need_no_licence(number=there, version=seen(there).version, reason="不用许可", by=C_WINDOW, at=LATER)

    assert seen(number).state == seen(there).state == "not_required"
    assert pair(number).state == "returned"


def test_passed_on__told_there_what_lacks_is_known_here() -> None:
    _city(passed_to=[DOWN])
    number = applied(LAMP).number
    there = pass_on(
        number=number, version=seen(number).version, item=DOWN, reason="在县里", by=WINDOW, at=NOW
    )
    lacks = [Defect(subject="material-1", what="缺页", how="补上")]
    notify_defects(number=there, version=seen(there).version, defects=lacks, by=C_WINDOW, at=LATER)

    assert pair(number).second_state == "correcting"
    assert seen(number).due_on == seen(there).due_on


def test_devolved_item__refuses_applications_and_says_where() -> None:
    _devolved(moves=False)
    begin_application(new=_new("before"), by=TRAVELLER, at=NOW)
    with pytest.raises(Refused) as refused:
        begin_application(new=_new("after"), by=TRAVELLER, at=NOW + DAY)

    assert refused.value.problems[0].key == "case.not_devolved"
    assert dict(refused.value.problems[0].params)["where"] == "袁溪县灯笼局"


def test_open_case__that_stays_is_decided_by_who_accepted_it() -> None:
    _devolved(moves=False)
    number = applied(LAMP).number
    an_edition([a_licence(disposition="abolish")], effective_on=TODAY + DAY, shown_on=TODAY + DAY)
    at = NOW + 2 * DAY
    accept_case(number=number, version=seen(number).version, by=WINDOW, at=at)
    assert move_devolved(region=CITY, at=at) == 0
    decided_above(number, at=at)
    handed_over(number, at=at)

    assert seen(number).state == "served"


def test_open_cases__that_move_go_down_with_what_they_used() -> None:
    _devolved(moves=True)
    numbers = [applied(LAMP, once=one).number for one in ("one", "two")]
    accept_case(number=numbers[0], version=seen(numbers[0]).version, by=WINDOW, at=NOW)
    assert move_devolved(region=CITY, at=NOW) == 0  # not yet
    at = NOW + 3 * DAY
    assert (move_devolved(region=CITY, at=at), move_devolved(region=CITY, at=at)) == (2, 0)

    below = [seen(pair(one).second_number) for one in numbers]
    assert [one.state for one in below] == ["under_review", "received"]
    assert below[0].decision_due_on and below[0].decision_due_on == TODAY + 28 * DAY + _holidays(below[0])
    assert below[1].check_due_on == TODAY + 7 * DAY
    assert {one.kind for one in map(pair, numbers)} == {"moved"}


def test_moving__is_not_for_an_item_that_stays() -> None:
    _city()
    number = applied(LAMP).number
    with pytest.raises(Refused) as refused:
        move_case(number=number, version=seen(number).version, item=DOWN, by=WINDOW, at=NOW)

    assert "case.moves" in [one.key for one in refused.value.problems]


def test_recording__names_everything_that_is_wrong() -> None:
    _city()
    office = an_actor(Role.ESTABLISHMENT_OFFICE, unit=2)
    new = NewDevolution(item=LAMP, on=TODAY - DAY, targets=("360902009x",), moves=False)
    with pytest.raises(Refused) as refused:
        devolve(new=new, by=office, at=NOW)

    assert [one.key for one in refused.value.problems] == [
        "referral.not_in_edition", "referral.past", "referral.county_not_ready",
    ]  # fmt: skip


def test_decision_below__of_a_moved_case_is_served_above() -> None:
    _devolved(moves=True)
    number = applied(LAMP).number
    accept_case(number=number, version=seen(number).version, by=WINDOW, at=NOW)
    at = NOW + DAY
    move_devolved(region=CITY, at=at)
    there = pair(number).second_number
    walked(there, C_HANDLER, at)
    said = Decided(granted=True, facts="灯都合格", clauses=(1,))
    decide_case(number=there, version=seen(there).version, decided=said, by=C_APPROVER, at=at)
    handed_over(number, at=at)

    assert (seen(number).state, seen(there).state) == ("served", "returned")


def _new(once: str) -> NewCase:
    with reading(BOTH):
        known = Applicant.objects.first()
    return NewCase(item_code=LAMP, once=once, applicant=(known or an_applicant(by=TRAVELLER)).pk)


def _holidays(case: Case) -> timedelta:
    """Days off beside weekends in the four weeks from the first of June 2026: 端午."""
    return DAY
