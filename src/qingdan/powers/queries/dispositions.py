"""The disposition of an item with everything that belongs to it: what the page shows, and what is still missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.data.reason_codes import reason_code
from qingdan.powers.models import Handover, LawChange, PowerItem, Referral
from qingdan.powers.queries.as_register import transition_of
from qingdan.powers.queries.consents import CONSOLIDATION, RECEIVER, Asked, answers_of, consents_of
from qingdan.powers.queries.items import get_item_for, values_of
from qingdan.powers.queries.laws import law_library
from qingdan.powers.queries.referrals import referral_line
from qingdan.powers.queries.similar import Candidate, active_merges, similar_to
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.disposition import VALID_LEVELS
from qingdan.rules.disposition_needs import DispositionFacts, open_needs
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeShown:
    """The other side of a consolidation: an item with its draft number, name and unit."""

    number: str
    name: str
    unit_name: str
    visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalShown:
    """A proposal to change the law; `state`: waiting, accepted, refused."""

    code: str
    number: str
    item_name: str
    unit: str
    unit_name: str
    instrument: str
    locator: str
    ground: str
    proposal: str
    at: datetime
    state: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionPage:
    """Everything of an item's disposition. `instruments`: titles its bases cite, with the places; `needs`: what is
    missing, in words by its key; `target`: what it goes into; `sources`: what goes into it; `candidates`: like it,
    of the own units for whoever may merge them, of all units one may see for others.
    """

    number: str
    name: str
    version: int
    unit: str
    unit_name: str
    category: str
    editable: bool
    values: Mapping[str, str]
    handover: Mapping[str, str]
    needs: tuple[Problem, ...]
    asked: tuple[Asked, ...]
    target: MergeShown | None
    sources: tuple[MergeShown, ...]
    candidates: tuple[Candidate, ...]
    proposals: tuple[ProposalShown, ...]
    instruments: tuple[tuple[str, str], ...]
    has_basis: bool

    @property
    def receivers(self) -> tuple[Asked, ...]:
        """The county units asked."""
        return tuple(one for one in self.asked if one.kind == RECEIVER)

    @property
    def consolidations(self) -> tuple[Asked, ...]:
        """The departments asked for a source."""
        return tuple(one for one in self.asked if one.kind == CONSOLIDATION)


def disposition_page(actor: Actor, number: str, *, on: date) -> DispositionPage:
    """The page of one item; `on` is the day whose law counts. Raises Missing."""
    item = get_item_for(actor, number)
    beside = _beside(actor, [item])
    asked, proposals = beside.asked[item.pk], beside.proposals[item.pk]
    target = active_merges().filter(source=item).select_related("target__unit").first()
    sources = list(active_merges().filter(target=item).select_related("source__unit").order_by("pk"))
    facts = _facts(item, beside, item.campaign.law_on or on)
    editable = item.unit.code in actor.own_units and not (item.deleted_at or item.campaign.closed_at)
    merging = item.disposition == Disposition.CONSOLIDATE or bool(sources)
    return DispositionPage(
        number=number,
        name=item.name,
        version=item.version,
        unit=item.unit.code,
        unit_name=item.unit.name,
        category=item.category,
        editable=editable,
        values=values_of(item),
        handover=_handover(beside.handovers.get(item.pk)),
        needs=open_needs(facts),
        asked=asked,
        target=_shown(target.target, actor) if target else None,
        sources=tuple(_shown(one.source, actor) for one in sources),
        candidates=similar_to(actor, item, own=editable) if merging else (),
        proposals=proposals,
        instruments=_instruments(item.basis_printed),
        has_basis=facts.has_basis,
    )


def needs_of(actor: Actor, items: Sequence[PowerItem], *, on: date) -> dict[str, tuple[Problem, ...]]:
    """What the dispositions of visible items still lack, by draft number; complete ones are left out.

    Items with their unit and campaign; the number of queries does not grow with them.
    """
    beside = _beside(actor, items)
    found = {one.draft_number: open_needs(_facts(one, beside, one.campaign.law_on or on)) for one in items}
    return {number: needs for number, needs in found.items() if needs}


def law_changes_for(
    actor: Actor, *, state: str = "", ground: str = "", words: str = "", unit: str = ""
) -> tuple[ProposalShown, ...]:
    """The proposals this person may see, those without answer first. `state`: waiting, accepted, refused."""
    rows = LawChange.objects.visible_to(actor)
    states: Mapping[str, Mapping[str, bool]] = {
        "waiting": {"answered_at__isnull": True},
        "accepted": {"accepted": True},
        "refused": {"accepted": False},
    }
    if state in states:
        rows = rows.filter(**states[state])
    if ground:
        rows = rows.filter(ground=ground)
    if unit:
        rows = rows.filter(unit__code=unit)
    for word in words.split():
        rows = rows.filter(instrument__icontains=word)
    found = map(_proposal, rows.select_related("item", "unit").order_by("-at", "-pk"))
    return tuple(sorted(found, key=lambda one: one.state != "waiting"))


def _proposal(row: LawChange) -> ProposalShown:
    return ProposalShown(
        code=row.code,
        number=row.item.draft_number if row.item else "",
        item_name=row.item.name if row.item else "",
        unit=row.unit.code,
        unit_name=row.unit.name,
        instrument=row.instrument,
        locator=row.locator,
        ground=row.ground,
        proposal=row.proposal,
        at=row.at,
        state="waiting" if row.accepted is None else "accepted" if row.accepted else "refused",
        answer=row.answer,
        answered_at=row.answered_at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What stands beside items, by the item's key."""

    asked: Mapping[int, tuple[Asked, ...]]
    proposals: Mapping[int, tuple[ProposalShown, ...]]
    merged: frozenset[int]
    sources: Mapping[int, int]
    handovers: Mapping[int, Handover]
    referrals: Mapping[int, Referral]


def _beside(actor: Actor, items: Sequence[PowerItem]) -> _Beside:
    proposals: defaultdict[int, tuple[ProposalShown, ...]] = defaultdict(tuple)
    rows = LawChange.objects.filter(item__in=items)
    for row in rows.select_related("item", "unit").order_by("-at", "-pk"):
        assert row.item_id is not None
        proposals[row.item_id] += (_proposal(row),)
    return _Beside(
        asked=consents_of(actor, items),
        proposals=proposals,
        merged=frozenset(active_merges().filter(source__in=items).values_list("source", flat=True)),
        sources=Counter(active_merges().filter(target__in=items).values_list("target", flat=True)),
        handovers={one.item_id: one for one in Handover.objects.filter(item__in=items)},
        referrals={one.item_id: one for one in Referral.objects.filter(item__in=items)},
    )


def _facts(item: PowerItem, beside: _Beside, on: date) -> DispositionFacts:
    known = item.disposition in set(Disposition)
    asked, handover = beside.asked[item.pk], _handover(beside.handovers.get(item.pk))
    return DispositionFacts(
        disposition=Disposition(item.disposition) if known else None,
        reason=reason_code(item.disposition, item.reason_code),
        reason_text=item.reason,
        has_basis=item.disposition == Disposition.ABOLISH and _has_basis(item.basis_printed, on),
        office=item.office,
        duty=item.duty,
        use_count=item.use_count,
        receiver=item.receiver,
        transition=transition_of(item),
        law_change=_law_change(beside.proposals[item.pk]),
        receivers=answers_of(asked, RECEIVER),
        handover_mode=handover["mode"],
        handover_on=bool(handover["on"]),
        merged=item.pk in beside.merged,
        sources=beside.sources.get(item.pk, 0),
        consolidation=answers_of(asked, CONSOLIDATION),
        referral_missing=referral_line(item, beside.referrals.get(item.pk)).missing,
    )


def _law_change(proposals: tuple[ProposalShown, ...]) -> str:
    """What became of the proposals together: one that is open keeps the item; one refused is outweighed by another."""
    states = {one.state for one in proposals}
    return next((state for state in ("waiting", "accepted", "refused") if state in states), "")


def _handover(row: Handover | None) -> dict[str, str]:
    if row is None:
        return dict.fromkeys(("mode", "capability", "training", "on"), "")
    on = row.on.isoformat() if row.on else ""
    return {"mode": row.mode, "capability": row.capability, "training": row.training, "on": on}


def _has_basis(printed: str, on: date) -> bool:
    """Whether a law, regulation or rule in force is cited: what may only go with a change of the law (C22)."""
    entries = read_basis(printed) if printed else []
    with law_library() as library:
        facts = [library.facts(entry, on) for entry in entries]
    return any(one.level in VALID_LEVELS and not one.repealed for one in facts)


def _instruments(printed: str) -> tuple[tuple[str, str], ...]:
    lines = [line.partition("：")[0] for line in printed.split("\n") if line.startswith("《")]
    pairs = [line.removeprefix("《").partition("》") for line in lines]
    return tuple((title, place) for title, closing, place in pairs if closing)


def _shown(item: PowerItem, actor: Actor) -> MergeShown:
    return MergeShown(
        number=item.draft_number,
        name=item.name,
        unit_name=item.unit.name,
        visible=actor.may_see(item.unit.code),
    )
