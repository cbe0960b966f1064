"""A workbook read, checked and laid into an empty draft."""

from datetime import date

import pytest
from tests.builders import NOW
from tests.builders_files import PDF, a_workbook, given
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER
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

from qingdan.base.events.models import Event
from qingdan.base.jobs.models import Job
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import ItemCheck, LegalBasis, NilLine, Upload
from qingdan.powers.services.intake import accept_upload, drop_upload, upload_register
from qingdan.powers.services.reading import read_upload

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022", "G-hostile")]


def _upload(content: bytes, name: str = "登记表.xlsx", unit: str = OWN) -> str:
    file = given(content, name)
    return upload_register(file=file, unit=unit, campaign=CAMPAIGN, by=LIAISON, at=NOW).code


def _refused(act: object, *keys: str) -> None:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    assert [one.key for one in refused.value.problems] == list(keys)


def test_accept_upload__makes_items_of_rows() -> None:
    done = accepted(an_upload(UNLIT_ROW, HANGING_ROW))

    items = items_of()
    assert (done.added, done.changed, done.deleted) == (2, 0, 0)
    assert list(items) == [f"{OWN}-00001", f"{OWN}-00002"]
    first, second = items.values()
    assert (first.category, first.disposition, first.office) == ("penalty", "retain", "灯火科")
    assert (second.category, second.disposition, second.origin) == ("confirmation", "devolve", "workbook")


def test_accept_upload__takes_bases_apart() -> None:
    accepted(an_upload(UNLIT_ROW))

    with reading(LIAISON):
        (basis,) = LegalBasis.objects.all()
    assert (basis.instrument, basis.locator) == ("临江市灯笼管理条例", "第三条")
    assert basis.quotation == GROUND.partition("：")[2]
    assert [one.basis_printed for one in items_of().values()] == [GROUND]


def test_accept_upload__keeps_what_was_found() -> None:
    accepted(an_upload(changed(UNLIT_ROW, basis=GROUND.replace("第三条", "第四条"))))

    with reading(LIAISON):
        (check,) = ItemCheck.objects.all()
    kept = {one["code"]: one for one in check.problems}
    assert kept["C08"]["key"] == "C08.text_elsewhere" and kept["C08"]["field"] == "legal_basis"
    assert check.warnings == sum(one["severity"] == "warning" for one in check.problems) > 0


def test_accept_upload__asks_for_a_judgement_of_the_whole() -> None:
    accepted(an_upload(UNLIT_ROW))

    with reading(LIAISON):
        assert list(Job.objects.order_by("pk").values_list("kind", flat=True)) == [
            "read_register",
            "judge_register",
        ]


def test_accept_upload__dates_transitions_and_loses_no_words() -> None:
    heading = (*HEADING, "承接主体", "过渡期", "备注")
    dated = (*changed(UNLIT_ROW, disposition="转移给协会"), "灯笼协会", "2年", "原备注")
    vague = (*changed(HANGING_ROW, category="行政怪事"), "", "视情况", "")

    accepted(an_upload(dated, vague, header=heading))

    first, second = items_of().values()
    assert (first.transition_from, first.transition_until) == (date(2026, 6, 1), date(2028, 5, 31))
    assert first.remark == "原备注\n清理意见：转移给协会"
    assert (second.category, second.transition_from) == ("", None)
    assert second.remark == "权力类别：行政怪事\n过渡期：视情况"


def test_accept_upload__cuts_nothing_off_silently() -> None:
    accepted(an_upload(changed(UNLIT_ROW, office="科" * 200)))

    (item,) = items_of().values()
    assert item.office == "科" * 79 + "…" and "科" * 200 in item.remark


def test_accept_upload__keeps_line_breaks_and_signs() -> None:
    accepted(an_upload(changed(UNLIT_ROW, name="对夜间不点亮\n沿街灯笼的处罚", reason="+SUM(A1)")))

    (item,) = items_of().values()
    assert "沿街灯笼的处罚" in item.name and item.reason == "+SUM(A1)"


def test_accept_upload__nil_lines() -> None:
    row = ("", "行政奖励", "行政奖励　0项　零报告", "", "", "", "", "")

    done = accepted(an_upload(UNLIT_ROW, row))

    with reading(LIAISON):
        assert list(NilLine.objects.values_list("category", flat=True)) == ["reward"] and done.nil == 1


def test_accept_upload__twice_is_accepted_once() -> None:
    code = an_upload(UNLIT_ROW)
    token = laid(code).token
    accept_upload(code=code, token=token, choices={}, by=LIAISON, at=NOW)

    _refused(lambda: accept_upload(code=code, token=token, choices={}, by=LIAISON, at=NOW), "upload.accepted")

    assert len(items_of()) == 1


def test_accept_upload__from_a_stale_page_changes_nothing() -> None:
    code, other = an_upload(UNLIT_ROW), an_upload(HANGING_ROW)
    token = laid(code).token
    accepted(other)

    _refused(lambda: accept_upload(code=code, token=token, choices={}, by=LIAISON, at=NOW), "upload.stale")

    assert len(items_of()) == 1 and state_of(code) == "checked"


def test_two_uploads_at_once__the_second_is_merged() -> None:
    first, second = an_upload(UNLIT_ROW, HANGING_ROW), an_upload(UNLIT_ROW, HANGING_ROW)
    accepted(first)

    done = accepted(second)

    assert (done.added, done.changed) == (0, 0) and len(items_of()) == 2


def test_read_upload__done_again_changes_nothing() -> None:
    code = an_upload(UNLIT_ROW)
    accepted(code)

    assert read_upload(code=code, step=lambda *_: None, by=LIAISON, at=NOW) == code
    assert state_of(code) == "accepted"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (a_workbook(("关于灯笼的通知",), header=("通知",)), "F01.no_register"),
        (a_workbook(header=()), "F01.empty"),
    ],
)
def test_read_upload__a_workbook_without_register_fails(content: bytes, key: str) -> None:
    code = _upload(content)

    _refused(lambda: read_upload(code=code, step=lambda *_: None, by=LIAISON, at=NOW), key)

    assert state_of(code) == "failed"
    _refused(lambda: accept_upload(code=code, token="", choices={}, by=LIAISON, at=NOW), "upload.unreadable")


def test_read_upload__more_rows_than_any_unit_has() -> None:
    code = _upload("权力名称,设定依据\n".encode() + "点灯,自定\n".encode() * 20_000, "登记表.csv")

    _refused(lambda: read_upload(code=code, step=lambda *_: None, by=LIAISON, at=NOW), "F01.too_many_rows")

    assert state_of(code) == "failed"


def test_upload_register__clicked_twice_is_one_upload() -> None:
    content = a_workbook(UNLIT_ROW, header=HEADING)
    code = _upload(content)

    assert _upload(content) == code
    read_upload(code=code, step=lambda *_: None, by=LIAISON, at=NOW)
    assert _upload(content) != code


def test_upload_register__a_refused_file_leaves_nothing() -> None:
    _refused(lambda: _upload(PDF), "files.kind")

    with reading(LIAISON):
        assert not Upload.objects.exists() and not Job.objects.exists()


def test_upload_register__closed_campaign() -> None:
    with writing(LIAISON):
        Campaign.objects.update(closed_at=NOW)

    _refused(lambda: _upload(a_workbook(UNLIT_ROW, header=HEADING)), "powers.closed")


def test_uploads__of_another_unit_do_not_exist() -> None:
    code = an_upload(UNLIT_ROW)

    with pytest.raises(Missing):
        _upload(a_workbook(UNLIT_ROW, header=HEADING), unit=OTHER)
    for act in (
        lambda: accept_upload(code=code, token="", choices={}, by=STRANGER, at=NOW),
        lambda: drop_upload(code=code, by=STRANGER, at=NOW),
        lambda: read_upload(code=code, step=lambda *_: None, by=STRANGER, at=NOW),
    ):
        with pytest.raises(Missing):
            act()


def test_drop_upload__leaves_the_draft_alone() -> None:
    code = an_upload(UNLIT_ROW)

    drop_upload(code=code, by=LIAISON, at=NOW)

    assert state_of(code) == "dropped" and not items_of()
    _refused(lambda: accept_upload(code=code, token="", choices={}, by=LIAISON, at=NOW), "upload.dropped")


def test_uploads__are_recorded_without_words() -> None:
    accepted(an_upload(UNLIT_ROW))

    with reading(LIAISON):
        found = {one.kind: one.data for one in Event.objects.order_by("pk")}
    assert {"RegisterUploaded", "UploadChecked", "RegisterAccepted"} <= found.keys()
    assert "灯笼" not in str(
        [found[kind] for kind in ("RegisterUploaded", "UploadChecked", "RegisterAccepted")]
    )
