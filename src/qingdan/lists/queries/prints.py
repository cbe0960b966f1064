"""Prints of a 审议稿 that were asked for: one for each form, made once, since a draft does not change."""

from dataclasses import dataclass

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.jobs.models import Job
from qingdan.base.refusal import Missing
from qingdan.lists.queries.desk import READING, seen_campaign
from qingdan.rules.review import ListKind

PRINT_JOB = "print_draft"
FORMS = ("docx", "pdf", "xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPrint:
    """A form of a draft. `state`: "" not asked for, else of its job; `job` and `file` are codes, "" for none.

    A job of somebody else is named only when it is done.
    """

    form: str
    state: str = ""
    job: str = ""
    file: str = ""


def prints_of(actor: Actor, *, campaign: str, kind: ListKind, number: int) -> tuple[DraftPrint, ...]:
    """Every form with how far its print is."""
    found = Job.objects.filter(
        kind=PRINT_JOB,
        region_id__in=actor.regions,
        arguments__campaign=campaign,
        arguments__list=kind.value,
        arguments__number=number,
    )
    jobs = {one.arguments["form"]: one for one in found.order_by("at", "pk") if _tells(one, actor)}
    return tuple(
        DraftPrint(form=form, state=jobs[form].state, job=jobs[form].code, file=jobs[form].result)
        if form in jobs
        else DraftPrint(form=form)
        for form in FORMS
    )


def print_file(actor: Actor, code: str) -> StoredFile:
    """The file of a print, for who may read the draft it is of. Raises Missing."""
    job = Job.objects.filter(kind=PRINT_JOB, state="done", result=code, region_id__in=actor.regions).first()
    file = StoredFile.objects.filter(code=code).first() if job else None
    if job is None or file is None:
        raise Missing
    seen_campaign(actor, job.arguments["campaign"], READING)
    return file


def _tells(job: Job, actor: Actor) -> bool:
    """What is done is done for all; what goes on or failed is whose it is."""
    return job.state == "done" or job.by == actor.username or actor.reviews
