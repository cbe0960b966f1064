"""Acts of the review desk for tests: each layer's, on the item as it stands, through services."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.builders_filings import LATER, PRINCIPAL
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.builders_reviews import ALL_GOOD, ONE_POOR, POWER, a_colleague, a_reviewer, the_review

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.filings.models import Filing
from qingdan.powers.models import PowerItem
from qingdan.powers.services.items import save_item
from qingdan.reviews.models import Review
from qingdan.reviews.queries.supplements import supplement_of
from qingdan.reviews.services.answering import answer_item, sign_supplement
from qingdan.reviews.services.judging import GROUP_ACTS, MEMBER_ACTS, judge_item
from qingdan.reviews.services.settling import settle_item, take_up
from qingdan.reviews.services.stepping import Typed
from qingdan.rules.role import Role

WORDS = replace(ALL_GOOD, reason="灯笼两边说法不同")
ANSWER = Typed(reason="按灯笼条例第三条办")
MUCH_LATER = LATER + timedelta(days=60)


def a_member() -> Actor:
    """Somebody of 市河道局, which is the member unit here."""
    return a_colleague(Role.MEMBER_UNIT, unit=3)


def a_coordinator() -> Actor:
    """Somebody of the 综合组, who works at 市编办."""
    return a_colleague(Role.COORDINATION_GROUP, unit=2)


def acted(
    action: str,
    by: Actor | None = None,
    *,
    number: str = "",
    typed: Typed | None = None,
    at: datetime = LATER,
) -> Review:
    """The item after an act, by who does such acts here unless somebody is named."""
    one = the_review(number)
    named = {"campaign": CAMPAIGN, "kind": POWER, "number": one.number, "at": at}
    version = {"version": one.version, "action": action}
    if action in {*GROUP_ACTS, *MEMBER_ACTS}:
        who = by or (a_reviewer() if action in GROUP_ACTS else a_member())
        judge_item(**named, **version, typed=typed or _words_for(action), by=who)
    elif action in {"settle", "hand_back"}:
        settle_item(**named, **version, typed=typed or ANSWER, by=by or a_coordinator())
    elif action == "take_up":
        take_up(campaign=CAMPAIGN, kind=POWER, numbers=[one.number], by=by or a_coordinator(), at=at)
    else:
        answer_item(**named, **version, reason=(typed or WORDS).reason, by=by or LIAISON)
    return the_review(one.number)


def changed(number: str = "", by: Actor = LIAISON, **values: str) -> None:
    """The unit changes the draft of an item."""
    one = the_review(number)
    with reading(LIAISON):
        version = PowerItem.objects.get(draft_number=one.number).version
    save_item(number=one.number, version=version, values=values or {"duty": "每夜巡查"}, by=by, at=LATER)


def supplemented(by: Actor | None = None, at: datetime = LATER) -> int:
    """The principal signs what was changed, the second factor just shown; the number of the supplement."""
    with reading(LIAISON):
        digest = supplement_of(the_return()).digest
    who = by or replace(PRINCIPAL, factor_at=at)
    return sign_supplement(campaign=CAMPAIGN, unit=OWN, kind=POWER, digest=digest, by=who, at=at)


def the_return() -> Filing:
    """The received return; call it inside a transaction."""
    return Filing.objects.select_related("campaign", "unit").get(closed_at=None)


def _words_for(action: str) -> Typed:
    return {"return": ONE_POOR, "refer": WORDS, "disagree": WORDS}.get(action, ALL_GOOD)
