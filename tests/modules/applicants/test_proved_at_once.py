"""The same person from two browsers at the same moment, and a window beside a provider (RQ-G3)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.builders import NOW, a_city
from tests.builders_cases import CITIZEN, ID_NUMBER, WINDOW, an_applicant
from tests.database_copy import copied_database, drop_copy
from tests.in_turn import second_after_first

from qingdan.applicants.models import Applicant, ProviderBinding
from qingdan.applicants.queries.accounts import check_code
from qingdan.applicants.services.accounts import confirm_identity
from qingdan.applicants.services.provider import Entered, enter_by_provider, prove_own
from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.rules.proved_identity import ProvedIdentity

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("RQ-G3", "G-hostile")]
COPY = "proved_at_once"
VISITOR = replace(CITIZEN, username="", name="")
PROVED = ProvedIdentity(
    issuer="https://province.example", subject="j", kind="person", name="江小灯", id_number=ID_NUMBER, level=3
)


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city()
        yield
    drop_copy(city_cluster, COPY)


def enter() -> Entered | None:
    return enter_by_provider(proved=PROVED, provider="赣灯通", by=VISITOR, at=NOW)


def test_first_sign_in__from_two_browsers_at_once_opens_one_account() -> None:
    answer = second_after_first(enter, enter, by=VISITOR)

    assert isinstance(answer, Entered) and not answer.raised
    with reading(VISITOR):
        assert Applicant.objects.count() == ProviderBinding.objects.count() == 1
        assert User.objects.filter(signed_up=True).count() == 1


def test_level__of_a_window_is_not_lowered_by_a_provider_at_the_same_moment() -> None:
    with writing(CITIZEN):
        an_applicant(assurance=2)
        code = check_code(CITIZEN)
    answer = second_after_first(
        lambda: confirm_identity(code=code, name=CITIZEN.name, id_number=ID_NUMBER, by=WINDOW, at=NOW),
        lambda: prove_own(proved=PROVED, provider="赣灯通", by=CITIZEN, at=NOW),
        by=WINDOW,
    )

    assert isinstance(answer, Entered) and (answer.level, answer.raised) == (4, False)
    with reading(CITIZEN):
        assert [(one.assurance, one.assured_way) for one in Applicant.objects.all()] == [(4, "window")]
