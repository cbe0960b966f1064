"""Verifying papers and licences; who may read all of them; the grants (RQ-G6, Art. 40)."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders import CITY
from tests.builders_cases import (
    CITIZEN,
    HANDLER,
    HEAD,
    LATER,
    WINDOW,
    a_serving_city,
    decided,
    submitted,
    the_case,
)
from tests.builders_powers import OTHER, OWN

from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CasePaper
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.licences.models import Licence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G6")]
ID_NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    cache.clear()
    a_serving_city()


def _paper(number: str, kind: str) -> CasePaper:
    with reading(WINDOW):
        return CasePaper.objects.get(case__number=number, kind=kind)


def _page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_paper__says_that_it_is_genuine_and_hides_the_person() -> None:
    paper = _paper(decided(), "grant")
    page = _page(f"/papers/{paper.code}/")

    assert "真实" in page and paper.digest in page and "江＊＊" in page
    assert "江小灯" not in page and ID_NUMBER not in page


def test_code__is_typed_and_opens_what_it_is_of() -> None:
    paper = _paper(decided(), "grant")
    with reading(WINDOW):
        licence = Licence.objects.get()
    assert 'name="code"' in _page("/papers/")
    typed = (paper.code, f" {paper.code.upper()} ", f"https://city.example/papers/{paper.code}/")
    assert all("真实，由" in _page(f"/papers/?code={one}") for one in typed)
    assert licence.number in _page(f"/papers/?code={licence.code}")


@pytest.mark.parametrize(
    "address",
    [
        "/papers/?code=0000111122223333",
        "/papers/0000111122223333/",
        "/licences/nothing/",
        "/papers/?code=a%00b",
    ],
)
def test_code__of_nothing_is_called_false(address: str) -> None:
    assert "没有这份文书，可能是假的" in _page(address, 404)


def test_a_paper__of_a_decision_undone_says_so() -> None:
    number = decided()
    ask(number=number, asked=Asked(action="void", ground="第六十九条", reason="违法"), by=HANDLER, at=LATER)
    approve(number=number, action="void", by=HEAD, at=LATER)

    page = _page(f"/papers/{_paper(number, 'grant').code}/")
    assert "已于2026年6月1日撤销" in page and "真实，由" not in page
    with reading(WINDOW):
        licence = Licence.objects.get()
    assert "已撤销" in _page(f"/licences/{licence.code}/")


@pytest.mark.parametrize(
    "address", ["/papers/0123456789abcdef/", "/licences/0123456789abcdef/", "/papers/x/paper.exe"]
)
def test_what_is_not_there__is_not_found(address: str) -> None:
    assert Client().get(address).status_code in {302, 404}


def test_a_signature__of_another_key_is_not_believed() -> None:
    paper = _paper(decided(), "grant")
    with writing(WINDOW):
        CasePaper.objects.bulk_create([_copy(paper, signature="00" * 64)])

    assert "签名无效" in _page("/papers/feedfeedfeedfeed/")


def _copy(paper: CasePaper, **more: str) -> CasePaper:
    values = {
        one.attname: getattr(paper, one.attname)
        for one in CasePaper._meta.concrete_fields
        if one.attname != "id"
    }
    return CasePaper(**values | {"code": "feedfeedfeedfeed"} | more)


def test_all_of_a_paper__is_for_number_and_code() -> None:
    receipt = submitted()
    words = {"number": receipt.number, "query_code": receipt.code}
    full = Client().post(f"/papers/{receipt.paper}/full/", words)
    file = Client().post(f"/papers/{receipt.paper}/file/", words | {"form": "pdf"})
    word = Client().post(f"/papers/{receipt.paper}/file/", words | {"form": "docx"})
    wrong = Client().post(f"/papers/{receipt.paper}/full/", words | {"query_code": "AAAAA-AAAAA"})
    other = Client().post(f"/papers/{_paper(decided(once='o'), 'grant').code}/full/", words)

    assert full.status_code == 200 and "江小灯" in full.content.decode()
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert b"".join(word.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert (wrong.status_code, other.status_code) == (422, 422)
    assert "江小灯" not in wrong.content.decode()


def test_the_grants__are_listed_by_unit_and_day() -> None:
    decided()
    decided(once="two", withheld="国家秘密")

    page = _page("/grants/")
    assert "〔2026〕0001号" in page and "〔2026〕0002号" not in page and "1 件依法不公开" in page
    assert "没有这样的许可" in _page(f"/grants/?unit={OTHER}") and "0001号" in _page(f"/grants/?unit={OWN}")
    assert "没有这样的许可" in _page("/grants/?until=2026-05-31")


def test_the_grants__are_open_data() -> None:
    decided()
    rows = list(csv.reader(io.StringIO(Client().get("/grants.csv").content.decode("utf-8-sig"))))
    value = json.loads(Client().get("/grants.json").content)

    assert len(rows) == 2 and rows[1][5] == "江＊＊" and value["region"] == CITY
    assert [one["number"] for one in value["grants"]] == ["〔2026〕0001号"]
    assert ID_NUMBER not in json.dumps(value)


def test_a_file__is_for_its_applicant_and_the_officers_alone() -> None:
    paper = _paper(decided(), "grant")
    address = f"/papers/{paper.code}/paper.pdf"
    client = Client()
    client.force_login(User.objects.get(username=CITIZEN.username))
    stranger = User.objects.create(username="stranger", name="路人", signed_up=True)
    other = Client()
    other.force_login(stranger)

    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert other.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_hostile_names__are_shown_as_they_are() -> None:
    number = decided()
    with writing(WINDOW):
        Case.objects.filter(number=number).update(item_name="<script>x</script>")
    assert the_case(number).item_name.startswith("<script")
    assert "<script" not in _page(f"/papers/{_paper(number, 'grant').code}/")
