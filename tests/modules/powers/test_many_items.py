"""Rows of a register deleted together and taken back together."""

from datetime import timedelta

import pytest
from tests.builders import NOW
from tests.builders_partners import LANTERN_ROOM, a_subordinate, the_item
from tests.builders_powers import LIAISON, OTHER, STRANGER, an_item

from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import Consent, ItemCheck
from qingdan.powers.queries.deleted import deleted_together
from qingdan.powers.services.items import delete_item
from qingdan.powers.services.many import delete_items, restore_items

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022", "G-hostile")]
LATER = NOW + timedelta(hours=1)
UNIT = LIAISON.unit


@pytest.fixture
def three(city: None) -> list[str]:
    """Three items of one unit."""
    return [an_item(f"对第{n}种灯笼的处罚") for n in range(3)]


def _together() -> tuple[str, ...]:
    with reading(LIAISON):
        return deleted_together(LIAISON, UNIT, LATER)


def test_delete_items__is_one_act_that_can_be_taken_back(three: list[str]) -> None:
    assert delete_items(numbers=three[:2], by=LIAISON, at=LATER) == 2
    assert [bool(the_item(one).deleted_at) for one in three] == [True, True, False]
    assert _together() == tuple(three[:2])

    assert restore_items(numbers=_together(), by=LIAISON, at=LATER) == 2

    assert [(the_item(one).version, the_item(one).deleted_at) for one in three[:2]] == [(3, None)] * 2
    kinds = ("ItemsDeleted", "ItemsRestored")
    events = Event.objects.filter(kind__in=kinds).order_by("pk")
    assert [(one.kind, one.data["numbers"]) for one in events] == [(kind, three[:2]) for kind in kinds]
    with reading(LIAISON):
        assert ItemCheck.objects.filter(item__draft_number__in=three).count() == 3


def test_delete_items__what_is_deleted_already_keeps_its_own_act(three: list[str]) -> None:
    delete_item(number=three[0], by=LIAISON, at=NOW)

    assert delete_items(numbers=three, by=LIAISON, at=LATER) == 2

    assert (the_item(three[0]).deleted_at, _together()) == (NOW, tuple(three[1:]))
    assert delete_items(numbers=three, by=LIAISON, at=LATER) == 0


def test_delete_items__judges_the_rest_anew() -> None:
    twins = [an_item("对熄灭灯笼的处罚"), an_item("对熄灭灯笼的处罚")]
    with reading(LIAISON):
        assert "C15" in str(ItemCheck.objects.get(item__draft_number=twins[1]).problems)

    delete_items(numbers=twins[:1], by=LIAISON, at=LATER)

    with reading(LIAISON):
        assert "C15" not in str(ItemCheck.objects.get(item__draft_number=twins[1]).problems)


def test_delete_items__of_others_or_none(three: list[str]) -> None:
    a_subordinate()
    for numbers, by in (
        ([three[0], f"{OTHER}-00001"], LIAISON),
        (three, STRANGER),
        ([f"{LANTERN_ROOM}-00001"], LIAISON),
    ):
        with pytest.raises(Missing):
            delete_items(numbers=numbers, by=by, at=LATER)
    with pytest.raises(Refused) as refused:
        delete_items(numbers=(), by=LIAISON, at=LATER)

    assert refused.value.problems[0].key == "powers.none_chosen"
    assert _together() == ()


def test_delete_items__closed_campaign(three: list[str]) -> None:
    with writing(LIAISON):
        Campaign.objects.update(closed_at=NOW)

    with pytest.raises(Refused):
        delete_items(numbers=three, by=LIAISON, at=LATER)


def test_restore_items__asks_partners_again_where_they_are_not_asked() -> None:
    number = an_item(joint="是", joint_partners="市河道局")
    delete_items(numbers=[number], by=LIAISON, at=LATER)
    with writing(LIAISON):
        Consent.objects.all().delete()

    restore_items(numbers=[number], by=LIAISON, at=LATER)

    with reading(LIAISON):
        assert Consent.objects.get().unit.code == OTHER
