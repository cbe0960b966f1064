"""Rows of licences are final in the database too: as the application's role, past all services."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection
from tests.builders import CITY
from tests.builders_cases import HANDLER, HEAD, LATER, WINDOW, a_serving_city, decided

from qingdan.base.transactions import reading, writing
from qingdan.licences.models import Licence, LicenceChange, LicenceRequest
from qingdan.licences.services.changing import LicenceAsked, ask_for_change, decide_change
from qingdan.licences.services.issuing import renew_licence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]
REVOKE = LicenceAsked(kind="revoked", ground="第六十九条", reason="骗来的")
STATEMENTS = [
    "UPDATE licences_licence SET state = 'cancelled', version = 2",
    "UPDATE licences_licence SET valid_until = '2099-01-01'",
    "UPDATE licences_licence SET valid_until = '2099-01-01', version = 2",
    "UPDATE licences_licence SET holder_name = '别人', version = 2",
    "UPDATE licences_licence SET withheld = '不想公布'",
    "UPDATE licences_licence SET version = 2",
    "DELETE FROM licences_licence",
    "TRUNCATE licences_licence CASCADE",
]


@pytest.fixture
def licence(db: None) -> Licence:
    a_serving_city()
    number = decided()
    with reading(WINDOW):
        return Licence.objects.get(case_number=number)


def _refused(statement: str) -> None:
    """By a trigger, or since the role may not do it at all."""
    with (
        pytest.raises(DatabaseError, match=r"refused|permission denied"),
        writing(HEAD),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_licence__does_not_change_unwritten(licence: Licence, statement: str) -> None:
    _refused(statement)
    with reading(HEAD):
        assert Licence.objects.get().digest == licence.digest


@pytest.mark.parametrize(
    "more",
    [
        {"case_number": "x"},
        {"holder_id": "x"},
        {"issued_on": date(2020, 1, 1)},
        {"holder_name": "别人"},
        {"state": "cancelled"},
        {"valid_until": date(2027, 1, 1)},
        {"version": 5},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_written_change__covers_no_other(licence: Licence, more: dict[str, object]) -> None:
    words = {"kind": "renewed", "ground": "第五十条", "digest": licence.digest, "on": date(2026, 6, 1)}
    with pytest.raises(IntegrityError, match="changes by what is written"), writing(HEAD):
        LicenceChange.objects.create(region_id=CITY, licence=licence, **words, by="head", at=LATER)
        Licence.objects.filter(pk=licence.pk).update(
            **({"version": 2, "valid_until": date(2030, 1, 1)} | more)
        )


def test_an_ended_licence__never_changes_again(licence: Licence) -> None:
    ask_for_change(code=licence.code, asked=REVOKE, by=HANDLER, at=LATER)
    decide_change(code=licence.code, approved=True, by=HEAD, at=LATER)
    _refused("UPDATE licences_licence SET state = 'valid', version = 3")
    _refused("UPDATE licences_licencechange SET ground = ''")


def test_a_renewal__is_written_twice_and_goes_on(licence: Licence) -> None:
    for year in (2030, 2031):
        renew_licence(code=licence.code, until=date(year, 1, 1), ground="第五十条", by=HEAD, at=LATER)
    with reading(HEAD):
        again = Licence.objects.get()
        assert (again.version, again.valid_until) == (3, date(2031, 1, 1))


@pytest.mark.parametrize("answered", [False, True])
def test_a_request__is_answered_once_and_stays(licence: Licence, answered: bool) -> None:
    ask_for_change(code=licence.code, asked=REVOKE, by=HANDLER, at=LATER)
    _refused("UPDATE licences_licencerequest SET reason = '没有说过'")
    if answered:
        decide_change(code=licence.code, approved=False, by=HEAD, at=LATER)
        _refused("UPDATE licences_licencerequest SET approved = true")
    _refused("DELETE FROM licences_licencerequest")
    with reading(HEAD):
        assert LicenceRequest.objects.get().reason == "骗来的"
