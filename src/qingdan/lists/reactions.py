"""What befalls a list when one of its items is taken back; the worker's part of publication."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.files.base import ContentFile
from procrastinate.contrib.django import app

from qingdan.base.actor import SYSTEM
from qingdan.base.clock import now
from qingdan.base.events.services import Happened, on_events
from qingdan.base.files.services import store_file
from qingdan.base.jobs.work import Work, on_job
from qingdan.base.orgs.queries import all_regions
from qingdan.base.transactions import reading
from qingdan.campaigns.services.streams import reached_of_itself
from qingdan.data.publication import LIST_NAMES
from qingdan.documents.lists import list_docx, list_pdf, list_xlsx
from qingdan.lists.queries.printing import printed_draft
from qingdan.lists.queries.prints import PRINT_JOB
from qingdan.lists.services.proving import PROVE_JOB, prove_in_order, retry_troubles
from qingdan.lists.services.reopening import reopen_list
from qingdan.rules.campaign_template import OFFICE_WORK
from qingdan.rules.review import ListKind

_OWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("DraftTabled", ListKind.POWER): ("power_tabled_draft",),
    ("ListAdopted", ListKind.POWER): ("power_list_adopted",),
    ("EditionPublished", ListKind.POWER): ("power_list_published", "county_power_list_published"),
    ("DraftTabled", ListKind.RESPONSIBILITY): ("responsibility_tabled_draft",),
    ("EditionPublished", ListKind.RESPONSIBILITY): (
        "responsibility_list_published",
        "county_responsibility_list_published",
    ),
}
_MAKERS = {"docx": list_docx, "pdf": list_pdf, "xlsx": list_xlsx}


@on_events
def reopen_adjusted(happened: Sequence[Happened]) -> None:
    """A published list is in work again as soon as one of its items is adjusted. Done twice it does no more."""
    for one in happened:
        if one.event.kind == "ItemAdjusting":
            campaign, kind, _ = one.event.subject.partition(":")[2].split("/", 2)
            reopen_list(campaign=campaign, kind=ListKind(kind), by=one.by, at=one.at)


@on_events
def mark_office_work(happened: Sequence[Happened]) -> None:
    """What the offices owe by the plan is done with the act itself: draft tabled, list adopted, list published."""
    for one in happened:
        campaign, _, kind = one.event.subject.partition(":")[2].partition("/")
        for name in _OWED.get((one.event.kind, kind), ()):
            words = LIST_NAMES[ListKind(kind)]
            reached_of_itself(
                campaign=campaign, stream=OFFICE_WORK, milestone=name, note=words, by=one.by, at=one.at
            )


@app.periodic(cron="*/10 * * * *")
@app.task(name="qingdan.retry_channels", queueing_lock="retry_channels")
def retry_channels(timestamp: int) -> None:
    """Every ten minutes: sites that did not show an edition are looked at again (R-062)."""
    regions = all_regions()
    for region in regions:
        retry_troubles(by=replace(SYSTEM, region=region, regions=regions), at=now())


@on_job(PROVE_JOB)
def prove_channels(work: Work) -> str:
    """Looks at each channel whose turn it is; the code of the edition."""
    edition = str(work.arguments["edition"])
    prove_in_order(edition=edition, by=work.by, at=work.at, told=work.progress.step)
    return edition


@on_job(PRINT_JOB)
def print_draft(work: Work) -> str:
    """Prints a draft and keeps the file: its code."""
    campaign, number, form = (work.arguments[name] for name in ("campaign", "number", "form"))
    kind = ListKind(work.arguments["list"])
    with reading(work.by):
        paper = printed_draft(work.by, campaign=campaign, kind=kind, number=number)
    file = ContentFile(_MAKERS[form](paper), name=f"{paper.title}{paper.version}.{form}")
    return store_file(file, unit=work.unit, kinds=(form,), by=work.by, at=work.at).code
