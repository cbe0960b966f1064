"""The daily reconciliation: what is registered is held against what every body keeps; docked bodies are asked anew."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.docking.queries.answers import answer_of
from qingdan.docking.queries.partners import partner_of
from qingdan.docking.services.sending import dispatch
from qingdan.registrations.models import (
    BodyRecord,
    BodyTask,
    Enterprise,
    ReconciliationRun,
    RegistrationBody,
    TaskPhase,
    TaskState,
)
from qingdan.registrations.queries.ground import takes_part
from qingdan.registrations.queries.reconciliation import code_findings, findings_of
from qingdan.rules.registration_codes import NumberKind

INQUIRY = "registration.inquiry"
MOST_ASKED = 1_000
"""Enterprises in one question to a docked system; a question each for more."""


def reconcile(*, by: Actor, at: datetime) -> int:
    """Holds all registers of a region against each other and keeps what differs; how many do not agree."""
    with writing(by):
        total, found = findings_of(by.region, day_of(at))
        ReconciliationRun.objects.create(
            region_id=by.region, day=day_of(at), enterprises=total,
            agreeing=total - len({one.enterprise for one in found}), findings=[asdict(one) for one in found],
            codes=code_findings(by.region), at=at,
        )  # fmt: skip
        append(
            "RegistrationsReconciled", f"region:{by.region}", by=by, at=at,
            data={"enterprises": total, "findings": len(found)},
        )  # fmt: skip
    return len(found)


def reconcile_now(*, by: Actor, at: datetime) -> int:
    """The same, asked for by somebody of a body or who sets it up. Raises Missing."""
    with writing(by):
        if not takes_part(by):
            raise Missing
        append("ReconciliationAsked", f"region:{by.region}", by=by, at=at, data={})
        return reconcile(by=by, at=at)


def ask_bodies(*, by: Actor, at: datetime) -> int:
    """Asks each docked body once a day what it keeps of the enterprises it has confirmed; how many questions."""
    with writing(by):
        asked = 0
        for one in RegistrationBody.objects.filter(region=by.region).select_related("unit"):
            partner = partner_of(one.unit.code)
            if partner and partner.level.receives:
                asked += _ask(partner.code, one.body, by=by, at=at)
        append("BodiesAsked", f"region:{by.region}", by=by, at=at, data={"questions": asked})
    return asked


def take_inquiry_answer(*, code: str, body: str, by: Actor, at: datetime) -> int:
    """What a docked body says it keeps: {"kept": [{"number", "digest", "numbers"}], "unknown": [numbers]}.

    What is no such list is left aside: the records stay as they were. How many records were written.
    """
    with writing(by):
        content = answer_of(code)
        kept, unknown = _list(content.get("kept")), _list(content.get("unknown"))
        written = sum(_keep(one, body, by.region, at) for one in kept if isinstance(one, Mapping))
        written += sum(_unknown(one, body, by.region, at) for one in unknown if isinstance(one, str))
        append("BodyRecordsTold", f"dispatch:{code}", by=by, at=at, data={"body": body, "records": written})
    return written


def _ask(partner: str, body: str, *, by: Actor, at: datetime) -> int:
    confirmed = BodyTask.objects.filter(
        region=by.region, body=body, phase=TaskPhase.SHARE, state=TaskState.AGREED
    ).values("registration__number")
    rows = Enterprise.objects.filter(region=by.region, last_by__in=confirmed).order_by("pk")
    numbers = list(rows.values_list("main_number", flat=True))
    pages = [numbers[start : start + MOST_ASKED] for start in range(0, len(numbers), MOST_ASKED)]
    for place, page in enumerate(pages, 1):
        key = f"{INQUIRY}:{body}:{day_of(at)}:{place}"
        dispatch(
            partner=partner, kind=INQUIRY, key=key, content={"body": body, "numbers": page}, by=by, at=at
        )
    return len(pages)


def _keep(one: Mapping[str, Any], body: str, region: str, at: datetime) -> int:
    numbers = one.get("numbers") if isinstance(one.get("numbers"), Mapping) else {}
    kinds = {kind.value for kind in NumberKind}
    told = {kind: str(number)[:20] for kind, number in (numbers or {}).items() if kind in kinds}
    values = {
        "digest": str(one.get("digest", ""))[:64],
        "numbers": told,
        "known": True,
        "how": "inquiry",
        "at": at,
    }
    return _record(str(one.get("number", "")), body, region).update(**values)


def _unknown(number: str, body: str, region: str, at: datetime) -> int:
    return _record(number, body, region).update(known=False, how="inquiry", at=at)


def _record(number: str, body: str, region: str) -> QuerySet[BodyRecord]:
    return BodyRecord.objects.filter(region=region, body=body, enterprise__main_number=number[:20])


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
