"""A version of a filing: signing, handing in, receiving, returning, history, differences, papers."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from tests.builders import CITY, NOW
from tests.builders_account import set_up_factor, signed_in, with_authenticator
from tests.builders_files import PDF, given
from tests.builders_filings import (
    a_ready_unit,
    filed,
    received,
    sent,
    signed,
    signed_on_paper,
    the_filing,
)
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, an_item

from qingdan.base.jobs.tasks import carry_out
from qingdan.filings.models import Filing
from qingdan.powers.services.items import save_item

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-050", "R-051")]
PAGE = f"/desk/filings/{CAMPAIGN}/{OWN}/1/"


def _shown(username: str, address: str = PAGE) -> str:
    response = signed_in(username, factor_ago=0).get(address)
    assert response.status_code == 200
    return response.content.decode()


def _post(username: str, act: str, **form: object) -> object:
    return signed_in(username, factor_ago=0).post(PAGE + act, {"digest": the_filing().digest} | form)


def test_signing__by_the_principal() -> None:
    a_ready_unit()
    sent()

    assert "<button>签字</button>" in _shown("principal")
    response = _post("principal", "sign")

    assert response.headers["Location"] == f"{PAGE}?said=filing_signed"  # type: ignore[attr-defined]
    assert the_filing().state == "signed"


def test_signing__without_factor_leads_there() -> None:
    a_ready_unit()
    sent()
    with_authenticator("principal")
    client = signed_in("principal")

    assert "先过第二验证" in client.get(PAGE).content.decode()
    response = client.post(f"{PAGE}sign", {"digest": the_filing().digest})

    assert response.headers["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert the_filing().state == "signing"


def test_signing__right_after_the_factor_was_set_up(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    a_ready_unit()
    sent()
    client = signed_in("principal")
    away = client.post(f"{PAGE}sign", {"digest": the_filing().digest})
    assert away.headers["Location"].startswith("/accounts/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        answer = set_up_factor(client)
    answer.wsgi_request.session.save()

    assert "<button>签字</button>" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}sign", {"digest": the_filing().digest})
    assert the_filing().state == "signed"


def test_signing__with_a_stale_page() -> None:
    a_ready_unit()
    sent()

    response = _post("principal", "sign", digest="0" * 64)

    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "摘要值和冻结的内容不一致" in response.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("username", "act"),
    [
        ("liaison", "sign"), ("office", "sign"), ("stranger", "sign"), ("stranger", "paper"),
        ("office", "hand-in"), ("drafter", "hand-in"), ("stranger", "hand-in"), ("liaison", "receive"),
        ("reviewer", "receive"), ("liaison", "return"), ("reviewer", "return"), ("liaison", "original"),
    ],
)  # fmt: skip
def test_acts__of_others_are_not_there(username: str, act: str) -> None:
    a_ready_unit()
    signed()

    assert _post(username, act, reason="x").status_code == 404  # type: ignore[attr-defined]
    assert the_filing().state == "signed"


def test_paper__is_taken_in_and_seen() -> None:
    a_ready_unit()
    sent()

    _post("liaison", "paper", signatory="周守清", file=given(PDF, "签字.pdf"))
    _post("liaison", "hand-in")

    assert "disabled" in _shown("office")
    refused = _post("office", "receive")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    _post("office", "original")
    _post("office", "receive")
    assert the_filing().state == "received"


def test_paper__without_scan_says_so_beside_the_field() -> None:
    a_ready_unit()
    sent()

    response = _post("liaison", "paper", signatory="周守清")

    words = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert 'id="e-file"' in words and 'value="周守清"' in words


def test_handing_in__gives_a_receipt() -> None:
    a_ready_unit()
    signed()

    _post("liaison", "hand-in")

    assert "临编收〔2026〕0001号" in _shown("liaison")


def test_returning__keeps_what_was_typed_when_it_is_refused() -> None:
    a_ready_unit()
    filed()

    long = _post("office", "return", reason="长" * 2_001)
    done = _post("office", "return", reason="灯笼数不对")

    assert (long.status_code, done.status_code) == (422, 302)  # type: ignore[attr-defined]
    assert "长长长" in long.content.decode()  # type: ignore[attr-defined]
    assert "灯笼数不对" in _shown("liaison")


@pytest.mark.parametrize("username", ["stranger", "body"])
@pytest.mark.parametrize("where", ["", "history/", "since/1/", "print/bundle.pdf"])
def test_filing__of_another_unit_is_not_there(username: str, where: str) -> None:
    a_ready_unit()
    signed()
    address = PAGE.replace("/1/", "/") + where if where == "history/" else PAGE + where

    assert signed_in(username).get(address).status_code == 404


def test_versions__are_compared_and_listed() -> None:
    a_ready_unit()
    filed()
    _post("office", "return", reason="灯笼数不对")
    an_item("对旧灯笼的处罚", disposition="abolish", reason="没有旧灯笼了")
    assert Filing.objects.count() == 1
    history = _shown("office", f"/desk/filings/{CAMPAIGN}/{OWN}/history/")
    assert "退回第 1 版" in history and the_filing().digest[:16] in history
    assert "内容一样" in _shown("office", f"{PAGE}since/1/")


FORMS = ("register.pdf", "register.xlsx", "nil.pdf", "charts.pdf", "report.pdf", "report.docx", "bundle.pdf")


@pytest.mark.parametrize("form", [*FORMS, "receipt.pdf"])
def test_papers__of_a_version(form: str) -> None:
    a_ready_unit()
    filed()

    response = signed_in("office").get(f"{PAGE}print/{form}")

    assert response.status_code == 200
    assert response.content[:4] in (b"%PDF", b"PK\x03\x04")
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("form", FORMS)
def test_papers__of_the_drafts(form: str) -> None:
    a_ready_unit()

    assert signed_in("liaison").get(f"/desk/department/print/{form}").status_code == 200


@pytest.mark.parametrize("form", ["receipt.pdf", "lanterns.pdf", "register.docx"])
def test_papers__that_there_are_not(form: str) -> None:
    a_ready_unit()

    assert signed_in("liaison").get(f"/desk/department/print/{form}").status_code == 404


@pytest.mark.requirement("G-jobs")
def test_papers__of_a_large_filing_are_a_job_with_a_file() -> None:
    a_ready_unit()
    sent()

    address = _post("liaison", "print").headers["Location"]  # type: ignore[attr-defined]
    carry_out(code=address.split("/")[-2], regions=[CITY], post=OWN)

    made = re.search(r"/desk/files/[a-f0-9]+/", _shown("liaison", address))
    assert made
    response = signed_in("liaison").get(made[0])
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


@pytest.mark.requirement("G-jobs")
@pytest.mark.parametrize(
    ("number", "title"), [(1, "打印市灯笼局报送件全套（第1版）"), (0, "打印市灯笼局报送件全套（草稿）")]
)
def test_papers__asked_for_twice_are_one_job_named_in_words(number: int, title: str) -> None:
    item = a_ready_unit()
    sent()
    address = f"/desk/filings/{CAMPAIGN}/{OWN}/{number}/print"

    first, second = (signed_in(who).post(address).headers["Location"] for who in ("liaison", "office"))

    assert first == second
    assert f"<h1>{title}</h1>" in _shown("office", first)
    save_item(number=item, version=1, values={"remark": "灯笼改红"}, by=LIAISON, at=NOW)
    assert (signed_in("liaison").post(address).headers["Location"] == first) is bool(number)


def test_list__for_reviewers_only() -> None:
    a_ready_unit()
    received()

    words = _shown("reviewer", "/desk/filings/?state=received")

    assert "市灯笼局" in words and "市河道局" not in words
    assert signed_in("liaison").get("/desk/filings/").status_code == 404
    assert "没有这种状态的报送件" in _shown("office", "/desk/filings/?state=paper")


def test_own_filing__before_and_after_it_was_sent() -> None:
    assert "还没有送过签" in _shown("liaison", "/desk/filing/")
    a_ready_unit()
    signed_on_paper()

    assert "下载扫描件" in _shown("liaison", "/desk/filing/")
