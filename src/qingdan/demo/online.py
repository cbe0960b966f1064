"""What is on line in the demonstration: last year's approvals as an edition, guides of some, cases in every state."""

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from io import StringIO

from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.jobs.work import Work
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.data.calendar import load_calendar
from qingdan.data.sample_approvals import (
    HEADINGS,
    approval_rows,
    approvals_document,
    sample_guides,
    sample_situations,
)
from qingdan.demo.cases import Counter, play_cases
from qingdan.demo.counties import publish_counties
from qingdan.demo.docking import play_docking
from qingdan.demo.joint import play_joints
from qingdan.demo.joint_investment import play_investment
from qingdan.demo.levels import play_levels
from qingdan.demo.people import People
from qingdan.demo.projects import play_projects
from qingdan.demo.registrations import play_registrations
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import newest_edition
from qingdan.editions.services.indexing import index_region
from qingdan.guides.models import GuideVersion, Situation
from qingdan.guides.services.situations import begin_situation, save_situation, show_situation
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.lists.services.approval_charts import approve_alike
from qingdan.lists.services.approval_publishing import publish_batch
from qingdan.lists.services.approvals import bring_batch
from qingdan.rules.review import ListKind

DAYS_AGO, DECIDED_BEFORE = 200, 90
_HOUR = time(10)


class Workbook:
    """Last year's result as the office hands it in: a table of texts."""

    name: str | None = "上年行政审批事项清理结果（示例）.csv"

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        table = StringIO()
        csv.writer(table).writerows([HEADINGS, *approval_rows()])
        yield table.getvalue().encode("utf-8-sig")


def play_online(work: Work) -> None:
    """All of it once: what stands is left."""
    people, at = People(by=work.by), _began(work.at)
    with reading(work.by):
        standing = newest_edition(work.by.region, ListKind.APPROVAL)
    edition = standing.code if standing else publish_approvals(people, at)
    codes = publish_guides(people, edition, at + timedelta(days=7))
    show_situations(people, codes, work.at)
    counter = Counter(people=people, codes=codes, now=work.at)
    publish_counties(counter)
    play_cases(counter)
    play_joints(people, codes, work.at)
    play_docking(counter)
    play_levels(counter)
    play_projects(counter)
    play_investment(counter)
    play_registrations(people, work.at)
    index_region(region=work.by.region, by=work.by, at=work.at)


def publish_approvals(people: People, at: datetime) -> str:
    """The batch brought in, its charts approved, published on the day after; the code of the edition."""
    office, later = people.office(), at + timedelta(days=1)
    title, number = approvals_document()
    on = day_of(at) - timedelta(days=DECIDED_BEFORE)
    batch = bring_batch(file=Workbook(), title=title, number=number, on=on, by=office, at=at)
    approve_alike(batch=batch, by=people.lawyer(), at=later)
    return publish_batch(batch=batch, effective_on=day_of(later), by=office, at=later)


def publish_guides(people: People, edition: str, at: datetime) -> dict[str, str]:
    """The guides of some items; name of an item → its code, of all that have one."""
    with reading(people.by):
        entries = EditionEntry.objects.filter(edition__code=edition)
        codes = dict(entries.values_list("name", "code"))
        units = dict(Unit.objects.filter(region=people.by.region).values_list("name", "code"))
        there = set(GuideVersion.objects.values_list("guide__code", flat=True))
    for one in sample_guides():
        code = codes[one.item]
        if code not in there:
            _publish_guide(code, dict(one.content), people, units[one.unit], at)
    return {one.item: codes[one.item] for one in sample_guides()}


def show_situations(people: People, codes: dict[str, str], at: datetime) -> None:
    """What the service centre leads people through."""
    centre = people.centre()
    with reading(people.by):
        there = set(Situation.objects.values_list("name", flat=True))
    for name, content in sample_situations(codes):
        if name not in there:
            code = begin_situation(name=name, by=centre, at=at)
            version = save_situation(code=code, version=1, name=name, content=content, by=centre, at=at)
            show_situation(code=code, version=version, shown=True, by=centre, at=at)


def _publish_guide(code: str, content: dict[str, object], people: People, unit: str, at: datetime) -> None:
    writer = people.liaison(unit)
    start_guide(item_code=code, by=writer, at=at)
    version = save_guide(code=code, version=1, content=content, by=writer, at=at)
    publish_guide(code=code, version=version, by=people.principal(unit, at), at=at + timedelta(hours=3))


def _began(now: datetime) -> datetime:
    """Ten o'clock on a working day, long enough ago for cases with every end."""
    day = load_calendar().next_working(day_of(now) - timedelta(days=DAYS_AGO))
    return datetime.combine(day, _HOUR, SHANGHAI)
