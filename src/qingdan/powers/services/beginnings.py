"""Other beginnings of a register than an empty page: the law library, last year's list, somebody else's item."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.data.wording import message_of
from qingdan.linter.propose import NoTexts, Proposal
from qingdan.linter.propose import propose as propose_from
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.as_register import department_of
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.beginnings import Source, last_year, to_take_over
from qingdan.powers.queries.laws import law_library
from qingdan.powers.services.bulk import NewItem, add_items
from qingdan.powers.services.drafting import drafting, open_campaign
from qingdan.powers.services.judging import law_day, recheck_items, scheme_of
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.text import letters

PROPOSED, LAST_YEAR, TAKEN_OVER = "proposed", "last_year", "taken_over"
Step = Callable[[int, int, str], object]
# What was decided of an item is decided anew: by whoever begins with it, for this clean-up.
_DECIDED = {
    "disposition", "reason_code", "reason", "receiver", "transition_from", "transition_until", "law_change",
}  # fmt: skip


def start_from_proposals(*, unit: str, campaign: str, by: Actor, at: datetime) -> str:
    """Has the law library's suggestions for a unit made into items of its draft; the code of the job.

    Raises Refused when there are such items already, or the library has no texts; Missing.
    """
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        with law_library() as library:
            texts = library.has_texts()
        refuse_if(
            refusal("upload.begun") if _of(inside, owner).filter(origin=PROPOSED).exists() else None,
            None if texts else refusal("upload.no_texts"),
        )
        title = "从法规库拟出事项"
        job = defer("propose_items", title=title, unit=unit, by=by, at=at, once=True, campaign=campaign)
        append("ProposalsAsked", f"job:{job}", by=by, at=at, unit=unit)
    return job


def propose_items(*, unit: str, campaign: str, once: str, step: Step, by: Actor, at: datetime) -> int:
    """Adds what the law library suggests and the draft has not; how many. Done again under the same `once`, nothing.

    The draft is locked only while items are written: reading the library takes its time. Raises Refused, Missing.
    """
    owner, inside = _place(unit, campaign, by)
    on, scheme = law_day(inside, at), scheme_of(inside)
    step(1, 3, "读法规库")
    try:
        with law_library() as library:
            draft = propose_from(library, body=department_of(owner), on=on, scheme=scheme)
    except NoTexts:
        raise Refused([refusal("upload.no_texts")]) from None
    step(2, 3, "写入登记表")
    with drafting(unit, by) as locked:
        if _of(inside, locked).filter(origin_ref=once).exists():
            return 0
        known = {_key(one.category, one.name) for one in _of(inside, locked).only("category", "name")}
        listed = [one for one in draft.items if scheme.excluded_category(one.category) is None]
        items = [proposed_item(one, locked, scheme, once) for one in listed]
        fresh = [one for one in items if _key(one.fields["category"], one.fields["name"]) not in known]
        made = add_items(campaign=inside, unit=locked, items=fresh, on=on, by=by, at=at)
        recheck_items(campaign=inside, unit=locked, on=on)
        data = {"items": len(made), "on": on.isoformat()}
        append("ItemsProposed", f"unit:{unit}", by=by, at=at, unit=unit, data=data)
    return len(made)


def bring_last_year(*, unit: str, campaign: str, by: Actor, at: datetime) -> int:
    """Brings the unit's items of its last campaign before this one; how many. Those brought before are left.

    What was abolished then is not brought; dispositions are decided anew. Raises Refused when there is none, Missing.
    """
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        return _begin_with(LAST_YEAR, last_year(inside, owner), campaign=inside, unit=owner, by=by, at=at)


def take_over_items(*, unit: str, campaign: str, numbers: Collection[str], by: Actor, at: datetime) -> int:
    """Takes over items of another unit or of the city (认领), each with where it comes from; how many.

    Only what this person may see can be taken over (`to_take_over`). Raises Refused when nothing is chosen, Missing.
    """
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        offered = {one.number: one for one in to_take_over(inside, owner, by)}
        if set(numbers) - offered.keys():
            raise Missing
        chosen = [offered[number] for number in numbers]
        return _begin_with(TAKEN_OVER, chosen, campaign=inside, unit=owner, by=by, at=at)


def judge_register(*, unit: str, campaign: str, by: Actor, at: datetime) -> None:
    """Judges every item of a register again, as it is judged when it is saved. Raises Missing, Refused."""
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        recheck_items(campaign=inside, unit=owner, on=law_day(inside, at))
        append("RegisterJudged", f"unit:{unit}", by=by, at=at, unit=unit)


def _place(unit: str, campaign: str, by: Actor) -> tuple[Unit, Campaign]:
    with reading(by):
        owner = Unit.objects.select_related("supervising").filter(code=unit, region_id=by.region).first()
        if owner is None or unit not in by.own_units:
            raise Missing
        return owner, open_campaign(campaign, by)


def _of(campaign: Campaign, unit: Unit) -> QuerySet[PowerItem]:
    return PowerItem.objects.filter(campaign=campaign, unit=unit)


def _key(category: str, name: str) -> tuple[str, str]:
    return category, letters(name)


def _begin_with(
    origin: str, sources: Collection[Source], *, campaign: Campaign, unit: Unit, by: Actor, at: datetime
) -> int:
    """New items with the texts of others, but for those that were begun with before."""
    before = set(_of(campaign, unit).filter(origin=origin).values_list("origin_ref", flat=True))
    fresh = [one for one in sources if one.number not in before]
    refuse_if(None if fresh else refusal("upload.no_source", "numbers"))
    items = [
        NewItem(
            fields={name: text for name, text in one.fields.items() if name not in _DECIDED}
            | ({"implementing_body": unit.name} if origin == TAKEN_OVER else {}),
            bases=one.bases,
            origin=origin,
            origin_ref=one.number,
        )
        for one in fresh
    ]
    on = law_day(campaign, at)
    made = add_items(campaign=campaign, unit=unit, items=items, on=on, by=by, at=at)
    recheck_items(campaign=campaign, unit=unit, on=on)
    kind = "ItemsTakenOver" if origin == TAKEN_OVER else "ItemsBrought"
    data = {"items": len(made), "sources": [one.number for one in fresh]}
    append(kind, f"unit:{unit.code}", by=by, at=at, unit=unit.code, data=data)
    return len(made)


def proposed_item(one: Proposal, unit: Unit, scheme: Scheme, once: str) -> NewItem:
    """An item as a grant of the law library suggests it. `once` tells what it came with."""
    county = scheme.of_county(unit.name)
    fields: Mapping[str, str] = {
        "category": scheme.filed_as(one.category).value,
        "name": one.name,
        "implementing_body": unit.name,
        "level": message_of(refusal("proposed.county" if county else "proposed.city")),
        "remark": message_of(refusal(f"proposed.{one.trust.value}", granted_to=one.granted_to)),
    }
    basis = BasisText(
        instrument=one.title,
        document_number=one.document_number,
        locator=one.locator,
        quotation=one.quoted,
    )
    return NewItem(fields=fields, bases=(basis,), origin=PROPOSED, origin_ref=once)
