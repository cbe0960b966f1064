"""Sending a register in and reading what the check came to."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.builders import an_actor
from tests.builders_files import PDF, a_bomb, a_workbook, with_part
from tests.builders_powers import CAMPAIGN, OWN
from tests.builders_uploads import (
    GROUND,
    HANGING_ROW,
    HEADING,
    UNLIT_ROW,
    accepted,
    an_upload,
    changed,
    state_of,
)

from qingdan.base.actor import Actor
from qingdan.base.jobs.models import Job
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.powers.models import Upload
from qingdan.powers.services.reading import read_upload
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-022", "G-hostile")]
MISPLACED = changed(UNLIT_ROW, basis=GROUND.replace("第三条", "第四条"))


@pytest.fixture
def client() -> Client:
    """Nobody yet."""
    return Client()


@pytest.fixture
def clerk(client: Client, city: None) -> Actor:
    return _sign_in(client, Role.LIAISON)


def _sign_in(client: Client, role: Role, unit: int = 1) -> Actor:
    actor = an_actor(role, unit=unit)
    client.force_login(User.objects.get(username=actor.username))
    return actor


def _send(client: Client, content: bytes, name: str = "登记表.xlsx") -> object:
    form = {"unit": OWN, "campaign": CAMPAIGN, "file": SimpleUploadedFile(name, content)}
    return client.post("/desk/register/uploads/send", form)


def _page(client: Client, code: str, query: str = "") -> str:
    response = client.get(f"/desk/register/uploads/{code}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_send__goes_to_the_page_of_the_job(client: Client, clerk: Actor) -> None:
    response = _send(client, a_workbook(UNLIT_ROW, header=HEADING))

    with reading(clerk):
        job = Job.objects.get()
    assert response.headers["Location"] == f"/desk/jobs/{job.code}/"  # type: ignore[attr-defined]
    assert client.get(f"/desk/jobs/{job.code}/").status_code == 200
    assert "登记表.xlsx" in client.get("/desk/register/uploads/").content.decode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PDF, "登记表.xlsx", "内容是PDF"),
        (b"", "空.xlsx", "文件是空的"),
        (with_part(a_workbook(), "xl/vbaProject.bin", b"x"), "登记表.xlsm", "文件里有宏"),
        (a_bomb, "登记表.xlsx", "解开以后太大"),
        (a_workbook()[:-300], "登记表.xlsx", "文件损坏"),
    ],
)
def test_send__a_wrong_file_is_refused_beside_its_field(
    client: Client, clerk: Actor, content: bytes | Callable[[], bytes], name: str, words: str
) -> None:
    response = _send(client, content() if callable(content) else content, name)

    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert page.count(words) == 2 and 'id="e-file"' in page and "有 1 处要改" in page
    with reading(clerk):
        assert not Upload.objects.exists()


def test_upload__shows_figures_and_the_first_problem(client: Client, clerk: Actor) -> None:
    words = _page(client, an_upload(MISPLACED, HANGING_ROW, by=clerk))

    assert "<title>核对结果：2 项，" in words and "按 2026年6月1日有效的法律核对" in words
    assert "引文核对" in words and "在别的条 1" in words and "怎样读的" in words
    assert 'id="d"' in words and "下载批注后的工作簿" in words and "载入登记表" in words


def test_upload__a_problem_has_an_address(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, by=clerk)
    number = _number_of(clerk, code, "C08")

    words = _page(client, code, f"?problem={number}")

    assert "C08" in words and "<mark>第四条</mark>" in words and "登记表 第 2 行" in words
    assert f"problem={number}#d" in words and "没收灯笼" in words
    assert "把 <del>第四条</del> 改为 <ins>第三条</ins>" in words


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("?rule=C08", "C08</td>", "C32</td>"),
        ("?severity=warning", "C08</td>", "必须改　"),
        ("?words=没有这一项", "没有符合条件的问题", "<tbody"),
        ("?problem=99999999999", "C08</td>", "没有符合条件"),
        ("?problem=abc&sheet=%3Cscript%3E", "没有符合条件的问题", "<script>"),
    ],
)
def test_upload__is_filtered_by_address(
    client: Client, clerk: Actor, query: str, seen: str, unseen: str
) -> None:
    words = _page(client, an_upload(MISPLACED, by=clerk), query).partition('id="readings"')[0]

    assert seen in words and unseen not in words


def test_upload__what_the_file_says_is_no_markup(client: Client, clerk: Actor) -> None:
    row = changed(MISPLACED, name="<script>alert(1)</script>的处罚", office='"><img src=x>')

    words = _page(client, an_upload(row, by=clerk))

    assert "<script>alert" not in words and "<img" not in words and "&lt;script&gt;" in words


def test_upload__waiting_renews_itself(client: Client, clerk: Actor) -> None:
    _send(client, a_workbook(UNLIT_ROW, header=HEADING))
    with reading(clerk):
        code = Upload.objects.get().code

    assert '<meta http-equiv="refresh"' in _page(client, code)
    read_upload(code=code, step=lambda *_: None, by=clerk, at=Upload.objects.get().at)
    assert '<meta http-equiv="refresh"' not in _page(client, code)


def test_upload__is_seen_by_reviewers_and_not_by_others(client: Client, clerk: Actor) -> None:
    address = f"/desk/register/uploads/{an_upload(UNLIT_ROW, by=clerk)}/"

    _sign_in(client, Role.REVIEWER, 2)
    assert client.get(address).status_code == 200 and client.get(address + "accept").status_code == 404
    _sign_in(client, Role.LIAISON, 3)
    for part in ("", "accept", "annotated"):
        assert client.get(address + part).status_code == 404
    for part in ("take", "drop"):
        assert client.post(address + part).status_code == 404


def test_annotated__carries_the_findings(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, by=clerk)

    for _ in range(2):
        response = client.get(f"/desk/register/uploads/{code}/annotated")
        book = load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
        assert book.sheetnames == ["登记表", "核对结果"]


def test_drop__leaves_the_page_and_the_draft(client: Client, clerk: Actor) -> None:
    code = an_upload(UNLIT_ROW, by=clerk)

    response = client.post(f"/desk/register/uploads/{code}/drop", follow=True)

    assert "已放弃这个文件" in response.content.decode() and state_of(code, clerk) == "dropped"


def test_upload__accepted_leads_to_its_items(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, by=clerk)
    accepted(code, by=clerk)

    words = _page(client, code, "?rule=C08")

    assert "到这一项里改" in words and f"{OWN}-00001" in words and "载入登记表</a>" not in words


def test_upload__costs_as_many_queries_for_many_rows(
    client: Client, clerk: Actor, django_assert_max_num_queries: object
) -> None:
    rows = [changed(MISPLACED, name=f"对第{number}种灯笼不点亮的处罚") for number in range(60)]
    code = an_upload(*rows, by=clerk)

    with django_assert_max_num_queries(16):  # type: ignore[operator]
        words = _page(client, code)

    assert "其余" in words


def _post(client: Client, code: str, act: str, number: int, **form: str) -> tuple[int, str]:
    address = f"/desk/register/uploads/{code}/{act}?rule=C08&problem={number}"
    response = client.post(address, form, follow=True)
    return response.status_code, response.content.decode()


def test_adopt__the_problem_says_so_and_can_be_taken_back(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, by=clerk)
    number = _number_of(clerk, code, "C08")
    assert "<button>采用建议</button>" in _page(client, code, f"?problem={number}")

    status, words = _post(client, code, "adopt", number)

    assert status == 200 and words.count('<span class="mark ok">已采用建议') == 2
    assert "<button>采用建议</button>" not in words and "已采用建议，载入时" in words
    assert "<button>采用建议</button>" in _post(client, code, "reopen", number)[1]


def test_adopt__is_not_offered_where_nothing_can_be_set_right(client: Client, clerk: Actor) -> None:
    code = an_upload(changed(UNLIT_ROW, basis=""), by=clerk)

    words = _page(client, code, f"?problem={_number_of(clerk, code, 'C01')}")

    assert "采用建议" not in words and "不改，说明理由" not in words


def test_explain__an_empty_reason_is_refused_beside_its_field(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, by=clerk)
    number = _number_of(clerk, code, "C08")

    status, words = _post(client, code, "explain", number, reason=" ")
    assert status == 422 and "<details open><summary>不改，说明理由" in words and 'id="e-reason"' in words

    status, words = _post(client, code, "explain", number, reason="编号是旧的")
    assert status == 200 and "编号是旧的" in words and "已说明理由" in words


def test_upload__a_row_laid_into_an_item_leads_to_it(client: Client, clerk: Actor) -> None:
    accepted(an_upload(MISPLACED, by=clerk), by=clerk)
    code = an_upload(changed(MISPLACED, office="灯油科"), by=clerk)
    accepted(code, by=clerk)

    words = _page(client, code, "?rule=C08")

    assert "到这一项里改" in words and f"{OWN}-00001" in words


def test_upload__tells_how_many_sums_were_skipped(client: Client, clerk: Actor) -> None:
    total = ("", "小计", "1项", "", "", "", "", "")

    assert "跳过小计行 1 行" in _page(client, an_upload(MISPLACED, total, by=clerk))


def _number_of(clerk: Actor, code: str, rule: str) -> int:
    with reading(clerk):
        problems = Upload.objects.get(code=code).result["problems"]
    return next(place for place, one in enumerate(problems, 1) if one["code"] == rule)
