"""代理: who stands in does exactly the steps of the other, within the days, under two names, and is never both eyes."""

from datetime import date

import pytest
from tests.builders import NOW, PASSWORD, SETTER, TODAY
from tests.builders_cases import (
    APPROVER,
    DAY,
    HANDLER,
    HEAD,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    decided,
    reviewed,
    stepped,
    submitted,
    the_case,
)
from tests.builders_powers import OWN

from qingdan.base.actor import Actor
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.base.people.services import appoint, let_stand_in, open_account
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseDecision, CaseTask
from qingdan.cases.queries.desk import case_page
from qingdan.cases.queries.queue import in_hand
from qingdan.cases.queries.staff import staff_of
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.requests import Asked, approve, ask, decline
from qingdan.cases.services.running import take_task
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-027", "RQ-N8", "RQ-N10")]
UNTIL = TODAY + 3 * DAY
POSTS = [WINDOW, HANDLER, APPROVER, HEAD]


@pytest.fixture(autouse=True)
def city() -> None:
    a_serving_city()
    for one in POSTS:
        open_account(username=one.username, name=one.name, password=PASSWORD, by=SETTER, at=NOW)
        (role,) = one.roles
        appoint(username=one.username, unit=OWN, role=role, by=SETTER, at=NOW)
    open_account(username="deputising", name="戴班", password=PASSWORD, by=SETTER, at=NOW)


def standing_in(for_whom: Actor, *own: Role, on: date = TODAY) -> Actor:
    """戴班 with roles of her own, standing in for three days; as she is on a day."""
    for role in own:
        appoint(username="deputising", unit=OWN, role=role, by=SETTER, at=NOW)
    (role,) = for_whom.roles
    let_stand_in(
        username=for_whom.username, unit=OWN, role=role, deputy="deputising", since=TODAY, until=UNTIL,
        by=for_whom, at=NOW,
    )  # fmt: skip
    return actor_of(User.objects.get(username="deputising"), on=on)


def decide(number: str, by: Actor) -> None:
    decided = Decided(granted=True, facts="灯都合格", clauses=(1,))
    decide_case(number=number, version=the_case(number).version, decided=decided, by=by, at=LATER)


def may(by: Actor, number: str) -> tuple[object, ...]:
    """Everything that the desk lets somebody do in a case."""
    with reading(by):
        page = case_page(by, number, at=LATER)
    mine = tuple((one.number, one.mine, one.takes) for one in page.open_steps)
    return page.acts, page.asks, page.answers, page.checks, page.hearing_part, page.parties, mine


@pytest.mark.parametrize("holder", POSTS, ids=lambda one: one.username)
def test_stand_in__may_do_exactly_what_the_other_may(holder: Actor) -> None:
    numbers = [submitted(once="1").number, accepted(once="2"), reviewed(once="3"), decided(once="4")]
    numbers.append(accepted(once="5"))
    take_task(number=numbers[-1], step=3, holder=HANDLER.username, by=HANDLER, at=LATER)
    pause = Asked(action="suspend", kind="expert_review", reason="要看", days=5)
    ask(number=numbers[1], asked=pause, by=HANDLER, at=LATER)
    her = standing_in(holder)

    assert her.roles == holder.roles
    assert [may(her, one) for one in numbers] == [may(holder, one) for one in numbers]
    with reading(her):
        assert set(in_hand(her)) == set(in_hand(holder))


@pytest.mark.parametrize(("day", "acts"), [(-1, False), (0, True), (2, True), (3, False)])
def test_stand_in__acts_within_the_days_alone(day: int, acts: bool) -> None:
    number = accepted()
    her = standing_in(HANDLER, on=TODAY + day * DAY)
    if acts:
        return stepped(number, 3, by=her)
    with pytest.raises(Missing):
        stepped(number, 3, by=her)
    return None


def test_record__names_both() -> None:
    number = accepted()
    take_task(number=number, step=3, holder=HANDLER.username, by=HANDLER, at=LATER)
    her = standing_in(HANDLER)
    stepped(number, 3, by=her)

    with reading(her):
        task = CaseTask.objects.get(case__number=number, step=3)
        told = {one.by_name for one in case_page(her, number, at=LATER).history}
    assert (task.done_by, task.done_by_name) == ("deputising", "戴班（代程办）")
    assert "戴班（代程办）" in told


def test_own_role__is_not_signed_for_another() -> None:
    number = accepted()
    her = standing_in(APPROVER, Role.HANDLER)
    stepped(number, 3, by=her)
    with reading(her):
        assert CaseTask.objects.get(case__number=number, step=3).done_by_name == "戴班"


def test_step_that_another_took__is_a_stand_ins_though_the_role_is_the_own() -> None:
    number = accepted()
    take_task(number=number, step=3, holder=HANDLER.username, by=HANDLER, at=LATER)
    her = standing_in(HANDLER, Role.HANDLER)
    stepped(number, 3, by=her)
    with reading(her):
        assert CaseTask.objects.get(case__number=number, step=3).done_by_name == "戴班（代程办）"


def test_decision__for_the_approver_is_signed_with_both_names() -> None:
    number = reviewed()
    decide(number, standing_in(APPROVER))
    with reading(APPROVER):
        assert CaseDecision.objects.get(case__number=number).by_name == "戴班（代皮准）"


def test_who_handled__does_not_decide_under_the_other_hat() -> None:
    number = accepted()
    her = standing_in(APPROVER, Role.HANDLER)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way, by=her if step == 5 else HANDLER)
    with pytest.raises(Refused, match="not_handler"):
        decide(number, her)


def test_who_stands_in_for_the_handler__does_not_decide_either() -> None:
    number = accepted()
    her = standing_in(HANDLER, Role.APPROVER)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way, by=her)
    with pytest.raises(Refused, match="not_handler"):
        decide(number, her)


def test_approver_who_handled__gets_no_decision_from_a_stand_in() -> None:
    appoint(username=APPROVER.username, unit=OWN, role=Role.HANDLER, by=SETTER, at=NOW)
    her, both = standing_in(APPROVER), actor_of(User.objects.get(username=APPROVER.username), on=TODAY)
    number = accepted()
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way, by=both)
    with pytest.raises(Refused, match="not_handler"):
        decide(number, her)


@pytest.mark.parametrize("action", ["suspend", "extend", "terminate"])
@pytest.mark.parametrize("asker", ["herself", "the head"])
def test_request__is_not_answered_by_who_asked_or_stands_in_for_who_asked(action: str, asker: str) -> None:
    number = accepted()
    her = standing_in(HEAD, Role.HANDLER)
    asked = Asked(action=action, reason="要请专家看", kind="expert_review", ground="第四条", days=5)
    ask(number=number, asked=asked, by=her if asker == "herself" else HEAD, at=LATER)

    with reading(her):
        assert not case_page(her, number, at=LATER).answers
    with pytest.raises(Refused, match="other_approver"):
        approve(number=number, action=action, by=her, at=LATER)
    with pytest.raises(Refused, match="other_approver"):
        decline(number=number, action=action, answer="不行", by=her, at=LATER)


def test_staff__has_the_stand_in_within_the_days_so_that_a_step_can_be_given_to_her() -> None:
    standing_in(HANDLER)
    assert "deputising" in {one.username for one in staff_of(OWN, TODAY)}
    assert "deputising" not in {one.username for one in staff_of(OWN, UNTIL)}
    number = accepted()
    take_task(number=number, step=3, holder="deputising", by=HANDLER, at=LATER)
    with reading(HANDLER):
        assert CaseTask.objects.get(case__number=number, step=3).holder == "deputising"
