"""对账: whether every registered enterprise stands alike at every body; what differs, and what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.data.calendar import working_days_on
from qingdan.data.registrations import limits, registration_bodies, registration_modes, words_of
from qingdan.licences.models import Licence, LicenceState
from qingdan.registrations.models import (
    BodyRecord,
    BodyTask,
    Enterprise,
    ReconciliationRun,
    TaskPhase,
    TaskState,
)
from qingdan.registrations.queries.pool import pool_faults
from qingdan.rules.registration_codes import NumberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What differs: at which body ("" the registrar's own), of which kind."""

    enterprise: str
    name: str
    number: str
    registration: str
    body: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    """The same in words, with what to do."""

    name: str
    number: str
    registration: str
    body: str
    body_name: str
    words: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunShown:
    """A day's reconciliation."""

    day: date
    at: datetime
    enterprises: int
    agreeing: int
    findings: tuple[FindingShown, ...]
    codes: tuple[Mapping[str, str], ...]


def findings_of(region: str, on: date) -> tuple[int, list[Finding]]:
    """How many enterprises there are, and everything that differs today."""
    enterprises = list(Enterprise.objects.filter(region=region).order_by("pk"))
    records = _records(region)
    tasks = _tasks(region)
    licences = _licences(region)
    found = [finding for one in enterprises for finding in _of_enterprise(one, records, tasks, licences, on)]
    return len(enterprises), found


def last_run(by: Actor) -> RunShown | None:
    """The newest reconciliation of the region."""
    run = ReconciliationRun.objects.filter(region=by.region).first()
    return run_shown(run) if run else None


def run_shown(run: ReconciliationRun) -> RunShown:
    """In words."""
    return RunShown(
        day=run.day,
        at=run.at,
        enterprises=run.enterprises,
        agreeing=run.agreeing,
        findings=tuple(_worded(one) for one in run.findings),
        codes=tuple(run.codes),
    )


def code_findings(region: str) -> list[dict[str, str]]:
    """Codes of the pool that nobody can account for."""
    words = words_of("findings")
    return [
        {"code": one.code, "registration": one.registration, "words": words.get(one.key, one.key)}
        for one in pool_faults(region)
    ]


def _of_enterprise(
    one: Enterprise,
    records: Mapping[tuple[int, str], BodyRecord],
    tasks: Mapping[tuple[str, str], BodyTask],
    licences: Mapping[str, tuple[str, str]],
    on: date,
) -> Iterator[Finding]:
    for body in registration_modes()[one.mode].share:
        kind = _at_body(one, records.get((one.pk, body)), tasks.get((one.last_by, body)), on)
        if kind:
            yield _finding(one, body, kind)
    if one.standing and not _certified(one, licences):
        yield _finding(one, "", "licence_missing")


def _at_body(one: Enterprise, record: BodyRecord | None, task: BodyTask | None, on: date) -> str:
    """What is wrong at a body; "" nothing, or not yet."""
    if task is None:
        return "not_asked"
    if task.state != TaskState.AGREED:
        late = task.sent_at is not None and on > working_days_on(task.made_on, limits().late_days)
        return "not_confirmed" if late or task.state == TaskState.OBJECTED or task.dead else ""
    if record is None or not record.known:
        return "not_there"
    if any(one.numbers.get(kind) != number for kind, number in record.numbers.items()):
        return "number_differs"
    return "" if record.digest == one.digest else "differs"


def _certified(one: Enterprise, licences: Mapping[str, tuple[str, str]]) -> bool:
    """Whether every certificate stands and bears the right number."""
    papers = registration_modes()[one.mode].papers
    wanted = {paper.kind: one.numbers.get(paper.number, "") for paper in papers}
    return all(
        licences.get(one.licences.get(kind, "")) == (LicenceState.VALID, number)
        for kind, number in wanted.items()
    )


def _finding(one: Enterprise, body: str, kind: str) -> Finding:
    return Finding(
        enterprise=one.code, name=one.name, number=one.numbers.get(NumberKind.USCC, one.main_number),
        registration=one.last_by, body=body, kind=kind,
    )  # fmt: skip


def _worded(one: Mapping[str, str]) -> FindingShown:
    body = registration_bodies().get(one["body"])
    return FindingShown(
        name=one["name"], number=one["number"], registration=one["registration"], body=one["body"],
        body_name=body.name if body else "", words=words_of("findings")[one["kind"]],
        remedy=words_of("remedies")[one["kind"]],
    )  # fmt: skip


def _records(region: str) -> dict[tuple[int, str], BodyRecord]:
    return {(one.enterprise_id, one.body): one for one in BodyRecord.objects.filter(region=region)}


def _tasks(region: str) -> dict[tuple[str, str], BodyTask]:
    rows = BodyTask.objects.filter(region=region, phase=TaskPhase.SHARE).select_related("registration")
    return {(one.registration.number, one.body): one for one in rows.order_by("turn", "pk")}


def _licences(region: str) -> dict[str, tuple[str, str]]:
    rows = Licence.objects.filter(region=region, holder_kind="organisation")
    return {code: (state, holder) for code, state, holder in rows.values_list("code", "state", "holder_id")}
