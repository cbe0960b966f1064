"""The applicant's side of a case: who acts for whom, what is shown, objections, notices (RQ-G4, RQ-G6)."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CITY, NOW, PASSWORD, TODAY
from tests.builders_cases import (
    ANSWERS,
    APPROVER,
    CITIZEN,
    DAY,
    HANDLER,
    ID_NUMBER,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    an_applicant,
    an_application,
    decided,
    submit_signed,
    submitted,
    the_case,
)

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import identities_of, proxies_given
from qingdan.applicants.services.accounts import Registration, add_applicant, confirm_identity, sign_up
from qingdan.applicants.services.proxies import end_proxy, give_proxy
from qingdan.base.actor import Actor
from qingdan.base.messages.models import Message
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseObjection
from qingdan.cases.queries.own import draft_of, own_case
from qingdan.cases.queries.own_lines import own_cases
from qingdan.cases.services.accepting import Defect, notify_defects
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
    withdraw_application,
)
from qingdan.cases.services.consent import agree_to_electronic
from qingdan.cases.services.objections import answer_objection, object_to_case
from qingdan.licences.queries.held import licences_held
from qingdan.rules.masking import masked_number
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-G6")]
AGENT = Actor(username="agent", name="代小办", region=CITY, regions=(CITY,))
USCC = "91350100M000100Y43"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


@pytest.fixture
def agent(city: None) -> Actor:
    """An account that 江小灯 lets act for it till the end of the month, for 点灯许可 alone."""
    User.objects.create_user(AGENT.username, PASSWORD, name=AGENT.name, code="a0b1c2d3e4")
    with writing(CITIZEN):
        principal = an_applicant()
    until = TODAY + 29 * DAY
    give_proxy(principal=str(principal.pk), agent="A0B1C2D3E4", until=until, items=[LAMP], by=CITIZEN, at=NOW)
    return AGENT


def by_agent() -> str:
    """The number of a case that the agent made."""
    with reading(AGENT):
        (one,) = identities_of(AGENT, on=TODAY, item=LAMP)
    new = NewCase(item_code=LAMP, once="by-agent", applicant=int(one.key), agent_name=AGENT.name)
    code = begin_application(new=new, by=AGENT, at=NOW)
    save_application(code=code, version=1, answers=ANSWERS, by=AGENT, at=NOW)
    for place in (1, 2):
        filed = Filed(place=place, grade="C", source="uploaded")
        file_material(code=code, filed=filed, by=AGENT, at=NOW)
    return submit_signed(code=code, version=2, by=AGENT, at=NOW).number


def told(username: str) -> list[str]:
    """What somebody was told, the oldest first."""
    with reading(replace(CITIZEN, username=username)):
        found = Message.objects.filter(user__username=username).order_by("pk")
        return list(found.values_list("text", flat=True))


def test_agent__applies_for_the_principal_and_both_see_it(agent: Actor) -> None:
    number = by_agent()
    with reading(agent):
        theirs = own_case(agent, number, on=TODAY)
    with reading(CITIZEN):
        (mine,) = own_cases(CITIZEN, on=TODAY)

    assert (theirs.applicant, theirs.agent, mine.key) == ("江小灯", "代小办", number)


def test_principal__ends_the_proxy_and_the_agent_sees_nothing_more(agent: Actor) -> None:
    number = by_agent()
    with reading(CITIZEN):
        (given,) = proxies_given(CITIZEN, on=TODAY)
    end_proxy(key=given.key, by=CITIZEN, at=LATER)

    with reading(agent):
        assert own_cases(agent, on=TODAY) == () and identities_of(agent, on=TODAY) == ()
    with pytest.raises(Missing):
        withdraw_application(number=number, by=agent, at=LATER)
    withdraw_application(number=number, by=CITIZEN, at=LATER)
    assert the_case(number).state == "withdrawn"


def test_proxy__that_is_over_opens_nothing(agent: Actor) -> None:
    number = by_agent()
    late = NOW + timedelta(days=40)

    with reading(agent), pytest.raises(Missing):
        own_case(agent, number, on=late.date())
    with pytest.raises(Refused, match="wrong_party"):
        withdraw_application(number=number, by=agent, at=late)


def test_proxy__for_another_item_is_none(agent: Actor) -> None:
    with reading(agent):
        assert identities_of(agent, on=TODAY, item="36090000199999999") == ()


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"until": TODAY - DAY}, r"own\.until"),
        ({"until": TODAY + 400 * DAY}, r"own\.until"),
        ({"agent": "0000000000"}, r"own\.no_agent"),
    ],
)
def test_proxy__is_refused(more: dict[str, object], key: str) -> None:
    with writing(CITIZEN):
        principal = an_applicant()
    User.objects.create_user(AGENT.username, PASSWORD, name=AGENT.name, code="a0b1c2d3e4")
    words = {"principal": str(principal.pk), "agent": "a0b1c2d3e4", "until": TODAY, "items": ()} | more

    with pytest.raises(Refused, match=key):
        give_proxy(**words, by=CITIZEN, at=NOW)  # type: ignore[arg-type]


def test_window__confirms_who_somebody_is_and_what_was_refused_goes_through() -> None:
    with writing(CITIZEN):
        an_applicant(assurance=1)
    code = an_application()
    with pytest.raises(Refused, match=r"case\.identity"):
        submit_signed(code=code, version=2, by=CITIZEN, at=NOW)
    account = User.objects.get(username=CITIZEN.username).code
    name = confirm_identity(code=account, name=" 江小灯", id_number=ID_NUMBER.lower(), by=WINDOW, at=NOW)

    assert (name, Applicant.objects.get().assurance) == ("江小灯", 4)
    assert submit_signed(code=code, version=2, by=CITIZEN, at=NOW).number


@pytest.mark.parametrize(("signed", "key"), [("", "own.unsigned"), ("0" * 64, "own.changed")])
def test_application__is_not_received_without_the_digest_of_what_was_seen(signed: str, key: str) -> None:
    code = an_application()
    with pytest.raises(Refused, match=re.escape(key)):
        submit_application(code=code, version=2, signed=signed, by=CITIZEN, at=NOW)


def test_confirming__is_for_windows_and_needs_the_number_of_the_account() -> None:
    with writing(CITIZEN):
        an_applicant()
    account = User.objects.get(username=CITIZEN.username).code

    with pytest.raises(Missing):
        confirm_identity(code=account, name="江小灯", id_number=ID_NUMBER, by=HANDLER, at=NOW)
    with pytest.raises(Refused, match=r"own\.no_such_account"):
        confirm_identity(code=account, name="江小灯", id_number="110105194912310021", by=WINDOW, at=NOW)
    with pytest.raises(Refused, match=r"own\.other_name"):
        confirm_identity(code=account, name="江大灯", id_number=ID_NUMBER, by=WINDOW, at=NOW)
    assert Applicant.objects.get().assurance < 4


def test_organisation__is_added_with_a_level_of_its_own() -> None:
    with writing(CITIZEN):
        an_applicant(assurance=4)
    new = Registration(username="", kind="organisation", name="临江灯笼行", id_number=USCC)
    add_applicant(new=new, by=CITIZEN, at=NOW)

    with reading(CITIZEN):
        found = [(one.kind, one.assurance) for one in identities_of(CITIZEN, on=TODAY)]
    assert found == [("person", 4), ("organisation", 2)]
    with pytest.raises(Refused, match=r"own\.applicant_twice"):
        add_applicant(new=new, by=CITIZEN, at=NOW)


def test_sign_up__of_a_taken_name_is_refused_whatever_its_case() -> None:
    new = Registration(username="Deng_1", kind="person", name="江小灯", id_number=ID_NUMBER)
    visitor = replace(CITIZEN, username="", name="")
    sign_up(new=new, password="long enough 7", by=visitor, at=NOW)

    with pytest.raises(Refused, match=r"own\.username_taken"):
        sign_up(new=replace(new, username="deng_1"), password="long enough 7", by=visitor, at=NOW)


def test_applicant__is_told_of_each_act_once() -> None:
    decided()
    said = told(CITIZEN.username)

    assert len(said) == 3
    assert "已经收到" in said[0] and "已经受理" in said[1] and "准予许可" in said[2]


def test_correction__shows_what_lacks() -> None:
    number = submitted().number
    lacks = [
        Defect(subject="material-1", what="看不清", how="重拍"),
        Defect(subject="field-lamps", what="太多", how="改"),
    ]
    notify_defects(number=number, version=the_case(number).version, defects=lacks, by=WINDOW, at=LATER)
    with reading(CITIZEN):
        found = own_case(CITIZEN, number, on=TODAY)

    assert [(one.name, one.place, one.answer) for one in found.defects] == [
        ("灯笼合格证", 1, ""),
        ("盏数", 0, "3"),
    ]
    assert found.places_asked == {1} and "supplement" in found.may
    assert "要补正" in told(CITIZEN.username)[-1]


def test_objection__waits_five_working_days_and_is_answered() -> None:
    number = accepted()
    object_to_case(number=number, text="太慢", by=CITIZEN, at=LATER)
    with pytest.raises(Refused, match=r"own\.objected_already"):
        object_to_case(number=number, text="还是太慢", by=CITIZEN, at=LATER)
    with pytest.raises(Missing):
        answer_objection(number=number, answer="没有", by=CITIZEN, at=LATER)
    with reading(WINDOW):
        assert CaseObjection.objects.get().due_on.isoformat() == "2026-06-08"
    supervisor = replace(WINDOW, username="supervisor", roles=frozenset({Role.SUPERVISOR}), unit="")
    answer_objection(number=number, answer="已经催办", by=supervisor, at=LATER + DAY)

    with reading(CITIZEN):
        (one,) = own_case(CITIZEN, number, on=TODAY).objections
    assert one.answer == "已经催办" and "有了答复" in told(CITIZEN.username)[-1]


def test_electronic_service__is_agreed_to_and_taken_back() -> None:
    number = accepted()
    agree_to_electronic(number=number, agreed=True, by=CITIZEN, at=LATER)
    assert the_case(number).agreed_to_electronic
    agree_to_electronic(number=number, agreed=False, by=CITIZEN, at=LATER)

    assert not the_case(number).agreed_to_electronic
    with pytest.raises(Missing):
        agree_to_electronic(number=number, agreed=True, by=APPROVER, at=LATER)


def test_licences__are_shown_to_whose_number_is_sure() -> None:
    decided()
    with reading(CITIZEN):
        (held,) = licences_held(CITIZEN, on=TODAY)
    Applicant.objects.update(assurance=2)

    assert (held.kind, held.good) == ("点灯许可证", True)
    with reading(CITIZEN):
        assert licences_held(CITIZEN, on=TODAY) == ()


def test_digest__changes_with_whatever_is_sent() -> None:
    code = an_application()
    with reading(CITIZEN):
        before = draft_of(CITIZEN, code, on=TODAY)
    save_application(code=code, version=2, answers={"lamps": "4"}, by=CITIZEN, at=NOW)

    with pytest.raises(Refused, match=r"own\.changed"):
        submit_application(code=code, version=3, signed=before.digest, by=CITIZEN, at=NOW)
    with reading(CITIZEN):
        after = draft_of(CITIZEN, code, on=TODAY)
    assert submit_application(code=code, version=3, signed=after.digest, by=CITIZEN, at=NOW).number


@pytest.mark.parametrize(
    ("number", "shown"), [(ID_NUMBER, "＊＊＊＊002X"), ("12345678", "＊＊＊＊"), ("", "＊＊＊＊")]
)
def test_number__shows_its_end(number: str, shown: str) -> None:
    assert masked_number(number) == shown
