"""A suggestion of a workbook's check put in other places: of its row, and of rows with the same mistake."""

from typing import Any

import pytest
from tests.builders import NOW
from tests.builders_powers import LIAISON, OWN, STRANGER
from tests.builders_uploads import GROUND, HANGING_ROW, UNLIT_ROW, accepted, an_upload, changed, items_of

from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.powers.models import LegalBasis, Upload
from qingdan.powers.queries.corrections import IN_TEXT, Replacement, corrected_fields, in_texts
from qingdan.powers.queries.elsewhere import Place
from qingdan.powers.queries.upload_answers import answers_to
from qingdan.powers.queries.uploads import places_for
from qingdan.powers.services.upload_answers import adopt_elsewhere, adopt_suggestion, take_answer_back

pytestmark = pytest.mark.requirement("R-022", "C08")
in_city = pytest.mark.usefixtures("city")
WRONG = GROUND.replace("第三条", "第四条")
MISPLACED = changed(UNLIT_ROW, basis=WRONG)
TWIN = changed(MISPLACED, name="对夜里不点亮桥头灯笼的处罚")

FINDING: dict[str, Any] = {"key": "C08.text_elsewhere", "params": {"place": "第四条", "elsewhere": "第三条"}}


def _problem(code: str, row: int = 0) -> int:
    with reading(LIAISON):
        problems = Upload.objects.get(code=code).result["problems"]
    return next(n for n, one in enumerate(problems, 1) if one["code"] == "C08" and one["row"] == row)


def _places(code: str, row: int = 0) -> tuple[Place, ...]:
    with reading(LIAISON):
        return places_for(LIAISON, code, _problem(code, row))[2]


def _adopt(code: str, *places: str, row: int = 0) -> int:
    return adopt_elsewhere(code=code, problem=_problem(code, row), places=places, by=LIAISON, at=NOW)


def _locators() -> list[str]:
    with reading(LIAISON):
        return list(LegalBasis.objects.order_by("item", "order").values_list("locator", flat=True))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("见第四条", "见第三条"),
        ("第四条和第四条", "第三条和第三条"),
        ("第三条", None),
        ("没有条", None),
    ],
)
def test_in_texts__where_the_wrong_words_stand(text: str, made: str | None) -> None:
    wanted = in_texts(FINDING, {"reason": text})

    assert corrected_fields({"reason": text}, wanted)["reason"] == (made or text)
    assert bool(wanted) is bool(made)


def test_corrected_fields__leaves_what_reads_right_already() -> None:
    wanted = [Replacement(basis=IN_TEXT, part="reason", out="第四条", put="第四条第二款")]

    made = corrected_fields({"reason": "第四条第二款，第四条"}, wanted)

    assert made == {"reason": "第四条第二款，第四条第二款"}


@in_city
def test_elsewhere__other_rows_with_the_same_mistake() -> None:
    code = an_upload(MISPLACED, TWIN, HANGING_ROW)

    own, other = _places(code)
    assert own.suggested and (other.problem, other.suggested) == (_problem(code, 1), False)
    assert (other.before, other.out, other.put) == ("", "第四条", "第三条")

    assert _adopt(code, own.key, other.key) == 2
    accepted(code)

    assert _locators()[:2] == ["第三条", "第三条"]


@in_city
def test_elsewhere__another_row_alone_leaves_this_one() -> None:
    code = an_upload(MISPLACED, TWIN)

    _adopt(code, _places(code)[1].key)
    accepted(code)

    assert _locators() == ["第四条", "第三条"]


@in_city
def test_elsewhere__in_a_text_of_the_row() -> None:
    code = an_upload(changed(MISPLACED, reason="依照第四条办理"))

    basis, text = _places(code)
    assert (text.field, text.before, text.after) == ("reason", "依照", "办理")
    _adopt(code, text.key)
    adopt_suggestion(code=code, problem=_problem(code), by=LIAISON, at=NOW)
    accepted(code)

    assert items_of()[f"{OWN}-00001"].reason == "依照第三条办理" and _locators() == ["第三条"]
    assert basis.suggested


@in_city
def test_elsewhere__which_of_two_bases_is_meant_a_person_says() -> None:
    both = f"{WRONG}\n《临江市灯笼管理条例》第四条：挂彩灯的，应当登记。"
    code = an_upload(changed(UNLIT_ROW, basis=both))

    found = [one for one in _places(code) if one.field == "legal_basis"]
    assert [(one.basis, one.out, one.suggested) for one in found] == [
        (1, "第四条", False),
        (2, "第四条", False),
    ]
    _adopt(code, found[0].key)
    accepted(code)

    assert _locators() == ["第三条", "第四条"]


@in_city
def test_elsewhere__taken_back_with_the_answer() -> None:
    code = an_upload(MISPLACED, TWIN)
    _adopt(code, *(one.key for one in _places(code)))

    take_answer_back(code=code, problem=_problem(code), by=LIAISON, at=NOW)

    with reading(LIAISON):
        assert list(answers_to(Upload.objects.get(code=code))) == [_problem(code, 1)]


@in_city
@pytest.mark.parametrize(("places", "key"), [((), "upload.no_place"), (("0" * 16,), "upload.no_suggestion")])
def test_elsewhere__nothing_chosen_or_gone_is_refused(places: tuple[str, ...], key: str) -> None:
    code = an_upload(MISPLACED)

    with pytest.raises(Refused) as refused:
        _adopt(code, *places)

    assert [one.key for one in refused.value.problems] == [key]


@in_city
def test_elsewhere__of_a_foreign_upload_or_one_that_is_accepted() -> None:
    code = an_upload(MISPLACED)
    problem = _problem(code)
    accepted(code)

    for actor in (LIAISON, STRANGER):
        with pytest.raises(Missing), reading(actor):
            places_for(actor, code, problem)
