"""Cases of the demonstration in every state, each carried there through the services at instants of its past.

The people are the accounts of `demo-accounts.json`, so that each finds work in the own queue.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from qingdan.applicants.models import Applicant
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, Channel
from qingdan.cases.queries.own import digest_to_sign
from qingdan.cases.services.accepting import Defect, accept_case, notify_defects
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
    take_in,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.serving import Served, serve_decision
from qingdan.cases.services.timers import run_timers
from qingdan.data.sample_approvals import sample_guides
from qingdan.data.sample_city import load_names
from qingdan.demo.hours import worked_before
from qingdan.demo.people import People
from qingdan.rules.role import Role

UNIT = "市环境保护局"
PERMIT, WASTE, OUTLET, RADIATION, REPORT = (
    "排污许可证核发",
    "危险废物经营许可证核发",
    "入河排污口设置审批",
    "辐射安全许可证核发",
    "建设项目环境影响报告书、报告表审批",
)
_ART_45 = "行政许可法第四十五条"
_HOURS = timedelta(hours=1)
_NUMBER = "360902198803041210"  # of nobody: invented, with a right last place
_STEPS = (
    (5, "", "现场看过，与申报的一致（示例）"),
    (6, "不要", "不需要听证、评审（示例）"),
    (8, "", "申请人没有别的意见（示例）"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The counter of 市环境保护局. `codes`: name of an item with a guide → its code; `now`: the demonstration's;
    `beside`: further regions that the applicant turns to.
    """

    people: People
    codes: Mapping[str, str]
    now: datetime
    beside: tuple[str, ...] = ()

    def staff(self, username: str, role: Role) -> Actor:
        """Somebody of the unit, as the account has the name."""
        unit = Unit.objects.get(region_id=self.people.by.region, name=UNIT)
        user = User.objects.get(username=username)
        return replace(
            self.people.by,
            username=username,
            name=user.name,
            unit=unit.code,
            unit_name=UNIT,
            roles=frozenset({role}),
        )

    @property
    def citizen(self) -> Actor:
        """The applicant with an account."""
        user, visitor = User.objects.get(username="citizen"), self.people.visitor()
        regions = (*visitor.regions, *self.beside)
        return replace(visitor, username=user.username, name=user.name, regions=regions)

    @property
    def window(self) -> Actor:
        """Who takes in and serves."""
        return self.staff("window", Role.WINDOW)

    def ago(self, days: int) -> datetime:
        """Some time in the office hours of the working day so many before now."""
        return worked_before(self.now, days, Random(f"cases:{days}"))


def play_cases(counter: Counter) -> None:
    """One case or more in every state, once: what stands is left; then the timers of the days that passed."""
    with reading(counter.people.by):
        done = set(Case.objects.filter(once__startswith="demo-").values_list("once", flat=True))
    for place, play in enumerate(_PLAYS, 1):
        if f"demo-{place}" not in done:
            play(counter, f"demo-{place}")
    run_timers(by=counter.people.by, at=counter.now)


def _draft(counter: Counter, once: str) -> None:
    """Begun and left."""
    _begun(counter, once, WASTE, counter.ago(1))


def _received(counter: Counter, once: str) -> None:
    """Received yesterday: the window has it."""
    _submitted(counter, once, PERMIT, counter.ago(1))


def _at_window(counter: Counter, once: str) -> None:
    """Taken in at the window, with papers that lack."""
    _taken_in(counter, once, REPORT, counter.ago(1))


def _correcting(counter: Counter, once: str) -> None:
    """Told what lacks."""
    at = counter.ago(4)
    number = _taken_in(counter, once, OUTLET, at)
    lacks = [
        Defect(subject="material-2", what="没有交论证报告（示例）", how="交一份盖章的报告"),
        Defect(subject="field-volume", what="没有填（示例）", how="填每日排放量"),
    ]
    version = _version(counter, number)
    notify_defects(number=number, version=version, defects=lacks, by=counter.window, at=at + _HOURS)


def _deemed(counter: Counter, once: str) -> None:
    """Nobody said anything for five working days."""
    _submitted(counter, once, RADIATION, counter.ago(9))


def _reviewing(counter: Counter, once: str) -> None:
    """The officer has the first step."""
    _accepted(counter, once, PERMIT, counter.ago(3))


def _nearly(counter: Counter, once: str) -> None:
    """Only the decision is open."""
    _reviewed(counter, once, WASTE, counter.ago(8))


def _suspended(counter: Counter, once: str) -> None:
    """The clock stands for an expert review."""
    number = _accepted(counter, once, RADIATION, counter.ago(6))
    asked = Asked(
        action="suspend",
        kind="expert_review",
        ground="行政许可法第四十五条",
        reason="需要专家评审（示例）",
        days=20,
    )
    ask(number=number, asked=asked, by=counter.staff("handler", Role.HANDLER), at=counter.ago(3))
    approve(number=number, action="suspend", by=counter.staff("deputy", Role.DEPUTY), at=counter.ago(2))


def _asking(counter: Counter, once: str) -> None:
    """A pause is asked for; the leader has it."""
    number = _accepted(counter, once, WASTE, counter.ago(5))
    asked = Asked(action="suspend", kind="testing", ground=_ART_45, reason="需要检测（示例）", days=10)
    ask(number=number, asked=asked, by=counter.staff("handler", Role.HANDLER), at=counter.ago(1))


def _overdue(counter: Counter, once: str) -> None:
    """Past its limit: the supervisor sees it."""
    _accepted(counter, once, OUTLET, counter.ago(45))


def _granted(counter: Counter, once: str) -> None:
    """Waits for service."""
    _decided(counter, once, PERMIT, counter.ago(12), granted=True)


def _refused(counter: Counter, once: str) -> None:
    """Refused, with reasons; waits for service."""
    _decided(counter, once, OUTLET, counter.ago(14), granted=False)


def _served(counter: Counter, once: str) -> None:
    """Done."""
    number = _decided(counter, once, WASTE, counter.ago(30), granted=True)
    _serve(counter, number)


def _served_refusal(counter: Counter, once: str) -> None:
    """Done, refused."""
    number = _decided(counter, once, RADIATION, counter.ago(34), granted=False)
    _serve(counter, number)


_PLAYS: tuple[Callable[[Counter, str], None], ...] = (
    _draft,
    _received,
    _at_window,
    _correcting,
    _deemed,
    _reviewing,
    _nearly,
    _suspended,
    _asking,
    _overdue,
    _granted,
    _refused,
    _served,
    _served_refusal,
)
"""In this order they are numbered: a further one goes to the end."""


def _begun(counter: Counter, once: str, item: str, at: datetime) -> str:
    """A draft of the citizen, filled in; its code."""
    by = counter.citizen
    with reading(by):
        applicant = Applicant.objects.get(user__username=by.username).pk
    new = NewCase(item_code=counter.codes[item], once=once, channel=Channel.WEB, applicant=applicant)
    code = begin_application(new=new, by=by, at=at)
    save_application(code=code, version=1, answers=_answers(item), by=by, at=at)
    return code


def _submitted(counter: Counter, once: str, item: str, at: datetime) -> str:
    """Applied for on line, whole; the number."""
    by, code = counter.citizen, _begun(counter, once, item, at)
    for place in range(1, len(_guide(item)["materials"]) + 1):  # type: ignore[arg-type]
        file_material(code=code, filed=Filed(place=place, grade="C", source="uploaded"), by=by, at=at)
    with reading(by):
        signed = digest_to_sign(Case.objects.get(code=code))
    return submit_application(code=code, version=2, signed=signed, by=by, at=at + _HOURS / 2).number


def _taken_in(counter: Counter, once: str, item: str, at: datetime) -> str:
    """Handed in at the window by somebody without an account; the number."""
    names = load_names()
    random = Random(once)
    new = NewCase(
        item_code=counter.codes[item], once=once, channel=Channel.WINDOW, name=f"{names.person(random)}（示例）",
        id_number=_NUMBER, phone=names.telephone(random),
    )  # fmt: skip
    return take_in(code=begin_application(new=new, by=counter.window, at=at), by=counter.window, at=at).number


def _accepted(counter: Counter, once: str, item: str, at: datetime) -> str:
    number = _submitted(counter, once, item, at)
    accept_case(number=number, version=_version(counter, number), by=counter.window, at=at + _HOURS)
    return number


def _reviewed(counter: Counter, once: str, item: str, at: datetime) -> str:
    """Every step but the decision done within the day."""
    number, by = _accepted(counter, once, item, at), counter.staff("handler", Role.HANDLER)
    for step, exit, opinion in _STEPS:
        visitors = ("handler", "handler_2") if step == 5 else ()
        said = StepDone(opinion=opinion, exit=exit, visitors=visitors)
        do_step(
            number=number, version=_version(counter, number), step=step, said=said, by=by, at=at + 2 * _HOURS
        )
    return number


def _decided(counter: Counter, once: str, item: str, at: datetime, *, granted: bool) -> str:
    number = _reviewed(counter, once, item, at)
    reasons = "" if granted else "申报的内容和现场不一致（示例）"
    facts = "材料齐全，现场与申报的一致（示例）" if granted else reasons
    decided = Decided(granted=granted, facts=facts, clauses=(1,), reasons=reasons)
    decider = counter.staff("approver", Role.APPROVER)
    version = _version(counter, number)
    decide_case(number=number, version=version, decided=decided, by=decider, at=at + 3 * _HOURS)
    return number


def _serve(counter: Counter, number: str) -> None:
    with reading(counter.window):
        case = Case.objects.get(number=number)
    assert case.accepted_on and case.received_at
    at = case.received_at + timedelta(days=1)
    served = Served(
        method="counter", receiver=case.applicant_name, receiver_id=case.id_number, proof="本人签收（示例）",
        given_on=day_of(at),
    )  # fmt: skip
    serve_decision(number=number, served=served, by=counter.window, at=at)


def _version(counter: Counter, number: str) -> int:
    with reading(counter.window):
        return Case.objects.get(number=number).version


def _guide(item: str) -> Mapping[str, object]:
    return next(one.content for one in sample_guides() if one.item == item)


def _answers(item: str) -> dict[str, str]:
    """What the form of an item is filled in with."""
    fields: list[dict[str, str]] = _guide(item)["fields"]  # type: ignore[assignment]
    return {one["name"]: "12" if one["type"] == "number" else "袁州区示例路1号" for one in fields}


def accepted_case(counter: Counter, once: str, item: str, at: datetime) -> str:
    """An application of the citizen under review, for another part of the demonstration; its number."""
    return _accepted(counter, once, item, at)


def submitted_case(counter: Counter, once: str, item: str, at: datetime) -> str:
    """An application of the citizen that waits at a window; its number."""
    return _submitted(counter, once, item, at)
