"""Cards registered, mended, returned, verified by hand and by list; stage tables changed; what goes wrong."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from tests.builders import CITY, COUNTY, NOW, a_city
from tests.builders_projects import (
    CENTRE,
    CODE,
    COMPANY_NUMBER,
    OTHER_CODE,
    OTHER_NUMBER,
    OWNER,
    STRANGER,
    a_card,
    a_company,
    a_lantern_table,
    a_project,
    a_verified_project,
    lantern_table,
    the_project,
)

from qingdan.base.events.models import Event
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading, writing
from qingdan.projects.models import Project, StageTableVersion, VerifiedCode, WithdrawnCode
from qingdan.projects.queries.codes import is_verified_for
from qingdan.projects.queries.projects import (
    codes_of_owner,
    own_project,
    own_projects,
    public_project,
    region_projects,
)
from qingdan.projects.services.cards import change_project, register_project
from qingdan.projects.services.tables import save_stage_table
from qingdan.projects.services.verifying import (
    return_project,
    take_back_verification,
    verify_by_list,
    verify_project,
)
from qingdan.rules.project_card import Compared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A8")]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_city()


def keys_of(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.key for one in error.value.problems]


def test_card__is_registered_once_however_often_it_is_sent() -> None:
    first, again = a_project(once="form"), a_project(once="form")

    assert first == again
    assert Event.objects.filter(kind="ProjectRegistered").count() == 1
    with reading(OWNER):
        assert [one.code for one in own_projects(OWNER)] == [CODE]
        assert own_project(OWNER, first, on=TODAY).card == replace(a_card(), investment="3500.5")


def test_card__of_the_same_code_again_is_refused_and_somebody_elses_form_too() -> None:
    a_project(once="form")

    with pytest.raises(Refused) as error:
        a_project(once="other form")
    assert keys_of(error) == ["project.code_known"]
    for other in ({"by": STRANGER, "number": OTHER_NUMBER}, {"code": OTHER_CODE}):
        with pytest.raises(Refused) as error:
            a_project(once="form", **other)  # type: ignore[arg-type]
        assert keys_of(error) == ["own.once"]


def test_claim__of_a_foreign_code_keeps_nobody_from_it_and_is_refused_once_it_is_verified() -> None:
    squatted = a_project(STRANGER, number=OTHER_NUMBER, once="squat")
    key = a_verified_project(once="mine")

    with pytest.raises(Refused) as error:
        verify_project(key=squatted, version=1, evidence="看过", by=CENTRE, at=NOW)
    assert keys_of(error) == ["project.code_taken"]
    with pytest.raises(Refused) as error:
        a_project(STRANGER, number="91110000100000000X", once="late")
    assert keys_of(error) == ["project.code_taken"]
    assert the_project(key).state == "verified"
    with reading(STRANGER):
        assert is_verified_for(CODE, COMPANY_NUMBER) and not is_verified_for(CODE, OTHER_NUMBER)


def test_card__is_nobody_elses_and_names_an_applicant_of_the_account() -> None:
    key = a_project()
    company = a_company()

    with pytest.raises(Missing):
        register_project(card=a_card(), applicant=company, once="x", by=STRANGER, at=NOW)
    with reading(STRANGER), pytest.raises(Missing):
        own_project(STRANGER, key, on=TODAY)
    with pytest.raises(Missing):
        change_project(key=key, version=1, card=a_card(), by=STRANGER, at=NOW)


def test_returned_card__is_mended_and_waits_again_a_verified_one_stays() -> None:
    key = a_project()
    return_project(key=key, version=1, reason="名称和平台不一样", by=CENTRE, at=NOW)
    assert the_project(key).returned == "名称和平台不一样"

    with pytest.raises(Stale):
        change_project(key=key, version=1, card=a_card(), by=OWNER, at=NOW)
    change_project(key=key, version=2, card=a_card(name="灯彩园", kind="industrial"), by=OWNER, at=NOW)
    found = the_project(key)
    assert (found.state, found.returned, found.name, found.table.kind) == (
        "waiting",
        "",
        "灯彩园",
        "industrial",
    )

    verify_project(key=key, version=3, evidence="看过", by=CENTRE, at=NOW)
    with pytest.raises(Refused) as error:
        change_project(key=key, version=4, card=a_card(), by=OWNER, at=NOW)
    assert keys_of(error) == ["project.verified"]


def test_verifying__is_for_the_centre_with_words_and_once() -> None:
    key = a_project()

    with pytest.raises(Missing):
        verify_project(key=key, version=1, evidence="看过", by=OWNER, at=NOW)
    with pytest.raises(Refused) as error:
        verify_project(key=key, version=1, evidence=" ", by=CENTRE, at=NOW)
    assert keys_of(error) == ["desk.required"]
    verify_project(key=key, version=1, evidence="看过", by=CENTRE, at=NOW)
    with pytest.raises(Stale):
        verify_project(key=key, version=1, evidence="看过", by=CENTRE, at=NOW)
    with pytest.raises(Refused) as error:
        verify_project(key=key, version=2, evidence="看过", by=CENTRE, at=NOW)
    assert keys_of(error) == ["project.not_waiting"]
    assert VerifiedCode.objects.count() == 1


def test_list__verifies_what_agrees_and_says_why_not_of_the_rest() -> None:
    good = a_project(once="1")
    other = a_project(once="2", code=OTHER_CODE, name="灯桥")
    text = f"代码,名称,单位\n{CODE},临江灯彩产业园,{COMPANY_NUMBER}\n{OTHER_CODE},别的桥,{COMPANY_NUMBER}\n"
    read = verify_by_list(text=text, source="名单.csv", by=CENTRE, at=NOW)

    assert {one.key: one.found for one in read.outcomes} == {
        good: Compared.AGREES,
        other: Compared.OTHER_NAME,
    }
    assert (the_project(good).state, the_project(good).evidence) == ("verified", "名单.csv")
    assert the_project(other).state == "waiting"
    again = verify_by_list(text=text, source="名单.csv", by=CENTRE, at=NOW)
    assert [one.key for one in again.outcomes] == [other]
    with pytest.raises(Refused):
        verify_by_list(text="灯", source="x", by=CENTRE, at=NOW)
    with pytest.raises(Missing):
        verify_by_list(text=text, source="x", by=OWNER, at=NOW)


def test_list__is_read_to_its_end_though_a_code_was_verified_for_somebody_else() -> None:
    late = a_project(STRANGER, number=OTHER_NUMBER, once="late")
    a_verified_project(once="first")
    good = a_project(once="good", code=OTHER_CODE)
    names = "临江灯彩产业园"
    text = f"代码,名称,单位\n{CODE},{names},{OTHER_NUMBER}\n{OTHER_CODE},{names},{COMPANY_NUMBER}\n"
    read = verify_by_list(text=text, source="名单.csv", by=CENTRE, at=NOW)

    assert {one.key: one.found for one in read.outcomes} == {late: Compared.TAKEN, good: Compared.AGREES}
    assert (the_project(late).state, the_project(good).state) == ("waiting", "verified")


def test_list__that_is_one_cell_without_end_is_none() -> None:
    with pytest.raises(Refused) as error:
        verify_by_list(text="灯" * 200_000, source="x", by=CENTRE, at=NOW)
    assert keys_of(error) == ["project.no_list"]


def test_verified_codes__are_never_taken_back_in_the_database() -> None:
    a_verified_project()

    for spoil in (VerifiedCode.objects.all().delete, lambda: VerifiedCode.objects.update(owner="x")):
        with pytest.raises(DatabaseError), writing(CENTRE):
            spoil()


def _taken_back(key: str, **more: Any) -> None:
    said: dict[str, Any] = {"version": the_project(key).version, "reason": "平台上是别的单位的", "by": CENTRE}
    take_back_verification(key=key, at=NOW, **(said | more))


def test_verification__is_taken_back_by_the_centre_with_a_reason_once() -> None:
    key = a_verified_project()
    county = replace(CENTRE, region=COUNTY, regions=(COUNTY,))

    for by in (OWNER, county):
        with pytest.raises(Missing):
            _taken_back(key, by=by)
    with pytest.raises(Stale):
        _taken_back(key, version=1)
    with pytest.raises(Refused) as error:
        _taken_back(key, reason=" ")
    assert keys_of(error) == ["desk.required"]
    _taken_back(key)
    with pytest.raises(Refused) as error:
        _taken_back(key)
    assert keys_of(error) == ["project.not_verified"]
    (event,) = Event.objects.filter(kind="ProjectVerificationTakenBack")
    assert event.data == {"code": CODE, "reason": "平台上是别的单位的"}


def test_verification__taken_back_counts_no_more_until_the_code_is_verified_again() -> None:
    key = a_verified_project()
    _taken_back(key)

    found = the_project(key)
    assert (found.state, found.returned, found.evidence) == ("returned", "平台上是别的单位的", "")
    with reading(OWNER):
        assert not is_verified_for(CODE, COMPANY_NUMBER) and codes_of_owner(COMPANY_NUMBER) == ()
        with pytest.raises(Missing):
            public_project(CODE, (CITY, COUNTY))
    change_project(key=key, version=found.version, card=a_card(), by=OWNER, at=NOW)
    verify_project(key=key, version=found.version + 1, evidence="又看过", by=CENTRE, at=NOW)
    with reading(OWNER):
        assert is_verified_for(CODE, COMPANY_NUMBER)


def test_verification__taken_back_lets_the_right_unit_have_its_code() -> None:
    wrong = a_verified_project(by=STRANGER, number=OTHER_NUMBER, once="wrong")
    _taken_back(wrong)

    a_verified_project(once="right")
    with reading(OWNER):
        assert is_verified_for(CODE, COMPANY_NUMBER) and not is_verified_for(CODE, OTHER_NUMBER)


def test_code__that_stands_is_not_verified_again_by_the_database_either() -> None:
    a_verified_project()

    for turn in (1, 2, 3):
        with pytest.raises(DatabaseError), writing(CENTRE):
            VerifiedCode.objects.create(code=CODE, turn=turn, owner="x", at=NOW)
    for spoil in (WithdrawnCode.objects.all().delete, lambda: WithdrawnCode.objects.update(at=NOW)):
        with pytest.raises(DatabaseError), writing(CENTRE):
            spoil()


def test_table__changed_is_for_new_projects_and_old_ones_keep_theirs() -> None:
    old = a_project(once="old")
    save_stage_table(kind="social", number=1, table=lantern_table(), note="改", by=CENTRE, at=NOW)
    new = a_project(once="new", code=OTHER_CODE)

    assert the_project(old).table.number == 1 and the_project(new).table.number == 2
    assert the_project(old).table.content["stages"][0]["name"] == "立项用地规划许可"
    assert the_project(new).table.content["stages"][0]["name"] == "开灯"


def test_table__is_saved_by_the_centre_alone_against_the_newest_and_with_a_reason() -> None:
    a_lantern_table()

    with pytest.raises(Missing):
        save_stage_table(kind="social", number=1, table=lantern_table(), note="x", by=OWNER, at=NOW)
    with pytest.raises(Missing):
        save_stage_table(kind="lanterns", number=0, table=lantern_table(), note="x", by=CENTRE, at=NOW)
    with pytest.raises(Stale):
        save_stage_table(kind="social", number=0, table=lantern_table(), note="x", by=CENTRE, at=NOW)
    with pytest.raises(Refused) as error:
        empty = replace(lantern_table(), stages=())
        save_stage_table(kind="social", number=1, table=empty, note=" ", by=CENTRE, at=NOW)
    assert set(keys_of(error)) == {"project.no_stages", "desk.required"}
    assert StageTableVersion.objects.count() == 1


def test_staff__reads_its_region_and_the_public_what_is_verified() -> None:
    key = a_verified_project()
    a_project(once="waits", code=OTHER_CODE)
    county = replace(CENTRE, region=COUNTY, regions=(COUNTY,))

    with reading(CENTRE):
        page = region_projects(CENTRE, words="灯彩")
        assert (page.total, page.waiting) == (2, 1)
        assert [one.key for one in region_projects(CENTRE, words=CODE.replace("-", "")).lines] == [key]
        assert region_projects(CENTRE, state="returned").total == 0
    with reading(county):
        assert region_projects(county).total == 0
    with reading(STRANGER):
        assert public_project(CODE, STRANGER.regions).name == "临江灯彩产业园"
        with pytest.raises(Missing):
            public_project(OTHER_CODE, STRANGER.regions)
        assert codes_of_owner(COMPANY_NUMBER) == ((CODE, "临江灯彩产业园"),)


def test_cards__that_wait_are_not_piled_up() -> None:
    for number in range(20):
        a_project(once=f"p{number}", code=f"2605-360900-04-01-{100000 + number}")

    with pytest.raises(Refused) as error:
        a_project(once="more")
    assert keys_of(error) == ["project.too_many"]
    assert Project.objects.filter(made_at__gt=NOW - timedelta(days=1)).count() == 20


def test_unit__that_only_says_who_it_is_registers_nothing() -> None:
    company = a_company(STRANGER, number=COMPANY_NUMBER, assurance=2)

    with pytest.raises(Refused) as error:
        register_project(card=a_card(), applicant=company, once="x", by=STRANGER, at=NOW)
    assert keys_of(error) == ["project.unsure"]
