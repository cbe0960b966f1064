"""Reading jobs."""

from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.jobs.models import Job
from qingdan.base.refusal import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class JobProgress:
    """A job as its page shows it. `state`: waiting, running, done, failed; `total` 0 while nobody can say."""

    code: str
    kind: str
    title: str
    state: str
    done: int
    total: int
    thing: str
    failure: str
    result: str
    at: datetime
    finished_at: datetime | None

    @property
    def goes_on(self) -> bool:
        """Whether it is not at its end."""
        return self.state in ("waiting", "running")


def get_job_for(actor: Actor, code: str) -> JobProgress:
    """The job, if it is the person's business. Raises Missing."""
    job = Job.objects.visible_to(actor).filter(code=code).first()
    if job is None:
        raise Missing
    return _shown(job)


def open_jobs_of(actor: Actor, unit: str) -> list[JobProgress]:
    """The jobs of a unit that are waiting or running, oldest first."""
    found = Job.objects.visible_to(actor).filter(unit=unit, state__in=("waiting", "running"))
    return [_shown(job) for job in found.order_by("at", "pk")]


def _shown(job: Job) -> JobProgress:
    return JobProgress(
        code=job.code,
        kind=job.kind,
        title=job.title,
        state=job.state,
        done=job.done,
        total=job.total,
        thing=job.at_thing,
        failure=job.failure,
        result=job.result,
        at=job.at,
        finished_at=job.finished_at,
    )
