"""The items of a unit that could have a chart of their own, to choose from."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from qingdan.base.actor import Actor
from qingdan.data.schemes import category_names
from qingdan.flows.models import FlowChart
from qingdan.powers.models import PowerItem

SHOWN = 20
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChoice:
    """An item to choose: draft number, name with its sub item, name of its category."""

    number: str
    name: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChoices:
    """The first of the items that answer to the words, and how many more there are."""

    words: str
    items: tuple[OwnChoice, ...]
    more: int


def own_choices(actor: Actor, *, campaign: str, unit: str, words: str) -> OwnChoices:
    """Items with a category and no chart of their own; each word is in the name, the sub item or the draft number.

    Without words those of a short register alone: of a long one somebody must say something.
    """
    own = FlowChart.objects.filter(item=OuterRef("pk"))
    found = PowerItem.objects.visible_to(actor).kept().filter(campaign__code=campaign, unit__code=unit)
    found = found.exclude(category="").exclude(Exists(own)).order_by("order", "pk")
    for word in words.split()[:_MOST_WORDS]:
        found = found.filter(
            Q(name__icontains=word) | Q(sub_item__icontains=word) | Q(draft_number__icontains=word)
        )
    count = found.count()
    shown = () if not words and count > SHOWN else found[:SHOWN]
    return OwnChoices(
        words=words,
        items=tuple(
            OwnChoice(
                number=one.draft_number,
                name="　".join(filter(None, (one.name, one.sub_item))),
                category=category_names().get(one.category, one.category),
            )
            for one in shown
        ),
        more=count - len(shown),
    )
