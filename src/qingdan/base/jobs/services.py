"""Asking for long work, inside the transaction of the act that needs it."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.models import Job
from qingdan.base.transactions import wait_turn

# Not the queue's own app: in the worker that has connections of its own, outside the transaction of the act.
QUEUE = JobManager(DjangoConnector())
CARRY_OUT = "qingdan.carry_out"
_JOBS = 7_305  # the family of locks, so that no other part takes the same


def defer(
    kind: str, *, title: str, unit: str, by: Actor, at: datetime, once: bool = False, **arguments: Any
) -> str:
    """Has the worker do a job; its code, for its page. Nothing is done when the transaction around is taken back.

    `kind` names the handler (`work.on_job`), `title` says to people what is being done; `arguments` are codes and
    choices, kept as JSON: no texts, no personal data. `once`: while one of the same kind, unit and arguments waits or
    runs, that one is meant, whoever asked for it (a button pressed twice). For jobs whose arguments tell all that their
    result depends on.
    """
    assert transaction.get_connection().in_atomic_block
    if once and (twin := _twin(kind, unit, by, arguments)):
        return twin
    job = Job.objects.create(
        code=secrets.token_hex(12),
        region_id=by.region,
        unit=unit,
        kind=kind,
        title=title[:160],
        arguments=arguments,
        by=by.username,
        at=at,
    )
    append("JobDeferred", f"job:{job.code}", by=by, at=at, unit=unit, data={"kind": kind})
    waiting = configure_task(name=CARRY_OUT, job_manager=QUEUE)
    waiting.defer(code=job.code, regions=list(by.regions), post=by.unit)
    return job.code


def _twin(kind: str, unit: str, by: Actor, arguments: dict[str, Any]) -> str | None:
    """The same job where it waits or runs. Who asks for the same at this moment waits here."""
    wait_turn(_JOBS, f"{kind} {unit}")
    same = Job.objects.visible_to(by).filter(kind=kind, unit=unit, arguments=arguments)
    return same.filter(state__in=("waiting", "running")).values_list("code", flat=True).first()
