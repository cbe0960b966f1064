"""Questions to other units, on both sides: what a partner sees of a foreign item is here and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.powers.models import Consent, PowerItem
from qingdan.powers.queries.register import scheme_of_template
from qingdan.powers.queries.rows import short_bases
from qingdan.rules.disposition_needs import Answers
from qingdan.rules.power_item import Category, Disposition

JOINT, RECEIVER, CONSOLIDATION = "joint", "receiver", "consolidation"
AGREE, OBJECT = "agree", "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its answer ("" none yet). `closed`: the unit asked was merged or split since; `summary` is what
    the partner sees: number, name, category, unit, bases, disposition, receiver, lead, partners (texts), bases_printed.
    """

    code: str
    kind: str
    unit: str
    unit_name: str
    asker_name: str
    note: str
    summary: Mapping[str, str]
    asked_at: datetime
    answer: str
    reason: str
    answered_at: datetime | None
    closed: bool
    mine: bool
    changed: bool = False

    @property
    def at_once(self) -> bool:
        """Whether agreeing needs nothing but the word: it can be done together with others."""
        return not self.answer and not self.closed and self.kind != CONSOLIDATION


def summary_of(item: PowerItem) -> dict[str, str]:
    """All that another unit gets to see of an item: what it is, on which ground, what is to become of it.

    The whole draft (reasons, limits, fees, remarks, what the checks found) stays with the unit and the reviewers.
    """
    scheme = scheme_of_template(item.campaign.template)
    known = item.disposition in set(Disposition)
    return {
        "number": item.draft_number,
        "name": item.name,
        "sub_item": item.sub_item,
        "category": scheme.name_of(Category(item.category)) if item.category else "",
        "unit": item.unit.name,
        "bases": short_bases(item.basis_printed),
        "bases_printed": item.basis_printed,
        "disposition": DISPOSITION_NAMES[Disposition(item.disposition)] if known else "",
        "receiver": item.receiver,
        "lead": item.joint_lead or item.unit.name,
        "partners": item.joint_partners,
    }


def consents_asked_of(actor: Actor, *, answered: bool | None = None) -> list[Asked]:
    """The questions that this person may answer, those without answer first."""
    rows = Consent.objects.asked_of(actor)
    if answered is not None:
        rows = rows.exclude(answer="") if answered else rows.filter(answer="")
    found = [_asked(row, actor) for row in _with_units(rows).order_by("-asked_at", "-pk")]
    return sorted(found, key=lambda one: bool(one.answer))


def consents_asked_by(actor: Actor) -> list[Asked]:
    """The questions that the own units put to others, newest first."""
    rows = Consent.objects.visible_to(actor).filter(asker__code__in=actor.own_units)
    return [_asked(row, actor) for row in _with_units(rows).order_by("-asked_at", "-pk")]


def consents_of(actor: Actor, items: Iterable[PowerItem]) -> dict[int, tuple[Asked, ...]]:
    """The questions about items that are visible to this person, by the item's key."""
    versions = {item.pk: item.version for item in items}
    rows = _with_units(Consent.objects.visible_to(actor).filter(item__in=versions)).order_by("kind", "pk")
    found: defaultdict[int, tuple[Asked, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.item_id] += (_asked(row, actor, version=versions[row.item_id]),)
    return found


def get_consent_for(actor: Actor, code: str) -> Asked:
    """One question, for those it concerns. Raises Missing."""
    row = _with_units(Consent.objects.visible_to(actor).filter(code=code)).first()
    if row is None:
        raise Missing
    return _asked(row, actor)


def count_open(actor: Actor) -> int:
    """How many questions wait for an answer of this person."""
    return Consent.objects.asked_of(actor).filter(answer="", unit__valid_until__isnull=True).count()


def answers_of(asked: Iterable[Asked], kind: str) -> Answers:
    """The answers of a kind, counted."""
    rows = [one for one in asked if one.kind == kind]
    return Answers(
        asked=len(rows),
        waiting=sum(not one.answer for one in rows),
        objected=sum(one.answer == OBJECT for one in rows),
    )


def units_to_ask(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of the standing units of the region but the own ones: co-implementers, owners of sources."""
    found = Unit.objects.filter(region_id=actor.region, valid_until__isnull=True).exclude(
        code__in=actor.own_units
    )
    return list(found.exclude(kind="county").order_by("order", "code").values_list("code", "name"))


def county_units(actor: Actor) -> list[tuple[str, str, str]]:
    """Code, name and county of the standing units of the counties below: who may take over what is devolved."""
    found = Unit.objects.filter(
        region__parent_id=actor.region, region__level="county", valid_until__isnull=True
    )
    rows = found.order_by("region_id", "order", "code").values_list("code", "name", "region__name")
    return [(code, name, county) for code, name, county in rows]


def _with_units(rows: "QuerySet[Consent]") -> "QuerySet[Consent]":
    return rows.select_related("unit", "asker")


def _asked(row: Consent, actor: Actor, version: int | None = None) -> Asked:
    summary: dict[str, Any] = row.summary
    return Asked(
        code=row.code,
        kind=row.kind,
        unit=row.unit.code,
        unit_name=row.unit.name,
        asker_name=row.asker.name,
        note=row.note,
        summary=summary,
        asked_at=row.asked_at,
        answer=row.answer,
        reason=row.reason,
        answered_at=row.answered_at,
        closed=row.unit.valid_until is not None,
        mine=row.asker.code in actor.own_units,
        changed=version is not None and version != row.item_version,
    )
