"""责任清单 on the desk: from empty sheets to a signed return."""

import pytest
from django.test import Client
from tests.builders_duties import a_received_duty_return, the_sheet
from tests.builders_lists import a_published_city
from tests.builders_powers import CAMPAIGN, LIAISON, OWN
from tests.builders_reviews import a_colleague

from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.filings.models import Filing
from qingdan.filings.queries.documents import paper, version_papers
from qingdan.responsibilities.models import DutySheet
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-065", "R-066", "R-067")]


@pytest.fixture
def code(db: None, law_home: None) -> str:
    """The public code of the one published power."""
    a_published_city()
    with reading(LIAISON):
        return DutySheet.objects.get().item_code


def signed_in(role: Role, unit: int) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=a_colleague(role, unit=unit).username))
    return client


def test_a_unit__writes_its_duties_and_sends_them(code: str) -> None:
    liaison = signed_in(Role.LIAISON, 1)
    address = f"/desk/duties/{code}/"
    where = {"campaign": CAMPAIGN}
    assert "还没有写责任" in liaison.get("/desk/duties/").content.decode()
    proposed = liaison.post(f"{address}propose/", where | {"version": "1"})
    assert proposed.status_code == 302

    page = liaison.get(address, where).content.decode()
    count = int(page.split('name="rows" value="')[1].split('"')[0])
    typed = {"version": "2", "rows": str(count)} | where
    for row in range(count - 1):
        step = (
            page.split(f'name="step-{row}"')[1]
            .split("</select>")[0]
            .split(" selected")[0]
            .split('value="')[-1]
        )
        typed |= {f"step-{row}": step.strip('"'), f"duty-{row}": "巡查", f"post-{row}": "灯火科"}
        typed |= {f"accountability_ground-{row}": "不巡查", f"legal_basis-{row}": "灯笼条例第三条"}
    assert liaison.post(f"{address}save/", typed).status_code == 302
    assert "写全了" in liaison.get("/desk/duties/").content.decode()

    sent = liaison.post("/desk/duties/send/", where | {"unit": OWN})
    assert sent.status_code == 302
    assert "责任事项" in liaison.get(sent["Location"]).content.decode()
    assert _printed().startswith(b"%PDF")


def test_a_stale_page__shows_what_stands_and_keeps_what_was_typed(code: str) -> None:
    liaison = signed_in(Role.LIAISON, 1)
    liaison.post(f"/desk/duties/{code}/propose/", {"campaign": CAMPAIGN, "version": "1"})
    typed = {
        "campaign": CAMPAIGN,
        "version": "1",
        "rows": "1",
        "step-0": "2",
        "duty-0": "我写的",
        "post-0": "科",
    }

    refused = liaison.post(f"/desk/duties/{code}/save/", typed)

    page = refused.content.decode()
    assert refused.status_code == 422 and "我写的" in page and "别人刚改过" in page


@pytest.mark.parametrize("step", ["99", "40000", "99999"])
def test_a_step_the_chart_has_not__is_refused_beside_its_row(code: str, step: str) -> None:
    liaison = signed_in(Role.LIAISON, 1)
    typed = {"campaign": CAMPAIGN, "version": "1", "rows": "2", "step-1": step, "duty-1": "巡查"}

    refused = liaison.post(f"/desk/duties/{code}/save/", typed)

    assert refused.status_code == 422
    assert f'id="e-duties.1.step">已公布的流程图里没有第 {step} 个环节' in refused.text
    assert 'aria-describedby="e-duties.1.step"' in refused.text and "巡查" in refused.text


def test_a_foreign_sheet__is_not_there(code: str) -> None:
    stranger = signed_in(Role.LIAISON, 3)

    assert stranger.get(f"/desk/duties/{code}/", {"campaign": CAMPAIGN}).status_code == 404
    assert stranger.post(f"/desk/duties/{code}/propose/", {"campaign": CAMPAIGN}).status_code == 404


def test_reviewers__read(code: str) -> None:
    page = signed_in(Role.ESTABLISHMENT_OFFICE, 2).get(f"/desk/duties/{code}/", {"campaign": CAMPAIGN})

    assert (
        page.status_code == 200 and "保存" not in page.content.decode().split("<main")[1].split("</main>")[0]
    )


def _printed() -> bytes:
    with reading(LIAISON):
        filing = Filing.objects.filter(list_kind="responsibility_list").get()
        return paper(version_papers(LIAISON, CAMPAIGN, OWN, filing.number), "duties.pdf").content


def test_duties_under_review__say_what_each_line_is(code: str) -> None:
    a_received_duty_return()
    sheet = the_sheet()
    page = signed_in(Role.ESTABLISHMENT_OFFICE, 2).get(
        f"/desk/review/items/{CAMPAIGN}/responsibility_list/{code}/"
    )

    first = sheet.duties[0]
    name = next(one.name for one in sheet.steps if one.number == first.step)
    assert f"环节 {first.step}（{name}）　责任岗位：{first.post}" in page.text
    assert "追责情形：该点的灯没有点" in page.text and "设定依据：灯笼条例第三条" in page.text
    queue = signed_in(Role.ESTABLISHMENT_OFFICE, 2).get("/desk/review/?kind=responsibility_list")
    assert sheet.name in queue.text
