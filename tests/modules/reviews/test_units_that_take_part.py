"""A unit that takes part in an item does not speak on it at the second layer: another does, or the 综合组."""

import pytest
from tests.builders import NOW
from tests.builders_filings import LATER, OFFICE
from tests.builders_powers import CAMPAIGN, OTHER
from tests.builders_review_desk import a_coordinator, a_member, acted
from tests.builders_reviews import GROUP, a_colleague, a_reviewer, the_review

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.messages.models import Message
from qingdan.base.refusal import Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import reading, writing
from qingdan.reviews.models import Review
from qingdan.reviews.queries.content import ITEM_KIND
from qingdan.reviews.queries.holding import holding_of
from qingdan.reviews.queries.layers import disputes_of, member_queue
from qingdan.reviews.queries.queue import queue_of
from qingdan.reviews.services.groups import seat_reviewer
from qingdan.reviews.services.opening import describe
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-097", "R-056")]


@pytest.fixture
def joint(item: Review) -> Review:
    """The item of 市灯笼局 as one that 市河道局, the member unit here, exercises too; 市编办 lends a reviewer."""
    with writing(OFFICE):
        content = thaw(item.digest)
        content["values"] |= {"joint": "是", "joint_partners": "市河道局"}
        describe(item, content, freeze(ITEM_KIND, content, region=item.region_id, at=NOW))
        item.save()
    seat_reviewer(
        campaign=CAMPAIGN,
        group=GROUP,
        username=_reviewer().username,
        home_unit="",
        expert=True,
        by=OFFICE,
        at=NOW,
    )
    return item


def _reviewer() -> Actor:
    return a_reviewer("reviewer-2", unit=2)


def _passed() -> None:
    a_coordinator()
    assert acted("pass", _reviewer()).state == "member_review"


def _holders() -> list[str]:
    with reading(OFFICE):
        return [one.holder.address for one in holding_of(OFFICE, on=day_of(LATER)).lines if one.items]


def _waiting(query: object, actor: Actor, **more: object) -> int:
    with reading(actor):
        found = query(actor, **more)  # type: ignore[operator]
    return len(getattr(found, "queue", found).waiting)


def test_who_takes_part__is_not_asked_at_the_first_layer(joint: Review) -> None:
    assert _waiting(queue_of, a_reviewer()) == 0
    assert _waiting(queue_of, _reviewer()) == 1


def test_another_member_unit__speaks_instead(joint: Review) -> None:
    other = a_colleague(Role.MEMBER_UNIT, unit=2)
    a_member()
    _passed()

    assert (_waiting(member_queue, a_member()), _waiting(member_queue, other)) == (0, 1)
    assert _holders() == [f"member_unit-{other.unit}"]
    with pytest.raises(Refused, match=r"review\.unrouted"):
        acted("settle")
    assert acted("confirm", other).state == "consultation"


def test_no_other_member_unit__the_coordination_group_answers(joint: Review) -> None:
    a_member()
    _passed()

    assert _holders() == ["coordination_group"]
    assert _waiting(member_queue, a_member()) == 0
    assert _waiting(disputes_of, a_coordinator(), on=day_of(LATER)) == 1
    with pytest.raises(Refused, match=r"review\.routed"):
        acted("confirm")
    assert acted("settle").state == "consultation"


def test_no_other_member_unit__the_coordination_group_is_told(joint: Review) -> None:
    _passed()

    with reading(a_coordinator()):
        assert Message.objects.filter(
            user__username=a_coordinator().username, link__contains="disputes"
        ).exists()


def test_partners__are_the_units_named_in_the_text(joint: Review) -> None:
    assert the_review().partners == [OTHER]
