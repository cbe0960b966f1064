"""The draft of a registration: sent once, two editors, bad lines, whose it is, its files and its name."""

from dataclasses import replace

import pytest
from tests.builders import NOW
from tests.builders_registrations import (
    ANSWERS,
    ISSUER,
    LATER,
    ONE,
    OWNER,
    REGISTRAR,
    THREE,
    WINDOW,
    a_draft,
    a_material,
    a_name,
    a_registering_city,
    agreed_by_all,
    submitted,
    tasks_by_body,
    the_registration,
    under_review,
)

from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading
from qingdan.registrations.models import NameReservation, Registration
from qingdan.registrations.services.applying import (
    NewRegistration,
    begin_registration,
    discard_registration,
    save_answers,
    submit_registration,
    take_in_registration,
)
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.names import release_name
from qingdan.registrations.services.reviewing import (
    accept_registration,
)
from qingdan.rules.registration import RegistrationKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "R-085", "RQ-A12")]


@pytest.fixture(autouse=True)
def city() -> None:
    a_registering_city()


def keys(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.key for one in error.value.problems]


def test_submission__twice_is_received_once_and_what_changed_is_not_signed() -> None:
    code = a_draft()
    first, second = submitted(code), submitted(code)
    assert (first.number, second.code) == (second.number, "")
    other = a_draft("月光")
    row = the_registration(other, OWNER)
    with pytest.raises(Refused) as error:
        submit_registration(code=other, version=row.version, signed="0" * 64, by=OWNER, at=NOW)
    assert keys(error) == ["own.changed"]


def test_draft__two_editors_lose_nothing() -> None:
    code = a_draft(filed=False)
    save_answers(code=code, version=2, answers={"address": "灯火路7号"}, by=OWNER, at=NOW)
    with pytest.raises(Stale):
        save_answers(code=code, version=2, answers={"address": "灯火路8号"}, by=OWNER, at=NOW)

    assert the_registration(code, OWNER).answers["address"] == "灯火路7号"


def test_draft__keeps_a_bad_line_with_all_others() -> None:
    said = {
        **ANSWERS,
        "shareholder_count": "3",
        "shareholder_2_name": "月光公司",
        "shareholder_2_amount": "很多",
    }
    code = a_draft(answers=said, filed=False)

    kept = the_registration(code, OWNER).answers
    assert (kept["shareholder_2_amount"], kept["shareholder_1_name"]) == ("很多", "江小灯")
    with pytest.raises(Refused) as error:
        submitted(code)
    assert keys(error) == ["registration.form_valid", "registration.materials_complete"]


def test_window__takes_in_what_lacks_papers() -> None:
    new = NewRegistration(
        kind=RegistrationKind.FOUND, mode=ONE, once="w", applicant_name="张三", at_window=True,
        reservation=a_name("柜台", by=WINDOW),
    )  # fmt: skip
    code = begin_registration(new=new, by=WINDOW, at=NOW)
    receipt = take_in_registration(code=code, by=WINDOW, at=NOW)

    assert receipt.code
    with pytest.raises(Refused) as error:
        accept_registration(number=receipt.number, by=REGISTRAR, at=NOW)
    assert set(keys(error)) == {"registration.form_valid", "registration.materials_complete"}


def test_draft__of_somebody_else_is_missing() -> None:
    code = a_draft()
    stranger = replace(OWNER, username="stranger")
    with pytest.raises(Missing):
        save_answers(code=code, version=2, answers={}, by=stranger, at=NOW)
    with reading(stranger):
        assert not Registration.objects.visible_to(stranger).exists()


def test_tasks__stand_on_entries_in_force() -> None:
    number = under_review(mode=THREE)

    tasks = tasks_by_body(number)
    assert {body: one.item_code[:9] for body, one in tasks.items()} == {
        body: one.unit.code for body, one in tasks.items()
    }


def test_form__used_for_another_name_or_enterprise_is_not_the_draft_before() -> None:
    new = NewRegistration(
        kind=RegistrationKind.FOUND, mode=ONE, once="form", applicant_name=OWNER.name, reservation=a_name()
    )
    code = begin_registration(new=new, by=OWNER, at=NOW)

    assert begin_registration(new=new, by=OWNER, at=NOW) == code
    change = {"kind": RegistrationKind.CHANGE, "enterprise": "x", "reservation": ""}
    for other in ({"reservation": a_name("月光")}, {"applicant_name": "李四"}, change):
        with pytest.raises(Refused) as error:
            begin_registration(new=replace(new, **other), by=OWNER, at=NOW)  # type: ignore[arg-type]
        assert keys(error) == ["own.once"]


def test_name__that_an_application_stands_on_is_not_given_back() -> None:
    number = under_review()
    with reading(OWNER):
        code = NameReservation.objects.get().code

    with pytest.raises(Refused) as error:
        release_name(code=code, why="申请人放弃", by=OWNER, at=LATER)
    assert keys(error) == ["registration.name_in_use"]
    agreed_by_all(number)
    issue_registration(number=number, by=ISSUER, at=LATER)


def test_files_of_a_draft__are_counted_and_go_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingdan.registrations.services.applying.case_limit", lambda _name: 5)
    code = a_draft()

    with pytest.raises(Refused) as error:
        a_material(code, 1)
    assert keys(error) == ["own.too_many_files"]
    discard_registration(code=code, by=OWNER, at=NOW)
    with reading(OWNER):
        assert not StoredFile.objects.exists()
