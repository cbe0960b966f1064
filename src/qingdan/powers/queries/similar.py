"""Items that are alike: what may be merged with an item, among those that a person may see (R-041)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.linter.items import cited_keys
from qingdan.powers.models import Merge, PowerItem
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import Disposition
from qingdan.rules.vocabulary.similarity import alike, contained, core, most_in_common

ALIKE, ALIKE_ON_ONE_ARTICLE, HELD = 0.6, 0.4, 0.95
"""How alike names must be: less than for a duplicate (C15), since a person chooses from what is proposed."""
MOST = 20
_MOST_OWN = 200
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item like another; `likeness` from 0 to 1; `same_article`: both cite one article."""

    number: str
    name: str
    unit: str
    unit_name: str
    likeness: float
    same_article: bool
    category: str
    version: int


def active_merges() -> "QuerySet[Merge]":
    """Merges that hold: one falls away when its source gets another disposition or either item is deleted."""
    return Merge.objects.filter(
        source__disposition=Disposition.CONSOLIDATE,
        source__deleted_at__isnull=True,
        target__deleted_at__isnull=True,
    )


def similar_to(actor: Actor, item: PowerItem, *, name: str = "", own: bool = False) -> tuple[Candidate, ...]:
    """The items most like one, the likest first. `own`: of the own units only; `name`: instead of the item's own."""
    like = core(name or item.name + item.sub_item)
    taken = active_merges().values("source")
    found = PowerItem.objects.kept().visible_to(actor).filter(campaign_id=item.campaign_id)
    if own:
        found = found.filter(unit__code__in=actor.own_units)
    rows = found.exclude(pk=item.pk).exclude(pk__in=taken).select_related("unit")
    rows = rows.only(
        "name", "sub_item", "basis_printed", "draft_number", "category", "version", "unit__code", "unit__name"
    )
    articles = cited_articles(item.basis_printed)
    candidates = (one for row in rows if (one := _candidate(row, like, articles)))
    return tuple(sorted(candidates, key=lambda one: (-one.likeness, one.number))[:MOST])


def own_items_like(actor: Actor, unit: str, name: str) -> tuple[tuple[str, str, float], ...]:
    """Draft number, name and likeness of a unit's own open items, the likest first, at most two hundred."""
    items = PowerItem.objects.kept().visible_to(actor).filter(unit__code__in=actor.own_units)
    items = items.filter(
        Q(unit__code=unit) | Q(unit__supervising__code=unit), campaign__closed_at__isnull=True
    )
    like = core(name)
    rows = items.values_list("draft_number", "name")
    found = ((number, own, round(alike(like, core(own)), 2) if like else 0.0) for number, own in rows)
    return tuple(sorted(found, key=lambda one: (-one[2], one[0]))[:_MOST_OWN])


def cited_articles(printed: str) -> frozenset[str]:
    """The articles that the bases of an item cite, each by title and number."""
    entries = tuple(BasisFacts(entry=entry) for entry in read_basis(printed)) if printed else ()
    return frozenset(key.rsplit("|", 2)[0] for key in cited_keys(entries) if key[0] != "|")


def _candidate(row: PowerItem, like: str, articles: frozenset[str]) -> Candidate | None:
    other = core(row.name + row.sub_item)
    both = len(like) + len(other)
    if not (like and other) or 2 * most_in_common(like, other) < ALIKE_ON_ONE_ARTICLE * both:
        return None
    likeness = alike(like, other)
    same = bool(articles & cited_articles(row.basis_printed)) if likeness >= ALIKE_ON_ONE_ARTICLE else False
    part = min(len(like), len(other)) >= _SHORTEST_PART and contained(like, other) >= HELD
    if likeness < (ALIKE_ON_ONE_ARTICLE if same or part else ALIKE):
        return None
    return Candidate(
        number=row.draft_number,
        name=row.name,
        unit=row.unit.code,
        unit_name=row.unit.name,
        likeness=round(likeness, 2),
        same_article=same,
        category=row.category,
        version=row.version,
    )
