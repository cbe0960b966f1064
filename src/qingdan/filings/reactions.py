"""What befalls a filing when the drafts it was made from are changed (R-050, docs/adr/0020); long prints."""

from collections.abc import Sequence

from django.core.files.base import ContentFile

from qingdan.base.events.services import Happened, on_events
from qingdan.base.files.services import store_file
from qingdan.base.jobs.work import Work, on_job
from qingdan.base.refusal import Refused, refusal
from qingdan.base.rows import rows
from qingdan.base.transactions import reading
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import content_of
from qingdan.filings.queries.documents import draft_papers, paper, version_papers
from qingdan.filings.queries.parts import same_but, standing_content
from qingdan.filings.services.access import get_filing, lock_filing
from qingdan.filings.services.printing import PRINT_JOB
from qingdan.filings.services.voiding import void_filing
from qingdan.rules.canonical import digest
from qingdan.rules.review import FilingState

DRAFTS = ("power_item", "flow_chart", "cleaning_report", "nil_line", "duty_sheet")
"""What events about the content of a filing are about: their subject begins with one of these."""

_STANDING = """
SELECT filing.id FROM filings_filing filing JOIN campaigns_campaign campaign ON campaign.id = filing.campaign_id
WHERE filing.closed_at IS NULL AND campaign.closed_at IS NULL AND filing.unit_id IN (
  SELECT unnest(ARRAY[id, supervising_id]) FROM orgs_unit WHERE code = ANY(%(units)s::varchar[]))
"""
"""Versions that stand; mostly there are none, and every change of a draft asks."""


@on_events
def void_changed(happened: Sequence[Happened]) -> None:
    """Voids each filing in hand that the drafts no longer agree with; whose drafts rest refuses the change.

    Compares content: an act that left everything as it was voids nothing.
    """
    acts = {one.event.unit: one for one in happened if one.event.subject.partition(":")[0] in DRAFTS}
    if not acts:
        return
    for standing in _standing(set(acts)):
        lock_filing(standing.unit_id)
        filing = get_filing(standing.campaign, standing.unit, standing.number)
        live = content_of(filing.campaign, filing.unit, filing.kind)
        if filing.closed_at or digest(live) == filing.digest:
            continue
        if filing.state == FilingState.RECEIVED:
            if same_but(standing_content(filing), live, filing.reopened):
                continue
            raise Refused([refusal("filing.rests", receipt=filing.receipt_number or "")])
        act = acts.get(filing.unit.code) or next(iter(acts.values()))
        void_filing(filing, subject=act.event.subject, by=act.by, at=act.at)


def _standing(units: set[str]) -> list[Filing]:
    """The versions that stand of these units, and of the 主管部门 of subordinate bodies among them."""
    keys = [key for (key,) in rows(_STANDING, units=sorted(units))]
    found = Filing.objects.filter(pk__in=keys).select_related("campaign", "unit")
    return list(found.order_by("unit_id")) if keys else []


@on_job(PRINT_JOB)
def print_filing(work: Work) -> str:
    """Prints a version, or the drafts, and keeps the file: its code."""
    campaign, number, form = (work.arguments[name] for name in ("campaign", "number", "form"))
    with reading(work.by):
        papers = (
            version_papers(work.by, campaign, work.unit, number)
            if number
            else draft_papers(work.by, work.unit)
        )
    made = paper(papers, form)
    file = ContentFile(made.content, name=made.name)
    return store_file(file, unit=work.unit, kinds=(made.kind,), by=work.by, at=work.at).code
