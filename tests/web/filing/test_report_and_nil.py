"""Writing the report, reporting nil."""

import pytest
from tests.builders_account import signed_in
from tests.builders_filings import REPORT, a_ready_unit
from tests.builders_powers import CAMPAIGN, OWN, an_item

from qingdan.filings.models import CleaningReport
from qingdan.powers.models import NilLine

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-049", "R-053")]
REPORT_PAGE, NIL_PAGE = "/desk/department/report/", "/desk/department/nil/"
FORM = {"campaign": CAMPAIGN, "unit": OWN}


def test_report__shows_figures_beside_the_text() -> None:
    a_ready_unit()

    words = signed_in("liaison").get(REPORT_PAGE).content.decode()

    assert "共清理行政权力 1 项：保留 1 项。" in words
    assert "灯笼已经逐盏数过。" in words


def test_report__is_saved() -> None:
    response = signed_in("drafter").post(f"{REPORT_PAGE}save", FORM | REPORT | {"version": "0"})

    assert response.status_code == 302
    assert CleaningReport.objects.get().results == REPORT["results"]


def test_report__of_two_people_shows_both() -> None:
    a_ready_unit()

    form = FORM | {"version": "0", "results": "我的灯笼"}
    response = signed_in("liaison").post(f"{REPORT_PAGE}save", form)

    words = response.content.decode()
    assert response.status_code == 422
    assert "我的灯笼" in words and "灯笼已经逐盏数过。" in words and 'name="version" value="1"' in words
    assert CleaningReport.objects.get().results == REPORT["results"]


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_report__with_a_made_up_version(version: str) -> None:
    a_ready_unit()

    form = FORM | {"version": version, "results": "新"}
    assert signed_in("liaison").post(f"{REPORT_PAGE}save", form).status_code == 422


def test_report__of_another_unit() -> None:
    response = signed_in("stranger").post(f"{REPORT_PAGE}save", FORM | REPORT | {"version": "0"})

    assert response.status_code == 404
    assert not CleaningReport.objects.exists()


def test_nil__is_set_and_taken_back() -> None:
    client = signed_in("liaison")

    client.post(f"{NIL_PAGE}set", FORM | {"category": "levy"})
    assert NilLine.objects.get().category == "levy"
    assert "撤回行政征收的零报告" in client.get(NIL_PAGE).content.decode()
    client.post(f"{NIL_PAGE}withdraw", FORM | {"category": "levy"})

    assert not NilLine.objects.exists()


def test_nil__beside_items() -> None:
    an_item()

    response = signed_in("liaison").post(f"{NIL_PAGE}set", FORM | {"category": ""})

    assert response.status_code == 422
    assert "还有 1 个事项，不能报零" in response.content.decode()


def test_nil__of_another_unit() -> None:
    response = signed_in("stranger").post(f"{NIL_PAGE}set", FORM | {"category": "levy"})

    assert (response.status_code, NilLine.objects.exists()) == (404, False)
