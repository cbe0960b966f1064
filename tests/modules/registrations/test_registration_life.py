"""A registration from the name to the tax office: both modes, objections, corrections, change, end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOW, SETTER
from tests.builders_registrations import (
    CHANGES,
    ISSUER,
    LATER,
    ONE,
    OWNER,
    PLACE,
    REGISTRAR,
    THREE,
    WINDOW,
    a_material,
    a_registering_city,
    agreed_by_all,
    an_officer,
    answers,
    confirmed_by_all,
    issued,
    open_tasks,
    received,
    shared,
    submitted,
    the_enterprise,
    the_registration,
    under_review,
)

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.licences.models import Licence
from qingdan.registrations.models import NameReservation, PoolCode, Registration
from qingdan.registrations.queries.own import own_enterprises
from qingdan.registrations.services.answering import DeskAnswer, answer_at_desk
from qingdan.registrations.services.applying import (
    NewRegistration,
    begin_registration,
    save_answers,
    supplement_registration,
    withdraw_registration,
)
from qingdan.registrations.services.intake import AtCounter, take_in_at_counter
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.reviewing import (
    Lack,
    accept_registration,
    explain_objection,
    extend_registration,
    notify_defects,
    refuse_acceptance,
    refuse_registration,
)
from qingdan.registrations.services.tax import report_tax
from qingdan.registrations.services.timers import run_registration_timers
from qingdan.rules.application_form import is_uscc
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.registration_codes import is_organisation_code, is_registration_number, is_tax_number

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "R-085", "RQ-A12")]


@pytest.fixture(autouse=True)
def city() -> None:
    a_registering_city()


def keys(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.key for one in error.value.problems]


def test_three_certificates__of_one_form() -> None:
    number = shared(mode=THREE)

    enterprise = the_enterprise(number)
    numbers = enterprise.numbers
    assert is_registration_number(numbers["registration_number"])
    assert is_organisation_code(numbers["organisation_code"])
    assert is_tax_number(numbers["tax_number"]) and numbers["tax_number"].endswith(
        numbers["organisation_code"]
    )
    assert "uscc" not in numbers
    assert set(enterprise.licences) == {"营业执照", "组织机构代码证", "税务登记证"}
    with reading(OWNER):
        held = {one.kind: one.holder_id for one in Licence.objects.all()}
    assert held["税务登记证"] == numbers["tax_number"]
    assert the_registration(number).state == "shared"


def test_one_code__one_licence_with_the_unified_code() -> None:
    number = shared(mode=ONE)

    numbers = the_enterprise(number).numbers
    assert is_uscc(numbers["uscc"])
    assert numbers["uscc"][8:17] == numbers["organisation_code"] == "MA3500007"
    assert list(the_enterprise(number).licences) == ["营业执照"]


def test_tax_bodies__wait_for_the_organisation_code_alone() -> None:
    number = under_review(mode=THREE)

    assert open_tasks(number, "review") == ["commerce", "quality"]
    answers(number, "quality")
    assert open_tasks(number, "review") == ["commerce", "state_tax", "local_tax"]


def test_issue__waits_for_every_body_and_another_person() -> None:
    number = under_review(mode=THREE)
    with pytest.raises(Refused) as error:
        issue_registration(number=number, by=ISSUER, at=LATER)
    assert keys(error) == ["registration.all_agreed"]
    agreed_by_all(number)

    examiner = an_officer("commerce")
    both = replace(ISSUER, username=examiner.username)
    with pytest.raises(Refused) as error:
        issue_registration(number=number, by=both, at=LATER)
    assert keys(error) == ["registration.other_person"]


def test_answer__of_another_body_is_missing() -> None:
    number = under_review(mode=THREE)

    said = DeskAnswer(agreed=True)
    with pytest.raises(Missing):
        answer_at_desk(
            number=number, body="quality", phase="review", said=said, by=an_officer("commerce"), at=LATER
        )


def test_answer__twice_counts_once() -> None:
    number = under_review(mode=THREE)
    answers(number, "quality")
    with pytest.raises(Refused) as error:
        answers(number, "quality")

    assert keys(error) == ["registration.answered"]


def test_objection__is_explained_and_agreed_to() -> None:
    number = under_review(mode=THREE)
    answers(number, "quality", agreed=False, reason="名称和代码库里的重复")
    assert the_registration(number).state == "objected"
    explain_objection(number=number, body="quality", reason="那一户已经注销", by=REGISTRAR, at=LATER)
    agreed_by_all(number)
    issue_registration(number=number, by=ISSUER, at=LATER)

    assert the_registration(number).state == "issued"


def test_objection__two_of_them_are_explained_one_by_one() -> None:
    number = under_review(mode=THREE)
    answers(number, "quality", agreed=False, reason="甲")
    answers(number, "commerce", agreed=False, reason="乙")
    explain_objection(number=number, body="quality", reason="丙", by=REGISTRAR, at=LATER)
    assert the_registration(number).state == "objected"
    explain_objection(number=number, body="commerce", reason="丁", by=REGISTRAR, at=LATER)

    assert the_registration(number).state == "in_review"


def test_correction__is_told_once_and_keeps_the_code() -> None:
    number = under_review(mode=THREE)
    answers(number, "quality")
    code = the_registration(number).numbers["organisation_code"]
    answers(number, "state_tax", agreed=False, reason="住所不清楚")
    lacks = [Lack(name="住所", how="写到门牌号")]
    notify_defects(number=number, lacks=lacks, by=REGISTRAR, at=LATER)
    row = the_registration(number)
    save_answers(code=row.code, version=row.version, answers={"address": "灯火路3号"}, by=OWNER, at=LATER)
    supplement_registration(number=number, by=OWNER, at=LATER)
    accept_registration(number=number, by=REGISTRAR, at=LATER)
    answers(number, "quality")
    assert the_registration(number).numbers["organisation_code"] == code
    answers(number, "commerce", agreed=False, reason="还是不清楚")
    with pytest.raises(Refused) as error:
        notify_defects(number=number, lacks=lacks, by=REGISTRAR, at=LATER)

    assert keys(error) == ["registration.told_once"]


@pytest.mark.parametrize("end", ["withdraw", "refuse", "not_accepted"])
def test_failure__gives_the_name_back_and_voids_the_code(end: str) -> None:
    if end == "not_accepted":
        number = received().number
        refuse_acceptance(number=number, reason="不归本机关登记", by=REGISTRAR, at=LATER)
    else:
        number = under_review(mode=THREE)
        answers(number, "quality")
        if end == "withdraw":
            withdraw_registration(number=number, by=OWNER, at=LATER)
        else:
            refuse_registration(number=number, reason="经营范围违法", by=ISSUER, at=LATER)

    with reading(REGISTRAR):
        void = PoolCode.objects.filter(state="void").values_list("registration", "reason")
        assert not NameReservation.objects.filter(standing=True).exists()
    assert len(void) == (0 if end == "not_accepted" else 1)
    assert all(registration == number and reason for registration, reason in void)
    assert open_tasks(number, "review") == []
    assert received("灯火", mode=ONE, at=LATER).number != number


def test_timers__accept_what_nobody_judged_and_let_lapse_what_nobody_mended() -> None:
    silent, told = received("灯火").number, received("月光").number
    notify_defects(number=told, lacks=[Lack(name="章程", how="签字")], by=REGISTRAR, at=LATER)
    later = NOW + timedelta(days=60)
    done = run_registration_timers(by=SETTER, at=later)

    assert (done["deem_accepted"], done["lapse"]) == (1, 1)
    assert the_registration(silent).state == "in_review"
    assert the_registration(told).state == "lapsed"
    assert run_registration_timers(by=SETTER, at=later)["lapse"] == 0


def test_extension__is_three_days_once() -> None:
    number = under_review()
    due = the_registration(number).due_on
    extend_registration(number=number, reason="情况复杂", by=ISSUER, at=LATER)
    again = the_registration(number).due_on
    assert due and again and (again - due).days >= 3
    with pytest.raises(Refused) as error:
        extend_registration(number=number, reason="还是复杂", by=ISSUER, at=LATER)

    assert keys(error) == ["registration.once"]


def test_tax_visit__asks_only_what_is_not_known() -> None:
    number = shared()
    with pytest.raises(Refused) as error:
        report_tax(number=number, answers={"accounting": "独立核算"}, by=OWNER, at=LATER)
    assert {one.where.field for one in error.value.problems} >= {"field-bank_account", "field-employees"}
    rest = {
        "accounting": "独立核算", "employees": "3", "finance_name": "程财", "finance_phone": "13800000003",
        "tax_agent": "程税", "accounting_rules": "小企业会计准则", "bank_account": "6200000000000000",
    }  # fmt: skip
    report_tax(number=number, answers=rest, by=OWNER, at=LATER)

    assert the_registration(number).state == "reported"


def test_tax_visit__before_all_bodies_confirmed_is_refused() -> None:
    number = issued()
    rest = {
        "accounting": "独立核算", "employees": "3", "finance_name": "程财", "finance_phone": "13800000003",
        "tax_agent": "程税", "accounting_rules": "小企业会计准则", "bank_account": "6200000000000000",
    }  # fmt: skip
    with pytest.raises(Refused) as error:
        report_tax(number=number, answers=rest, by=OWNER, at=LATER)

    assert keys(error) == ["registration.all_confirmed"]


def _about(
    number: str, kind: RegistrationKind, mode: str, said: dict[str, str], places: tuple[int, ...]
) -> str:
    new = NewRegistration(
        kind=kind,
        mode=mode,
        once=f"{kind}-{mode}",
        applicant_name="江小灯",
        enterprise=the_enterprise(number).code,
    )
    code = begin_registration(new=new, by=OWNER, at=LATER)
    save_answers(code=code, version=1, answers=said, by=OWNER, at=LATER)
    for place in places:
        a_material(code, place, by=OWNER, at=LATER)
    later = submitted(code, by=OWNER, at=LATER).number
    accept_registration(number=later, by=REGISTRAR, at=LATER)
    agreed_by_all(later)
    issue_registration(number=later, by=ISSUER, at=LATER)
    confirmed_by_all(later)
    return later


def test_change__keeps_the_numbers_and_amends_the_licence() -> None:
    number = shared()
    before = the_enterprise(number)
    later = _about(number, RegistrationKind.CHANGE, ONE, CHANGES, (5, 6))

    after = the_enterprise(later)
    assert (after.pk, after.numbers, after.licences) == (before.pk, before.numbers, before.licences)
    assert after.answers["address"] == "灯火路2号"
    assert after.digest != before.digest
    assert the_registration(later).state == "shared"


def test_change__of_the_type_keeps_the_registered_name() -> None:
    number = shared()
    later = _about(number, RegistrationKind.CHANGE, ONE, CHANGES | {"type": "股份有限公司"}, (5, 6))

    assert the_enterprise(later).answers["type"] == "股份有限公司"


def test_counter__takes_in_no_name_of_another_type() -> None:
    said = AtCounter(
        kind=RegistrationKind.FOUND, mode=ONE, once="counter", applicant_name="张三", word="柜台", trade="商贸",
        form="有限公司", place=PLACE,
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        take_in_at_counter(said=said, answers={"type": "个体工商户"}, papers=(), by=WINDOW, at=NOW)

    assert keys(refused) == ["registration.name_of_other_type"]
    with reading(WINDOW):
        assert not Registration.objects.exists() and not NameReservation.objects.exists()


def test_change__of_three_certificates_brings_the_one_code_around_the_same_organisation_code() -> None:
    number = shared(mode=THREE)
    before = the_enterprise(number)
    later = _about(number, RegistrationKind.CHANGE, ONE, CHANGES, (5, 6))

    after = the_enterprise(later)
    assert after.numbers["uscc"][8:17] == before.numbers["organisation_code"]
    assert list(after.licences) == ["营业执照"]
    with reading(OWNER):
        ended = Licence.objects.filter(code__in=before.licences.values()).values_list("state", flat=True)
        assert set(ended) == {"cancelled"}


def test_change__never_takes_the_one_code_away() -> None:
    enterprise = the_enterprise(shared(mode=ONE))
    new = NewRegistration(
        kind=RegistrationKind.CHANGE, mode=THREE, once="back", applicant_name="程某", applicant_phone="",
        enterprise=enterprise.code,
    )  # fmt: skip

    with pytest.raises(Refused, match=r"registration\.keeps_code"):
        begin_registration(new=new, by=OWNER, at=LATER)
    with reading(OWNER):
        (line,) = own_enterprises(OWNER, on=day_of(LATER))
    assert [one.key for one in line.modes] == [ONE]


def test_end__cancels_licences_and_the_code_is_never_given_again() -> None:
    number = shared()
    said = {"cancel_reason": "决议解散", "debts": "都还清了", "tax_cleared": "税清〔2026〕1号"}
    later = _about(number, RegistrationKind.CANCEL, ONE, said, (5, 7, 8))

    gone = the_enterprise(later)
    assert (gone.standing, gone.licences) == (False, {})
    with reading(OWNER):
        assert PoolCode.objects.get(code=gone.numbers["organisation_code"]).state == "used"
    assert the_enterprise(shared("月光")).numbers["organisation_code"] != gone.numbers["organisation_code"]
