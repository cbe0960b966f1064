"""The two registers of review: exercised without a basis (R-015), kept from the public (R-019)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.reviews.models import BaselessExercise, Review, Withholding
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.reviews.queries.items import Head, head_of, review_for
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselessLine:
    """An item exercised without a basis: how, who said so, what came of it ("" nothing yet)."""

    campaign: str
    kind: ListKind
    number: str
    name: str
    category: str
    unit_name: str
    disposition: str
    note: str
    by_name: str
    by_unit: str
    at: datetime
    outcome: str
    outcome_note: str
    outcome_name: str
    outcome_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldLine:
    """An item that is, was or shall be kept from the public: on what ground, who proposed, who approved.

    `digest`: of what is under review.
    """

    code: str
    campaign: str
    kind: ListKind
    number: str
    name: str
    category: str
    unit: str
    unit_name: str
    digest: str
    ground: str
    reason: str
    state: str
    proposed_by: str
    proposed_name: str
    proposed_unit: str
    proposed_at: datetime
    decided_name: str
    decided_at: datetime | None
    decision_note: str
    lifted_name: str
    lifted_at: datetime | None
    lifted_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselessRegister:
    """The key list of a campaign, the oldest entry first."""

    campaign: str
    campaign_name: str
    lines: tuple[BaselessLine, ...]

    @property
    def open(self) -> int:
        """How many have no outcome yet."""
        return sum(not one.outcome for one in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldRegister:
    """What is kept from the public in a campaign, the oldest entry first."""

    campaign: str
    campaign_name: str
    lines: tuple[WithheldLine, ...]

    @property
    def withheld(self) -> int:
        """How many are kept from the public now."""
        return sum(one.state == Withholding.State.APPROVED for one in self.lines)

    @property
    def proposed(self) -> int:
        """How many wait for the approver."""
        return sum(one.state == Withholding.State.PROPOSED for one in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRegisters:
    """What both registers hold of one item."""

    head: Head
    baseless: tuple[BaselessLine, ...]
    withheld: tuple[WithheldLine, ...]
    own: bool
    leads: bool

    @property
    def open_baseless(self) -> bool:
        """Whether it stands in the register and nothing came of it yet."""
        return any(not one.outcome for one in self.baseless)

    @property
    def open_withheld(self) -> bool:
        """Whether it is withheld or proposed to be."""
        return any(one.state in {"proposed", "approved"} for one in self.withheld)


def item_registers(actor: Actor, *, campaign: str, kind: ListKind, number: str) -> ItemRegisters:
    """What the registers hold of an item that this person may see. Raises Missing."""
    review = review_for(actor, campaign=campaign, kind=kind, number=number)
    head = head_of(review)
    return ItemRegisters(
        head=head,
        baseless=_baseless(actor, review=review),
        withheld=_withheld(actor, review=review),
        own=head.filer in actor.own_units or head.unit in actor.own_units,
        leads=actor.leads,
    )


def baseless_register(actor: Actor, campaign: str = "") -> BaselessRegister:
    """The items exercised without a basis, for who reviews. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    lines = _baseless(actor, campaign=found.pk)
    return BaselessRegister(campaign=found.code, campaign_name=found.name, lines=lines)


def withheld_register(actor: Actor, campaign: str = "") -> WithheldRegister:
    """The items kept from the public. Raises Missing."""
    found = reviewed_campaign(actor, campaign)
    lines = _withheld(actor, campaign=found.pk)
    return WithheldRegister(campaign=found.code, campaign_name=found.name, lines=lines)


def withheld_entry(actor: Actor, code: str) -> WithheldLine:
    """One entry. Raises Missing."""
    found = _withheld(actor, code=code)
    if not found:
        raise Missing
    return found[0]


def _baseless(
    actor: Actor, *, review: Review | None = None, campaign: int | None = None
) -> tuple[BaselessLine, ...]:
    visible = Review.objects.visible_to(actor)
    rows = BaselessExercise.objects.filter(review__in=visible)
    rows = rows.filter(review=review) if review else rows.filter(review__campaign=campaign)
    found = list(rows.select_related("review__campaign", "review__unit").order_by("pk"))
    units = _names(one.by_unit for one in found)
    return tuple(
        BaselessLine(
            campaign=one.review.campaign.code,
            kind=ListKind(one.review.list_kind),
            number=one.review.number,
            name=one.review.name,
            category=one.review.category,
            unit_name=one.review.unit.name,
            disposition=one.review.disposition,
            note=one.note,
            by_name=one.by_name,
            by_unit=units.get(one.by_unit, ""),
            at=one.at,
            outcome=one.outcome,
            outcome_note=one.outcome_note,
            outcome_name=one.outcome_name,
            outcome_at=one.outcome_at,
        )
        for one in found
    )


def _withheld(
    actor: Actor, *, review: Review | None = None, campaign: int | None = None, code: str = ""
) -> tuple[WithheldLine, ...]:
    visible = Review.objects.visible_to(actor)
    rows = Withholding.objects.filter(review__in=visible)
    if code:
        rows = rows.filter(code=code)
    else:
        rows = rows.filter(review=review) if review else rows.filter(review__campaign=campaign)
    found = list(rows.select_related("review__campaign", "review__unit").order_by("pk"))
    units = _names(one.proposed_unit for one in found)
    return tuple(_line(one, units) for one in found)


def _line(one: Withholding, units: Mapping[str, str]) -> WithheldLine:
    return WithheldLine(
        code=one.code,
        campaign=one.review.campaign.code,
        kind=ListKind(one.review.list_kind),
        number=one.review.number,
        name=one.review.name,
        category=one.review.category,
        unit=one.review.unit.code,
        unit_name=one.review.unit.name,
        digest=one.review.digest,
        ground=one.ground,
        reason=one.reason,
        state=one.state,
        proposed_by=one.proposed_by,
        proposed_name=one.proposed_name,
        proposed_unit=units.get(one.proposed_unit, ""),
        proposed_at=one.proposed_at,
        decided_name=one.decided_name,
        decided_at=one.decided_at,
        decision_note=one.decision_note,
        lifted_name=one.lifted_name,
        lifted_at=one.lifted_at,
        lifted_why=one.lifted_why,
    )


def _names(codes: Iterable[str]) -> Mapping[str, str]:
    return dict(Unit.objects.filter(code__in=set(codes) - {""}).values_list("code", "name"))
