"""Cases and users of an earlier system: read with every fault, brought in as one, found, taken back (RQ-A5)."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import CITY, NOW
from tests.builders_cases import (
    APPROVER,
    CITIZEN,
    HANDLER,
    ID_NUMBER,
    WINDOW,
    a_serving_city,
    an_applicant,
)
from tests.builders_earlier import (
    CENTRE,
    OLD_NUMBER,
    USCC,
    a_case_row,
    a_user_row,
    an_earlier_file,
    brought,
)

from qingdan.applicants.models import Applicant
from qingdan.base.people.models import User
from qingdan.base.people.services.invitations import accept_invitation
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, EarlierCase
from qingdan.cases.queries.earlier import earlier_batch, earlier_found, own_earlier, tracked_earlier
from qingdan.cases.queries.earlier_workbook import day_of_cell, empty_earlier_workbook
from qingdan.cases.services.earlier import bring_earlier, link_for_user, read_earlier, undo_earlier

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A5")]
PASSWORD = "灯笼-lantern-2026"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def faults(path: Path, cases=(), users=()) -> list[tuple[str, str]]:
    """Key and cell of each fault."""
    file = an_earlier_file(path / "faults.xlsx", cases, users)
    with pytest.raises(Refused) as caught:
        read_earlier(path=file, system="老审批网", by=CENTRE, at=NOW)
    return [(one.key.removeprefix("earlier."), one.where.cell or "") for one in caught.value.problems]


def test_case__is_brought_in_and_is_no_case(tmp_path: Path) -> None:
    code = brought(tmp_path)
    with reading(CENTRE):
        (row,) = earlier_batch(CENTRE, code).shown
        assert (row.applicant, row.id_number, row.decided_on.isoformat()) == (
            "江＊＊",
            "＊＊＊＊002X",
            "2013-05-20",
        )
        assert Case.objects.count() == 0


def test_officers__find_it_by_number_and_name_in_their_own_unit(tmp_path: Path) -> None:
    brought(tmp_path)
    elsewhere = WINDOW.__class__(
        username="x", name="别", roles=WINDOW.roles, region=CITY, regions=(CITY,), unit="360900002"
    )
    with reading(WINDOW):
        for words in (OLD_NUMBER, "灯审2013", "灯审〔2013〕", "小灯"):
            assert [one.number for one in earlier_found(WINDOW, words)] == [OLD_NUMBER], words
        assert earlier_found(WINDOW, "灯") == () and earlier_found(WINDOW, "%_") == ()
        assert earlier_found(elsewhere, OLD_NUMBER) == () and earlier_found(CITIZEN, OLD_NUMBER) == ()


@pytest.mark.parametrize("number", [OLD_NUMBER, "灯审2013 第0042号", " 灯审〔２０１３〕第0042号 "])
def test_applicant__finds_it_by_old_number_and_document(tmp_path: Path, number: str) -> None:
    brought(tmp_path)
    with reading(CITIZEN):
        found = tracked_earlier(number, ID_NUMBER.lower(), by=CITIZEN)
    assert (found.item_name, found.applicant) == ("点灯许可", "江＊＊")


@pytest.mark.parametrize(
    ("number", "document"),
    [(OLD_NUMBER, "110105194912310038"), ("没有", ID_NUMBER), ("", ""), (OLD_NUMBER, "")],
)
def test_stranger__learns_nothing_from_either_alone(tmp_path: Path, number: str, document: str) -> None:
    brought(tmp_path)
    with reading(CITIZEN), pytest.raises(Missing):
        tracked_earlier(number, document, by=CITIZEN)


@pytest.mark.parametrize(("assurance", "name", "count"), [(3, "江小灯", 1), (2, "江小灯", 0), (3, "别人", 0)])
def test_own_account__has_it_when_number_is_sure_and_name_agrees(
    tmp_path: Path, assurance: int, name: str, count: int
) -> None:
    brought(tmp_path, [a_case_row(applicant_name=name)])
    with writing(CITIZEN):
        an_applicant(assurance=assurance)
        assert len(own_earlier(CITIZEN)) == count


def test_number__is_never_brought_in_twice(tmp_path: Path) -> None:
    brought(tmp_path)
    again = a_case_row(number="灯审(2013)第0042号")
    assert faults(tmp_path, [again, a_case_row(number="b1"), a_case_row(number="B-1")]) == [
        ("number_taken", "A2"),
        ("number_twice", "A4"),
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"number": "——"}, ("number", "A2")),
        ({"unit": "省灯笼厅"}, ("unit", "B2")),
        ({"item_name": ""}, ("empty", "C2")),
        ({"item_name": "长" * 201}, ("too_long", "C2")),
        ({"applicant_name": "江\n小灯"}, ("line_break", "E2")),
        ({"id_kind": "护照本"}, ("id_kind", "F2")),
        ({"id_number": "1.10105E+17"}, ("id_number", "G2")),
        ({"id_number": "1101051949＊＊＊＊002X"}, ("id_number", "G2")),
        ({"submitted_on": "去年春天"}, ("day", "H2")),
        ({"submitted_on": "2013-02-30"}, ("day", "H2")),
        ({"accepted_on": "2013-05-05"}, ("day_order", "I2")),
        ({"decided_on": "2099-01-01"}, ("day_order", "J2")),
        ({"result": ""}, ("result", "K2")),
        ({"decided_on": ""}, ("decided", "J2")),
    ],
)
def test_row__that_cannot_be_is_named_by_its_cell(
    tmp_path: Path, changed: dict[str, str], fault: tuple[str, str]
) -> None:
    assert faults(tmp_path, [a_case_row(**changed)]) == [fault]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"username": "窗口"}, ("user_username", "A2")),
        ({"username": "Taken"}, ("user_username", "A2")),
        ({"id_kind": "组织机构代码"}, ("id_kind_user", "C2")),
        ({"id_number": "1"}, ("user_id_number", "D2")),
        ({"phone": "打电话"}, ("user_phone", "E2")),
        ({"email": "@"}, ("user_email", "F2")),
    ],
)
def test_user__that_cannot_be_is_named_by_its_cell(
    tmp_path: Path, changed: dict[str, str], fault: tuple[str, str]
) -> None:
    User.objects.create_user("taken", name="占")
    assert faults(tmp_path, users=[a_user_row(**changed)]) == [fault]


def test_faults__beyond_two_hundred_are_counted(tmp_path: Path) -> None:
    found = faults(tmp_path, [a_case_row(number=f"n{one}", unit="") for one in range(300)])
    assert len(found) == 201 and found[-1][0] == "more"


def test_workbook__of_nothing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(empty_earlier_workbook())
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(b"PK\x03\x04 not a workbook at all")
    for file in (empty, bomb):
        with pytest.raises(Refused):
            read_earlier(path=file, system="老审批网", by=CENTRE, at=NOW)
    with pytest.raises(Missing):
        read_earlier(path=empty, system="老审批网", by=APPROVER, at=NOW)


def test_words__that_would_act_stay_words(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>'
    brought(tmp_path, [a_case_row(item_name=evil, applicant_name="\u202e江\u200b小灯")])
    with reading(WINDOW):
        (found,) = earlier_found(WINDOW, OLD_NUMBER)
    assert found.item_name == evil and found.applicant == "江小灯"


def test_user__comes_without_password_and_gets_one_by_a_link(tmp_path: Path) -> None:
    code = brought(tmp_path, users=[a_user_row()])
    user = User.objects.get(username="old_lamp")
    assert not user.has_usable_password() and user.signed_up
    with pytest.raises(Refused):
        link_for_user(id_number=USCC, by=WINDOW, at=NOW)
    with pytest.raises(Missing):
        link_for_user(id_number=ID_NUMBER, by=HANDLER, at=NOW)
    found, token = link_for_user(id_number=ID_NUMBER, by=WINDOW, at=NOW)
    accept_invitation(token=token, name="江小灯", password=PASSWORD, at=NOW + timedelta(hours=1))

    user.refresh_from_db()
    assert found.pk == user.pk and user.check_password(PASSWORD)
    with reading(CENTRE):
        assert earlier_batch(CENTRE, code).waiting == 0
    with pytest.raises(Refused):
        link_for_user(id_number=ID_NUMBER, by=WINDOW, at=NOW)


def test_user__who_has_an_account_gets_no_second_one(tmp_path: Path) -> None:
    with writing(CITIZEN):
        an_applicant()
    brought(tmp_path, users=[a_user_row()])
    assert Applicant.objects.filter(id_number=ID_NUMBER).count() == 1
    assert not User.objects.filter(username="old_lamp").exists()


def test_batch__is_taken_back_and_can_come_again(tmp_path: Path) -> None:
    code = brought(tmp_path, users=[a_user_row()])
    with pytest.raises(Refused):
        undo_earlier(code=code, why=" ", by=CENTRE, at=NOW)
    undo_earlier(code=code, why="栏错位", by=CENTRE, at=NOW)
    with reading(WINDOW):
        assert earlier_found(WINDOW, OLD_NUMBER) == ()
    assert not User.objects.get(username="old_lamp").is_active
    with pytest.raises(Refused):
        undo_earlier(code=code, why="再来", by=CENTRE, at=NOW)

    brought(tmp_path, [a_case_row(result="不予")], [a_user_row()])
    assert User.objects.get(username="old_lamp").is_active
    with reading(WINDOW):
        assert [one.result for one in earlier_found(WINDOW, OLD_NUMBER)] == ["不予"]


def test_batch__read_before_another_brought_the_same_number_is_refused(tmp_path: Path) -> None:
    file = an_earlier_file(tmp_path / "first.xlsx", [a_case_row()])
    code = read_earlier(path=file, system="老审批网", by=CENTRE, at=NOW)
    bring_earlier(code=code, by=CENTRE, at=NOW)
    with pytest.raises(Refused) as caught:
        bring_earlier(code=code, by=CENTRE, at=NOW)
    assert [one.key for one in caught.value.problems] == ["earlier.brought"]
    with reading(CENTRE):
        assert EarlierCase.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["2014-05-06", "2014/5/6", "2014.5.6", "2014年5月6日", "20140506", "2014 - 05 - 06"]
)
def test_day__is_read_as_people_write_it(text: str) -> None:
    day = day_of_cell(text)
    assert day and day.isoformat() == "2014-05-06"
