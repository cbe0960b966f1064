"""The workbook of units and people in the browser: upload, preview, apply."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.builders import a_city, an_actor
from tests.builders_account import signed_in
from tests.builders_city_file import ROWS, a_city_file

from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import CityFile, User
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-029")]


@pytest.fixture
def administrator() -> Client:
    """An administrator of the city, the second factor shown a minute ago."""
    a_city()
    return signed_in(an_actor(Role.ADMINISTRATOR, unit=2).username, factor_ago=60)


def upload(client: Client, content: bytes, name: str = "city.xlsx") -> str:
    """Uploads; where the answer leads, or the words of the refusal."""
    answer = client.post(reverse("desk:upload_city"), {"file": SimpleUploadedFile(name, content)})
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def test_city__upload_preview_apply(administrator: Client, tmp_path: Path) -> None:
    preview = upload(administrator, a_city_file(tmp_path / "city.xlsx").read_bytes())
    page = administrator.get(preview).content.decode()
    assert "市灯笼检测站" in page
    assert "<ins>灯笼局</ins>" in page
    assert not User.objects.filter(username="chen.min").exists()
    answer = administrator.post(f"{preview}apply/", follow=True)
    assert "全部登记" in answer.content.decode()
    assert User.objects.filter(username="chen.min").exists()
    assert administrator.post(f"{preview}apply/").status_code == 404
    assert administrator.get(preview).status_code == 404


def test_city__same_again_has_nothing_to_register(administrator: Client, tmp_path: Path) -> None:
    content = a_city_file(tmp_path / "city.xlsx").read_bytes()
    administrator.post(f"{upload(administrator, content)}apply/")
    page = administrator.get(upload(administrator, content)).content.decode()
    assert "没有要登记的" in page
    assert "全部登记" not in page


def test_city__every_wrong_row_is_listed_and_nothing_kept(administrator: Client, tmp_path: Path) -> None:
    rows = {"岗位": [["某局", "", "某岗", ""]], "人员": [*ROWS["人员"], ["wang", "", "市灯笼局", "局长"]]}
    said = upload(administrator, a_city_file(tmp_path / "city.xlsx", rows).read_bytes())
    assert "“人员”第 4 行：姓名没有填" in said
    assert not CityFile.objects.exists()
    assert not Unit.objects.filter(name="市灯笼检测站").exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.xlsx"), (b"%PDF-1.7 %%EOF", "a.xlsx"), (b"a,b\n1,2\n", "a.csv"), (b"PK\x03\x04x", "a.xlsx")],
)
def test_city__other_files_are_refused(administrator: Client, content: bytes, name: str) -> None:
    assert "处要改" in upload(administrator, content, name)


def test_city__no_file(administrator: Client) -> None:
    assert administrator.post(reverse("desk:upload_city")).status_code == 422


def test_city__a_workbook_of_another_administrator_does_not_exist(
    administrator: Client, tmp_path: Path
) -> None:
    preview = upload(administrator, a_city_file(tmp_path / "city.xlsx").read_bytes())
    other = signed_in(an_actor(Role.ADMINISTRATOR, unit=3).username, factor_ago=1)
    assert other.get(preview).status_code == 404
    assert other.post(f"{preview}apply/").status_code == 404


def test_city__apply_without_a_fresh_factor_does_nothing(administrator: Client, tmp_path: Path) -> None:
    preview = upload(administrator, a_city_file(tmp_path / "city.xlsx").read_bytes())
    stale = signed_in("administrator-2", factor_ago=901)
    assert "/2fa/" in stale.post(f"{preview}apply/")["Location"]
    assert not User.objects.filter(username="chen.min").exists()


def test_empty_workbook__is_one(administrator: Client) -> None:
    answer = administrator.get(reverse("desk:empty_city_workbook"))
    assert answer.content.startswith(b"PK")
    assert "没有一行内容" in upload(administrator, answer.content)
