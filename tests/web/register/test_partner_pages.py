"""Pages of joint items, of questions to other units, of 附件3, functions and coverage."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.builders import NOW, SETTER
from tests.builders_account import signed_in
from tests.builders_partners import COUNTY_UNIT, LEGAL, a_county_office, the_consent, the_item
from tests.builders_powers import LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.people.services import appoint, open_account
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.dispositions import ask_receivers
from qingdan.powers.services.legal import keep_mandate
from qingdan.powers.services.partners import ask_to_merge, set_partners
from qingdan.rules.role import Role

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-054", "C14")]


def _words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _joint(number: str) -> str:
    set_partners(number=number, version=1, lead=OWN, partners=[OTHER], by=LIAISON, at=NOW)
    return the_consent().code


def test_partners__are_chosen_and_told(client: Client) -> None:
    number = an_item(joint="是", joint_partners="市月亮局")
    address = f"/desk/register/items/{number}/partners"
    assert "市月亮局 不是本市的单位名称" in _words(client, address)
    form = {"version": "1", "lead": OWN, "partners": [OTHER]}
    assert client.post(f"{address}/set", form).status_code == 302
    assert the_item(number).joint_partners == "市河道局"
    assert "还没有答复" in _words(client, address)
    refused = client.post(f"{address}/set", {"version": "2", "lead": OTHER, "partners": [OTHER]})
    assert refused.status_code == 422 and "由牵头部门报送" in refused.content.decode()


def test_questions__are_agreed_to_together(client: Client, sign_in: SignIn) -> None:
    numbers = [an_item(name=name) for name in ("对点灯的处罚", "对挂灯的处罚", "对换灯的处罚")]
    for number in numbers:
        set_partners(number=number, version=1, lead=OWN, partners=[OTHER], by=LIAISON, at=NOW)
    partner = sign_in(unit=3)
    codes = re.findall(r'name="codes" value="(.+?)"', _words(partner, "/desk/consents/"))
    assert len(codes) == 3
    none = partner.post("/desk/consents/agree", {})
    assert none.status_code == 422 and 'id="e-codes"' in none.content.decode()
    partner.post(f"/desk/consents/{codes[0]}/answer", {"answer": "object", "reason": "不归我们"})

    assert partner.post("/desk/consents/agree", {"codes": codes}).status_code == 302
    words = _words(partner, "/desk/consents/")
    assert words.count(">同意</span>") == 2 and words.count(">不同意</span>") == 1
    assert 'name="codes"' not in words
    assert client.post("/desk/consents/agree", {"codes": codes}).status_code == 422


def test_question__is_answered_by_the_partner(client: Client, sign_in: SignIn) -> None:
    number = an_item(reason="内部理由")
    code = _joint(number)
    partner = sign_in(unit=3)
    assert f"/desk/consents/{code}/" in _words(partner, "/desk/consents/")
    words = _words(partner, f"/desk/consents/{code}/")
    assert "列为共同实施单位" in words and "内部理由" not in words
    refused = partner.post(f"/desk/consents/{code}/answer", {"answer": "object", "reason": ""})
    assert refused.status_code == 422 and 'id="e-reason"' in refused.content.decode()
    form = {"answer": "object", "reason": "不归我们"}
    assert partner.post(f"/desk/consents/{code}/answer", form).status_code == 302
    assert "不归我们" in _words(client, f"/desk/register/items/{number}/partners")
    assert client.post(f"/desk/consents/{code}/again").status_code == 302
    assert the_consent().answer == ""
    assert client.post(f"/desk/consents/{code}/withdraw").status_code == 302
    assert partner.get(f"/desk/consents/{code}/").status_code == 404


def test_second_filing__is_shown_with_the_first(client: Client, sign_in: SignIn) -> None:
    first = an_item()
    _joint(first)
    an_item(unit=OTHER, by=STRANGER)
    words = _words(sign_in(unit=3), "/desk/consents/")
    assert "报了两次" in words and first in words


@pytest.mark.requirement("R-041")
def test_consolidation__is_agreed_to_with_an_own_item(client: Client, sign_in: SignIn) -> None:
    target, source = an_item(), an_item(unit=OTHER, by=STRANGER)
    ask_to_merge(number=target, unit=OTHER, note="河灯", by=LIAISON, at=NOW)
    code, partner = the_consent().code, sign_in(unit=3)
    assert f'value="{source}"' in _words(partner, f"/desk/consents/{code}/")
    assert partner.post(f"/desk/consents/{code}/answer", {"answer": "agree"}).status_code == 422
    form = {"answer": "agree", "sources": [source]}
    assert partner.post(f"/desk/consents/{code}/answer", form).status_code == 302
    assert the_item(source).disposition == "consolidate"


@pytest.mark.requirement("R-036")
def test_county_office__answers_what_is_asked_of_the_county(client: Client) -> None:
    a_county_office()
    ask_receivers(number=an_item(), units=[COUNTY_UNIT], by=LIAISON, at=NOW)
    open_account(username="county", name="何渡", password="lantern-2026-x", by=SETTER, at=NOW)
    appoint(username="county", unit=COUNTY_UNIT, role=Role.COUNTY_OFFICE, by=SETTER, at=NOW)
    county = signed_in("county")
    code = re.findall(r"/desk/consents/(\w+)/", _words(county, "/desk/consents/"))[0]
    assert "接不接得住" in _words(county, f"/desk/consents/{code}/")
    assert county.post(f"/desk/consents/{code}/answer", {"answer": "agree"}).status_code == 302


@pytest.mark.requirement("G-access")
def test_question__is_not_there_for_strangers(client: Client, sign_in: SignIn) -> None:
    number = an_item()
    code = _joint(number)
    answer_consent(code=code, answer="agree", by=STRANGER, at=NOW)
    outsider = sign_in(Role.PRINCIPAL, 2)
    for address in (f"consents/{code}/", f"register/items/{number}/partners"):
        assert outsider.get(f"/desk/{address}").status_code == 404
    for act in ("answer", "again", "withdraw"):
        assert outsider.post(f"/desk/consents/{code}/{act}").status_code == 404


@pytest.mark.requirement("R-047")
def test_referrals__are_completed_printed_and_downloaded(client: Client, sign_in: SignIn) -> None:
    assert "不用报附件3" in _words(client, "/desk/referrals/")
    number = an_item(disposition="refer_up", receiver="市级")
    assert "缺 2 栏" in _words(client, "/desk/referrals/")
    address = f"/desk/register/items/{number}/referral"
    form = {"holder": "省灯火厅", "change": "下放市级", "receiver": "市级", "reason": "就近"}
    assert client.post(f"{address}/keep", form | {"change": "随便"}).status_code == 422
    assert client.post(f"{address}/keep", form).status_code == 302
    assert "齐了" in _words(client, address)
    assert client.get("/desk/referrals/print").content.startswith(b"%PDF")
    book = load_workbook(BytesIO(client.get("/desk/referrals/workbook").content))
    values = {str(cell.value) for row in book.active.iter_rows() for cell in row}  # type: ignore[union-attr]
    assert {"省灯火厅", "下放市级", "就近"} <= values
    assert sign_in(unit=3).get(address).status_code == 404
    assert sign_in(Role.REVIEWER, 2).get(f"/desk/referrals/?unit={OWN}").status_code == 200


@pytest.mark.requirement("R-021", "C31")
def test_mandates__are_matched_with_powers(client: Client, sign_in: SignIn) -> None:
    assert "还没有录入" in _words(client, "/desk/mandates/")
    keep_mandate(unit=OWN, number="1", text="点亮沿街灯笼", new=True, by=LEGAL, at=NOW)
    number = an_item()
    assert "没有权力" in _words(client, "/desk/mandates/")
    form = {"unit": OWN, f"of-{number}": "1"}
    assert client.post("/desk/mandates/link", form).status_code == 302
    words = _words(client, "/desk/mandates/")
    assert "0 项权力没有对应的职能" in words and f'value="{number} 1"' in words
    assert client.post("/desk/mandates/link", form | {f"of-{number}": "9"}).status_code == 422
    assert client.post("/desk/mandates/unlink", {"unit": OWN, "link": f"{number} 1"}).status_code == 302
    stranger = sign_in(unit=3)
    assert stranger.get(f"/desk/mandates/?unit={OWN}").status_code == 404
    assert stranger.post("/desk/mandates/link", form).status_code == 404


@pytest.mark.requirement("R-022")
def test_coverage__is_read_by_a_job(client: Client, sign_in: SignIn) -> None:
    assert "从法规库找" in _words(client, "/desk/coverage/")
    response = client.post("/desk/coverage/read", {"unit": OWN})
    assert response.headers["Location"].startswith("/desk/jobs/")
    assert client.post("/desk/coverage/add", {"unit": OWN, "grant": "none"}).status_code == 422
    stranger = sign_in(unit=3)
    assert stranger.get(f"/desk/coverage/?unit={OWN}").status_code == 404
    assert stranger.post("/desk/coverage/read", {"unit": OWN}).status_code == 404
