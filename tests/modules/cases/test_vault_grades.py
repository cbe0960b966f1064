"""Grade B of a kept material: a window has compared it with the original once, and it is used again as such."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.builders import NOW, TODAY
from tests.builders_cases import CITIZEN, LATER, WINDOW, a_serving_city, an_application, submit_signed
from tests.builders_files import PDF, given

from qingdan.applicants.models import Applicant, VaultMaterial
from qingdan.applicants.queries.accounts import vault_of
from qingdan.applicants.services.vault import keep_material
from qingdan.base.events.models import Event
from qingdan.base.files.models import StoredFile
from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseMaterial
from qingdan.cases.services.materials import reuse_material, upload_material
from qingdan.cases.services.records import check_originals

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-P14")]
HOUSE = 2


@pytest.fixture(autouse=True)
def city(settings: Settings, tmp_path: Path) -> None:
    settings.QINGDAN_HOME = tmp_path
    a_serving_city()


def _received() -> str:
    """A case with a copy that was kept in the vault; its number."""
    code = an_application(filed=(1,))
    upload = given(PDF, "房屋证明.pdf")
    upload_material(code=code, place=HOUSE, upload=upload, keep=True, by=CITIZEN, at=NOW)
    return submit_signed(code=code, version=2, by=CITIZEN, at=NOW).number


def _kept() -> list[tuple[str, str]]:
    with reading(CITIZEN):
        found = VaultMaterial.objects.filter(applicant__user__username=CITIZEN.username)
        return list(found.values_list("grade", "checked_by"))


def _of_another() -> None:
    """The same bytes in the vault of somebody else, whose original nobody saw."""
    with writing(CITIZEN):
        user = User.objects.create_user("neighbour", name="邻居")
        known = Applicant.objects.get()
        other = Applicant.objects.create(
            user=user, kind=known.kind, name="邻居", id_kind="citizen_id", id_number="x", made_at=NOW
        )
        by = replace(CITIZEN, username="neighbour")
        file = StoredFile.objects.get()
        keep_material(applicant=other, name="房屋证明", grade="C", file=file, valid_until=None, by=by, at=NOW)


def test_copy__becomes_b_in_the_vault_when_a_window_sees_the_original() -> None:
    number = _received()
    assert _kept() == [("C", "")]
    _of_another()
    check_originals(number=number, places=[HOUSE], by=WINDOW, at=LATER)

    assert _kept() == [("B", WINDOW.username)]
    with reading(CITIZEN):
        assert [one.grade for one in vault_of(CITIZEN, on=TODAY)] == ["B"]
        assert VaultMaterial.objects.get(applicant__user__username="neighbour").grade == "C"
        assert Event.objects.get(kind="MaterialCompared").by == WINDOW.username


def test_b__is_filed_again_as_b() -> None:
    check_originals(number=_received(), places=[HOUSE], by=WINDOW, at=LATER)
    with reading(CITIZEN):
        kept = VaultMaterial.objects.select_related("file").get().file
    again = an_application(once="again", filed=(1,))
    assert kept
    reuse_material(code=again, place=HOUSE, kept=kept.code, by=CITIZEN, at=LATER)

    with reading(CITIZEN):
        filed = CaseMaterial.objects.get(case__code=again, place=HOUSE)
    assert (filed.grade, filed.source) == ("B", "vault")


def test_b__is_not_made_a_copy_by_the_same_file_again() -> None:
    number = _received()
    check_originals(number=number, places=[HOUSE], by=WINDOW, at=LATER)
    again = an_application(once="again", filed=(1,))
    upload_material(code=again, place=HOUSE, upload=given(PDF, "b.pdf"), keep=True, by=CITIZEN, at=LATER)
    assert _kept() == [("B", WINDOW.username)]
