"""Finding what an act is about, and whether this person may do it. Not there and not allowed are one: Missing."""

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Missing, refusal
from qingdan.campaigns.models import Campaign, Participation
from qingdan.campaigns.queries.plans import Plan, plan_of
from qingdan.data.campaigns import load_parties
from qingdan.rules.problem import Problem


def open_campaign(by: Actor, code: str) -> Campaign:
    """The campaign, locked. Raises Missing."""
    found = Campaign.objects.visible_to(by).filter(code=code).select_for_update().first()
    if found is None:
        raise Missing
    return found


def led_campaign(by: Actor, code: str) -> Campaign:
    """The campaign, for who runs it. Raises Missing."""
    if not (by.leads or by.username == SYSTEM.username):
        raise Missing
    return open_campaign(by, code)


def taking_part(by: Actor, campaign: str, unit: str, *, receiver: str = "") -> tuple[Plan, Participation]:
    """A unit's place in a campaign, locked: for its own people, for the office, for the party that receives.

    Raises Missing.
    """
    found = open_campaign(by, campaign)
    row = (
        Participation.objects.select_related("unit")
        .select_for_update(of=("self",))
        .filter(campaign=found, unit__code=unit)
        .first()
    )
    allowed = unit in by.own_units or by.leads or by.username == SYSTEM.username or acts_for(by, receiver)
    if row is None or not allowed:
        raise Missing
    return plan_of(found), row


def acts_for(by: Actor, party: str) -> bool:
    """Whether the person acts for a party of the plan: by role, or because the party is the own unit."""
    known = load_parties().get(party)
    return known is not None and (party in by.roles or (bool(known.unit) and known.unit == by.unit_name))


def closed(plan: Plan) -> Problem | None:
    """Nothing is handed in once the work is closed."""
    return refusal("campaigns.closed", "campaign") if plan.closed_at else None


def text_problem(field: str, text: str, most: int, *, required: bool = True) -> Problem | None:
    """What is wrong with a text of a form."""
    if required and not text.strip():
        return refusal("desk.required", field)
    if len(text) > most:
        return refusal("desk.too_long", field, most=most, length=len(text))
    return None
