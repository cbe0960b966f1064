"""Two levels in the demonstration: 袁州区 examines a licence that the city decides, and takes one over.

Its people are accounts of `demo-accounts.json` (county_window, county_handler, county_approver, county_service).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from io import StringIO
from typing import Any

from qingdan.applicants.models import Applicant
from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.people.models import User
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
from qingdan.data.calendar import load_calendar
from qingdan.data.sample_approvals import HEADINGS, sample_guides
from qingdan.demo.cases import PERMIT, Counter
from qingdan.editions.models import Edition, EditionEntry
from qingdan.editions.queries.shown import newest_edition
from qingdan.editions.services.composing import NewEntry, show_edition, write_edition
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.lists.services.approval_charts import approve_alike
from qingdan.lists.services.approval_publishing import publish_batch
from qingdan.lists.services.approvals import bring_batch
from qingdan.referrals.models import Milestone
from qingdan.referrals.services.devolving import NewDevolution, devolve
from qingdan.referrals.services.sending import send_up
from qingdan.referrals.services.stages import reach_stage
from qingdan.rules.referral import Stage
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

COUNTY, OFFICE, BUREAU, FORESTRY = "360902", "袁州区编办", "袁州区环境保护局", "袁州区林业局"
FELLING = "林木采伐许可证核发"
EXAMINED = f"{PERMIT}（初审）"
SEATS: tuple[tuple[str, Role], ...] = (
    ("county_window", Role.WINDOW),
    ("county_handler", Role.HANDLER),
    ("county_approver", Role.APPROVER),
    ("county_service", Role.SERVICE_CENTRE),
)
"""At the bureau of the county, which keeps the county's service centre too."""

_ROWS = (
    (EXAMINED, "中华人民共和国水污染防治法", "第二十一条", BUREAU),
    (FELLING, "中华人民共和国森林法", "第五十六条", FORESTRY),
)
_LIMITS = ("20个工作日", "15个工作日", "不收费")
_STEPS = (
    (5, "", "书面核对，与申报的一致（示例）"),
    (6, "不要", "不需要听证、评审（示例）"),
    (8, "", "申请人没有别的意见（示例）"),
)
_VISITED = ("handler", "handler_2")
_HOUR = timedelta(hours=1)
_TEN = time(10)


class CountyWorkbook:
    """The county's approvals as its office hands them in."""

    name: str | None = "县行政审批事项（示例）.csv"

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        rows = [
            (str(place), "行政许可", name, f"《{law}》{article}", unit, *_LIMITS)
            for place, (name, law, article, unit) in enumerate(_ROWS, 1)
        ]
        table = StringIO()
        csv.writer(table).writerows([HEADINGS, *rows])
        yield table.getvalue().encode("utf-8-sig")


def open_bureaus(by: Actor, at: datetime) -> None:
    """The county's bureaus that have something on line."""
    for number, name in enumerate((BUREAU, FORESTRY), 2):
        open_unit(
            region=COUNTY, number=number, name=name, kind=UnitKind.DEPARTMENT, sample=True, by=by, at=at
        )


def play_levels(counter: Counter) -> None:
    """All of it once: what stands is left."""
    began = _working(counter.now, 100)
    codes = _publish(counter, began)
    with reading(_program(counter)):
        done = set(Case.objects.filter(once__startswith="demo-up-").values_list("once", flat=True))
    if "demo-up-1" not in done:
        _sent_up(counter, codes[EXAMINED], "demo-up-1", counter.ago(12), decided=True)
    if "demo-up-2" not in done:
        _sent_up(counter, codes[EXAMINED], "demo-up-2", counter.ago(3), decided=False)
    if "demo-up-3" not in done:
        _examined(counter, codes[EXAMINED], "demo-up-3", counter.ago(2))
    _go_through_stages(counter)
    _hand_down(counter, codes[FELLING])


def _publish(counter: Counter, at: datetime) -> dict[str, str]:
    """The county's edition and guides; name of an item → its code."""
    office = _at(counter, OFFICE, "county", Role.COUNTY_OFFICE)
    with reading(office):
        standing = newest_edition(COUNTY, ListKind.APPROVAL)
    if standing is None:
        title, number = "袁州区人民政府关于公布行政审批事项的决定（示例）", "示例〔上年〕2号"
        batch = bring_batch(
            file=CountyWorkbook(), title=title, number=number, on=day_of(at), by=office, at=at
        )
        lawyer = replace(office, username="county_legal", roles=frozenset({Role.LEGAL_AFFAIRS}))
        approve_alike(batch=batch, by=lawyer, at=at)
        publish_batch(batch=batch, effective_on=day_of(at), by=office, at=at)
    with reading(office):
        codes = dict(EditionEntry.objects.filter(edition__region=COUNTY).values_list("name", "code"))
    if standing is None:
        above = {"sent_up_to": counter.codes[PERMIT], "licence": {"kind": "", "months": 0}}
        _guide(counter, BUREAU, codes[EXAMINED], like=PERMIT, more=above, at=at)
        _guide(counter, FORESTRY, codes[FELLING], like=FELLING, more={}, at=at)
    return codes


def _guide(
    counter: Counter, unit: str, code: str, *, like: str, more: Mapping[str, Any], at: datetime
) -> None:
    """As the city's, with the county's own remedies."""
    content = dict(next(one.content for one in sample_guides() if one.item == like))
    writer = _at(counter, unit, "county_writer", Role.LIAISON)
    start_guide(item_code=code, by=writer, at=at)
    own = {"visits": [], "places": ["袁州区行政服务中心一楼（示例）"], **more}
    version = save_guide(code=code, version=1, content={**content, **own}, by=writer, at=at)
    head = _at(counter, unit, "county_head", Role.PRINCIPAL)
    publish_guide(code=code, version=version, by=replace(head, factor_at=at), at=at)


def _examined(counter: Counter, item: str, once: str, at: datetime) -> str:
    """Applied for on line and examined: only sending up is open."""
    number = _applied(counter, item, once, at)
    accept_case(number=number, version=_version(counter, number), by=_seat(counter, "window"), at=at + _HOUR)
    _walk(counter, number, _seat(counter, "handler"), (), at + 2 * _HOUR)
    return number


def _sent_up(counter: Counter, item: str, once: str, at: datetime, *, decided: bool) -> None:
    number = _examined(counter, item, once, at)
    opinion = "材料齐全，符合条件，同意上报（示例）"
    version, by = _version(counter, number), _seat(counter, "approver")
    there = send_up(number=number, version=version, opinion=opinion, by=by, at=at + 3 * _HOUR)
    if decided:
        later = at + 4 * _HOUR
        _walk(counter, there, counter.staff("handler", Role.HANDLER), _VISITED, later)
        said = Decided(granted=True, facts="初审意见和现场都核对过（示例）", clauses=(1,))
        version, by = _version(counter, there), counter.staff("approver", Role.APPROVER)
        decide_case(number=there, version=version, decided=said, by=by, at=later + _HOUR)


def _applied(counter: Counter, item: str, once: str, at: datetime) -> str:
    by = replace(counter.citizen, regions=(counter.people.by.region, COUNTY))
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
    reach_stage(stage=Stage.TRIAL, document="袁府办字〔示例〕1号", by=by, at=at)
    end_trial(on=day_of(at), reason="试运行结束（示例）", by=by, at=at)
    for stage in (Stage.FORMAL, Stage.NETWORKED):
        reach_stage(stage=stage, document="袁府办字〔示例〕2号", by=by, at=at)
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
    return _at(counter, BUREAU, username, dict(SEATS)[username])


def _at(counter: Counter, unit: str, username: str, role: Role) -> Actor:
    found = Unit.objects.get(region_id=COUNTY, name=unit)
    user = User.objects.filter(username=username).first()
    return replace(
        counter.people.by,
        username=username,
        name=user.name if user else "县里的人（示例）",
        region=COUNTY,
        regions=(COUNTY,),
        unit=found.code,
        unit_name=unit,
        roles=frozenset({role}),
    )


def _program(counter: Counter) -> Actor:
    return replace(counter.people.by, regions=(counter.people.by.region, COUNTY))


def _version(counter: Counter, number: str) -> int:
    with reading(_program(counter)):
        return Case.objects.get(number=number).version


def _working(now: datetime, days: int) -> datetime:
    day = load_calendar().next_working(day_of(now) - timedelta(days=days))
    return datetime.combine(day, _TEN, SHANGHAI)
