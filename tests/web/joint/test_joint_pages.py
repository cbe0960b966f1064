"""Queue, plans, figures, guarantees: who sees what, what no department sees of another, hostile and wrong input."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import CITIZEN, HANDLER, WINDOW
from tests.builders_joint_desk import (
    all_checked,
    called_jointly,
    extension_asked,
    received_jointly,
    reviewed_jointly,
)
from tests.builders_joints import (
    BUILD,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    a_joint_draft,
    at_unit,
    branch,
    decided_branch,
    submitted_draft,
)

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.services.serving import Served
from qingdan.joints.models import JointApplication, Plan
from qingdan.joints.services.applying import save_joint
from qingdan.joints.services.checking import withdraw_joint
from qingdan.joints.services.serving import serve_together
from qingdan.joints.services.sessions import Said, give_opinion

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "R-119", "R-081", "RQ-A2")]
SECRET = "只给河道局看的岸别"
QUEUE_QUERIES, FIGURE_QUERIES = 20, 20
AGO = timedelta(days=40)


def _with_secret(plan: str) -> str:
    """Received; the river's own field holds words that no other department may read."""
    code = a_joint_draft(plan, at=now())
    version = the_draft(code)
    save_joint(code=code, version=version, answers={"f3": SECRET}, by=CITIZEN, at=now())
    return submitted_draft(code, at=now()).number


def the_draft(code: str) -> int:
    """Its version."""
    with reading(CITIZEN):
        return JointApplication.objects.get(code=code).version


def test_another_departments_fields__are_on_no_page_of_mine(desk: Any, plan: str) -> None:
    number = _with_secret(plan)
    case = branch(number, RIVER).number

    assert SECRET in desk("window-003").get(f"/desk/joints/{number}/").text
    assert SECRET in desk("window-003").get(f"/desk/cases/{case}/").text
    for who in ("window-001", "handler-004", "principal-001", "centre", "government"):
        page = desk(who).get(f"/desk/joints/{number}/")
        assert page.status_code == 200 and "市河道局" in page.text
        assert SECRET not in page.text and case not in page.text
        assert desk(who).get(f"/desk/cases/{case}/").status_code == 404
        assert desk(who).get(f"/desk/cases/{case}/materials/1/").status_code == 404


def test_what_others_found_to_lack__only_the_lead_reads(desk: Any, plan: str) -> None:
    number = all_checked(plan, "field-bank")

    assert "岸别" in desk("window-001").get(f"/desk/joints/{number}/").text
    other = desk("window-004").get(f"/desk/joints/{number}/").text
    assert "岸别" not in other and "有 1 处要补正" in other


def test_whose_application_it_is__who_oversees_is_not_told(desk: Any, plan: str) -> None:
    number = received_jointly(plan)

    assert "江小灯" in desk("window-003").get("/desk/joints/").text
    for who in ("centre", "government"):
        for address in ("/desk/joints/?show=open", f"/desk/joints/{number}/"):
            text = desk(who).get(address).text
            assert number in text and "江小灯" not in text


def test_a_stranger__does_not_see_that_it_exists(desk: Any, plan: str) -> None:
    number = received_jointly(plan)

    assert desk("informatics").get(f"/desk/joints/{number}/").status_code == 404
    assert desk("centre").get("/desk/joints/151126-360900-001-00009-9/").status_code == 404


@pytest.mark.parametrize(
    ("who", "query", "words"),
    [
        ("window-003", "", "要查材料"),
        ("window-001", "?show=lead", "各单位查材料"),
        ("centre", "", "各单位查材料"),
        ("supervisor", "?show=open", "各单位查材料"),
        ("window-003", "?show=ended", "没有。"),
        ("window-003", "?show=nonsense&after=zz~x&words=", "要查材料"),
        ("window-003", "?words=%3Cscript%3E", "没有这个编号"),
    ],
)
def test_the_queue__shows_each_its_part(desk: Any, plan: str, who: str, query: str, words: str) -> None:
    received_jointly(plan)

    answer = desk(who).get(f"/desk/joints/{query}")

    assert answer.status_code == 200 and words in answer.text and "<script>" not in answer.text


def test_the_queue__goes_on_where_the_page_ended(desk: Any, plan: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("qingdan.joints.queries.queue.EACH_PAGE", 1)
    numbers = {
        submitted_draft(a_joint_draft(plan, once=f"n{one}", at=now()), at=now()).number for one in "ab"
    }

    for who, show in (("window-003", "part"), ("window-001", "lead"), ("centre", "open")):
        first = desk(who).get(f"/desk/joints/?show={show}")
        second = desk(who).get(f"/desk/joints/{_next(first.text)}")
        shown = [[one for one in numbers if f"/desk/joints/{one}/" in page.text] for page in (first, second)]
        assert sorted(map(len, shown)) == [1, 1] and shown[0] != shown[1]


def _next(text: str) -> str:
    return text.split("下一页", maxsplit=1)[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")


def test_the_queue__asks_the_database_as_often_for_many_as_for_one(desk: Any, plan: str) -> None:
    received_jointly(plan)
    with CaptureQueriesContext(connection) as of_one:
        desk("window-003").get("/desk/joints/")
    for once in "bcd":
        submitted_draft(a_joint_draft(plan, once=once, at=now()), at=now())
    with CaptureQueriesContext(connection) as of_many:
        desk("window-003").get("/desk/joints/")

    assert len(of_many) == len(of_one) <= QUEUE_QUERIES


def test_a_request_for_more_days__is_first_for_the_government(desk: Any, plan: str) -> None:
    number = extension_asked(plan)

    assert number in desk("government").get("/desk/joints/").text


def test_an_opinion_asked_for__is_first_in_the_queue_of_who_waits_too(desk: Any, plan: str) -> None:
    number = called_jointly(plan)

    text = desk("handler-004").get("/desk/joints/").text

    assert f"/desk/joints/{number}/" in text and "要答复意见" in text


def test_the_record__says_which_session_was_called_and_who_said_what(desk: Any, plan: str) -> None:
    number = called_jointly(plan)
    river = at_unit(HANDLER, RIVER)
    give_opinion(number=number, session=1, item=RIVER, said=Said(stance="agree"), by=river, at=now())

    text = desk("window-003").get(f"/desk/joints/{number}/").text

    assert "发起联合踏勘" in text and "答复意见：同意" in text


def test_the_page_of_a_branch__leads_to_the_whole_and_offers_nothing_of_it(desk: Any, plan: str) -> None:
    number = reviewed_jointly(plan)

    text = desk("window-004").get(f"/desk/cases/{branch(number, BUILD).number}/").text

    assert f"/desk/joints/{number}/" in text and "在等：灯塔用地许可（市灯笼局）" in text
    assert "材料齐全，受理" not in text


def test_a_received_branch__is_not_accepted_on_its_own_page(desk: Any, plan: str) -> None:
    number = received_jointly(plan)

    text = desk("window-003").get(f"/desk/cases/{branch(number, RIVER).number}/").text

    assert "材料齐全，受理" not in text and "收补正材料" not in text
    assert "一次告知补正、受理、撤回在联合办理页面一起办" in text


def _plan_form(**more: Any) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for place, item in enumerate(NAMES, 1):
        rows |= {f"item-{place}": f"{item}@{item[:9]}", f"days-{place}": "15"}
    needs = {"need-3": [LAND], f"ground-3-{LAND}": "临江市灯笼管理条例第五条"}
    return {"name": "建灯塔", "lead": LAND[:9], "days": "45", "silence": "", **rows, **needs} | more


def _version(code: str) -> int:
    with reading(PROGRAM):
        return Plan.objects.get(code=code).version


def _save(desk: Any, code: str, **more: Any) -> Any:
    form = _plan_form(**({"version": _version(code)} | more))
    return desk("centre").post(f"/desk/plans/{code}/save/", form)


def test_a_plan__is_written_row_by_row_and_published(desk: Any) -> None:
    made = desk("centre").post("/desk/plans/begin/", {"name": "另一座灯塔"})
    code = made.headers["Location"].split("/")[3]

    assert _save(desk, code, do="add").status_code == 302
    with reading(PROGRAM):
        assert len(Plan.objects.get(code=code).content["matters"]) == 4
    page = desk("centre").get(f"/desk/plans/{code}/").text
    assert "还不能公布" in page and "第 4 个事项" in page
    assert desk("centre").post(f"/desk/plans/{code}/publish/", {"version": _version(code)}).status_code == 422
    assert _save(desk, code, do="remove-4", **{"item-4": ""}).status_code == 302
    assert desk("centre").post(f"/desk/plans/{code}/publish/", {"version": _version(code)}).status_code == 302
    assert "已公布" in desk("informatics").get(f"/desk/plans/{code}/").text
    assert (
        desk("centre").post(f"/desk/plans/{code}/withdraw/", {"version": _version(code)}).status_code == 302
    )


def test_a_row_taken_out__takes_with_it_what_waited_for_it(desk: Any, plan: str) -> None:
    assert _save(desk, plan, do="remove-1").status_code == 302

    with reading(PROGRAM):
        matters = Plan.objects.get(code=plan).content["matters"]
    assert [one["item"] for one in matters] == [RIVER, BUILD]
    assert [one["needs"] for one in matters] == [[], []]


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"name": "灯" * 81},
        {"silence": "灯" * 300, "name": ""},
        {"days": "九十", "name": ""},
    ],
)
def test_what_cannot_be_kept__is_refused_with_all_that_was_typed(
    desk: Any, plan: str, typed: dict[str, str]
) -> None:
    answer = _save(desk, plan, **typed, **{f"ground-3-{LAND}": "<b>第五条</b>"})

    assert answer.status_code == 422
    assert "&lt;b&gt;第五条&lt;/b&gt;" in answer.text and "<b>第五条" not in answer.text


def test_two_who_edit_a_plan__the_later_sees_both(desk: Any, plan: str) -> None:
    before = _version(plan)
    _save(desk, plan, name="先写的")

    answer = _save(desk, plan, name="后写的", version=before)

    assert answer.status_code == 422 and "先写的" in answer.text and "后写的" in answer.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "少等"),
        ("?days-1=40", "试成"),
        (f"?drop-3={LAND}", "改成这样以后"),
        ("?days-1=x&days-99=5&drop-1=%3Cscript%3E", "少等"),
    ],
)
def test_a_change__is_tried_without_being_kept(desk: Any, plan: str, query: str, words: str) -> None:
    before = _version(plan)

    answer = desk("informatics").get(f"/desk/plans/{plan}/trial/{query}")

    assert answer.status_code == 200 and words in answer.text and "<svg" in answer.text
    assert _version(plan) == before and "<script>" not in answer.text


def test_dropping_a_need__shortens_the_whole_as_the_chart_says(desk: Any, plan: str) -> None:
    as_it_is = desk("centre").get(f"/desk/plans/{plan}/trial/").text
    freed = desk("centre").get(f"/desk/plans/{plan}/trial/?drop-3={LAND}").text

    assert "同时办要 30 个工作日，依次办要 45 个工作日" in as_it_is
    assert "同时办要 15 个工作日，依次办要 45 个工作日" in freed


def test_several_that_are_as_slow__are_all_named(desk: Any, plan: str) -> None:
    text = desk("centre").get(f"/desk/plans/{plan}/trial/?days-1=9&days-2=9&days-3=9&drop-3={LAND}").text

    named = text.partition("最慢的是 <b>")[2].partition("</b>")[0]
    assert named.count("、") == 2 and "市河道局" in named


def _ended(plan: str) -> str:
    """Received forty days ago, decided by two departments, the last taken back."""
    at = now() - AGO
    number = reviewed_jointly(plan, at=at)
    decided_branch(number, LAND, at=at + timedelta(days=7))
    decided_branch(number, RIVER, at=at + timedelta(days=14))
    withdraw_joint(number=number, items=[BUILD], by=CITIZEN, at=at + timedelta(days=15))
    return number


def _serve_all(number: str) -> None:
    served = Served(
        method="counter", given_on=day_of(now()), signer="self", receiver="江小灯",
        receiver_id="11010519491231002X", proof="本人签字",
    )  # fmt: skip
    serve_together(number=number, served=served, by=at_unit(WINDOW, LAND), at=now())


def test_before_and_after__count_each_once_and_reconcile_with_their_rows(desk: Any, plan: str) -> None:
    number = _ended(plan)
    assert "没有办结的联合申请" in desk("centre").get("/desk/joint-figures/").text
    _serve_all(number)
    since = day_of(now() - AGO - timedelta(days=9)).isoformat()

    with CaptureQueriesContext(connection) as questions:
        page = desk("centre").get(f"/desk/joint-figures/?since={since}")
    rows = desk("government").get(f"/desk/joint-figures/all/?since={since}").text

    assert len(questions) <= FIGURE_QUERIES
    assert "市河道局" in page.text and "1 件里有 1 件由它最后决定" in page.text
    assert rows.count('<span class="num">') == 1 and "江小灯" not in rows
    assert f'href="/desk/joints/{number}/"' in rows
    rows = desk("informatics").get(f"/desk/joint-figures/all/?since={since}").text
    assert number in rows and "/desk/joints/" not in rows.split("<table")[1]
    assert desk("centre").get(f"/desk/joint-figures/?since={since}&data=trial").text.count(number) == 0
    assert desk("centre").get("/desk/joint-figures/none/").status_code == 404
    accepted = desk("centre").get(f"/desk/acceptance/reengineered/?since={since}").text
    assert number in accepted and '<span class="mark ok">是</span>' in accepted


def test_the_four_guarantees__open_to_rows_that_say_why(desk: Any, plan: str) -> None:
    received_jointly(plan)

    page = desk("supervisor").get("/desk/guarantees/")

    assert page.status_code == 200 and page.text.count("100%") >= 2
    for key, words in (("online", "灯塔用地许可"), ("parallel", "建灯塔"), ("docked", "没有对接的系统"),
                       ("used", "市营造局")):  # fmt: skip
        assert words in desk("informatics").get(f"/desk/guarantees/{key}/").text
    rows = desk("informatics").get("/desk/guarantees/parallel/").text
    for address in (f"/items/{LAND}", f"/desk/plans/{plan}/"):
        assert f'href="{address}"' in rows and desk("informatics").get(address).status_code == 200
    assert desk("centre").get("/desk/guarantees/fifth/").status_code == 404
    leading = desk("leading").get("/desk/guarantees/parallel/").text
    assert "建灯塔" in leading and "/desk/plans/" not in leading
    assert "四个确保" in desk("leading").get("/desk/joint-figures/").text


@pytest.mark.requirement("RQ-A15")
def test_the_acceptance_report__has_the_figures_of_the_guarantees(desk: Any, plan: str) -> None:
    number = received_jointly(plan)
    page = desk("centre").get("/desk/acceptance/").text

    assert page.count("缺数据</span>") == 1  # the platforms of others
    four = desk("centre").get("/desk/guarantees/").text
    for key, guarantee, figures in (("parallel", "parallel", ["3", "3"]), ("systems", "docked", ["0", "3"])):
        there = _figures(four, f"/desk/guarantees/{guarantee}/")
        assert _figures(page, f"/desk/acceptance/{key}/") == there == figures, key
    assert "灯塔用地许可" in desk("centre").get("/desk/acceptance/parallel/").text
    assert number not in desk("centre").get("/desk/acceptance/reengineered/").text  # not over


def _figures(page: str, address: str) -> list[str]:
    """Met and total of the line that leads there."""
    row = page.partition(f'href="{address}')[2].partition("</tr>")[0]
    return [part.partition(">")[2].partition("<")[0] for part in row.split('class="n"')[1:3]]


def test_supervision__watches_wholes_and_opens_each(desk: Any, plan: str) -> None:
    number = received_jointly(plan, at=now() - AGO)
    page = desk("supervisor").get("/desk/joint-watch/?list=unchecked")

    assert f'href="/desk/joints/{number}/"' in page.text and "没有在五日里查材料：市灯笼局" in page.text
    assert desk("supervisor").get(f"/desk/joints/{number}/").status_code == 200
    for kind, empty in (("extended", "没有延长过"), ("silent", "视为同意"), ("forwarded", "都在一小时内")):
        assert empty in desk("supervisor").get(f"/desk/joint-watch/?list={kind}").text
    assert number in desk("supervisor").get("/desk/joint-watch/?list=nonsense").text
    assert number not in desk("supervisor").get("/desk/joint-watch/?data=trial").text
    assert desk("centre").get("/desk/joint-watch/").status_code == 404


def test_days_beyond_the_guides_promise__are_told_when_tried_and_refused_when_published(
    desk: Any, plan: str
) -> None:
    tried = desk("centre").get(f"/desk/plans/{plan}/trial/?days-2=16").text
    assert "超过指南承诺的15个工作日" in tried and tried.count("超过指南承诺的") == 1

    assert _save(desk, plan, **{"days-2": "16"}).status_code == 302
    page = desk("centre").post(f"/desk/plans/{plan}/publish/", {"version": _version(plan)})
    assert page.status_code == 422
    assert "“临河灯塔许可”计划 16 个工作日，超过它的办事指南承诺的“15个工作日”" in page.text
