"""Many joint applications at once, each act in a thread with a connection of its own, on a database of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from tests.builders_cases import APPROVER, CITIZEN, HANDLER, LATER, WINDOW, an_applicant
from tests.builders_joints import (
    BUILD,
    FIVE,
    LAND,
    PROGRAM,
    RIVER,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    decided_branch,
    officers_of,
    states,
    submitted_jointly,
    the_joint,
)
from tests.database_copy import copied_database, drop_copy
from tests.joint_walk import joint_broken

from qingdan.base.clock import day_of
from qingdan.base.events.models import Event
from qingdan.base.refusal import Refused, Stale
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseTask
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.joints.models import JointBranch, JointSession
from qingdan.joints.queries.sessions import asked_by
from qingdan.joints.services.checking import record_check
from qingdan.joints.services.moving import move_on
from qingdan.joints.services.sessions import NewSession, call_session

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("R-084", "RQ-A2")]
COPY = "joints_at_once"
PLAN: list[str] = []


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        PLAN[:] = [a_joint_city(names=FIVE)]
        for item in FIVE:
            officers_of(item)
        with writing(CITIZEN):
            an_applicant()
        yield
    drop_copy(city_cluster, COPY)


def _at_once(acts: list[Callable[[], object]], people: int) -> list[object]:
    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except (Refused, Stale) as refused:
            return type(refused).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(one, acts))


@pytest.mark.parametrize(
    ("joints", "people"), [(3, 3), pytest.param(144, 16, marks=pytest.mark.soak)], ids=["few", "all"]
)
def test_joint_applications_of_five_departments_at_once__all_end(joints: int, people: int) -> None:
    made = _at_once(
        [partial(accepted_jointly, PLAN[0], once=f"one-{one}", items=tuple(FIVE)) for one in range(joints)],
        people,
    )
    numbers = [str(one) for one in made]
    first = [(number, item) for item in FIVE for number in numbers if item != BUILD]
    _at_once([partial(decided_branch, number, item) for number, item in first], people)
    _at_once([partial(decided_branch, number, BUILD) for number in numbers], people)

    assert len(set(numbers)) == joints
    for number in numbers:
        assert set(states(number).values()) == {"granted"}
        assert list(joint_broken(number)) == []


@pytest.mark.parametrize("times", [2, pytest.param(100, marks=pytest.mark.soak)], ids=["few", "all"])
def test_two_departments_in_the_same_second__both_count_and_the_third_begins_once(times: int) -> None:
    for turn in range(times):
        number = accepted_jointly(PLAN[0], once=f"two-{turn}", items=tuple(FIVE))
        said = _at_once([partial(decided_branch, number, item) for item in (LAND, RIVER)], 2)

        assert said == [None, None]
        assert [states(number)[item] for item in (LAND, RIVER)] == ["granted", "granted"]
        assert list(joint_broken(number)) == []
        with reading(PROGRAM):
            begun = Event.objects.filter(kind="BranchBegun", data__joint=number).count()
        assert begun == 1


def test_all_departments_check_in_the_same_second__each_for_itself() -> None:
    number = submitted_jointly(PLAN[0], once="checks", items=tuple(FIVE)).number
    version = the_joint(number).version
    said = _at_once([partial(_checked, number, item, version) for item in FIVE], len(FIVE))

    assert said == [None] * len(FIVE)
    with reading(PROGRAM):
        rows = JointBranch.objects.filter(joint__number=number)
        assert {row.item: row.checked_by for row in rows} == {one: f"window-{one[6:9]}" for one in FIVE}


def test_one_department_checks_twice_in_the_same_second__the_later_is_told() -> None:
    number = submitted_jointly(PLAN[0], once="twice", items=tuple(FIVE)).number
    version = the_joint(number).version
    said = _at_once([partial(_checked, number, RIVER, version) for _ in range(2)], 2)

    assert sorted(map(str, said)) == ["None", "Stale"]


def test_form_that_calls_together_six_times_in_the_same_second__calls_once_and_shows_the_same_links() -> None:
    number = accepted_jointly(PLAN[0], once="called", items=tuple(FIVE))
    session = NewSession(
        kind="consultation", matter="看灯塔", due_on=day_of(LATER), bodies=("灯塔学会", "供电公司"), once="form",
    )  # fmt: skip
    version, lead = the_joint(number).version, at_unit(WINDOW, LAND)
    call = partial(call_session, number=number, version=version, session=session, by=lead, at=LATER)
    said = _at_once([call] * 6, 6)

    assert all(one == said[0] for one in said) and len(dict(said[0])) == 2  # type: ignore[call-overload]
    with reading(PROGRAM):
        assert JointSession.objects.filter(joint__number=number).count() == 1
    assert [asked_by(token, on=day_of(LATER)).body for token in said[0].values()] == ["灯塔学会", "供电公司"]  # type: ignore[attr-defined]


def _checked(number: str, item: str, version: int) -> None:
    who = at_unit(WINDOW, item)
    record_check(number=number, item=item, version=version, defects=[], by=who, at=LATER)


def test_the_worker_twice_at_once__does_what_follows_once() -> None:
    number = accepted_jointly(PLAN[0], once="worker", items=tuple(FIVE))
    case = branch(number, LAND)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        visitors = ("handler-001", "second-001") if step == 4 else ()
        said = StepDone(opinion="看过", exit=way, visitors=visitors)
        version = branch(number, LAND).version
        do_step(
            number=case.number, version=version, step=step, said=said, by=at_unit(HANDLER, LAND), at=LATER
        )
    decide_case(
        number=case.number, version=branch(number, LAND).version, by=at_unit(APPROVER, LAND), at=LATER,
        decided=Decided(granted=True, facts="看过", clauses=(1,)),
    )  # fmt: skip

    said = _at_once([partial(move_on, number=number, by=PROGRAM, at=LATER) for _ in range(6)], 6)
    assert sorted(map(int, said)) == [0, 0, 0, 0, 0, 1]  # type: ignore[call-overload]


def test_a_way_back_inside_a_countersign__leaves_the_other_task_open() -> None:
    number = accepted_jointly(PLAN[0], once="back", items=tuple(FIVE))
    case = branch(number, LAND)
    for step, way in ((3, ""), (5, "重办")):
        version = branch(number, LAND).version
        said = StepDone(opinion="看过", exit=way)
        do_step(
            number=case.number, version=version, step=step, said=said, by=at_unit(HANDLER, LAND), at=LATER
        )

    with reading(PROGRAM):
        open_now = CaseTask.objects.filter(case=case, done_at=None).values_list("step", flat=True)
        assert sorted(open_now) == [3, 4]
