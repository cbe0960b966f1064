"""What units hand in: receipt of the notice, plans, and whatever else is owed; and taking it back."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.models import StoredFile
from qingdan.base.files.services import TEXTS, WORKBOOKS, Upload, store_file
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Fulfilment, Participation
from qingdan.campaigns.queries.duties import due_of, owed_by
from qingdan.campaigns.queries.plans import Plan, template_of
from qingdan.campaigns.services.access import acts_for, taking_part, text_problem
from qingdan.rules.campaign import is_late
from qingdan.rules.campaign_template import Obligation

LONGEST_NOTE = 300


def fulfil(
    *,
    campaign: str,
    unit: str,
    obligation: str,
    note: str = "",
    file: StoredFile | None = None,
    by: Actor,
    at: datetime,
) -> Fulfilment:
    """Records that a unit has done what it owes under a key of the plan; late or not is settled now, for ever.

    By the unit's people, the office, or the party that receives it. Refused when it is done already, when its phase
    cannot open yet (R-043), when the work is closed or the unit left it. Raises Missing for what the unit does not owe.
    """
    with writing(by):
        plan, row = taking_part(by, campaign, unit, receiver=_receiver(by, campaign, obligation))
        owed = _owed(plan, row, obligation)
        done = _in_force(row, obligation)
        refuse_if(
            refusal("campaigns.already_done", obligation, name=owed.name) if done else None,
            text_problem("note", note, LONGEST_NOTE, required=False),
            *(() if owed.phase in plan.opened else plan.closed_gates(owed.phase)),
        )
        kept = Fulfilment.objects.create(
            participation=row,
            region_id=row.region_id,
            obligation=obligation,
            at=at,
            by=by.username,
            late=is_late(at, due_of(plan, obligation, row.received_at, row.joined_on)),
            note=note.strip(),
            file=file,
        )
        data = {"obligation": obligation, "late": kept.late, "file": file.digest if file else ""}
        append("DutyFulfilled", f"campaign:{campaign}", by=by, at=at, unit=unit, data=data)
    return kept


def withdraw_fulfilment(
    *, campaign: str, unit: str, obligation: str, reason: str, by: Actor, at: datetime
) -> None:
    """What was handed in is returned: the unit owes it again, the old row stays with the reason.

    By the office or the party that receives it, never by the unit itself. Raises Refused, Missing.
    """
    with writing(by):
        receiver = _receiver(by, campaign, obligation)
        plan, row = taking_part(by, campaign, unit, receiver=receiver)
        owed = _owed(plan, row, obligation)
        if unit in by.own_units and not (by.leads or acts_for(by, receiver)):
            raise Missing
        done = _in_force(row, obligation)
        refuse_if(
            None if done else refusal("campaigns.not_done", obligation, name=owed.name),
            text_problem("reason", reason, LONGEST_NOTE),
        )
        assert done
        done.withdrawn_at, done.withdrawn_why = at, reason.strip()
        done.save(update_fields=["withdrawn_at", "withdrawn_why"])
        data = {"obligation": obligation}
        append("FulfilmentWithdrawn", f"campaign:{campaign}", by=by, at=at, unit=unit, data=data)


def receive_notice(*, campaign: str, unit: str, by: Actor, at: datetime) -> None:
    """A unit says that it has the notice (R-001): its limits in working days run from today. Once."""
    with writing(by):
        plan, row = taking_part(by, campaign, unit, receiver="government_office")
        key = _key(plan, row, "receipt")
        refuse_if(refusal("campaigns.received", key) if row.received_at else None)
        row.received_at, row.received_by = at, by.username
        row.save(update_fields=["received_at", "received_by"])
        fulfil(campaign=campaign, unit=unit, obligation=key, by=by, at=at)
        append("NoticeReceived", f"campaign:{campaign}", by=by, at=at, unit=unit)


def hand_in_plan(
    *, campaign: str, unit: str, upload: Upload | None, note: str, by: Actor, at: datetime
) -> Fulfilment:
    """A unit's plan and timetable (R-106), or a county's plan (R-107): a file, or what it says in a few words.

    Raises Refused when neither is given; as `fulfil` and `store_file` do.
    """
    with writing(by):
        plan, row = taking_part(by, campaign, unit, receiver="leading_group")
        key = _key(plan, row, "plan")
        refuse_if(
            refusal("campaigns.plan_empty", "file") if upload is None and not note.strip() else None,
            refusal("campaigns.already_done", "file", name=plan.template.obligation(key).name)
            if _in_force(row, key)
            else None,
        )
        kinds = (*TEXTS, *WORKBOOKS)
        file = store_file(upload, unit=unit, kinds=kinds, by=by, at=at) if upload else None
        append("PlanHandedIn", f"campaign:{campaign}", by=by, at=at, unit=unit, data={"obligation": key})
        return fulfil(campaign=campaign, unit=unit, obligation=key, note=note, file=file, by=by, at=at)


def give_receipt(*, campaign: str, unit: str, obligation: str, by: Actor, at: datetime) -> str:
    """Who receives something gives a numbered receipt for it (R-107): the number. Once. Raises Refused, Missing."""
    with writing(by):
        receiver = _receiver(by, campaign, obligation)
        plan, row = taking_part(by, campaign, unit, receiver=receiver)
        if not (by.leads or acts_for(by, receiver)):
            raise Missing
        done = _in_force(row, obligation)
        refuse_if(
            None
            if done
            else refusal("campaigns.not_done", obligation, name=_owed(plan, row, obligation).name),
            refusal("campaigns.receipt_given", obligation) if done and done.receipt_number else None,
        )
        assert done
        given = Fulfilment.objects.filter(
            participation__campaign__code=campaign, obligation=obligation, receipt_at__isnull=False
        )
        done.receipt_number = f"{campaign}-{obligation}-{given.count() + 1:03d}"
        done.receipt_at, done.receipt_by = at, by.username
        done.save(update_fields=["receipt_number", "receipt_at", "receipt_by"])
        data = {"obligation": obligation, "receipt_number": done.receipt_number}
        append("ReceiptGiven", f"campaign:{campaign}", by=by, at=at, unit=unit, data=data)
    return done.receipt_number


_KEYS = {
    "receipt": ("receipt", "county_receipt"),
    "plan": ("unit_plan", "county_plan"),
    "group": ("leading_group", "county_leading_group"),
}


def _key(plan: Plan, row: Participation, what: str) -> str:
    """The plan names some things apart for departments and counties. Missing where it asks for none."""
    owed = {one.code for one in owed_by(plan, row.unit.kind)}
    found = next((key for key in _KEYS[what] if key in owed), None)
    if found is None:
        raise Missing
    return found


def group_key(plan: Plan, row: Participation) -> str:
    """The key of the leading group that a unit registers. Raises Missing where the plan asks for none."""
    return _key(plan, row, "group")


def _owed(plan: Plan, row: Participation, obligation: str) -> Obligation:
    found = next((one for one in owed_by(plan, row.unit.kind) if one.code == obligation), None)
    if found is None:
        raise Missing
    return found


def _receiver(by: Actor, campaign: str, obligation: str) -> str:
    """The party that an obligation goes to; "" when the plan knows neither."""
    found = Campaign.objects.visible_to(by).filter(code=campaign).first()
    known = template_of(found.template, county=found.county).obligations if found else ()
    return next((one.receiver for one in known if one.code == obligation), "")


def _in_force(row: Participation, obligation: str) -> Fulfilment | None:
    return Fulfilment.objects.filter(
        participation=row, obligation=obligation, withdrawn_at__isnull=True
    ).first()
