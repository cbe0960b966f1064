"""The page of a case and every act on it: what is offered to whom, what is refused beside which field, stale pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_case_desk import (
    accepted_now,
    asked_now,
    decided_now,
    lacking_now,
    paused_now,
    received_now,
    reviewed_now,
)
from tests.builders_cases import HANDLER, ID_NUMBER, WINDOW, the_case

from qingdan.base.clock import day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseMaterial, CasePaper, CaseTask
from qingdan.cases.services.running import StepDone, do_step
from qingdan.web.desk.cases.sending import SENDING

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5", "RQ-N7", "RQ-N8", "RQ-N10", "RQ-A11")]
MOST_QUERIES = (
    27  # one each for an item that was handed down, for the bars of the applicant and for recusal among them
)
HOSTILE = "<script>alert(1)</script>'\"\u202e{{ 7|add:7 }}"


def _at(number: str, name: str = "", send: bool = False) -> str:
    return f"/desk/cases/{number}/{f'{name}/' if name else ''}{'send/' if send else ''}"


def _send(desk: Any, who: str, number: str, name: str, **typed: Any) -> Any:
    typed = {"version": the_case(number).version} | typed
    return desk(who).post(_at(number, name, send=True), typed)


def _refused(answer: Any, field: str, words: str) -> bool:
    return answer.status_code == 422 and f'id="e-{field}"' in answer.text and words in answer.text


def _papers(number: str) -> list[str]:
    with reading(WINDOW):
        return list(CasePaper.objects.filter(case__number=number).values_list("kind", flat=True))


OFFERED = (
    ("received_now", "window", {"accept", "defects", "refuse-acceptance", "no-licence", "originals"}),
    ("received_now", "approver", set()),
    ("accepted_now", "handler", {"step", "take", "ask", "hearing", "originals"}),
    ("accepted_now", "window", {"originals"}),
    ("reviewed_now", "approver", {"decide", "take", "ask", "hearing"}),
    ("paused_now", "handler", {"resume", "ask", "hearing", "originals"}),
    ("decided_now", "window", {"serve", "originals"}),
    ("decided_now", "supervisor", set()),
)
MAKERS = {one.__name__: one for one in (received_now, accepted_now, reviewed_now, paused_now, decided_now)}


@pytest.mark.parametrize(("state", "who", "names"), OFFERED, ids=[f"{s}-{w}" for s, w, _ in OFFERED])
def test_a_case__offers_exactly_what_is_lawful(desk, state: str, who: str, names: set[str]) -> None:
    number = MAKERS[state]()
    assert desk(who).get(_at(number)).status_code == 200
    open_forms = {one for one in SENDING if desk(who).get(_at(number, one)).status_code == 200}

    assert open_forms == names


def test_the_page__shows_clock_chart_duty_and_history(desk) -> None:
    number = accepted_now(at=now() - timedelta(days=20))
    page = desk("handler").get(_at(number)).text

    for words in (
        'class="days"',
        "承诺到期",
        "法定到期",
        'class="node here"',
        "环节表",
        "受理通知书",
        "灯笼合格证",
        "窗小口",
    ):
        assert words in page
    assert "超承诺" in page


def test_a_foreign_unit__finds_nothing(desk) -> None:
    number = accepted_now()
    for name in ("", "step", "decide", "receipt"):
        assert desk("stranger").get(_at(number, name)).status_code == 404
    assert _send(desk, "stranger", number, "step", step=3, opinion="好").status_code == 404
    assert desk("stranger").post(_at(number, "here")).status_code == 404


def test_accepting__writes_the_notice(desk) -> None:
    number = received_now()
    answer = _send(desk, "window", number, "accept")

    assert answer.status_code == 302 and "said=case_accepted" in answer["Location"]
    assert (the_case(number).state, _papers(number)) == ("under_review", ["receipt", "acceptance"])


def test_what_lacks__is_told_from_the_list_alone(desk) -> None:
    number = lacking_now()
    page = desk("window").get(_at(number, "defects")).text
    assert 'value="material-1" checked' in page and 'value="field-lamps"' in page
    assert "material-3" not in page  # fetched by the system
    typed = {
        "defects": ["material-1", "field-lamps"],
        "what-material-1": "没有交",
        "how-material-1": "交一份",
    }

    assert _refused(_send(desk, "window", number, "defects", **typed), "what-field-lamps", "这一栏要填")
    assert _refused(_send(desk, "window", number, "defects"), "defects", "一条也没有")
    extra = {"defects": ["material-9"], "what-material-9": "x", "how-material-9": "y"}
    assert _refused(_send(desk, "window", number, "defects", **extra), "defects", "办事指南")
    typed |= {"what-field-lamps": HOSTILE, "how-field-lamps": "填盏数"}
    assert _send(desk, "window", number, "defects", **typed).status_code == 302
    shown = desk("window").get(_at(number)).text
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_what_lacked__is_taken_in_at_the_window(desk) -> None:
    number = lacking_now()
    typed = {"defects": ["field-lamps"], "what-field-lamps": "没有填", "how-field-lamps": "填盏数"}
    _send(desk, "window", number, "defects", **typed)
    page = desk("window").get(_at(number, "supplement")).text
    assert 'name="answer-lamps"' in page and 'name="answer-street"' not in page

    assert "<b>盏数</b>" in page and "没有改" in page
    empty = _send(desk, "window", number, "supplement", **{"answer-lamps": "", "places": ["1", "2"]})
    assert _refused(empty, "field-lamps", "“盏数”没有改") and _refused(empty, "partly", "问过申请人")
    long = _send(desk, "window", number, "supplement", **{"answer-lamps": "灯" * 2_001, "places": ["1", "2"]})
    assert _refused(long, "field-lamps", "太长，最多 2000 个字") and "灯" * 2_001 in long.text
    short = _send(desk, "window", number, "supplement", **{"answer-lamps": "3"})
    assert short.status_code == 422 and "还缺 2 份材料：灯笼合格证、房屋证明" in short.text
    done = _send(desk, "window", number, "supplement", **{"answer-lamps": "3", "places": ["1", "2"]})
    assert done.status_code == 302 and the_case(number).answers["lamps"] == "3"
    assert _papers(number)[-1] == "supplement_receipt"
    assert "已改" in desk("window").get(_at(number)).text


def test_acceptance__is_refused_with_reason_and_agency(desk) -> None:
    number = received_now()
    assert _refused(_send(desk, "window", number, "refuse-acceptance", clause="第二条"), "reason", "写明理由")
    elsewhere = {"reason": "不归本局", "clause": "第二条", "elsewhere": "1"}
    assert _refused(
        _send(desk, "window", number, "refuse-acceptance", **elsewhere), "competent_agency", "向哪个机关"
    )
    told = _send(desk, "window", number, "refuse-acceptance", **elsewhere, competent_agency="市河道局")

    assert told.status_code == 302 and the_case(number).state == "not_accepted"


def test_no_licence__is_told_with_its_reason(desk) -> None:
    number = received_now()
    assert _refused(_send(desk, "window", number, "no-licence"), "reason", "写明理由")
    assert _send(desk, "window", number, "no-licence", reason="自家院里不用").status_code == 302
    assert the_case(number).state == "not_required"


STEPS = (
    ({"opinion": ""}, "opinion", "要写办理意见"),
    ({"opinion": "好", "occurred_on": "2099-01-01"}, "occurred_on", "不能晚于今天"),
    ({"opinion": "好", "occurred_on": "2020-01-01"}, "occurred_on", "不能早于收件日"),
    ({"opinion": "好", "occurred_on": "昨天"}, "occurred_on", "要填日期"),
    ({"opinion": "好" * 4_001}, "opinion", "最多 4000 个字"),
)


@pytest.mark.parametrize(("typed", "field", "words"), STEPS)
def test_a_step__is_refused_beside_its_field(desk, typed: dict[str, str], field: str, words: str) -> None:
    number = accepted_now()

    assert _refused(_send(desk, "handler", number, "step", step=3, **typed), field, words)


def test_a_choice__wants_its_exit(desk) -> None:
    number = accepted_now()
    assert _send(desk, "handler", number, "step", step=3, opinion="分给两边").status_code == 302
    page = desk("handler").get(f"{_at(number)}?step=5").text
    assert 'value="合格"' in page and 'value="重办"' in page
    visit = desk("handler").get(f"{_at(number)}?step=4").text
    assert "不少于两人" in visit and 'value="handler_2"' in visit and 'value="approver"' not in visit

    assert _refused(_send(desk, "handler", number, "step", step=5, opinion="好"), "exit", "请选一个结果")
    assert _send(desk, "handler", number, "step", step=5, opinion="不行", exit="重办").status_code == 302
    assert "办了 2 次（退回重办）" in desk("handler").get(_at(number)).text


def test_a_visit__names_who_went(desk) -> None:
    number = accepted_now()
    _send(desk, "handler", number, "step", step=3, opinion="分")
    typed = {"step": 4, "opinion": HOSTILE, "visitors": ["handler", "handler_2"]}
    assert _send(desk, "handler", number, "step", **typed).status_code == 302

    with reading(HANDLER):
        assert CaseTask.objects.get(case__number=number, step=4).visitors == ["handler", "handler_2"]
    page = desk("handler").get(_at(number)).text
    assert "核查 2 人" in page and "<script>alert" not in page


def test_a_stale_page__loses_and_keeps_what_was_typed(desk) -> None:
    number, version = accepted_now(), 0
    version = the_case(number).version
    do_step(number=number, version=version, step=3, said=StepDone(opinion="先办了"), by=HANDLER, at=now())
    answer = desk("handler").post(
        _at(number, "step", send=True), {"version": version, "step": 4, "opinion": "我的意见"}
    )

    assert answer.status_code == 422 and "这一件又往下办了" in answer.text and "我的意见" in answer.text


def test_a_step__is_given_to_a_colleague(desk) -> None:
    number = accepted_now()
    assert _refused(
        _send(desk, "handler", number, "take", step=3, holder="approver"), "holder", "只能转给本单位"
    )
    assert _send(desk, "handler", number, "take", step=3, holder="handler_2").status_code == 302
    assert _send(desk, "handler", number, "step", step=3, opinion="我来").status_code == 422
    assert _send(desk, "handler_2", number, "step", step=3, opinion="我来").status_code == 302


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"pause_reason": "tender", "pause_days": "5"}, {"pause_reason": "没有公布"}),
        ({"pause_reason": "expert_review", "pause_days": "0"}, {"pause_days": "填上天数"}),
        ({"reason": ""}, {"pause_reason": "只有八种情形", "pause_days": "填上天数", "reason": "要填"}),
    ],
)
def test_a_pause__is_not_asked_for_against_the_law(
    desk, typed: dict[str, str], problems: dict[str, str]
) -> None:
    answer = _send(desk, "handler", accepted_now(), "ask", action="suspend", **{"reason": "要"} | typed)

    for field, words in problems.items():
        assert _refused(answer, field, words)


def test_an_extension_of_too_many_days__is_not_even_asked_for(desk) -> None:
    answer = _send(desk, "handler", accepted_now(), "ask", action="extend", reason="要", extension="11")

    assert _refused(answer, "extension", "最多延长 10 个")


def test_a_termination_without_its_ground__is_not_approved(desk) -> None:
    number = accepted_now()
    asked = {"action": "terminate", "reason": "要", "legal_ground": ""}
    assert _send(desk, "handler", number, "ask", **asked).status_code == 302

    answer = _send(desk, "principal", number, "answer", action="terminate", verdict="approve")
    assert _refused(answer, "legal_ground", "法定事由")


def test_a_pause__is_asked_approved_and_ended(desk) -> None:
    number = accepted_now()
    assert _refused(_send(desk, "handler", number, "ask", action="suspend", reason=""), "reason", "要填")
    asked_now(number)
    assert desk("handler").get(_at(number, "answer"))["Location"] == _at(number)
    assert "等你批准" in desk("principal").get(_at(number)).text
    assert _send(desk, "principal", number, "answer", action="suspend", verdict="approve").status_code == 302
    assert the_case(number).state == "suspended" and "pause_notice" in _papers(number)

    assert _refused(_send(desk, "handler", number, "resume", result=""), "result", "结果")
    assert _send(desk, "handler", number, "resume", result="专家意见第1号").status_code == 302
    assert the_case(number).state == "under_review"


def test_a_request__is_declined_with_words(desk) -> None:
    number = accepted_now()
    asked_now(number, "extend", days=5)
    typed = {"action": "extend", "verdict": "decline", "answer": "来得及"}

    assert _send(desk, "principal", number, "answer", **typed).status_code == 302
    assert the_case(number).extended_days == 0


def test_a_decision__wants_verdict_clause_and_reason(desk) -> None:
    number = reviewed_now()
    assert _refused(_send(desk, "approver", number, "decide", facts="好"), "verdict", "选项")
    granted = {"verdict": "grant", "facts": "灯都合格"}
    assert _refused(_send(desk, "approver", number, "decide", **granted), "clause", "没有勾选有效的条款")
    endless = {**granted, "clauses": ["1"], "facts": "好" * 4_001, "conditions": "灯" * 4_001}
    told = _send(desk, "approver", number, "decide", **endless)
    assert _refused(told, "facts", "最多 4000 个字") and _refused(told, "conditions", "最多 4000 个字")
    refused = {"verdict": "refuse", "facts": "灯不合格", "clauses": ["1"]}
    assert _refused(_send(desk, "approver", number, "decide", **refused), "reason", "写明理由")
    done = _send(desk, "approver", number, "decide", **refused, reason=HOSTILE)

    assert done.status_code == 302 and the_case(number).state == "refused"
    assert "<script>alert" not in desk("approver").get(_at(number)).text


def test_who_handled__cannot_decide(desk) -> None:
    number = reviewed_now()

    assert _send(desk, "handler", number, "decide", verdict="grant", facts="好").status_code == 422
    assert desk("handler").get(_at(number, "decide"))["Location"] == _at(number)
    assert desk("handler").get(_at(number, "nothing")).status_code == 404


def test_what_keeps_a_decision_back__is_said(desk) -> None:
    assert "流程图上还有 1 个环节没有办完" in desk("approver").get(_at(accepted_now())).text


def test_service__wants_proof_and_consent(desk) -> None:
    number, today = decided_now(), day_of(now())
    served = {"method": "counter", "receiver": "江小灯", "signer": "self", "given_on": str(today)}
    served |= {"receiver_id": ID_NUMBER}
    page = desk("window").get(_at(number, "serve")).text
    assert 'name="given_on"' in page and 'value="electronic"' not in page
    assert _refused(_send(desk, "window", number, "serve", **served), "service_proof", "凭证")
    served |= {"service_proof": "本人签收"}
    electronic = served | {"method": "electronic"}
    assert _refused(_send(desk, "window", number, "serve", **electronic), "method", "由系统办理")
    early = served | {"given_on": str(today - timedelta(days=1))}
    assert _refused(_send(desk, "window", number, "serve", **early), "given_on", "不能早于决定日")
    assert _send(desk, "window", number, "serve", **served).status_code == 302
    assert the_case(number).state == "served" and "service_record" in _papers(number)


def test_originals__raise_the_grade(desk) -> None:
    number = received_now()
    assert _refused(_send(desk, "window", number, "originals"), "places", "没有勾选")
    assert _send(desk, "window", number, "originals", places=["1"]).status_code == 302

    with reading(WINDOW):
        grades = CaseMaterial.objects.filter(case__number=number).values_list("place", "grade")
        assert dict(grades) == {1: "B", 2: "C"}


def test_an_overdue_case__publishes_why(desk) -> None:
    fresh, late = accepted_now("a"), accepted_now("b", at=now() - timedelta(days=60))
    assert desk("handler").get(_at(fresh, "overdue"))["Location"] == _at(fresh)
    assert "没有超过法定期限" in _send(desk, "handler", fresh, "overdue", reason="忙").text
    assert _refused(_send(desk, "handler", late, "overdue"), "reason", "要填")
    assert _send(desk, "handler", late, "overdue", reason="等专家").status_code == 302

    assert "等专家" in desk("approver").get(_at(late)).text


def test_who_else_has_it_open__is_told(desk) -> None:
    number = accepted_now()
    assert desk("handler").post(_at(number, "here")).text.strip() == ""
    assert "程办" in desk("handler_2").post(_at(number, "here")).text


def test_a_hearing__is_offered_and_asked_for(desk) -> None:
    number = accepted_now()
    assert _send(desk, "handler", number, "hearing", part="offer").status_code == 302
    assert "hearing_rights" in _papers(number)
    assert _send(desk, "window", number, "hearing", part="ask").status_code == 302
    assert "通知听证" in desk("handler").get(_at(number, "hearing")).text
    assert _refused(_send(desk, "handler", number, "hearing", part="call", time="明天"), "time", "日期和时间")


def test_queries_of_the_page__stay_few(desk) -> None:
    for who, number in (
        ("window", received_now("a")),
        ("handler", accepted_now("b")),
        ("approver", decided_now("c")),
    ):
        desk(who).get(_at(number))
        with CaptureQueriesContext(connection) as asked:
            desk(who).get(_at(number))
        print(who, len(asked), *[one["sql"][:110] for one in asked], sep="\n")
        assert len(asked) <= MOST_QUERIES
