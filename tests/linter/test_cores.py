"""Work dealt out to copies of the process comes back whole and in order, whatever happens to a copy."""

import os
from collections.abc import Sequence

import pytest

from qingdan.linter.cores import ENOUGH, Outcomes, dealt_out

pytestmark = pytest.mark.requirement("I-check")
MANY = list(range(3 * ENOUGH + 1))
HERE = os.getpid()


@pytest.fixture(autouse=True)
def on_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def _marked(tasks: Sequence[int]) -> Outcomes:
    return [[task, os.getpid() == HERE] for task in tasks]


def _dying(tasks: Sequence[int]) -> Outcomes:
    if os.getpid() != HERE:
        os._exit(3)
    return _marked(tasks)


def _failing(tasks: Sequence[int]) -> Outcomes:
    assert os.getpid() == HERE
    return _marked(tasks)


def test_dealt_out__many_tasks_are_shared_and_come_back_in_order() -> None:
    outcomes = dealt_out(_marked, MANY, lambda: None)

    assert [task for task, _ in outcomes] == MANY
    assert {here for _, here in outcomes} == {True, False}


@pytest.mark.parametrize("tasks", [[], [1], MANY[: 2 * ENOUGH - 1]])
def test_dealt_out__few_tasks_stay_here(tasks: list[int]) -> None:
    assert dealt_out(_marked, tasks, lambda: None) == [[task, True] for task in tasks]


@pytest.mark.parametrize("work", [_dying, _failing])
def test_dealt_out__share_of_a_lost_copy_is_done_here(
    work: object, capfd: pytest.CaptureFixture[str]
) -> None:
    assert dealt_out(work, MANY, lambda: None) == [[task, True] for task in MANY]  # type: ignore[arg-type]
    assert capfd.readouterr() == ("", "")


def test_dealt_out__copies_open_anew_what_they_must_not_share() -> None:
    opened: list[int] = []
    outcomes = dealt_out(lambda tasks: [[len(opened)] for _ in tasks], MANY, lambda: opened.append(1))

    assert {number for (number,) in outcomes} == {0, 1}
    assert opened == []
