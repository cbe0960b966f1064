"""Marks of the parallel streams (R-012, R-086), and the people lent to the work (R-091, R-105)."""

from dataclasses import replace
from datetime import date, datetime
from secrets import token_hex

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Milestone, Secondment
from qingdan.campaigns.queries.plans import plan_of
from qingdan.campaigns.services.access import acts_for, led_campaign, open_campaign, text_problem
from qingdan.data.campaigns import load_campaign


def reach_milestone(
    *, campaign: str, stream: str, milestone: str, on: date | None, note: str, by: Actor, at: datetime
) -> None:
    """Records that a mark of a stream is reached: its lead, the office, the program. Once. Raises Refused, Missing."""
    with writing(by):
        found = open_campaign(by, campaign)
        streams = {one.code: one for one in plan_of(found).template.works}
        known = streams.get(stream)
        marks = {one.code for one in known.milestones} if known else set()
        may = by.leads or by.username == SYSTEM.username or (known is not None and acts_for(by, known.lead))
        if known is None or milestone not in marks or not may:
            raise Missing
        key = f"{stream}.{milestone}"
        taken = Milestone.objects.filter(campaign=found, key=key).exists()
        refuse_if(
            refusal("campaigns.reached", "on") if taken else None,
            None if on else refusal("desk.required", "on"),
            refusal("campaigns.not_yet", "on") if on and on > day_of(at) else None,
            text_problem("note", note, 300),
        )
        assert on
        Milestone.objects.create(
            campaign=found,
            region_id=found.region_id,
            key=key,
            reached_on=on,
            note=note.strip(),
            by=by.username,
        )
        append("MilestoneReached", f"campaign:{campaign}", by=by, at=at, data={"key": key, "on": str(on)})


def reached_of_itself(
    *, campaign: str, stream: str, milestone: str, note: str, by: Actor, at: datetime
) -> None:
    """The same in consequence of another act: nothing where no such mark is, it is reached, or all is over."""
    found = Campaign.objects.select_related("region").get(code=campaign)
    marks = {f"{one.code}.{mark.code}" for one in plan_of(found).template.works for mark in one.milestones}
    key = f"{stream}.{milestone}"
    if (
        found.closed_at is None
        and key in marks
        and not Milestone.objects.filter(campaign=found, key=key).exists()
    ):
        program = replace(SYSTEM, region=found.region_id, regions=by.regions)
        reach_milestone(
            campaign=campaign, stream=stream, milestone=milestone, on=day_of(at), note=note, by=program, at=at
        )


def second(
    *,
    campaign: str,
    home_unit: str,
    name: str,
    skills: str,
    group: str,
    since: date | None,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Enters somebody whom a unit lends to the work, with skills and group; the code. Raises Refused, Missing."""
    with writing(by):
        found = led_campaign(by, campaign)
        unit = Unit.objects.filter(code=home_unit, region_id=found.region_id).first()
        groups = {one.code for one in load_campaign(found.template).groups}
        refuse_if(
            None if unit else refusal("desk.choice", "home_unit"),
            None if group in groups or not group else refusal("desk.choice", "group"),
            text_problem("name", name, 40),
            text_problem("skills", skills, 200),
            None if since else refusal("desk.required", "since"),
            refusal("campaigns.period", "until") if since and until and until <= since else None,
        )
        assert unit and since
        lent = Secondment.objects.create(
            campaign=found,
            region_id=found.region_id,
            home_unit=unit,
            code=token_hex(8),
            name=name.strip(),
            skills=skills.strip(),
            group=group,
            seconded_from=since,
            seconded_until=until,
        )
        append("StaffSeconded", f"campaign:{campaign}", by=by, at=at, unit=home_unit, data={"group": group})
    return lent.code


def end_secondment(*, secondment: str, by: Actor, at: datetime) -> None:
    """Somebody goes back to the own unit: today is the first day away. Raises Refused when gone, Missing."""
    with writing(by):
        lent = Secondment.objects.visible_to(by).select_related("campaign", "home_unit")
        found = lent.filter(code=secondment).first()
        if found is None:
            raise Missing
        led_campaign(by, found.campaign.code)
        over = found.seconded_until and found.seconded_until <= day_of(at)
        refuse_if(refusal("campaigns.gone", "secondment") if over else None)
        found.seconded_until = day_of(at)
        found.save(update_fields=["seconded_until"])
        append("SecondmentEnded", f"secondment:{secondment}", by=by, at=at, unit=found.home_unit.code)
