"""An item under review with everything that a reviewer needs beside it, whatever layer he reads it for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.powers.models import ItemCheck
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.findings import Finding, findings
from qingdan.powers.queries.items import FIELDS
from qingdan.powers.queries.laws import BasisReading, read_bases_in_law
from qingdan.responsibilities.queries.sheets import steps_of
from qingdan.reviews.models import BegunOpinion, ChartReview, GroupUnit, Review
from qingdan.reviews.queries.beside import (
    ChartBeside,
    Published,
    SameElsewhere,
    chart_beside,
    published_of,
    same_elsewhere,
)
from qingdan.reviews.queries.content import BASIS_FIELDS
from qingdan.reviews.queries.facts import facts_of_review, makers_of, seats_of
from qingdan.reviews.queries.record import (
    AspectFound,
    Record,
    acts_on,
    aspects_found,
    digests_of,
    recorded,
)
from qingdan.rules.problem import Problem
from qingdan.rules.review import TYPED, Guard, ListKind, Thing, Transition
from qingdan.rules.review_guards import Step, StepFacts, open_actions, take_step
from qingdan.rules.review_table import PROCEDURE


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisShown:
    """A basis as filed, the file with its text ("" none: name and code), and what the library says of it."""

    typed: BasisText
    attached: str
    file: str
    readings: tuple[BasisReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What somebody had typed and not given. `made_from`: the version of the item that he had before him."""

    verdicts: tuple[AspectFound, ...]
    disposition: str
    text: str
    made_from: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What tells an item under review, and where it is."""

    campaign: str
    campaign_name: str
    template: str
    kind: ListKind
    number: str
    version: int
    name: str
    category: str
    disposition: str
    unit: str
    unit_name: str
    filer: str
    filer_name: str
    state: str
    holder: str
    since: datetime
    due_on: date | None
    digest: str
    public_code: str
    problems: int
    withheld_ground: str
    without_basis: bool
    filing: int
    signed_name: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemUnderReview:
    """An item under review. `values`: the fields that are filled in, in their order; `duties`: of a duty list.

    `seats`: the groups that the reader sits in, each with who lent him.
    `actions`: what the reader could do now at the layer he reads it for, in the order of the table; `blocked`: why he
    can do nothing although the item waits at that layer.
    """

    head: Head
    values: Mapping[str, str]
    duties: tuple[Mapping[str, str], ...]
    bases: tuple[BasisShown, ...]
    findings: tuple[Finding, ...]
    chart: ChartBeside | None
    elsewhere: SameElsewhere
    published: Published | None
    record: Record
    seats: tuple[tuple[str, str | None], ...]
    actions: tuple[str, ...]
    blocked: tuple[Problem, ...]
    begun: Begun | None


def item_under_review(
    actor: Actor,
    *,
    campaign: str,
    kind: ListKind,
    number: str,
    layer: str,
    actions: Collection[str],
    on: date,
) -> ItemUnderReview:
    """The item, read for a layer at which `actions` are taken. Raises Missing."""
    review, single = _read(actor, campaign=campaign, kind=kind, number=number)
    acts, seats = acts_on(review), seats_of(actor, review.campaign_id)
    values = thaw_many(digests_of(review, acts) | ({single.chart} - {""}))
    record = recorded(review, acts, values)
    content, law_on = record.content, _law_day(record.content, on)
    bases = _bases(actor, content, law_on)
    makers = makers_of(review, acts, layer, single.drafter)
    known = {"content": content, "makers": makers, "seats": seats, "group": single.group}
    facts = _facts(review, actor, layer, actions, on=on, known=known)
    open_now = open_of(review, facts, actions)
    return ItemUnderReview(
        head=head_of(review),
        values=_in_order(content.get("values", {})),
        duties=_duties(content),
        bases=bases,
        findings=findings(single.problems, content.get("reasons", {}), [one.typed for one in bases]),
        chart=chart_beside(values[single.chart], single.chart_state, law_on) if single.chart else None,
        elsewhere=same_elsewhere(actor, review),
        published=published_of(review, content),
        record=record,
        seats=tuple(seats),
        actions=open_now,
        blocked=() if open_now else blocked_of(review, facts, actions),
        begun=begun_of(review, actor, layer),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Single:
    """What stands of an item in one row elsewhere: digest and state of its chart, the group of its unit, what the
    checks found, who drafted it last.
    """

    chart: str
    chart_state: str
    group: str
    problems: Sequence[Mapping[str, Any]]
    drafter: str


def _read(actor: Actor, *, campaign: str, kind: ListKind, number: str) -> tuple[Review, _Single]:
    """The row of an item with what stands of it in one row elsewhere: one query. Raises Missing."""
    charts = ChartReview.objects.filter(campaign=OuterRef("campaign"), code=OuterRef("chart"))
    groups = GroupUnit.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("filing__unit"))
    checks = ItemCheck.objects.filter(item__draft_number=OuterRef("number"))
    found = _visible(actor).annotate(
        chart_digest=Subquery(charts.values("digest")[:1]),
        chart_state=Subquery(charts.values("state")[:1]),
        filer_group=Subquery(groups.values("group")[:1]),
        found_problems=Subquery(checks.values("problems")[:1]),
        drafter=Subquery(checks.values("item__updated_by")[:1]),
    )
    review = found.filter(campaign__code=campaign, list_kind=kind, number=number).first()
    if review is None:
        raise Missing
    single = _Single(
        chart=review.chart_digest or "",
        chart_state=review.chart_state or "",
        group=review.filer_group or "",
        problems=review.found_problems or (),
        drafter=review.drafter or "",
    )
    return review, single


def _visible(actor: Actor) -> QuerySet[Review]:
    found = Review.objects.visible_to(actor)
    return found.select_related("campaign", "region", "unit", "filing", "filing__unit")


def review_for(actor: Actor, *, campaign: str, kind: ListKind, number: str) -> Review:
    """The row of an item under review that this person may see. Raises Missing."""
    review = _visible(actor).filter(campaign__code=campaign, list_kind=kind, number=number).first()
    if review is None:
        raise Missing
    return review


def head_of(review: Review) -> Head:
    """What tells an item and where it is, from its row."""
    filing = review.filing
    return Head(
        campaign=review.campaign.code,
        campaign_name=review.campaign.name,
        template=review.campaign.template,
        kind=ListKind(review.list_kind),
        number=review.number,
        version=review.version,
        name=review.name,
        category=review.category,
        disposition=review.disposition,
        unit=review.unit.code,
        unit_name=review.unit.name,
        filer=filing.unit.code,
        filer_name=filing.unit.name,
        state=review.state,
        holder=review.holder,
        since=review.since,
        due_on=review.due_on,
        digest=review.digest,
        public_code=review.public_code,
        problems=review.problems,
        withheld_ground=review.withheld_ground,
        without_basis=review.exercised_without_basis,
        filing=filing.number,
        signed_name=filing.signed_name,
        signed_at=filing.signed_at,
    )


def begun_of(review: Review, actor: Actor, layer: str) -> Begun | None:
    """What this person has begun to say of the item at a layer."""
    found = BegunOpinion.objects.filter(review=review, layer=layer, username=actor.username).first()
    if found is None:
        return None
    return Begun(
        verdicts=aspects_found(found.verdicts),
        disposition=found.disposition,
        text=found.text,
        made_from=found.made_from,
        at=found.at,
    )


def open_of(review: Review, facts: StepFacts, actions: Collection[str]) -> tuple[str, ...]:
    """Those of the actions whose buttons are shown."""
    found = open_actions(Thing.ITEM, ListKind(review.list_kind), review.state, facts)
    return tuple(one for one in found if one in actions)


def blocked_of(review: Review, facts: StepFacts, actions: Collection[str]) -> tuple[Problem, ...]:
    """Why the first of the actions that the item's state knows cannot be taken; what is typed aside."""
    known = [one for one in _rows(review, actions) if one.roles & facts.roles]
    if not known:
        return ()
    found = take_step(Thing.ITEM, ListKind(review.list_kind), review.state, known[0].action, facts)
    typed = {f"review.{guard}" for guard in (*TYPED, Guard.SIGNATORY)}
    return () if isinstance(found, Step) else tuple(one for one in found if one.key not in typed)


def _facts(
    review: Review,
    actor: Actor,
    layer: str,
    actions: Collection[str],
    *,
    on: date,
    known: Mapping[str, Any],
) -> StepFacts:
    """What the buttons are judged by: only what the guards of these actions ask for is looked up."""
    rows = (one for one in _rows(review, actions) if one.roles & actor.roles)
    guards = frozenset(guard for one in rows for guard in one.guards)
    return facts_of_review(review, actor, layer=layer, on=on, guards=guards, known=known)


def _rows(review: Review, actions: Collection[str]) -> list[Transition]:
    return [
        one
        for one in PROCEDURE
        if one.thing is Thing.ITEM and one.action in actions and review.state in one.sources
    ]


def _bases(actor: Actor, content: Mapping[str, Any], on: date) -> tuple[BasisShown, ...]:
    rows = content.get("bases", ())
    typed = tuple(BasisText(**{name: one[name] for name in BASIS_FIELDS}) for one in rows)
    digests = {one["attachment"]["digest"] for one in rows if one["attachment"]}
    files = StoredFile.objects.visible_to(actor).filter(digest__in=digests) if digests else ()
    codes = {one.digest: one.code for one in files}
    readings = read_bases_in_law(typed, on) if typed else []
    return tuple(
        BasisShown(
            typed=text,
            attached=one["attachment"].get("name", ""),
            file=codes.get(one["attachment"].get("digest", ""), ""),
            readings=read,
        )
        for one, text, read in zip(rows, typed, readings, strict=True)
    )


def _duties(content: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    """Each duty with the name of its step in the chart of the power it was made for; "" of no single step."""
    if not content.get("duties"):
        return ()
    names = {one.number: one.name for one in steps_of(thaw(content["power_digest"]))}
    return tuple(one | {"step_name": names.get(one["step"], "")} for one in content["duties"])


def _in_order(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values[name] for name in FIELDS if name in values}


def _law_day(content: Mapping[str, Any], on: date) -> date:
    """The day whose law is applied: the campaign's, else today."""
    return date.fromisoformat(content["law_on"]) if content.get("law_on") else on
