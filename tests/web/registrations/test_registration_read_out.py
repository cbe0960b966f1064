"""What an applicant reads of a registration: the form once more before it is signed, and what happened since."""

import pytest
from django.test import Client
from tests.builders_registrations import (
    ANSWERS,
    LATER,
    OWNER,
    REGISTRAR,
    THREE,
    a_draft,
    a_registering_city,
    agreed_by_all,
    answers,
    the_registration,
    under_review,
)

from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.registrations.queries.shown import history_of
from qingdan.registrations.services.reviewing import explain_objection

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A13", "R-085")]
LIST = "/my/registrations/"


@pytest.fixture
def citizen(db: None) -> Client:
    """江小灯, signed in."""
    a_registering_city()
    client = Client()
    client.force_login(User.objects.create_user(OWNER.username, name=OWNER.name, signed_up=True))
    return client


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_sign__reads_out_what_was_answered_under_its_headings(citizen: Client) -> None:
    code = a_draft()
    page = words(citizen.get(f"{LIST}draft/{code}/sign/"))

    assert "<h3>法定代表人（负责人、经营者）</h3>" in page and "2030年1月1日" in page
    assert "<dd>没有填</dd>" not in page and "邮政编码" not in page
    less = a_draft("月光", answers={name: text for name, text in ANSWERS.items() if name != "legal_post"})
    assert words(citizen.get(f"{LIST}draft/{less}/sign/")).count("<dd>没有填</dd>") == 1


def test_own_history__folds_what_repeats_and_leaves_out_what_bodies_say_to_each_other(
    citizen: Client,
) -> None:
    number = under_review(mode=THREE)
    answers(number, "quality", agreed=False, reason="行业不清楚")
    explain_objection(number=number, body="quality", reason="说明", by=REGISTRAR, at=LATER)
    agreed_by_all(number)
    page = words(citizen.get(f"{LIST}{number}/"))

    assert page.count("<strong>交材料，5 次</strong>") == 1 and "说明后再送机关" not in page
    assert "<strong>送机关（工商、质监）</strong>" in page and "<strong>送机关（国税、地税）</strong>" in page
    with reading(REGISTRAR):
        assert "说明后再送机关（质监）" in [one.words for one in history_of(the_registration(number))]
