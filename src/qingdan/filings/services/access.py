"""Finding the filing that an act is about, one act on it at a time. Not there and not allowed are one: Missing."""

from collections.abc import Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import wait_turn
from qingdan.campaigns.models import Campaign
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import content_of
from qingdan.filings.queries.progress import open_lines_of
from qingdan.powers.services.drafting import lock_register
from qingdan.rules.canonical import digest
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind, Thing
from qingdan.rules.review_guards import StepFacts, find_row
from qingdan.rules.role import Role

SENDING = frozenset({Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL})
"""Who sends a unit's filing to the principal and hands it in."""

RECEIVING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE})
"""Who receives filings, returns them, and sees the originals of papers."""

_FILINGS = 7_302  # the family of locks: registers have 7301, receipts 7303


def own_campaign(by: Actor, campaign: str, unit: str) -> tuple[Campaign, Unit]:
    """The campaign, and the unit as one's own; no other act on its register or filing runs until the end.

    Raises Missing; Refused when the campaign is closed.
    """
    if unit not in by.own_units:
        raise Missing
    return _found(by, campaign, unit)


def sending_unit(by: Actor, campaign: str, unit: str) -> tuple[Campaign, Unit]:
    """The same for who may send and hand in. Raises Refused for a subordinate body: its 主管部门 files (R-052)."""
    if not by.roles & SENDING or unit not in by.own_units:
        raise Missing
    inside, owner = _found(by, campaign, unit)
    if owner.kind == UnitKind.SUBORDINATE:
        assert owner.supervising
        raise Refused([refusal("filing.supervising_files", "send", name=owner.supervising.name)])
    return inside, owner


def received_filing(by: Actor, campaign: str, unit: str, number: int) -> Filing:
    """A version for who receives. Raises Missing."""
    if not by.roles & RECEIVING:
        raise Missing
    inside, owner = _found(by, campaign, unit)
    return get_filing(inside, owner, number)


def get_filing(campaign: Campaign, unit: Unit, number: int) -> Filing:
    """A version, its row locked. Raises Missing."""
    found = Filing.objects.select_for_update(of=("self",)).filter(campaign=campaign, unit=unit, number=number)
    if (one := found.select_related("campaign", "unit").first()) is None:
        raise Missing
    return one


def lock_filing(unit: int) -> None:
    """Waits until no other act on the unit's filing runs; held to the end of the transaction."""
    wait_turn(_FILINGS, unit)


def open_problems(campaign: Campaign, unit: Unit, kind: ListKind, at: datetime) -> Iterable[Problem]:
    """Everything that keeps the filing back at an instant, each as a reason to refuse."""
    lines = open_lines_of(campaign, unit, kind, on=day_of(at))
    return [refusal(one.key, "send", **one.params) for one in lines]


def frozen_problems(filing: Filing, given: str) -> Iterable[Problem | None]:
    """Why what somebody read is not what would be signed or handed in: another digest, or drafts changed since."""
    live = digest(content_of(filing.campaign, filing.unit, filing.kind))
    return (
        refusal("filing.other_digest", "digest") if given != filing.digest else None,
        refusal("filing.changed", "digest") if live != filing.digest else None,
    )


def state_problem(filing: Filing, action: str) -> Problem | None:
    """Why the version is not in a state from which the procedure has the action: the sentence names its state."""
    row = find_row(Thing.FILING, filing.kind, filing.state, action, StepFacts())
    return None if row else refusal(f"filing.is_{filing.state}", "send")


def _found(by: Actor, campaign: str, unit: str) -> tuple[Campaign, Unit]:
    inside = Campaign.objects.visible_to(by).filter(code=campaign, region_id=by.region).first()
    owner = Unit.objects.select_related("supervising").filter(code=unit, region_id=by.region).first()
    if inside is None or owner is None:
        raise Missing
    lock_register(owner)
    lock_filing(owner.pk)
    if inside.closed_at:
        raise Refused([refusal("filing.campaign_closed", "send")])
    return inside, owner
