"""Throwing a draft away: it goes with its files, what is in the vault stays; what was received never goes."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings
from tests.builders import NOW
from tests.builders_cases import (
    CITIZEN,
    HANDLER,
    WINDOW,
    a_serving_city,
    accepted,
    an_application,
    submitted,
    the_case,
)
from tests.builders_files import PDF, given

from qingdan.applicants.models import VaultMaterial
from qingdan.base.actor import Actor
from qingdan.base.events.models import Event
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseMaterial
from qingdan.cases.services.discarding import discard_application
from qingdan.cases.services.materials import upload_material

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-P14")]
STRANGER = replace(CITIZEN, username="stranger")


@pytest.fixture(autouse=True)
def city(settings: Settings, tmp_path: Path) -> None:
    settings.QINGDAN_HOME = tmp_path
    a_serving_city()


def _with_files(code: str) -> None:
    """A first file that was replaced, its second one; another that was kept in the vault."""
    for place, content, keep in ((1, PDF, False), (1, PDF + b"%2", False), (2, PDF + b"%3", True)):
        upload = given(content, f"材料{place}.pdf")
        upload_material(code=code, place=place, upload=upload, keep=keep, by=CITIZEN, at=NOW)


def test_draft__goes_with_answers_and_files_and_leaves_the_vault() -> None:
    code = an_application(filed=())
    _with_files(code)
    discard_application(code=code, by=CITIZEN, at=NOW)

    with reading(CITIZEN):
        assert not Case.objects.filter(code=code).exists()
        assert not CaseMaterial.objects.exists()
        kept = VaultMaterial.objects.get()
        assert list(StoredFile.objects.all()) == [kept.file]
        told = Event.objects.filter(kind__in=["ApplicationDiscarded", "FileDiscarded"]).order_by("pk")
        assert [one.kind for one in told] == ["ApplicationDiscarded", "FileDiscarded", "FileDiscarded"]


@pytest.mark.parametrize("by", [STRANGER, HANDLER, WINDOW], ids=["stranger", "handler", "window"])
def test_draft__of_somebody_else_is_not_there(by: Actor) -> None:
    code = an_application()
    with pytest.raises(Missing):
        discard_application(code=code, by=by, at=NOW)
    with reading(CITIZEN):
        assert Case.objects.filter(code=code).exists()


def test_draft__discarded_twice_is_not_there_the_second_time() -> None:
    code = an_application()
    discard_application(code=code, by=CITIZEN, at=NOW)
    with pytest.raises(Missing):
        discard_application(code=code, by=CITIZEN, at=NOW)


def test_same_form_again__opens_a_new_draft() -> None:
    discard_application(code=an_application(), by=CITIZEN, at=NOW)
    with reading(CITIZEN):
        assert not Case.objects.exists()
    assert an_application()


@pytest.mark.parametrize("received", [lambda: submitted().number, accepted], ids=["submitted", "accepted"])
def test_case__that_was_received_never_goes(received) -> None:
    number = received()
    for key in (number, the_case(number).code):
        with pytest.raises(Missing):
            discard_application(code=key, by=CITIZEN, at=NOW)
    assert the_case(number).number


def test_database__keeps_what_was_received_whatever_the_program_forgets() -> None:
    number = submitted().number
    with writing(WINDOW), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_case WHERE number = %s", [number])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
