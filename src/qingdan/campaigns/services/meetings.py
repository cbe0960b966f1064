"""Meetings and training courses, and who came (R-044, R-045)."""

from collections.abc import Mapping
from datetime import date, datetime
from secrets import token_hex

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import TEXTS, Upload, store_file
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Attendance, Meeting, Participation
from qingdan.campaigns.services.access import led_campaign, text_problem

KINDS = ("meeting", "training")
LONGEST_NAMES = 300


def hold_meeting(
    *,
    campaign: str,
    kind: str,
    title: str,
    on: date | None,
    place: str = "",
    record: str = "",
    material: Upload | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Records a meeting or a training course with its material; its code. Recorded twice: once.

    Raises Refused, Missing.
    """
    with writing(by):
        found = led_campaign(by, campaign)
        refuse_if(
            None if kind in KINDS else refusal("desk.choice", "kind"),
            text_problem("title", title, 120),
            text_problem("place", place, 80, required=False),
            text_problem("record", record, 20_000, required=False),
            None if on else refusal("desk.required", "on"),
        )
        assert on
        words = {"kind": kind, "title": title.strip(), "on": on, "place": place.strip()}
        if before := Meeting.objects.filter(campaign=found, record=record.strip(), **words).first():
            return before.code
        file = store_file(material, unit=by.unit, kinds=TEXTS, by=by, at=at) if material else None
        held = Meeting.objects.create(
            campaign=found,
            region_id=found.region_id,
            code=token_hex(8),
            record=record.strip(),
            **words,
            material=file,
        )
        append("MeetingHeld", f"meeting:{held.code}", by=by, at=at, data={"kind": kind, "on": str(on)})
    return held.code


def record_attendance(*, meeting: str, names: Mapping[str, str], by: Actor, at: datetime) -> int:
    """Who came, by unit (code → names; empty: nobody); how many units were there. Raises Refused, Missing.

    Units that do not take part are passed over.
    """
    with writing(by):
        held = Meeting.objects.visible_to(by).select_related("campaign").filter(code=meeting).first()
        if held is None:
            raise Missing
        led_campaign(by, held.campaign.code)
        refuse_if(
            *(
                text_problem(f"names_{unit}", one, LONGEST_NAMES, required=False)
                for unit, one in names.items()
            )
        )
        rows = Participation.objects.filter(campaign=held.campaign, unit__code__in=names)
        Attendance.objects.filter(meeting=held, participation__in=rows).delete()
        came = [(row, said) for row in rows.select_related("unit") if (said := names[row.unit.code].strip())]
        Attendance.objects.bulk_create(
            Attendance(meeting=held, participation=row, region_id=held.region_id, names=said)
            for row, said in came
        )
        append("AttendanceRecorded", f"meeting:{meeting}", by=by, at=at, data={"units": len(came)})
    return len(came)
