"""Reminding units of what they owe (R-094), and telling their people."""

from collections.abc import Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Participation, Reminder
from qingdan.campaigns.queries.duties import Duty, Standing, standings_of
from qingdan.campaigns.services.access import led_campaign
from qingdan.data.labels import long_date
from qingdan.data.wording import note_words
from qingdan.rules.note import Note
from qingdan.rules.role import Role

TASKS = "/desk/tasks/"
SPEAKERS = (Role.LIAISON, Role.DEPUTY)


def remind(*, campaign: str, owed: Sequence[tuple[str, str]], by: Actor, at: datetime) -> int:
    """Reminds each (unit, obligation) that is not done and was not reminded today; how many reminders were sent.

    Their liaisons and deputies get a message for each in the account, which is mailed when a server is set. Raises
    Refused when nothing is left to remind of, Missing.
    """
    with writing(by):
        found = led_campaign(by, campaign)
        wanted = set(owed)
        standings = standings_of(by, today=day_of(at), campaign=campaign, units={unit for unit, _ in wanted})
        due = [
            (one, duty)
            for one in standings
            for duty in one.duties
            if (one.unit, duty.obligation) in wanted and _wants(duty, at)
        ]
        refuse_if(None if due else refusal("campaigns.nobody_to_remind", "owed"))
        rows = dict(
            Participation.objects.filter(
                campaign=found, unit__code__in=[one.unit for one, _ in due]
            ).values_list("unit__code", "pk")
        )
        Reminder.objects.bulk_create(
            Reminder(
                participation_id=rows[one.unit],
                region_id=found.region_id,
                obligation=duty.obligation,
                at=at,
                by=by.username,
            )
            for one, duty in due
        )
        _tell(campaign, due, by, at)
        data = {"owed": [f"{one.unit}:{duty.obligation}" for one, duty in due]}
        append("UnitsReminded", f"campaign:{campaign}", by=by, at=at, data=data)
    return len(due)


def _wants(duty: Duty, at: datetime) -> bool:
    reminded = duty.reminded_at and day_of(duty.reminded_at) == day_of(at)
    return not duty.is_done and not reminded


def _tell(campaign: str, due: Sequence[tuple[Standing, Duty]], by: Actor, at: datetime) -> None:
    for one, duty in due:
        until = long_date(duty.due_on) if duty.due_on else ""
        key = "campaigns.reminder" if duty.due_on else "campaigns.reminder_undated"
        words = note_words(Note(key=key, params={"unit": one.name, "name": duty.name, "until": until}))
        send(
            unit=one.unit,
            roles=SPEAKERS,
            subject=note_words(Note(key="campaigns.reminder_subject", params={"name": duty.name})),
            text=words,
            link=TASKS,
            once=f"remind:{campaign}:{one.unit}:{duty.obligation}:{day_of(at)}",
            by=by,
            at=at,
        )
