"""Five cases of five kinds at a counter, each as the people meet it: corrected and granted, taken in by keyboard,
refused, paused, accepted because nobody said anything. This process acts in the same city, for what is tried elsewhere.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from procrastinate.tasks import configure_task
from pypdf import PdfReader
from tests.browser import demand_browser
from tests.builders import NOW, a_city
from tests.builders_case_desk import decided_now, received_now, reviewed_now, seated
from tests.builders_cases import (
    CITIZEN,
    HANDLER,
    HEAD,
    ID_NUMBER,
    LAMP,
    WINDOW,
    a_licence,
    an_application,
    stepped,
    submit_signed,
    the_case,
)
from tests.builders_editions import an_edition
from tests.builders_files import PDF
from tests.builders_guides import SECOND, written
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.journeys.applying import attach, check_and_sign, fill_in, sign_up
from tests.journeys.conftest import Site
from tests.journeys.keys import Keys
from tests.journeys.looking import FEW, faults_of, sideways, some_of

from qingdan.base.clock import now
from qingdan.base.jobs.services import QUEUE
from qingdan.base.transactions import reading
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import CaseReceipt
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.config.settings import PASSWORD_HASHERS
from qingdan.guides.services.writing import publish_guide
from qingdan.licences.models import Licence

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("G-journeys", "RQ-G4", "RQ-G5", "RQ-G6", "RQ-P3")
COPY = "counter"
SMALL = {"width": 360, "height": 740}
AGO = timedelta(days=30)  # more than five working days, whatever is celebrated
PAUSE = Asked(action="suspend", reason="请专家看", kind="expert_review", ground="第四条", days=5)


@pytest.fixture(scope="module")
def counter(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker", browser: Browser
) -> Iterator[Site]:
    """A city in which two licences run on line, with the people of their counter."""
    demand_browser("the journeys at a counter")
    with copied_database(city_cluster, COPY, django_db_blocker) as database:
        with override_settings(PASSWORD_HASHERS=PASSWORD_HASHERS):  # the server knows no other
            a_city()
            fair = {**a_licence(), "code": SECOND, "name": "灯会许可"}
            an_edition([a_licence(), fair])
            for code in (LAMP, SECOND):
                publish_guide(code=code, version=written(code=code), by=HEAD, at=NOW)
            seated()
        city = CityProcesses(settings.QINGDAN_HOME, **database_words(database))
        city.start("serve")
        city.wait_until_ready()
        city.start("worker")
        yield Site(address=city.address, browser=browser, things={}, secrets={})
        city.stop()
    drop_copy(city_cluster, COPY)


def test_a_citizen_on_a_telephone__corrects_is_granted_and_verifies(counter: Site) -> None:
    with counter.visit(viewport=SMALL, java_script_enabled=False) as telephone:
        page = telephone.new_page()
        sign_up(page)
        fill_in(page)
        for name in ("灯笼合格证", "房屋证明"):
            attach(page, name)
        number, _ = check_and_sign(page)

        _tell_what_lacks(counter, number)
        _correct(page, number)
        _accept(counter, number)
        _review(number)
        _decide(counter, number, "准予许可", facts="灯都合格")
        address = _address_on(page, number, "准予行政许可决定书")
        assert sideways(page) == []
    with counter.page_of() as stranger:
        stranger.goto(address)
        expect(stranger.get_by_text("真实，由市灯笼局出具")).to_be_visible()
        expect(stranger.get_by_text("江＊＊")).to_be_visible()


def _tell_what_lacks(site: Site, number: str) -> None:
    """The window lists all of it, once."""
    with site.page_of("window") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("link", name="一次告知补正").click()
        for name, what, how in (
            ("房屋证明", "看不清", "重新扫描"),
            ("盏数", "与合格证不一致", "填合格证上的数"),
        ):
            page.get_by_label(f"列入：{name}").check()
            page.get_by_label(f"{name}：哪里不对").fill(what)
            page.get_by_label(f"{name}：怎样改").fill(how)
        page.get_by_role("button", name="出具补正通知书").click()
        expect(page.get_by_role("heading", name="等申请人补正")).to_be_visible()


def _correct(page: Page, number: str) -> None:
    page.goto("/my/")
    expect(page.get_by_role("heading", name="等我办的")).to_be_visible()
    page.goto(f"/my/cases/{number}/")
    expect(page.get_by_text("重新扫描")).to_be_visible()
    attach(page, "房屋证明")
    page.get_by_label("盏数").fill("4")
    page.get_by_role("button", name="补齐了，提交").click()
    expect(page.get_by_text("已收件，待受理").first).to_be_visible()
    assert sideways(page) == []


def _accept(site: Site, number: str) -> None:
    with site.page_of("window") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("button", name="材料齐全，受理").click()
        expect(page.get_by_role("link", name=re.compile("核验.*受理通知书"))).to_be_visible()


def _review(number: str) -> None:
    """All that stands on the chart before the decision."""
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way, at=now())


def _decide(site: Site, number: str, verdict: str, **words: str) -> None:
    with site.page_of("approver") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("link", name="作决定").click()
        page.get_by_label(verdict).check()
        page.locator("input[name=clauses]").first.check()
        for name, word in words.items():
            page.locator(f"#f-{name}").fill(word)
        page.get_by_role("button", name="作出决定").click()
        expect(page.get_by_text(f"{verdict}，待送达").first).to_be_visible()


def _address_on(page: Page, number: str, name: str) -> str:
    """Where the code on a paper leads: the same address stands beside it in letters."""
    page.goto(f"/my/cases/{number}/")
    paper = page.get_by_role("link", name=name).first.get_attribute("href") or ""
    text = PdfReader(BytesIO(page.request.get(paper).body())).pages[0].extract_text()
    words = "".join(one for one in text if one.isprintable() and not one.isspace())
    found = re.search(r"http://[\d.:]+/papers/[0-9a-f]{16}/", words)
    assert found, words
    return found.group()


def test_a_window__takes_in_by_keyboard_within_a_minute(counter: Site) -> None:
    with counter.page_of("window") as page:
        page.goto("/desk/intake/")
        keys = Keys(page)
        keys.type("点灯")
        keys.press("Enter")
        page.wait_for_url("**/intake/?item=**")
        expect(page.get_by_label("姓名或者单位名称")).to_be_focused()
        _take_in(keys)
        page.wait_for_url("**/receipt/**")

        assert keys.seconds <= 60, keys.pressed
        expect(page.get_by_role("link", name="收下一件")).to_be_focused()
        _read_receipt(page)
        assert (faults_of(page, FEW), sideways(page)) == ([], [])


def _take_in(keys: Keys) -> None:
    """Name, kind and number, telephone, agent; two answers; two papers with one scan; the button."""
    keys.type("张三")
    keys.press("Tab", "Tab")
    keys.type(ID_NUMBER)
    keys.press("Tab")
    keys.type("13800000000")
    keys.press("Tab", "Tab")
    keys.type("灯火路")
    keys.press("Tab")
    keys.type("3")
    keys.press("Tab", "ArrowDown", "Tab")  # from 没有带 on to the first: 看过原件
    keys.scan()
    keys.press("Tab", "ArrowUp", "Tab", "Tab", "Enter")  # 只有复印件, no scan


def _read_receipt(page: Page) -> None:
    """What is printed holds what the applicant needs; the case holds the scan."""
    number = page.url.split("/")[5]
    page.emulate_media(media="print")
    paper = page.locator("main")
    for words in (number, "张三", "灯笼合格证", "房屋证明", "最晚答复", "/cases/track/"):
        expect(paper).to_contain_text(words)
    expect(page.get_by_role("link", name="收下一件")).to_be_hidden()
    page.emulate_media(media="screen")
    scan = page.request.get(f"/desk/cases/{number}/materials/1/")
    assert scan.body() == PDF and "attachment" in scan.headers["content-disposition"]


def test_a_refusal__is_served_and_read_with_reasons_and_remedies(counter: Site) -> None:
    receipt = _received("refused")
    _accept(counter, receipt.number)
    _review(receipt.number)
    _refuse_without_reason(counter, receipt.number)
    _decide(counter, receipt.number, "不予许可", facts="灯看过了", reason="灯罩不合格")
    _serve(counter, receipt.number)

    with counter.page_of() as page:
        _follow(page, receipt)
        expect(page.get_by_text("已送达").first).to_be_visible()
        page.goto(_paper_of(counter, receipt.number, "不予行政许可决定书"))
        page.get_by_label("办件编号").fill(receipt.number)
        page.get_by_label("查询码").fill(receipt.code)
        page.get_by_role("button", name="看全文").click()
        for words in ("灯罩不合格", "复议", "起诉"):
            expect(page.get_by_text(words).first).to_be_visible()


def _received(once: str, ago: timedelta = timedelta()) -> CaseReceipt:
    """An application of the citizen with an account, some time ago."""
    at = now() - ago
    return submit_signed(code=an_application(at=at, once=once), version=2, by=CITIZEN, at=at)


def _refuse_without_reason(site: Site, number: str) -> None:
    with site.page_of("approver") as page:
        page.goto(f"/desk/cases/{number}/decide/")
        page.get_by_label("不予许可", exact=True).check()
        page.get_by_role("button", name="作出决定").click()
        expect(page.locator("#e-reason")).to_be_visible()


def _serve(site: Site, number: str) -> None:
    with site.page_of("window") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("link", name="记录送达").click()
        page.get_by_label("签收人证件号码").fill(ID_NUMBER)
        page.get_by_label("凭证").fill("本人签字")
        page.get_by_role("button", name="记录送达").click()
        expect(page.get_by_text("已送达").first).to_be_visible()


def _paper_of(site: Site, number: str, name: str) -> str:
    """The address by which a paper is verified."""
    with site.page_of("window") as page:
        page.goto(f"/desk/cases/{number}/")
        return page.get_by_role("link", name=re.compile(f"核验.*{name}")).get_attribute("href") or ""


def _follow(page: Page, receipt: CaseReceipt) -> None:
    """By number and query code, without an account."""
    page.goto("/cases/track/")
    page.get_by_label("办件编号").fill(receipt.number)
    page.get_by_label("查询码").fill(receipt.code)
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("点灯许可")


def test_a_pause__is_told_first_decided_by_another_and_counted(counter: Site) -> None:
    receipt = _received("paused")
    _accept(counter, receipt.number)
    _ask_for_pause(counter, receipt.number)
    with counter.page_of("principal") as page:
        page.goto(f"/desk/cases/{receipt.number}/")
        page.get_by_role("link", name="看申请").click()
        page.get_by_role("button", name="同意", exact=True).click()
        expect(page.get_by_role("link", name="特别程序告知书").first).to_be_visible()

    with counter.page_of() as page:
        _follow(page, receipt)
        expect(page.get_by_text("停止计时：专家评审")).to_be_visible()
        counted = "5 个工作日"  # as many as were told: the day of acceptance is counted by no limit
        expect(page.get_by_text("依法不计入（专家评审")).to_contain_text(counted)
        expect(page.get_by_text("20 个工作日已用").first).to_contain_text("还剩 20 个")


def _ask_for_pause(site: Site, number: str) -> None:
    """The officer asks, and cannot answer."""
    with site.page_of("handler") as page:
        page.goto(f"/desk/cases/{number}/")
        page.get_by_role("link", name="申请进入特别程序").click()
        page.get_by_label("专家评审").check()
        page.get_by_label("要多少个工作日").fill("5")
        page.get_by_label("理由").fill("灯罩要请专家看")
        page.get_by_label("依据的条款").fill("条例第四条")
        page.get_by_role("button", name="报负责人批准").click()
        expect(page.get_by_text("等批准").first).to_be_visible()
        page.goto(f"/desk/cases/{number}/answer/")
        assert page.url.endswith(f"/desk/cases/{number}/")  # who asked does not answer


def test_a_pause_that_is_over__ends_by_itself(counter: Site) -> None:
    past = now() - AGO
    receipt = _received("resumed", AGO)
    accept_case(number=receipt.number, version=the_case(receipt.number).version, by=WINDOW, at=past)
    ask(number=receipt.number, asked=PAUSE, by=HANDLER, at=past)
    approve(number=receipt.number, action="suspend", by=HEAD, at=past)
    _turn_the_days()

    with counter.page_of() as page:
        _follow_until(page, receipt, "已受理，正在审查")
        expect(page.get_by_text("依法不计入（专家评审")).to_contain_text("5 个工作日")
        assert (faults_of(page, FEW), sideways(page)) == ([], [])


def test_silence_of_five_working_days__accepts_for_all_to_see(counter: Site) -> None:
    receipt = _received("deemed", AGO)
    _turn_the_days()

    with counter.page_of() as page:
        _follow_until(page, receipt, "依法从收到那天起视为受理")
    for who, address in (("handler", "/desk/cases/"), ("supervisor", "/desk/case-watch/?list=deemed")):
        with counter.page_of(who) as page:
            page.goto(address)
            page.locator(f'a[href*="{receipt.number}"]').first.click()
            expect(page.get_by_text("视为受理", exact=True).first).to_be_visible()
            expect(page.get_by_role("link", name="视为受理确认书").first).to_be_visible()


@pytest.mark.soak
def test_pages_of_cases__serve_everybody(counter: Site) -> None:
    """The page of a case from receipt to licence, and the forms of its acts; what licences have beside it."""
    fresh, ready, granted = received_now("fresh"), reviewed_now("ready"), decided_now("given")
    with reading(HEAD):
        licence = Licence.objects.get(case_number=granted).code
    seen = (
        ("window", f"cases/{fresh}/", f"cases/{fresh}/defects/", f"cases/{fresh}/refuse-acceptance/"),
        ("handler", f"cases/{ready}/", f"cases/{ready}/ask/?action=extend", "cases/?show=open"),
        ("approver", f"cases/{ready}/decide/"),
        ("window", f"cases/{granted}/serve/"),
        ("principal", f"cases/{granted}/", f"case-bars/{granted}/", f"licences/{licence}/"),
    )

    assert [
        fault for who, *addresses in seen for one in addresses for fault in _faults(counter, who, one)
    ] == []


def _faults(site: Site, who: str, address: str) -> Iterator[str]:
    with site.page_of(who) as page:
        answer = page.goto(f"/desk/{address}")
        assert answer is not None and answer.status == 200, address
        found = (*faults_of(page, some_of(FEW, address)), *sideways(page))
        yield from (f"{address} {one}" for one in found)


def _turn_the_days() -> None:
    """The job of every ten minutes, now: the worker does it."""
    configure_task(name="qingdan.case_timers", job_manager=QUEUE).defer(timestamp=0)


def _follow_until(page: Page, receipt: CaseReceipt, words: str) -> None:
    """Asks again until the worker has done its job."""
    for _ in range(40):
        _follow(page, receipt)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    pytest.fail(f"{receipt.number} is not {words}")
