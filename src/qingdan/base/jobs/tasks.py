"""What the queue runs: one task for all jobs of ours, one that saves cut-off work, and what is done each night.

The queue (procrastinate) holds a job's code and regions alone: its log lines print arguments. A job that fails is a
success to the queue; people read its failure on its page, and the log gets the places in the program, without the
words of the error, which may hold what somebody typed.
"""

import logging
import traceback
from dataclasses import replace
from datetime import datetime

from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of, now
from qingdan.base.events.services import seal_until
from qingdan.base.files.discarding import sweep_bytes
from qingdan.base.jobs.models import Job
from qingdan.base.jobs.services import CARRY_OUT
from qingdan.base.jobs.work import HANDLERS, Progress, Work
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import reading, writing
from qingdan.data.wording import message_of

log = logging.getLogger(__name__)
MOST_TRIES = 3
STALLED = 12.0  # seconds without a sign of life
LOST_LINE = (OperationalError, InterfaceError)
AGAIN = RetryStrategy(max_attempts=20, wait=3, retry_exceptions=LOST_LINE)


@app.task(name=CARRY_OUT, retry=AGAIN)
def carry_out(*, code: str, regions: list[str], post: str) -> None:
    """Does a job. One that is at its end is not done again; one begun too often and never ended has failed."""
    caller = replace(SYSTEM, regions=tuple(regions))
    job = _begin(code, caller)
    if job is None:
        return
    try:
        result = _handle(job, caller, post)
    except Refused as refused:
        _fail(job, caller, "；".join(message_of(one) for one in refused.problems))
    except LOST_LINE:
        raise
    except Exception as error:  # the worker's loop: whatever it was, the job says that it failed
        places = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s (%s) failed: %s\n%s", code, job.kind, type(error).__name__, places)
        _fail(job, caller, message_of(refusal("jobs.fault", code=code)))
    else:
        _end(job, caller, state="done", result=result)


@app.periodic(cron="* * * * * */10")
@app.task(name="qingdan.rescue", queueing_lock="rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Puts back what a killed worker held: the queue itself leaves such jobs "doing" for ever."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        if job.queueing_lock:  # comes again by itself, and two of a lock cannot wait at once
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
            continue
        log.warning("job %s was cut off and is begun again", job.task_kwargs.get("code"))
        await manager.retry_job(job)


@app.periodic(cron="5 16 * * *")
@app.task(name="qingdan.seal", queueing_lock="seal", retry=AGAIN)
def seal(timestamp: int) -> None:
    """Five past midnight in Shanghai: the sheet of the day that is over."""
    seal_until(day_of(now()))


@app.periodic(cron="35 16 * * *")
@app.task(name="qingdan.sweep", queueing_lock="sweep", retry=AGAIN)
def sweep(timestamp: int) -> None:
    """After midnight in Shanghai: bytes of files that were discarded."""
    sweep_bytes(at=now())


def _begin(code: str, caller: Actor) -> Job | None:
    with writing(caller):
        job = Job.objects.select_for_update().filter(code=code).first()
        if job is None or job.state in ("done", "failed"):
            return None
        job.tries += 1
        job.state = "running" if job.tries <= MOST_TRIES else "failed"
        if job.state == "failed":
            job.failure, job.finished_at = message_of(refusal("jobs.cut_off", times=MOST_TRIES)), now()
        job.save()
    return job if job.state == "running" else None


def _handle(job: Job, caller: Actor, post: str) -> str:
    at = now()
    by = _acting(job, caller, post, at)
    with Progress(job.code, caller.regions) as progress:
        work = Work(code=job.code, unit=job.unit, arguments=job.arguments, by=by, at=at, progress=progress)
        return HANDLERS[job.kind](work)


def _acting(job: Job, caller: Actor, post: str, at: datetime) -> Actor:
    """Who asked for it, with the roles held now; the program itself with the regions it had."""
    with reading(caller):
        if job.by == SYSTEM.username:
            return replace(caller, region=job.region_id)
        return actor_of(User.objects.get(username=job.by), on=day_of(at), unit=post)


def _fail(job: Job, caller: Actor, words: str) -> None:
    with writing(caller):
        job.refresh_from_db(fields=["done", "total", "at_thing"])
        at = message_of(refusal("jobs.at", done=job.done, total=job.total, thing=job.at_thing))
        failure = f"{at}{words}" if job.at_thing else words
        _finish(job, state="failed", failure=failure[:300])


def _end(job: Job, caller: Actor, *, state: str, result: str) -> None:
    with writing(caller):
        _finish(job, state=state, result=result)


def _finish(job: Job, **words: str) -> None:
    Job.objects.filter(pk=job.pk).update(**words, finished_at=now())
