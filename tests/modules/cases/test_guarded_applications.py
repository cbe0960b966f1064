"""What an applicant cannot do to an application: swap papers under the clerk, use a form twice, fill the disk."""

from dataclasses import replace
from typing import Any, cast

import pytest
from tests.builders import NOW, TODAY
from tests.builders_cases import (
    ANSWERS,
    CITIZEN,
    GUIDE,
    HEAD,
    ID_NUMBER,
    LAMP,
    LATER,
    WINDOW,
    WRITER,
    a_serving_city,
    an_applicant,
    an_application,
    submit_signed,
    submitted,
    the_case,
)

from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseDefect, CaseMaterial, Channel
from qingdan.cases.queries.drafts import number_of
from qingdan.cases.services.accepting import Defect, notify_defects
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
)
from qingdan.cases.services.following import follow_guide
from qingdan.cases.services.materials import upload_material
from qingdan.data import case as data
from qingdan.guides.models import Guide
from qingdan.guides.services.writing import publish_guide, save_guide, withdraw_guide

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-P3", "RQ-P14")]
PAPER = Filed(place=1, grade="C", source="uploaded")


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def _correcting() -> str:
    """A case whose applicant was asked for the number of lamps and a material."""
    number = submitted().number
    told = [Defect(subject=one, what="不对", how="改") for one in ("field-lamps", "material-1")]
    notify_defects(number=number, version=the_case(number).version, defects=told, by=WINDOW, at=LATER)
    return number


def _publish(**more: object) -> None:
    """The next version of the guide."""
    with reading(WRITER):
        version = Guide.objects.get(code=LAMP).version
    version = save_guide(code=LAMP, version=version, content={**GUIDE, **more}, by=WRITER, at=LATER)
    publish_guide(code=LAMP, version=version, by=HEAD, at=LATER)


def _window(once: str = "w" * 32, **more: Any) -> NewCase:
    words = {"name": "张三", "id_number": ID_NUMBER} | more
    return NewCase(item_code=LAMP, once=once, channel=Channel.WINDOW, **words)


def test_paper__is_not_swapped_while_the_clerk_reads() -> None:
    number = submitted().number
    with pytest.raises(Missing):
        file_material(code=number, filed=PAPER, by=CITIZEN, at=LATER)
    with pytest.raises(Missing):
        save_application(code=number, version=the_case(number).version, answers={}, by=CITIZEN, at=LATER)


def test_paper__filed_after_a_notice_makes_an_old_page_stale() -> None:
    number = _correcting()
    before = the_case(number).version
    file_material(code=number, filed=PAPER, by=CITIZEN, at=LATER)

    assert the_case(number).version == before + 1


def test_answers__change_only_where_the_notice_asks_and_the_old_ones_stay() -> None:
    number = _correcting()
    said = {"street": "别处路", "lamps": "５", "more": "x"}
    save_application(code=number, version=the_case(number).version, answers=said, by=CITIZEN, at=LATER)

    assert the_case(number).answers == {"street": "灯火路", "lamps": "5"}
    with reading(WINDOW):
        assert CaseDefect.objects.get(subject="field-lamps").answer == "3"


def test_answers__that_no_field_asks_for_are_not_kept_and_too_long_ones_refused() -> None:
    code = an_application()
    version = save_application(code=code, version=2, answers={"more": "x"}, by=CITIZEN, at=NOW)
    with pytest.raises(Refused, match=r"form\.too_long"):
        save_application(code=code, version=version, answers={"street": "灯" * 2_001}, by=CITIZEN, at=NOW)

    with reading(CITIZEN):
        assert Case.objects.get(code=code).answers == ANSWERS


@pytest.mark.parametrize("more", [{"once": ""}, {"name": "李四"}, {"id_number": "x"}])
def test_form_of_a_window__sent_for_another_person_is_refused(more: dict[str, str]) -> None:
    first = begin_application(new=_window(), by=WINDOW, at=NOW)
    assert begin_application(new=_window(), by=WINDOW, at=NOW) == first
    with pytest.raises(Refused, match=r"own\.once"):
        begin_application(new=_window(**more), by=WINDOW, at=NOW)


def test_form__of_another_account_is_refused() -> None:
    begin_application(new=_window(), by=WINDOW, at=NOW)
    with pytest.raises(Refused, match=r"own\.once"):
        begin_application(new=_window(), by=replace(WINDOW, username="window_2"), at=NOW)


def test_drafts__of_an_account_and_files_of_a_case_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(data._limits(), "open_drafts", 1)
    monkeypatch.setitem(data._limits(), "filed_times", 2)
    code = an_application()

    with pytest.raises(Refused, match=r"own\.too_many_drafts"):
        an_application(once="second")
    with pytest.raises(Refused, match=r"own\.too_many_files"):
        upload_material(code=code, place=1, upload=None, keep=False, by=CITIZEN, at=NOW)


def test_draft__under_a_withdrawn_guide_is_not_submitted() -> None:
    code = an_application()
    withdraw_guide(code=LAMP, reason="取消了", by=HEAD, at=LATER)

    with pytest.raises(Refused, match=r"own\.guide_withdrawn"):
        submit_signed(code=code, version=2, by=CITIZEN, at=LATER)
    assert follow_guide(code=code, by=CITIZEN, at=LATER) == ""


def test_draft__follows_a_newer_guide_with_all_that_was_filled_in() -> None:
    code = an_application()
    first, second, _ = cast("list[dict[str, str]]", GUIDE["materials"])
    _publish(materials=[second, {**first, "name": "新的合格证"}])
    with pytest.raises(Refused, match=r"own\.guide_older"):
        submit_signed(code=code, version=2, by=CITIZEN, at=LATER)

    assert follow_guide(code=code, by=CITIZEN, at=LATER) == "新的合格证、消防意见、灯笼合格证"
    assert follow_guide(code=code, by=CITIZEN, at=LATER) == ""
    with reading(CITIZEN):
        case = Case.objects.get(code=code)
        kept = CaseMaterial.objects.filter(case=case, replaced=False)
        assert (case.answers, [(one.place, one.name) for one in kept]) == (ANSWERS, [(1, "房屋证明")])


def test_number__of_what_a_draft_became_is_found_by_its_account_alone() -> None:
    receipt = submitted()
    code = the_case(receipt.number).code

    with reading(CITIZEN):
        assert number_of(CITIZEN, code, on=TODAY) == receipt.number
        assert number_of(replace(CITIZEN, username="x"), code, on=TODAY) == ""


def test_another_identity__with_the_same_form_is_refused() -> None:
    an_application()
    with writing(CITIZEN):
        key = an_applicant(by=replace(CITIZEN, username="second", name="江二灯")).pk
    with pytest.raises(Refused, match=r"own\.once"):
        begin_application(new=NewCase(item_code=LAMP, once="once", applicant=key), by=CITIZEN, at=NOW)
