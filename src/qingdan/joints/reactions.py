"""What follows from what a department did with its branch: the worker lets the others go on.

At once, and every ten minutes again, so that nothing waits for what has happened. What is done to the whole its
applicant is told.
"""

from collections.abc import Sequence
from dataclasses import replace

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import configure_task

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.jobs.services import QUEUE
from qingdan.base.jobs.tasks import LOST_LINE
from qingdan.base.orgs.queries import all_regions
from qingdan.joints.queries.branches import joint_of_case, joints_of_cases
from qingdan.joints.services.links import take_silence
from qingdan.joints.services.moving import move_on, run_joint_timers
from qingdan.joints.services.notices import TOLD, tell_of_joint

MOVES = "qingdan.joint_moves"
WAKING = frozenset(
    {
        "LicenceGranted",
        "LicenceRefused",
        "DeemedRenewed",
        "CaseTerminated",
        "AcceptanceRefused",
        "LicenceNotRequired",
        "DeemedWithdrawn",
        "DecisionServed",
        "DecisionVoided",
        "ClockStopped",
        "ClockResumed",
        "ClockResumedByDay",
        "LimitExtended",
    }
)
"""What a department did that others may have waited for, or by which the next day of the whole is another."""
DAYS_MOVED = "DeadlinesMoved"
"""Of thousands of cases in one transaction: their wholes are asked for at once."""
OF_THE_WHOLE = frozenset({"JointAccepted", "JointDeemedAccepted", "JointWithdrawn"})
"""What was done to all: a matter that no list has any more ends at acceptance, and with it who waits for it."""


@on_events
def wake_the_others(happened: Sequence[Happened]) -> None:
    """The case's own transaction never locks the whole: a job does what follows (docs/adr/0044)."""
    for one in happened:
        if number := _moved(one.event.kind, one.event.subject):
            _wake(number, one.event.region)
    moved = {one.event.subject: one.event.region for one in happened if one.event.kind == DAYS_MOVED}
    for number, subject in joints_of_cases(moved).items():
        _wake(number, moved[subject])


def _wake(number: str, region: str) -> None:
    configure_task(name=MOVES, job_manager=QUEUE).defer(number=number, region=region)


def _moved(kind: str, subject: str) -> str:
    """The joint application in which others may go on or end by this, "" none."""
    if kind in OF_THE_WHOLE:
        return subject.partition(":")[2]
    return joint_of_case(subject) if kind in WAKING else ""


@on_events
def tell_applicants(happened: Sequence[Happened]) -> None:
    """One message an event, in the same transaction: told when it happened, and never twice."""
    for one in happened:
        if one.event.kind in TOLD and one.event.subject.startswith("joint:"):
            number = one.event.subject.partition(":")[2]
            tell_of_joint(number=number, kind=one.event.kind, event=one.event.digest, by=one.by, at=one.at)


@app.task(name=MOVES, retry=RetryStrategy(max_attempts=20, wait=3, retry_exceptions=LOST_LINE))
def joint_moves(*, number: str, region: str) -> None:
    """Done twice it does no more."""
    move_on(number=number, by=replace(SYSTEM, region=region, regions=(region,)), at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="qingdan.joint_timers", queueing_lock="joint_timers")
def turn_joint_days(timestamp: int) -> None:
    """Region by region."""
    at = now()
    for region in all_regions():
        by = replace(SYSTEM, region=region, regions=(region,))
        run_joint_timers(by=by, at=at)
        take_silence(by=by, at=at)
