"""What the worker does for docking: every few seconds, a task for each system for which something is due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import configure_task

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.jobs.services import QUEUE
from qingdan.base.orgs.queries import all_regions
from qingdan.base.transactions import writing
from qingdan.docking.models import PartnerNonce, ReportedDecision
from qingdan.docking.queries.officers import demand_not_officer
from qingdan.docking.queries.partners import partner_of
from qingdan.docking.services.delivering import deliver, partners_with_mail
from qingdan.docking.services.sending import dispatch
from qingdan.rules.case_state import CaseState
from qingdan.rules.case_table import CASE_LIFE

KEPT = timedelta(hours=1)
DECISIONS = frozenset({"LicenceGranted", "LicenceRefused"})
_WAITED = frozenset({CaseState.RECEIVED, CaseState.WAITING, CaseState.DRAFT})
BEGINNINGS = frozenset(
    one.event
    for one in CASE_LIFE
    if one.target is CaseState.UNDER_REVIEW and _WAITED.intersection(one.sources)
)
"""The case comes under review: accepted, deemed accepted, begun after another, come up or down."""
ENDINGS = DECISIONS | {"CaseTerminated", "ApplicationWithdrawn", "DeemedWithdrawn", "DeemedRenewed"}
DELIVER = "qingdan.docking_deliver"


@app.periodic(cron="* * * * * */5")
@app.task(name="qingdan.docking_look", queueing_lock="docking_look")
def look(timestamp: int) -> None:
    """One task a system at a time: a slow one holds up nobody but itself."""
    everywhere = replace(SYSTEM, regions=all_regions())
    for region, partner in partners_with_mail(by=everywhere, at=now()):
        lock = f"docking:{region}-{partner}"
        waiting = configure_task(name=DELIVER, job_manager=QUEUE, lock=lock, queueing_lock=lock)
        try:
            with transaction.atomic():
                waiting.defer(region=region, partner=partner)
        except AlreadyEnqueued:
            continue


@app.task(name=DELIVER)
def deliver_to(*, region: str, partner: str) -> None:
    """What is due for one system. Cut off by a kill, the next look finds what was not done."""
    deliver(region=region, partner=partner, at=now())


@app.periodic(cron="25 * * * *")
@app.task(name="qingdan.docking_forget", queueing_lock="docking_forget")
def forget(timestamp: int) -> None:
    """Every hour: nonces that no request could use any more."""
    at = now()
    for region in all_regions():
        with writing(replace(SYSTEM, region=region, regions=(region,))):
            PartnerNonce.objects.filter(region_id=region, at__lt=at - KEPT).delete()


@on_events
def keep_four_eyes(happened: Sequence[Happened]) -> None:
    """Who did a step in the department's own system does not decide the case here (行政许可法 Art. 34, RQ-N8)."""
    for one in happened:
        if one.event.kind in DECISIONS and one.by.username != SYSTEM.username:
            demand_not_officer(_case_of(one), one.by)


@on_events
def push_cases(happened: Sequence[Happened]) -> None:
    """A case that a department begins to review is told to its own system, which then fetches what it needs (L3)."""
    for one in happened:
        partner = partner_of(one.event.unit) if one.event.kind in BEGINNINGS else None
        if partner and partner.level.receives:
            number = _case_of(one)
            content = {"case": number, "event": one.event.kind, "path": f"/api/v1/docking/cases/{number}"}
            by = replace(SYSTEM, region=one.event.region, regions=one.by.regions)
            dispatch(
                partner=partner.code, kind="case", key=f"{number}:begun", content=content, by=by, at=one.at
            )


@on_events
def close_reports(happened: Sequence[Happened]) -> None:
    """What a system reported of a case that is decided or ended waits for nobody any more."""
    for one in happened:
        if one.event.kind in ENDINGS and (number := _case_of(one)):
            open_ones = ReportedDecision.objects.filter(case__number=number, state="open")
            open_ones.update(state="put_aside", answered_by=one.by.username, answered_at=one.at)


def _case_of(happened: Happened) -> str:
    """The number of the case that an event is about, "" of anything else."""
    what, _, number = happened.event.subject.partition(":")
    return number if what == "case" else ""
