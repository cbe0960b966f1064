"""A register sent again: merged by item, never over what was edited since."""

import pytest
from tests.builders import NOW
from tests.builders_powers import LIAISON, an_item
from tests.builders_uploads import (
    HANGING_ROW,
    HEADING,
    UNLIT_ROW,
    accepted,
    an_upload,
    changed,
    items_of,
    laid,
)

from qingdan.base.refusal import Refused
from qingdan.powers.queries.filed import number_mark
from qingdan.powers.services.items import delete_item, save_item

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022", "G-hostile")]
FIRST, SECOND = "360900001-00001", "360900001-00002"


def _edit(number: str = FIRST, **values: str) -> None:
    save_item(number=number, version=items_of()[number].version, values=values, by=LIAISON, at=NOW)


def _shown(code: str) -> dict[str, dict[str, bool]]:
    """Number → field → whether somebody must choose."""
    changes = laid(code).difference.changed
    return {one.item.number: {two.field: two.conflict for two in one.fields} for one in changes}


@pytest.fixture
def filed(city: None) -> None:
    """Two items that a workbook brought."""
    accepted(an_upload(UNLIT_ROW, HANGING_ROW))


def test_sent_again__the_same_changes_nothing(filed: None) -> None:
    difference = laid(an_upload(UNLIT_ROW, HANGING_ROW)).difference

    assert (difference.added, difference.changed, difference.missing, difference.same) == ((), (), (), 2)


def test_sent_again__what_only_the_file_changed_is_taken(filed: None) -> None:
    code = an_upload(changed(UNLIT_ROW, office="稽查科", reason="改过"), HANGING_ROW)

    assert _shown(code) == {FIRST: {"office": False, "reason": False}}
    done = accepted(code)

    item = items_of()[FIRST]
    assert (done.added, done.changed) == (0, 1)
    assert (item.office, item.reason, item.version) == ("稽查科", "改过", 2)


def test_sent_again__what_was_edited_here_stays(filed: None) -> None:
    _edit(office="稽查科")

    code = an_upload(UNLIT_ROW, HANGING_ROW)

    assert _shown(code) == {}
    accepted(code)
    assert items_of()[FIRST].office == "稽查科"


def test_sent_again__edited_on_both_sides_must_be_chosen(filed: None) -> None:
    _edit(office="稽查科")
    code = an_upload(changed(UNLIT_ROW, office="法规科", reason="改过"), HANGING_ROW)

    assert _shown(code) == {FIRST: {"office": True, "reason": False}}
    with pytest.raises(Refused) as refused:
        accepted(code)

    assert [(one.key, one.where.field) for one in refused.value.problems] == [
        ("upload.choose", f"{FIRST}.office")
    ]
    assert items_of()[FIRST].reason == "依据充分"


@pytest.mark.parametrize(("choice", "office"), [("ours", "稽查科"), ("theirs", "法规科")])
def test_sent_again__the_choice_is_kept(filed: None, choice: str, office: str) -> None:
    _edit(office="稽查科")
    code = an_upload(changed(UNLIT_ROW, office="法规科", reason="改过"), HANGING_ROW)

    accepted(code, {f"{FIRST}.office": choice})

    item = items_of()[FIRST]
    assert (item.office, item.reason) == (office, "改过")
    assert (
        laid(an_upload(changed(UNLIT_ROW, office="法规科", reason="改过"), HANGING_ROW)).difference.same == 2
    )


def test_sent_again__the_same_edit_on_both_sides_is_none(filed: None) -> None:
    _edit(office="法规科")

    assert _shown(an_upload(changed(UNLIT_ROW, office="法规科"), HANGING_ROW)) == {}


def test_sent_again__bases_are_merged_as_one_field(filed: None) -> None:
    basis = UNLIT_ROW[3].replace("第三条", "第四条")
    code = an_upload(changed(UNLIT_ROW, basis=basis), HANGING_ROW)

    assert _shown(code) == {FIRST: {"legal_basis": False}}
    accepted(code)
    assert items_of()[FIRST].basis_printed == basis


def test_sent_again__a_column_that_the_form_lacks_says_nothing(filed: None) -> None:
    code = an_upload(UNLIT_ROW[:5], HANGING_ROW[:5], header=HEADING[:5])

    assert _shown(code) == {}


def test_sent_again__a_renamed_item_is_found_by_likeness(filed: None) -> None:
    code = an_upload(changed(UNLIT_ROW, name="对夜间未点亮沿街灯笼行为的处罚"), HANGING_ROW)

    assert _shown(code) == {FIRST: {"name": False}}


def test_sent_again__a_name_edited_here_is_found_by_what_was_filed(filed: None) -> None:
    _edit(name="完全两样的名称")

    difference = laid(an_upload(UNLIT_ROW, HANGING_ROW)).difference

    assert (difference.added, difference.missing, difference.same) == ((), (), 2)


def test_sent_again__the_draft_number_finds_its_item(filed: None) -> None:
    header = (*HEADING, "备注")
    row = (*changed(UNLIT_ROW, name="改得认不出的名称"), number_mark(FIRST))

    difference = laid(an_upload(row, (*HANGING_ROW, ""), header=header)).difference

    assert difference.matched[0] == FIRST and difference.added == ()
    assert [one.field for one in difference.changed[0].fields] == ["name"]


def test_sent_again__equal_rows_meet_equal_items_one_by_one(city: None) -> None:
    accepted(an_upload(UNLIT_ROW, HANGING_ROW, UNLIT_ROW))

    difference = laid(an_upload(UNLIT_ROW, HANGING_ROW, UNLIT_ROW, HANGING_ROW)).difference

    assert (difference.same, difference.added) == (3, (3,))


def test_sent_again__missing_items_stay_unless_deleted(filed: None) -> None:
    code = an_upload(UNLIT_ROW)

    assert [one.number for one in laid(code).difference.missing] == [SECOND]
    accepted(code)
    assert list(items_of()) == [FIRST, SECOND]


def test_sent_again__missing_items_are_deleted_on_demand(filed: None) -> None:
    done = accepted(an_upload(UNLIT_ROW), delete=(SECOND, FIRST))

    assert done.deleted == 1 and list(items_of()) == [FIRST]


def test_sent_again__an_item_made_here_is_not_missing(filed: None) -> None:
    an_item("对偷摘灯笼的处罚")

    difference = laid(an_upload(UNLIT_ROW, HANGING_ROW)).difference

    assert (difference.missing, difference.ours) == ((), 1)


@pytest.mark.parametrize(("restore", "left"), [((), [FIRST]), ((SECOND,), [FIRST, SECOND])])
def test_sent_again__what_was_deleted_here_comes_back_on_demand(
    filed: None, restore: tuple[str, ...], left: list[str]
) -> None:
    delete_item(number=SECOND, by=LIAISON, at=NOW)
    code = an_upload(UNLIT_ROW, HANGING_ROW)

    assert [one.item.number for one in laid(code).difference.deleted] == [SECOND]
    done = accepted(code, restore=restore)

    assert (done.added, done.restored, list(items_of())) == (0, len(restore), left)


def test_first_upload__over_a_typed_item_untouched_since(city: None) -> None:
    an_item(office="综合科")

    code = an_upload(UNLIT_ROW)

    assert _shown(code) == {FIRST: {"office": False}}


def test_first_upload__over_a_typed_item_edited_since(city: None) -> None:
    an_item(office="综合科")
    _edit(office="办公室")

    assert _shown(an_upload(UNLIT_ROW)) == {FIRST: {"office": True}}


def test_numbers__of_deleted_items_are_not_given_again(filed: None) -> None:
    accepted(an_upload(UNLIT_ROW), delete=(SECOND,))

    accepted(an_upload(UNLIT_ROW, changed(HANGING_ROW, name="灯笼样式的确认与发布")))

    assert list(items_of()) == [FIRST, "360900001-00003"]
