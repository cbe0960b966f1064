"""The two clocks of a pair: for the people of each side, for its applicant, for who counts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.snapshots.queries import thaw
from qingdan.cases.models import Case, CaseRequest
from qingdan.cases.queries.devolved import devolution_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.progress import Progress, progress_of
from qingdan.cases.queries.urgency import Chip, chip_of
from qingdan.data.case import case_names
from qingdan.guides.queries.elsewhere import guide_elsewhere
from qingdan.referrals.models import Referral, ReferralState
from qingdan.rules.referral import ReferralKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: its number, unit, item, state in words, the first day its clock counted from, its last day."""

    number: str
    unit: str
    item: str
    state: str
    began_on: date
    due_on: date | None
    ended_on: date | None
    chip: Chip
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShown:
    """A pair as both sides see it. `came`: to the unit that looks; `opinions`: of the steps done before.

    `mark`: what a case that came is called, `origin`: the name of the region it came from; "" of one that went.
    """

    kind: str
    came: bool
    mark: str
    origin: str
    open: bool
    first: Side
    second: Side
    opinion: str
    opinions: tuple[dict[str, str], ...]
    materials: int
    digest: str
    sent_at: datetime
    sent_by_name: str
    acknowledged_by: str
    acknowledged_at: datetime | None
    returned_on: date | None
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a case may go: the code of the item there, its name, the unit."""

    code: str
    name: str
    unit: str


def pair_of(number: str, *, today: date) -> PairShown | None:
    """The pair of a case that the asker may see; None: it is none. Read in the asker's transaction."""
    pairs = Referral.objects.filter(Q(first_number=number) | Q(second_number=number))
    found = pairs.select_related("region").first()
    if found is None:
        return None
    came = found.second_number == number
    return PairShown(
        kind=found.kind,
        came=came,
        mark=case_names("came")[found.kind] if came else "",
        origin=found.region.name if came else "",
        open=found.state == ReferralState.OPEN,
        first=_first(found, today, here=not came),
        second=_second(found, today, here=came),
        opinion=found.opinion,
        opinions=tuple(thaw(found.digest)["opinions"]) if came else (),
        materials=found.materials,
        digest=found.digest,
        sent_at=found.sent_at,
        sent_by_name=found.sent_by_name,
        acknowledged_by=found.acknowledged_by,
        acknowledged_at=found.acknowledged_at,
        returned_on=found.returned_on,
        licence=found.licence,
    )


def other_level(case_number: str, by: Actor, *, today: date) -> tuple[PairShown, Progress] | None:
    """For an applicant, who sees both regions: the pair, and how far the case is at the other level."""
    found = pair_of(case_number, today=today)
    if found is None:
        return None
    number = found.first.number if found.came else found.second.number
    cases = Case.objects.filter(region_id__in=by.regions).select_related("unit", "version_read", "entry")
    case = cases.filter(number=number).first()
    return (found, progress_of(case, today)) if case else None


def targets_of(case: Case, action: str, *, today: date) -> tuple[Target, ...]:
    """Where a case may go by an action (send_up, pass_on, move)."""
    content = frozen(case.version_read.digest)
    if action == "move":
        found = devolution_of(case.item_code, today)
        listed = found.targets if found else ()
        return tuple(Target(code=one["code"], name=one["name"], unit=one["unit"]) for one in listed)
    codes = [content["sent_up_to"]] if action == "send_up" else content.get("passed_to") or []
    guides = [(code, guide_elsewhere(code)) for code in codes]
    return tuple(
        Target(code=code, name=one.content["name"], unit=one.content["unit_name"])
        for code, one in guides
        if one
    )


def is_asked_for(case: Case) -> bool:
    """Whether something waits for the head's answer, which comes first."""
    return CaseRequest.objects.filter(case=case, approved=None).exists()


def counted_by_kind(actor: Actor) -> dict[str, tuple[int, int]]:
    """Of the own region: kind → pairs that went out, that came in."""
    out = Referral.objects.filter(region=actor.region)
    came = Referral.objects.filter(partner_region=actor.region)
    return {one.value: (out.filter(kind=one).count(), came.filter(kind=one).count()) for one in ReferralKind}


def _first(one: Referral, today: date, *, here: bool) -> Side:
    return Side(
        number=one.first_number,
        unit=one.first_unit,
        item=one.first_item,
        state=case_names("states")["referred"] if one.state == ReferralState.OPEN else "结果已交回",
        began_on=one.first_began_on,
        due_on=one.first_due_on,
        ended_on=one.handed_on,
        chip=chip_of("", None, None, today),
        here=here,
    )


def _second(one: Referral, today: date, *, here: bool) -> Side:
    ended = None if one.state == ReferralState.OPEN else one.returned_on
    return Side(
        number=one.second_number,
        unit=one.second_unit,
        item=one.second_item,
        state=case_names("states")[one.second_state],
        began_on=one.handed_on,
        due_on=one.second_due_on,
        ended_on=ended,
        chip=chip_of(one.second_state, None if ended else one.second_due_on, one.second_due_on, today),
        here=here,
    )
