"""Undoing an accepted workbook: all of it stands as before, but for what somebody changed since."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from tests.builders import NOW
from tests.builders_partners import the_item
from tests.builders_powers import LIAISON, OWN, STRANGER
from tests.builders_uploads import (
    GROUND,
    HANGING_ROW,
    HEADING,
    UNLIT_ROW,
    accepted,
    an_upload,
    changed,
    items_of,
    laid,
    state_of,
)

from qingdan.base.actor import Actor
from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.powers.models import Consent, ItemCheck, LegalBasis, NilLine, PowerItem, Upload
from qingdan.powers.queries.touched import undo_of
from qingdan.powers.services.items import delete_item, save_item
from qingdan.powers.services.undoing import Undone, undo_acceptance

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022", "G-hostile")]
FIRST, SECOND = f"{OWN}-00001", f"{OWN}-00002"
LATER = NOW + timedelta(hours=1)


def _undo(code: str, by: Actor = LIAISON) -> Undone:
    return undo_acceptance(code=code, by=by, at=LATER)


def _register() -> Mapping[str, tuple[object, ...]]:
    """What the register says: the kept items with their texts and bases."""
    with reading(LIAISON):
        bases = list(LegalBasis.objects.order_by("item", "order").values_list("item", "locator", "quotation"))
    return {
        one.draft_number: (one.name, one.office, one.reason, one.basis_printed, one.transition_from,
                           [basis[1:] for basis in bases if basis[0] == one.pk])
        for one in items_of().values()
    }  # fmt: skip


def _refused(act: object, key: str) -> None:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    assert [one.key for one in refused.value.problems] == [key]


def test_undo__deletes_what_was_added_and_takes_nil_lines_back() -> None:
    nil = ("", "行政奖励", "行政奖励　0项　零报告", "", "", "", "", "")
    code = an_upload(UNLIT_ROW, HANGING_ROW, nil)
    accepted(code)

    assert _undo(code) == Undone(undone=2, left=())

    with reading(LIAISON):
        assert not NilLine.objects.exists() and not ItemCheck.objects.exists()
        assert list(PowerItem.objects.order_by("pk").values_list("deleted_at", flat=True)) == [LATER, LATER]
    assert not items_of() and state_of(code) == "checked"
    assert Event.objects.get(kind="AcceptanceUndone").data == {"undone": 2, "left": []}


def test_undo__gives_changed_items_their_texts_back_and_deleted_ones_their_place() -> None:
    accepted(an_upload(UNLIT_ROW, HANGING_ROW))
    before = _register()
    again = changed(
        UNLIT_ROW, name="对夜里不点亮沿街灯笼的处罚", office="稽查科", basis=GROUND.replace("三", "四")
    )
    code = an_upload(again)
    accepted(code, delete=(SECOND,))
    assert _register().keys() == {FIRST} and _register()[FIRST] != before[FIRST]

    assert _undo(code).undone == 2

    assert _register() == before


def test_undo__takes_back_what_was_taken_back() -> None:
    accepted(an_upload(UNLIT_ROW, HANGING_ROW))
    delete_item(number=SECOND, by=LIAISON, at=NOW)
    code = an_upload(UNLIT_ROW, changed(HANGING_ROW, office="稽查科"))
    accepted(code, restore=(SECOND,))
    assert items_of()[SECOND].office == "稽查科"

    _undo(code)

    assert list(items_of()) == [FIRST]
    assert (the_item(SECOND).office, the_item(SECOND).deleted_at) == ("灯火科", LATER)


def test_undo__leaves_what_was_changed_since_and_says_so() -> None:
    code = an_upload(UNLIT_ROW, HANGING_ROW)
    accepted(code)
    save_item(number=SECOND, version=1, values={"office": "稽查科"}, by=LIAISON, at=NOW)
    with reading(LIAISON):
        shown = undo_of(Upload.objects.get(code=code))
    assert shown and ([one.number for one in shown.left], dict(shown.counts)) == ([SECOND], {"added": 1})

    assert _undo(code) == Undone(undone=1, left=(SECOND,))

    assert [(one.draft_number, one.office) for one in items_of().values()] == [(SECOND, "稽查科")]


def test_undo__then_the_same_file_is_accepted_as_if_for_the_first_time() -> None:
    code = an_upload(UNLIT_ROW, HANGING_ROW)
    accepted(code)
    _undo(code)

    difference = laid(code).difference
    assert (len(difference.added), difference.deleted) == (2, ())
    accepted(code)

    assert list(items_of()) == [f"{OWN}-00003", f"{OWN}-00004"]
    assert laid(an_upload(UNLIT_ROW, HANGING_ROW)).difference.same == 2


def test_undo__asks_partners_no_more() -> None:
    heading, together = (*HEADING, "是否共同实施", "共同实施单位"), ("是", "市河道局")
    accepted(an_upload((*UNLIT_ROW, "否", ""), header=heading))
    code = an_upload((*UNLIT_ROW, *together), (*HANGING_ROW, *together), header=heading)
    accepted(code)
    with reading(LIAISON):
        asked = Consent.objects.count()

    _undo(code)

    with reading(LIAISON):
        assert (asked, Consent.objects.count()) == (2, 0)


def test_undo__goes_backwards_one_workbook_after_the_other() -> None:
    first, second = an_upload(UNLIT_ROW), an_upload(UNLIT_ROW, HANGING_ROW)
    accepted(first)
    accepted(second)

    _refused(lambda: _undo(first), "upload.later")
    _undo(second)
    _undo(first)

    assert not items_of()


def test_undo__of_what_is_not_accepted_or_did_nothing() -> None:
    accepted(an_upload(UNLIT_ROW))
    idle = an_upload(UNLIT_ROW)
    _refused(lambda: _undo(idle), "upload.not_accepted")
    accepted(idle)

    _refused(lambda: _undo(idle), "upload.nothing_to_undo")


def test_undo__twice_is_done_once_and_by_strangers_not_at_all() -> None:
    code = an_upload(UNLIT_ROW)
    accepted(code)
    with pytest.raises(Missing):
        _undo(code, STRANGER)
    _undo(code)

    _refused(lambda: _undo(code), "upload.not_accepted")
