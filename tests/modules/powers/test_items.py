"""Items of a register: added, saved, deleted, taken back, moved."""

from datetime import timedelta

import pytest
from tests.builders import NOW, TODAY
from tests.builders_powers import CAMPAIGN, LIAISON, MISPLACED, OWN, STRANGER, UNLIT, WHOLE, an_item

from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import ItemCheck, LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.fields import longest
from qingdan.powers.services.items import add_item, delete_item, move_item, restore_item, save_item

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022")]
LATER = NOW + timedelta(hours=1)


def _save(number: str, version: int = 1, **more: object) -> int:
    words = {"values": {}, "by": LIAISON, "at": LATER} | more
    return save_item(number=number, version=version, **words).version  # type: ignore[arg-type]


def _item(number: str) -> PowerItem:
    with reading(LIAISON):
        return PowerItem.objects.get(draft_number=number)


def _kinds() -> list[str]:
    return list(
        Event.objects.filter(subject__startswith="power_item:").order_by("pk").values_list("kind", flat=True)
    )


def test_add__gives_numbers_in_turn() -> None:
    assert [an_item(), an_item("对乱挂灯笼的处罚")] == [f"{OWN}-00001", f"{OWN}-00002"]
    assert _kinds() == ["ItemAdded", "ItemAdded"]


def test_add__number_of_a_deleted_item_is_not_given_again() -> None:
    delete_item(number=an_item(), by=LIAISON, at=LATER)

    assert an_item() == f"{OWN}-00002"


def test_add__same_form_twice_adds_one() -> None:
    first, second = (
        add_item(campaign=CAMPAIGN, unit=OWN, values={}, once="a1", by=LIAISON, at=NOW) for _ in range(2)
    )

    assert first == second
    assert _kinds() == ["ItemAdded"]


def test_save__keeps_every_field_given_and_counts_versions() -> None:
    number = an_item()

    assert (
        _save(number, values={"name": "对熄灯的处罚", "duty": "巡查", "transition_from": "2026-07-01"}) == 2
    )
    item = _item(number)
    assert (item.name, item.duty, item.office, item.updated_by) == (
        "对熄灯的处罚",
        "巡查",
        "灯火科",
        "liaison",
    )
    assert item.transition_from and item.transition_from.year == TODAY.year


def test_save__hostile_text_is_kept_literally_as_it_looks() -> None:
    hostile = "<script>alert(1)</script>'; DROP TABLE x; -- {{ 7*7 }} 灯"
    number = an_item()
    _save(number, values={"name": hostile.replace("灯", "\u202e灯\u200b"), "remark": "空\x00字"})

    assert (_item(number).name, _item(number).remark) == (hostile, "空\ufffd字")


def test_save__nothing_changed_is_no_version() -> None:
    number = an_item()

    assert _save(number, values=WHOLE, bases=(UNLIT,)) == 1
    assert _kinds() == ["ItemAdded"]


def test_save__same_form_twice_is_one_save() -> None:
    number = an_item()
    sent = {"values": {"name": "对熄灯的处罚"}, "bases": (MISPLACED,)}

    assert [_save(number, 1, **sent), _save(number, 1, **sent)] == [2, 2]
    assert _kinds() == ["ItemAdded", "ItemSaved"]


def test_save__on_what_another_saved_shows_theirs_and_writes_nothing() -> None:
    number = an_item()
    _save(number, values={"name": "甲写的", "reason": "甲的理由"})

    with pytest.raises(Stale) as lost:
        _save(number, 1, values={"name": "乙写的", "reason": "甲的理由", "remark": "乙"}, bases=(MISPLACED,))

    assert lost.value.theirs == {"legal_basis": UNLIT.printed, "name": "甲写的", "remark": ""}
    assert lost.value.version == 2
    assert (_item(number).name, _item(number).version) == ("甲写的", 2)


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("category", "magic", "desk.choice"),
        ("disposition", "perhaps", "desk.choice"),
        ("item_code", "1" * 41, "desk.too_long"),
        ("name", "灯" * (longest("name") + 1), "desk.too_long"),
        ("transition_until", "明年", "powers.day"),
    ],
)
def test_save__refuses_what_does_not_fit(field: str, text: str, key: str) -> None:
    number = an_item()

    with pytest.raises(Refused) as refused:
        _save(number, values={field: text})

    assert [(one.key, one.where.field) for one in refused.value.problems] == [(key, field)]
    assert _item(number).version == 1


def test_save__says_every_reason_at_once() -> None:
    number = an_item()
    days = {"transition_from": "2027-01-01", "transition_until": "2026-01-01", "category": "magic"}
    long = BasisText(instrument="灯" * 201)

    with pytest.raises(Refused) as refused:
        _save(number, values=days, bases=(long,))

    fields = {one.where.field for one in refused.value.problems}
    assert fields == {"category", "transition_until", "basis-0-instrument"}


def test_bases__are_rows_and_one_text() -> None:
    number = an_item(bases=(BasisText(instrument="《临江市灯笼管理条例》", locator="第三条"), BasisText()))
    _save(number, bases=(UNLIT, BasisText(quotation="无法拆开的依据\n两行")))

    with reading(LIAISON):
        rows = list(LegalBasis.objects.filter(item__draft_number=number).values_list("order", "instrument"))
    assert rows == [(0, "临江市灯笼管理条例"), (1, "")]
    assert _item(number).basis_printed == f"{UNLIT.printed}\n无法拆开的依据\u3000两行"


def test_delete__can_be_taken_back() -> None:
    number = an_item()
    delete_item(number=number, by=LIAISON, at=LATER)
    delete_item(number=number, by=LIAISON, at=LATER)
    with pytest.raises(Refused):
        _save(number, 2, values={"name": "迟了"})
    restore_item(number=number, by=LIAISON, at=LATER)

    assert _item(number).deleted_at is None
    assert _item(number).name == WHOLE["name"]
    assert _kinds() == ["ItemAdded", "ItemDeleted", "ItemRestored"]


def test_move__changes_the_place_and_no_number() -> None:
    numbers = [an_item(f"对第{n}种灯的处罚") for n in range(4)]
    move_item(number=numbers[3], before=numbers[0], by=LIAISON, at=LATER)
    move_item(number=numbers[0], before="", by=LIAISON, at=LATER)
    move_item(number=numbers[0], before="", by=LIAISON, at=LATER)

    with reading(LIAISON):
        now = list(PowerItem.objects.order_by("order").values_list("draft_number", flat=True))
    assert now == [numbers[3], numbers[1], numbers[2], numbers[0]]
    assert _kinds().count("ItemMoved") == 2


def test_move__into_the_same_gap_again_and_again() -> None:
    numbers = [an_item(f"对第{n}种灯的处罚") for n in range(3)]
    for _ in range(12):
        move_item(number=numbers[2], before=numbers[1], by=LIAISON, at=LATER)
        move_item(number=numbers[1], before=numbers[2], by=LIAISON, at=LATER)

    with reading(LIAISON):
        now = list(PowerItem.objects.order_by("order").values_list("draft_number", flat=True))
    assert now == numbers


@pytest.mark.requirement("G-access")
@pytest.mark.parametrize("act", [delete_item, restore_item])
def test_acts__of_another_unit_are_missing(act: object) -> None:
    number = an_item()

    with pytest.raises(Missing):
        act(number=number, by=STRANGER, at=LATER)  # type: ignore[operator]
    with pytest.raises(Missing):
        _save(number, values={"name": "别的单位"}, by=STRANGER)
    with pytest.raises(Missing):
        an_item(unit=OWN, by=STRANGER)
    with pytest.raises(Missing):
        _save(f"{OWN}-09999", values={"name": "没有这一行"})


def test_closed_campaign__takes_no_more() -> None:
    number = an_item()
    with writing(LIAISON):
        Campaign.objects.update(closed_at=LATER)

    with pytest.raises(Refused) as refused:
        _save(number, values={"name": "迟了"})
    assert [one.key for one in refused.value.problems] == ["powers.closed"]
    with pytest.raises(Refused):
        an_item()


def test_event__holds_no_text_of_the_draft() -> None:
    number = an_item()
    _save(number, values={"name": "对熄灯的处罚"})

    (event,) = Event.objects.filter(kind="ItemSaved")
    assert event.data == {"version": 2, "fields": ["name"]}
    assert (event.unit, event.subject) == (OWN, f"power_item:{number}")


def test_check__is_of_the_saved_version() -> None:
    number = an_item()
    _save(number, bases=(MISPLACED,))

    with reading(LIAISON):
        check = ItemCheck.objects.get(item__draft_number=number)
    assert (check.version, check.on) == (2, TODAY)
    assert "C08" in {one["code"] for one in check.problems}
