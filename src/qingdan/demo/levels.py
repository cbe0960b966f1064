"""Two levels in the demonstration: 袁州区 examines a licence that the city decides, and takes one over; what a window
takes in for it, of the city or of 樟树市, is passed on.

Its people are accounts of `demo-accounts.json` (county_window, county_handler, county_approver, county_service,
neighbour_window).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from qingdan.applicants.models import Applicant
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, Channel, Devolution, TrialRun
from qingdan.cases.queries.own import digest_to_sign
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.trial import begin_trial, end_trial
from qingdan.demo.cases import OUTLET, Counter, submitted_case
from qingdan.demo.counties import (
    BUREAU,
    COUNTY,
    EXAMINED,
    FELLING,
    NEIGHBOUR,
    NEIGHBOUR_BUREAU,
    YUANZHOU,
    ZHANGSHU,
)
from qingdan.editions.models import Edition, EditionEntry
from qingdan.editions.services.composing import NewEntry, show_edition, write_edition
from qingdan.joints.queries.measured import measured
from qingdan.referrals.models import Milestone
from qingdan.referrals.services.devolving import NewDevolution, devolve
from qingdan.referrals.services.sending import pass_on, send_up
from qingdan.referrals.services.stages import reach_stage
from qingdan.rules.referral import Stage
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

SEATS: tuple[tuple[str, Role], ...] = (
    ("county_window", Role.WINDOW),
    ("county_handler", Role.HANDLER),
    ("county_approver", Role.APPROVER),
    ("county_service", Role.SERVICE_CENTRE),
)
"""At the bureau of the county, which keeps the county's service centre too."""
NEIGHBOUR_SEAT = ("neighbour_window", Role.WINDOW)
"""At the bureau of 樟树市."""

_STEPS = (
    (5, "", "书面核对，与申报的一致（示例）"),
    (6, "不要", "不需要听证、评审（示例）"),
    (8, "", "申请人没有别的意见（示例）"),
)
_VISITED = ("handler", "handler_2")
_HOUR = timedelta(hours=1)


def play_levels(counter: Counter) -> None:
    """All of it once: what stands is left."""
    codes = YUANZHOU.codes(counter)
    with reading(_program(counter)):
        done = set(Case.objects.filter(once__startswith="demo-").values_list("once", flat=True))
    for once, (play, item, days) in _PLAYS.items():
        if once not in done:
            play(counter, codes[item], once, counter.ago(days))
    _go_through_stages(counter)
    _hand_down(counter, codes[FELLING])


def _examined(counter: Counter, item: str, once: str, at: datetime) -> str:
    """Applied for on line and examined: only sending up is open."""
    number = _applied(counter, item, once, at)
    accept_case(number=number, version=_version(counter, number), by=_seat(counter, "window"), at=at + _HOUR)
    _walk(counter, number, _seat(counter, "handler"), (), at + 2 * _HOUR)
    return number


def _sent_up(counter: Counter, item: str, once: str, at: datetime) -> str:
    """The city has it; its number there."""
    number = _examined(counter, item, once, at)
    opinion = "材料齐全，符合条件，同意上报（示例）"
    version, by = _version(counter, number), _seat(counter, "approver")
    return send_up(number=number, version=version, opinion=opinion, by=by, at=at + 3 * _HOUR)


def _decided_above(counter: Counter, item: str, once: str, at: datetime) -> None:
    """Granted by the city."""
    number, later = _sent_up(counter, item, once, at), at + 4 * _HOUR
    _walk(counter, number, counter.staff("handler", Role.HANDLER), _VISITED, later)
    said = Decided(granted=True, facts="初审意见和现场都核对过（示例）", clauses=(1,))
    version, by = _version(counter, number), counter.staff("approver", Role.APPROVER)
    decide_case(number=number, version=version, decided=said, by=by, at=later + _HOUR)


def _passed_down(counter: Counter, item: str, once: str, at: datetime) -> None:
    """Taken in by the city for what 袁州区 decides; its window has to check it."""
    number = submitted_case(counter, once, OUTLET, at)
    reason = "排污口在袁州区境内，由袁州区环境保护局审批（示例）"
    version, by = _version(counter, number), counter.window
    pass_on(number=number, version=version, item=item, reason=reason, by=by, at=at + _HOUR)


def _passed_across(counter: Counter, item: str, once: str, at: datetime) -> None:
    """Taken in by 樟树市 for 袁州区, which has accepted it."""
    number = submitted_case(ZHANGSHU.counter(counter), once, OUTLET, at)
    username, role = NEIGHBOUR_SEAT
    by, reason = ZHANGSHU.at(counter, NEIGHBOUR_BUREAU, username, role), "排污口在下游的袁州区境内（示例）"
    version = _version(counter, number)
    there = pass_on(number=number, version=version, item=item, reason=reason, by=by, at=at + _HOUR)
    window, version = _seat(counter, "window"), _version(counter, there)
    accept_case(number=there, version=version, by=window, at=at + 2 * _HOUR)


_PLAYS: Mapping[str, tuple[Callable[[Counter, str, str, datetime], object], str, int]] = {
    "demo-up-1": (_decided_above, EXAMINED, 12),
    "demo-up-2": (_sent_up, EXAMINED, 3),
    "demo-up-3": (_examined, EXAMINED, 2),
    "demo-down-1": (_passed_down, OUTLET, 2),
    "demo-across-1": (_passed_across, OUTLET, 3),
}
"""What is played, the item of 袁州区, working days ago."""


def _applied(counter: Counter, item: str, once: str, at: datetime) -> str:
    by = YUANZHOU.counter(counter).citizen
    with reading(by):
        applicant = Applicant.objects.get(user__username=by.username).pk
    new = NewCase(item_code=item, once=once, channel=Channel.WEB, applicant=applicant)
    code = begin_application(new=new, by=by, at=at)
    answers = {"site": "袁州区灯火路1号（示例）", "lines": "2"}
    save_application(code=code, version=1, answers=answers, by=by, at=at)
    for place in (1, 2, 3, 4):
        file_material(code=code, filed=Filed(place=place, grade="C", source="uploaded"), by=by, at=at)
    with reading(by):
        signed = digest_to_sign(Case.objects.get(code=code))
    return submit_application(code=code, version=2, signed=signed, by=by, at=at).number


def _walk(counter: Counter, number: str, by: Actor, visitors: Sequence[str], at: datetime) -> None:
    for step, exit, opinion in _STEPS:
        seen = tuple(visitors) if step == 5 else ()
        said = StepDone(opinion=opinion, exit=exit, visitors=seen)
        do_step(number=number, version=_version(counter, number), step=step, said=said, by=by, at=at)


def _go_through_stages(counter: Counter) -> None:
    """The county's trial run is over; formal operation and the network of the two levels are recorded."""
    by, at = _seat(counter, "service"), counter.now
    with reading(by):
        if TrialRun.objects.filter(region=COUNTY).exists():
            return
    # Begun and ended today: what was received before is no trial.
    begin_trial(on=day_of(at), reason="县级网上审批系统试运行（示例）", by=by, at=at)
    reach_stage(stage=Stage.TRIAL, document="袁府办字〔示例〕1号", measure=measured, by=by, at=at)
    end_trial(on=day_of(at), reason="试运行结束（示例）", by=by, at=at)
    for stage in (Stage.FORMAL, Stage.NETWORKED):
        reach_stage(stage=stage, document="袁府办字〔示例〕2号", measure=measured, by=by, at=at)
    with reading(by):
        assert Milestone.objects.filter(region=COUNTY).count() == len(Stage)


def _hand_down(counter: Counter, county_item: str) -> None:
    """One licence goes down today: the next edition says so; who accepted a case decides it."""
    office, at, code = counter.people.office(), counter.now, counter.codes[FELLING]
    with reading(office):
        if Devolution.objects.filter(item_code=code).exists():
            return
    with writing(office):
        edition = _next_edition(counter, code)
        show_edition(edition, on=day_of(at), by=office, at=at)
    devolve(
        new=NewDevolution(item=code, on=day_of(at), targets=(county_item,), moves=False), by=office, at=at
    )


def _next_edition(counter: Counter, devolved: str) -> Edition:
    """As the one in force, with one item handed down."""
    office, at = counter.people.office(), counter.now
    last = Edition.objects.filter(region=office.region, list_kind=ListKind.APPROVAL).latest("number")
    entries = []
    for one in EditionEntry.objects.filter(edition=last).order_by("order"):
        content = dict(thaw(one.digest))
        if one.code == devolved:
            values = {**content["values"], "transition_until": day_of(at).isoformat()}
            content |= {"disposition": "devolve", "values": values}
        entries.append(NewEntry(content=content, in_force=one.in_force))
    return write_edition(
        region=office.region, kind=ListKind.APPROVAL, campaign=last.campaign, effective_on=day_of(at),
        resolution={**last.resolution, "number": "示例〔今年〕3号"}, entries=entries, by=office, at=at,
    )  # fmt: skip


def _seat(counter: Counter, name: str) -> Actor:
    username = f"county_{name}"
    return YUANZHOU.at(counter, BUREAU, username, dict(SEATS)[username])


def _program(counter: Counter) -> Actor:
    return replace(counter.people.by, regions=(counter.people.by.region, COUNTY, NEIGHBOUR))


def _version(counter: Counter, number: str) -> int:
    with reading(_program(counter)):
        return Case.objects.get(number=number).version
