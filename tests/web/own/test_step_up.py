"""An item that wants to be surer of the person: said plainly, and back to the same draft (issue 6 §2, RQ-G4)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.builders_cases import CITIZEN, LAMP, a_serving_city, an_applicant, an_application
from tests.fake_provider import NAME, FakeProvider
from tests.web.own.provider_ways import through

from qingdan.applicants.models import Applicant
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.own import digest_to_sign

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G3", "RQ-G4")]
NEEDED = "这一项要求身份 3 级（姓名和证件号核对一致），江小灯现在是 2 级（自己填报，核对过格式）"


@pytest.fixture
def draft(db: None) -> str:
    """A draft of 江小灯, filled in, for an item that wants level 3; he is known to level 2."""
    cache.clear()
    a_serving_city(least_assurance=3)
    with writing(CITIZEN):
        an_applicant(assurance=2)
    return an_application()


@pytest.fixture
def citizen(draft: str) -> Client:
    """江小灯, signed in."""
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    return client


def step(name: str, draft: str) -> str:
    return reverse(f"own:{name}", args=[LAMP, draft])


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("%2F", "/")


def send(client: Client, draft: str) -> Any:
    found = Case.objects.get(code=draft)
    typed = {"version": found.version, "declared": "1", "digest": digest_to_sign(found)}
    return client.post(step("submit", draft), typed)


@pytest.mark.parametrize("name", ["check", "sign"])
def test_below_the_level__is_told_which_and_how(
    citizen: Client, draft: str, provider: FakeProvider, name: str
) -> None:
    shown = page(citizen.get(step(name, draft)))

    assert NEEDED in shown and "填好的都已经保存" in shown
    assert f'href="/identity-provider/?level=3&amp;next={step(name, draft)}"' in shown
    assert f"用{NAME}核验" in shown and "核验码" in shown


def test_below_the_level__without_provider_leads_to_the_window(citizen: Client, draft: str) -> None:
    shown = page(citizen.get(step("check", draft)))

    assert NEEDED in shown and "任意一个办事窗口" in shown and "identity-provider" not in shown


def test_below_the_level__is_not_sent(citizen: Client, draft: str) -> None:
    answer = send(citizen, draft)

    assert answer.status_code == 422
    assert "这一项要求身份 3 级，现在是 2 级" in page(answer) and NEEDED in page(answer)
    assert Case.objects.get(code=draft).number == ""


def test_step_up__comes_back_to_the_same_draft_with_nothing_lost(
    citizen: Client, draft: str, provider: FakeProvider
) -> None:
    before = Case.objects.values("answers", "version", "phone", "applicant").get(code=draft)
    back = through(citizen, level="3", next=step("sign", draft))["Location"]
    assert back == f"{step('sign', draft)}?said=own_proved"
    assert provider.asked[0]["acr_values"] == "urn:qingdan:level:3 urn:qingdan:level:4"
    shown = page(citizen.get(back))

    assert "级别提高了" in shown and NEEDED not in shown and "灯火路" in shown
    assert Case.objects.values("answers", "version", "phone", "applicant").get(code=draft) == before
    assert send(citizen, draft).status_code == 302 and Case.objects.get(code=draft).number


def test_step_up__to_too_low_a_level_says_so(citizen: Client, draft: str, provider: FakeProvider) -> None:
    provider.person["acr"] = "2"
    shown = page(citizen.get(through(citizen, level="3", next=step("check", draft))["Location"]))

    assert "级别没有变" in shown and NEEDED in shown


def test_step_up__of_somebody_elses_account_changes_nothing(
    citizen: Client, draft: str, provider: FakeProvider
) -> None:
    provider.person |= {"real_name": "别的人", "id_number": "110105194912310038"}
    answer = through(citizen, level="3", next=step("check", draft))

    assert answer.status_code == 422 and f'href="{step("check", draft)}"' in page(answer)
    assert Applicant.objects.get().assurance == 2


def test_draft_made_by_an_agent__is_proved_by_the_principal(
    citizen: Client, draft: str, provider: FakeProvider
) -> None:
    Case.objects.filter(code=draft).update(agent_name="代小办")
    shown = page(citizen.get(step("check", draft)))

    assert "这份由代小办代办，要由申请人自己核验" in shown and "level=3" not in shown
