"""Finding what an act is about, and whether this person may do it. Not there and not allowed are one: Missing.

What is closed is read and no more: every act of a campaign finds it here, and is refused in words.
"""

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.campaigns.models import Campaign, Participation
from qingdan.campaigns.queries.plans import Plan, plan_of
from qingdan.data.campaigns import load_parties
from qingdan.rules.problem import Problem


def open_campaign(by: Actor, code: str) -> Campaign:
    """The campaign, locked. Raises Missing; Refused when it is closed."""
    found = _seen(by, code)
    refuse_closed(found)
    return found


def refuse_closed(campaign: Campaign) -> None:
    """Nothing is taken in once the work is closed. Raises Refused."""
    refuse_if(refusal("campaigns.closed", "campaign") if campaign.closed_at else None)


def led_campaign(by: Actor, code: str) -> Campaign:
    """The campaign, for who runs it. Raises Missing; Refused when it is closed."""
    if not (by.leads or by.username == SYSTEM.username):
        raise Missing
    return open_campaign(by, code)


def taking_part(by: Actor, campaign: str, unit: str, *, receiver: str = "") -> tuple[Plan, Participation]:
    """A unit's place in a campaign, locked: for its own people, for the office, for the party that receives.

    Raises Missing; Refused when the work is closed or the unit takes part no more.
    """
    found = _seen(by, campaign)
    row = (
        Participation.objects.select_related("unit")
        .select_for_update(of=("self",))
        .filter(campaign=found, unit__code=unit)
        .first()
    )
    allowed = unit in by.own_units or by.leads or by.username == SYSTEM.username or acts_for(by, receiver)
    if row is None or not allowed:
        raise Missing
    refuse_closed(found)
    refuse_if(
        refusal("campaigns.left", "unit", name=row.unit.name, on=str(row.left_on)) if row.left_on else None
    )
    return plan_of(found), row


def acts_for(by: Actor, party: str) -> bool:
    """Whether the person acts for a party of the plan: by role, or because the party is the own unit."""
    known = load_parties().get(party)
    return known is not None and (party in by.roles or (bool(known.unit) and known.unit == by.unit_name))


def text_problem(field: str, text: str, most: int, *, required: bool = True) -> Problem | None:
    """What is wrong with a text of a form."""
    if required and not text.strip():
        return refusal("desk.required", field)
    return too_long(text, field, most)


def _seen(by: Actor, code: str) -> Campaign:
    found = Campaign.objects.visible_to(by).filter(code=code).select_for_update().first()
    if found is None:
        raise Missing
    return found
