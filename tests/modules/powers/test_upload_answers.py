"""Answering the problems of a workbook before it is laid into the draft: suggestions adopted, reasons kept."""

import pytest
from tests.builders import NOW
from tests.builders_powers import LIAISON, OWN, STRANGER
from tests.builders_uploads import (
    GROUND,
    HANGING_ROW,
    UNLIT_ROW,
    accepted,
    an_upload,
    changed,
    items_of,
    laid,
)

from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.powers.models import ItemCheck, Justification, LegalBasis, Upload
from qingdan.powers.services.beginnings import judge_register
from qingdan.powers.services.intake import drop_upload
from qingdan.powers.services.upload_answers import adopt_suggestion, explain_problem, take_answer_back

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-022", "C08")]
MISPLACED = changed(UNLIT_ROW, basis=GROUND.replace("第三条", "第四条"))
MISQUOTED = changed(UNLIT_ROW, basis=GROUND.replace("责令改正", "责令立刻改正"))


def number_of(code: str, rule: str) -> int:
    """The first problem of a rule."""
    with reading(LIAISON):
        problems = Upload.objects.get(code=code).result["problems"]
    return next(number for number, one in enumerate(problems, 1) if one["code"] == rule)


def _adopt(code: str, rule: str = "C08") -> None:
    adopt_suggestion(code=code, problem=number_of(code, rule), by=LIAISON, at=NOW)


def _basis(number: str = f"{OWN}-00001") -> tuple[str, str]:
    with reading(LIAISON):
        row = LegalBasis.objects.get(item__draft_number=number)
    return row.locator, row.quotation


def _codes(number: str = f"{OWN}-00001") -> set[str]:
    with reading(LIAISON):
        return {one["code"] for one in ItemCheck.objects.get(item__draft_number=number).problems}


@pytest.mark.parametrize("row", [MISPLACED, MISQUOTED])
def test_adopt__the_row_is_taken_over_set_right(row: tuple[str, ...]) -> None:
    code = an_upload(row, HANGING_ROW)

    _adopt(code)
    _adopt(code)  # twice is once
    accepted(code)

    assert f"《临江市灯笼管理条例》{'：'.join(_basis())}" == GROUND
    assert "C08" not in _codes()
    judge_register(unit=OWN, campaign="lanterns-2026", by=LIAISON, at=NOW)
    assert "C08" not in _codes()
    assert Event.objects.filter(kind="SuggestionAdopted", subject=f"upload:{code}").count() == 1


def test_adopt__the_same_file_sent_again_does_not_undo_it() -> None:
    code = an_upload(MISPLACED)
    _adopt(code)
    accepted(code)

    again = an_upload(MISPLACED)

    assert laid(again).difference.changed == () and accepted(again).changed == 0
    assert _basis()[0] == "第三条"


def test_adopt__of_a_row_that_changes_an_item() -> None:
    accepted(an_upload(MISPLACED))
    code = an_upload(changed(MISPLACED, office="灯油科"))

    _adopt(code)
    accepted(code)

    assert _basis()[0] == "第三条" and items_of()[f"{OWN}-00001"].office == "灯油科"


def test_answers__a_difference_seen_before_is_stale() -> None:
    code = an_upload(MISPLACED)
    before = laid(code).token

    _adopt(code)

    assert laid(code).token != before


def test_take_back__the_row_is_taken_over_as_it_is() -> None:
    code = an_upload(MISPLACED)
    _adopt(code)

    take_answer_back(code=code, problem=number_of(code, "C08"), by=LIAISON, at=NOW)
    accepted(code)

    assert _basis()[0] == "第四条" and "C08" in _codes()


def test_explain__becomes_the_reason_of_the_item() -> None:
    code = an_upload(MISPLACED)

    explain_problem(code=code, problem=number_of(code, "C08"), reason=" 旧编号 ", by=LIAISON, at=NOW)
    accepted(code)
    judge_register(unit=OWN, campaign="lanterns-2026", by=LIAISON, at=NOW)

    with reading(LIAISON):
        kept = Justification.objects.get()
    assert (kept.item.draft_number, kept.code, kept.key) == (f"{OWN}-00001", "C08", "C08.text_elsewhere")
    assert (kept.reason, kept.by) == ("旧编号", LIAISON.username)


@pytest.mark.parametrize(("rule", "reason"), [("C08", " "), ("C08", "字" * 501), ("C01", "没有依据也要做")])
def test_explain__is_refused(rule: str, reason: str) -> None:
    code = an_upload(MISPLACED if rule == "C08" else changed(UNLIT_ROW, basis=""))

    with pytest.raises(Refused):
        explain_problem(code=code, problem=number_of(code, rule), reason=reason, by=LIAISON, at=NOW)


def test_answer__what_cannot_be_set_right_is_refused() -> None:
    code = an_upload(changed(UNLIT_ROW, basis=""))

    with pytest.raises(Refused) as refused:
        _adopt(code, "C01")

    assert [one.key for one in refused.value.problems] == ["upload.no_suggestion"]


def test_answer__a_foreign_upload_or_a_problem_of_no_row_does_not_exist() -> None:
    code = an_upload(MISPLACED)

    for number, by in ((number_of(code, "C08"), STRANGER), (number_of(code, "C32"), LIAISON), (999, LIAISON)):
        with pytest.raises(Missing):
            take_answer_back(code=code, problem=number, by=by, at=NOW)


@pytest.mark.parametrize(("close", "key"), [(accepted, "upload.accepted"), (drop_upload, "upload.dropped")])
def test_answer__once_accepted_or_dropped_is_refused(close: object, key: str) -> None:
    code = an_upload(MISPLACED)
    accepted(code) if close is accepted else drop_upload(code=code, by=LIAISON, at=NOW)

    with pytest.raises(Refused) as refused:
        _adopt(code)

    assert [one.key for one in refused.value.problems] == [key]
