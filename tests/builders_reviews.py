"""A return under review for tests, and how far its item got, all through services."""

from dataclasses import replace

from tests.builders import NOW, an_actor
from tests.builders_filings import LATER, OFFICE, a_ready_unit, received
from tests.builders_powers import CAMPAIGN, OTHER, OWN
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.base.transactions import reading
from qingdan.reviews.models import Review
from qingdan.reviews.services.groups import assign_group, seat_reviewer
from qingdan.reviews.services.judging import judge_item
from qingdan.reviews.services.stepping import Typed
from qingdan.rules.review import ListKind
from qingdan.rules.review_guards import ASPECTS, GOOD, POOR, Verdict
from qingdan.rules.role import Role

POWER = ListKind.POWER
GROUP = "review_group_1"
ALL_GOOD = Typed(verdicts={name: Verdict(verdict=GOOD) for name in ASPECTS})
ONE_POOR = Typed(
    verdicts=ALL_GOOD.verdicts | {"legality": Verdict(verdict=POOR, note="第三条没有给这个权力")},
    disposition="abolish",
    reason="没有依据",
)


@kept
def a_reviewed_city() -> Review:
    """市灯笼局's return received, its one item with group 1, where a reviewer lent by 市河道局 sits. The item."""
    reviewer = a_reviewer()
    a_ready_unit()
    received()
    assign_group(campaign=CAMPAIGN, unit=OWN, group=GROUP, by=OFFICE, at=NOW)
    seat_reviewer(
        campaign=CAMPAIGN,
        group=GROUP,
        username=reviewer.username,
        home_unit=OTHER,
        expert=False,
        by=OFFICE,
        at=NOW,
    )
    return the_review()


@kept
def a_reviewer(username: str = "reviewer-3", unit: int = 3) -> Actor:
    """Somebody of 市河道局 who reviews; the same person each time."""
    return a_colleague(Role.REVIEWER, username=username, unit=unit)


@kept
def a_colleague(role: Role, *, unit: int, username: str = "") -> Actor:
    """Somebody with one role at a unit (its number), opened when first asked for."""
    name = username or f"{role}-{unit}"
    known = User.objects.filter(username=name).first()
    actor = actor_of(known, on=day_of(NOW)) if known else an_actor(role, unit=unit, username=name)
    return replace(actor, factor_at=LATER)


def the_review(number: str = "") -> Review:
    """The item under review as it stands."""
    with reading(OFFICE):
        found = Review.objects.select_related("campaign", "unit", "filing")
        return found.get(number=number) if number else found.get()


@kept
def judged(action: str, by: Actor, typed: Typed = ALL_GOOD) -> Review:
    """The item after an act of the group or the member unit."""
    one = the_review()
    judge_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=one.number,
        version=one.version,
        action=action,
        typed=typed,
        by=by,
        at=LATER,
    )
    return the_review()
