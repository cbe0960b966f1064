"""What the office keeps: governing documents, forms, meetings, streams with their marks; and who may fetch a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import (
    Attendance,
    FormVersion,
    Fulfilment,
    GoverningDocument,
    Meeting,
    Milestone,
    Participation,
)
from qingdan.campaigns.queries.people import names_of
from qingdan.campaigns.queries.plans import Plan, campaign_for, get_plan
from qingdan.data.campaigns import load_campaign, load_parties
from qingdan.rules.campaign import Due, is_overdue

MEETING_KINDS = {"meeting": "会议", "training": "培训"}
File = tuple[str, str]
"""Code and name of a kept file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A governing document. `tasks`: names of the obligations that rest on it, with the section of the plan."""

    code: str
    title: str
    document_number: str
    issuer: str
    issued_on: date | None
    address: str
    file: File | None
    obligations: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """A version of an attachment of the plan; `reconstructed`: 样式为重建."""

    form: str
    name: str
    attachment: int
    number: int
    reconstructed: bool
    note: str
    file: File | None
    at: datetime
    newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting or training course; `units`: how many came, of how many."""

    code: str
    kind: str
    kind_name: str
    title: str
    on: date
    place: str
    record: str
    material: File | None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A milestone of a stream: due when, reached when, on what ground, said by whom; `late`: past and not reached."""

    code: str
    name: str
    due: Due
    reading: str
    reached_on: date | None
    note: str
    by: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLine:
    """One of the works that go on side by side."""

    code: str
    name: str
    lead: str
    lead_name: str
    partners: tuple[str, ...]
    section: str
    marks: tuple[Mark, ...]


def list_documents(actor: Actor, campaign: str = "") -> tuple[DocumentLine, ...]:
    """The governing documents, those of the plan first. Raises Missing."""
    plan = get_plan(actor, campaign)
    names = {one.code: f"{one.name}（{one.source.section}）" for one in plan.template.obligations}
    rows = GoverningDocument.objects.visible_to(actor).filter(campaign__code=plan.code)
    return tuple(
        DocumentLine(
            code=one.code,
            title=one.title,
            document_number=one.document_number,
            issuer=one.issuer,
            issued_on=one.issued_on,
            address=one.address,
            file=_file(one.file),
            obligations=tuple(one.obligations),
            tasks=tuple(names[key] for key in one.obligations if key in names),
        )
        for one in rows.select_related("file").order_by("pk")
    )


def list_forms(actor: Actor, campaign: str = "") -> tuple[FormLine, ...]:
    """Every version of every attachment, by attachment, the newest first. Raises Missing."""
    found = campaign_for(actor, campaign)
    forms = {one.code: one for one in load_campaign(found.template).forms}
    rows = FormVersion.objects.visible_to(actor).filter(campaign=found).select_related("file")
    newest: set[str] = set()
    lines = []
    for one in sorted(rows, key=lambda row: (forms[row.form].attachment, -row.number)):
        lines.append(
            FormLine(
                form=one.form,
                name=forms[one.form].name,
                attachment=forms[one.form].attachment,
                number=one.number,
                reconstructed=one.reconstructed,
                note=one.note,
                file=_file(one.file),
                at=one.at,
                newest=one.form not in newest,
            )
        )
        newest.add(one.form)
    return tuple(lines)


def list_meetings(actor: Actor, campaign: str = "") -> tuple[MeetingLine, ...]:
    """Meetings and training courses, newest first. Raises Missing."""
    found = campaign_for(actor, campaign)
    rows = Meeting.objects.visible_to(actor).filter(campaign=found).select_related("material")
    came = Attendance.objects.filter(meeting__in=rows.values("pk")).order_by().values_list("meeting_id")
    counts: dict[int, int] = dict(came.annotate(count=Count("pk")))
    return tuple(_meeting(one, counts.get(one.pk, 0)) for one in rows.order_by("-on", "-pk"))


def get_meeting(actor: Actor, code: str) -> tuple[MeetingLine, str, tuple[tuple[str, str, str], ...]]:
    """A meeting, the code of its campaign, and every unit with the names of who came. Raises Missing."""
    found = Meeting.objects.visible_to(actor).select_related("material", "campaign").filter(code=code).first()
    if found is None:
        raise Missing
    came = dict(Attendance.objects.filter(meeting=found).values_list("participation_id", "names"))
    rows = Participation.objects.filter(Q(left_on=None) | Q(pk__in=came), campaign=found.campaign)
    rows = rows.order_by("unit__order", "unit__code")
    units = tuple(
        (code, name, came.get(pk, ""))
        for pk, code, name in rows.values_list("pk", "unit__code", "unit__name")
    )
    return _meeting(found, len(came)), found.campaign.code, units


def list_streams(actor: Actor, *, today: date, campaign: str = "") -> tuple[StreamLine, ...]:
    """All works of the plan with lead, partners and marks. Raises Missing."""
    plan = get_plan(actor, campaign)
    rows = list(Milestone.objects.visible_to(actor).filter(campaign__code=plan.code))
    reached, names = {one.key: one for one in rows}, names_of(one.by for one in rows)
    parties = load_parties()
    return tuple(
        StreamLine(
            code=one.code,
            name=one.name,
            lead=one.lead,
            lead_name=parties[one.lead].name,
            partners=tuple(parties[party].name for party in one.partners),
            section=one.source.section,
            marks=_marks(plan, one.code, reached, names, today),
        )
        for one in plan.template.works
    )


def get_campaign_file(actor: Actor, code: str) -> StoredFile:
    """A file of a campaign: what the office keeps is for everybody of the region, what a unit handed in is its own
    and the office's. Raises Missing.
    """
    for rows in (
        GoverningDocument.objects.visible_to(actor),
        FormVersion.objects.visible_to(actor),
        Fulfilment.objects.visible_to(actor),
    ):
        if found := rows.filter(file__code=code).select_related("file").first():
            assert found.file
            return found.file
    held = Meeting.objects.visible_to(actor).filter(material__code=code).select_related("material").first()
    if held is None or held.material is None:
        raise Missing
    return held.material


def _file(file: StoredFile | None) -> File | None:
    return (file.code, file.name) if file else None


def _meeting(one: Meeting, units: int) -> MeetingLine:
    return MeetingLine(
        code=one.code,
        kind=one.kind,
        kind_name=MEETING_KINDS[one.kind],
        title=one.title,
        on=one.on,
        place=one.place,
        record=one.record,
        material=_file(one.material),
        units=units,
    )


def _marks(
    plan: Plan, stream: str, reached: Mapping[str, Milestone], names: Mapping[str, str], today: date
) -> tuple[Mark, ...]:
    marks = []
    for one in plan.template.stream(stream).milestones:
        due, row = plan.schedule.milestones[stream, one.code], reached.get(f"{stream}.{one.code}")
        marks.append(
            Mark(
                code=one.code,
                name=one.name,
                due=due,
                reading=one.reading,
                reached_on=row.reached_on if row else None,
                note=row.note if row else "",
                by=names.get(row.by, "") if row else "",
                late=row is None and is_overdue(today, due),
            )
        )
    return tuple(marks)
