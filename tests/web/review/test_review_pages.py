"""The review desk page by page: who sees what, what is refused where, what two people at once are told."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import the_reviews
from tests.builders_powers import CAMPAIGN, OWN
from tests.builders_review_desk import acted, changed
from tests.builders_reviews import the_review

from qingdan.base.transactions import reading, writing
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.services.reminding import remind_of_answers
from qingdan.rules.review_guards import ASPECTS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("R-015", "R-019", "R-056", "R-093", "R-094", "R-096", "R-097", "R-098"),
]
LIST = {"campaign": CAMPAIGN, "kind": "power_list"}
GOOD = {f"verdict-{name}": "good" for name in ASPECTS}
POOR = GOOD | {"verdict-legality": "poor", "note-legality": "第三条没有给这个权力"}
WORDS = {"reason": "没有依据", "disposition": "abolish"}


def _at(part: str, item: Review, act: str = "") -> str:
    return f"/desk/{part}/{CAMPAIGN}/power_list/{item.number}/{act}"


def _form(item: Review, action: str, **more: str) -> dict[str, str]:
    return {"version": str(the_review(item.number).version), "action": action, **more}


def _state(item: Review) -> str:
    return str(the_review(item.number).state)


def _last_act(item: Review) -> ReviewOpinion:
    with reading(OFFICE):
        return ReviewOpinion.objects.filter(review=item).latest("pk")


def _refused(answer: Any, field: str, words: str) -> bool:
    return answer.status_code == 422 and f'id="e-{field}"' in answer.text and words in answer.text


SEEN = (
    ("/desk/review/", "reviewer-3", "从第一项开始审"),
    ("/desk/review/", "office", "各审核组"),
    ("/desk/review/", "outsider", "你还没有编入审核组"),
    ("/desk/review/", "member", None),
    ("/desk/review/", "liaison", None),
    ("/desk/second-review/", "member", "还没有审完归本单位审查的事项"),
    ("/desk/second-review/", "reviewer-3", None),
    ("/desk/review/disputes/", "coordination", "现在没有有分歧的事项"),
    ("/desk/review/disputes/", "member", None),
    ("/desk/review/groups/", "office", "按事项数平均分"),
    ("/desk/review/groups/", "reviewer-3", None),
    ("/desk/review/stuck/", "member", "审核一组"),
    ("/desk/review/stuck/", "liaison", None),
    ("/desk/review/stuck/group-nobody/", "office", None),
    ("/desk/review/baseless/", "office", "还没有登记"),
    ("/desk/review/withheld/", "second", "没有不予公开的事项"),
    ("/desk/review/withheld/nothing/", "office", None),
    ("/desk/opinions/", "liaison", "现在没有退回的事项"),
    ("/desk/opinions/", "office", None),
    ("/desk/review/?kind=responsibility_list", "reviewer-3", "还没有收下报送件"),
)


@pytest.mark.parametrize(("address", "who", "words"), SEEN, ids=[f"{a}-{w}" for a, w, _ in SEEN])
def test_a_page__is_for_its_roles_alone(desk, address: str, who: str, words: str | None) -> None:
    answer = desk(who).get(address)

    assert answer.status_code == (404 if words is None else 200)
    assert words is None or words in answer.text


def test_the_queue__lets_tick_only_what_has_no_open_problem(desk, items) -> None:
    page = desk("reviewer-3").get("/desk/review/").text

    assert [f'value="{one.number}"' in page for one in items] == [True, True, False, True]
    assert "逐项审" in page and "共 4 项：已审 0，退回 0，综合组 0，待审 4" in page


def test_an_item__is_shown_with_everything_beside_it(desk, items) -> None:
    page = desk("reviewer-3").get(_at("review/items", items[3])).text

    beside = (
        "灯火科",
        "《临江市灯笼管理条例》第三条",
        "现行有效",
        "引文逐字一致",
        "法规库里的条文",
        "机器核对",
    )
    beside += ("流程图", "并排看图", "同名的事项", "以前的意见", "第 1 版")
    assert [words for words in beside if words not in page] == []
    assert all(f'name="verdict-{name}"' in page for name in ASPECTS)
    assert page.index("<dt>承办机构") < page.index("<dt>责任事项")


REFUSALS = (
    ("pass", {}, "verdicts", "五个方面都要给出结论"),
    ("pass", GOOD | {"disposition": "abolish"}, "verdicts", "不能通过"),
    ("pass", POOR, "verdicts", "不能通过"),
    ("return", GOOD | {"verdict-form": "poor", "reason": "名称太长"}, "verdicts", "写明理由"),
    ("return", POOR, "reason", "要写明理由"),
    ("refer", GOOD, "reason", "要写明理由"),
)


@pytest.mark.parametrize(("action", "typed", "field", "words"), REFUSALS)
def test_an_opinion_that_lacks_something__is_refused_beside_its_field(
    desk, items, *, action: str, typed: dict[str, str], field: str, words: str
) -> None:
    answer = desk("reviewer-3").post(
        _at("review/items", items[0], "judge"), _form(items[0], action, **typed, **{"note-form": ""})
    )

    assert _refused(answer, field, words) and _state(items[0]) == "group_review"
    assert ("没有给这个权力" in answer.text) == ("note-legality" in typed)


def test_passing__leads_to_the_next_item_and_home_after_the_last(desk, items) -> None:
    reviewer, first = desk("reviewer-3"), items[0]
    then = reviewer.get(_at("review/items", first)).context["place"].then

    passed = reviewer.post(_at("review/items", first, "judge"), _form(first, "pass", then=then, **GOOD))
    last = reviewer.post(_at("review/items", items[1], "judge"), _form(items[1], "pass", **GOOD))

    assert passed["Location"] == _at("review/items", the_review(then)) + "?said=review_pass"
    assert last["Location"].startswith("/desk/review/?campaign=")
    assert _state(first) == "member_review" and "已记下：通过" in reviewer.get(passed["Location"]).text


def test_a_second_reviewer_on_an_old_page__is_shown_what_the_first_did(desk, items) -> None:
    one, old = items[0], _form(items[0], "pass", **GOOD, reason="我看可以")
    desk("reviewer-3").post(_at("review/items", one, "judge"), _form(one, "return", **POOR, **WORDS))

    answer = desk("second").post(_at("review/items", one, "judge"), old)

    assert answer.status_code == 422 and "没有记下" in answer.text
    assert "第三条没有给这个权力" in answer.text and "我看可以" in answer.text
    assert _state(one) == "answering"


def test_who_a_unit_lent__does_not_judge_its_items(desk, items) -> None:
    lent, one = desk("lent"), items[0]

    assert "本单位" in lent.get("/desk/review/").text
    assert "不能审核自己单位" in lent.get(_at("review/items", one)).text
    for name, body in (("judge", _form(one, "pass", **GOOD)), ("keep", _form(one, ""))):
        lent.post(_at("review/items", one, name), body)
    bulk = lent.post("/desk/review/bulk", LIST | {"numbers": [one.number]})
    assert bulk.status_code == 422 and "不能审核自己单位" in bulk.text and _state(one) == "group_review"


def test_who_sits_in_no_group__judges_nothing(desk, items) -> None:
    assert "不归你所在的审核组" in desk("outsider").get(_at("review/items", items[0])).text
    answer = desk("outsider").post(_at("review/items", items[0], "judge"), _form(items[0], "pass", **GOOD))
    assert answer.status_code == 422 and "不归你所在的审核组" in answer.text


def test_bulk_acceptance__takes_only_items_without_open_problem_and_says_so(desk, items) -> None:
    reviewer = desk("reviewer-3")
    nothing = reviewer.post("/desk/review/bulk", LIST)
    assert _refused(nothing, "numbers", "还没有选")
    open_problem = reviewer.post("/desk/review/bulk", LIST | {"numbers": [items[2].number]})
    assert open_problem.status_code == 422 and "还有 1 处核对出的问题，不能批量办" in open_problem.text

    done = reviewer.post("/desk/review/bulk", LIST | {"numbers": [one.number for one in items]})

    assert [one.state for one in the_reviews()] == [
        "member_review",
        "member_review",
        "group_review",
        "member_review",
    ]
    assert "批量通过" in reviewer.get(done["Location"]).text
    assert "批量通过" in reviewer.get(_at("review/items", items[0])).text


def test_bulk_confirmation__is_of_the_second_layer_by_the_same_rule(desk, items) -> None:
    member = desk("member")
    for one in items:
        acted("pass", number=one.number)
    page = member.get("/desk/second-review/").text
    assert "批量同意选中的" in page and f'value="{items[2].number}"' not in page
    refused = member.post("/desk/second-review/bulk", LIST | {"numbers": [items[2].number]})
    assert refused.status_code == 422 and "不能批量办" in refused.text

    member.post("/desk/second-review/bulk", LIST | {"numbers": [one.number for one in items]})

    assert [one.state for one in the_reviews()].count("consultation") == 3
    assert (_last_act(items[0]).action, _last_act(items[0]).layer) == ("confirm_in_bulk", "member")
    assert "批量同意" in member.get(_at("second-review", items[0])).text


def test_a_begun_opinion__stands_in_the_form_of_its_author_alone(desk, items) -> None:
    one = items[0]
    desk("reviewer-3").post(_at("review/items", one, "keep"), _form(one, "", **POOR, reason="写到一半"))

    assert "写了一半" in desk("reviewer-3").get("/desk/review/").text
    assert "写到一半" in desk("reviewer-3").get(_at("review/items", one)).text
    assert "写到一半" not in desk("second").get(_at("review/items", one)).text


def test_the_member_unit__sees_the_group_first_and_disagrees_with_a_reason(desk, items) -> None:
    one, member = items[0], desk("member")
    acted("pass", number=one.number)
    assert "审核组的意见" in member.get(_at("second-review", one)).text

    without = member.post(_at("second-review", one, "confirm"), _form(one, "disagree"))
    assert _refused(without, "reason", "要写明理由")
    member.post(_at("second-review", one, "confirm"), _form(one, "disagree", reason="应当取消"))
    assert _state(one) == "disputed"


def test_a_dispute__is_answered_once_for_all_sides(desk, items) -> None:
    one, office = items[0], desk("coordination")
    acted("refer", number=one.number)
    page = office.get(_at("review/disputes", one)).text
    assert "各方的意见" in page and "灯笼两边说法不同" in page
    assert "你只能看" in desk("office").get(_at("review/disputes", one)).text

    without = office.post(_at("review/disputes", one, "settle"), _form(one, "settle"))
    assert _refused(without, "reason", "要写明理由")
    office.post(
        _at("review/disputes", one, "settle"),
        _form(one, "settle", reason="按条例办", disposition="abolish"),
    )
    assert (_state(one), the_review(one.number).disposition) == ("member_review", "abolish")


def test_what_a_unit_let_pass__is_taken_up(desk, items) -> None:
    one, office = items[0], desk("coordination")
    acted("return", number=one.number)
    assert "部门逾期没有答复（1）" in office.get("/desk/review/disputes/").text

    assert _refused(office.post("/desk/review/disputes/take-up", LIST), "overdue", "还没有选")
    office.post("/desk/review/disputes/take-up", LIST | {"overdue": [one.number]})

    assert _state(one) == "disputed"


def test_a_unit__reads_the_opinion_and_answers(desk, items) -> None:
    one, liaison = items[0], desk("liaison")
    acted("return", number=one.number)
    assert one.name in liaison.get("/desk/opinions/").text
    page = liaison.get(_at("opinions", one)).text
    assert "第三条没有给这个权力" in page and "清理意见改为“取消”" in page
    assert "你只能看" in desk("drafter").get(_at("opinions", one)).text
    assert desk("stranger").get(_at("opinions", one)).status_code == 404

    without = liaison.post(_at("opinions", one, "answer"), _form(one, "contest"))
    assert _refused(without, "reason", "要写明理由")
    old = _form(one, "contest", reason="依据在第四条")
    agreed = liaison.post(_at("opinions", one, "answer"), _form(one, "agree"))
    assert "已记下：同意审核意见" in liaison.get(agreed["Location"]).text
    stale = liaison.post(_at("opinions", one, "answer"), old)
    assert stale.status_code == 422 and "依据在第四条" in stale.text and "同意审核意见" in stale.text
    assert the_review(one.number).disposition == "abolish"


def test_a_supplement__is_signed_as_read_by_the_principal(desk, items) -> None:
    one, address = items[0], f"/desk/opinions/{CAMPAIGN}/power_list/supplement/"
    acted("return", number=one.number)
    desk("liaison").post(_at("opinions", one, "answer"), _form(one, "amend"))
    assert "还没有改" in desk("principal").get(address).text
    changed(one.number, office="灯火一科")

    assert "由主要负责同志" in desk("drafter").get(address).text
    page = desk("principal").get(address)
    assert [one.field for one in page.context["page"].items[0].fields] == ["office"]
    assert "签字补报" in page.text and page.context["page"].digest in page.text
    assert desk("liaison").post(f"{address}sign", {"digest": "0"}).status_code == 404
    wrong = desk("principal").post(f"{address}sign", {"digest": "0" * 64})
    assert _refused(wrong, "digest", "看到的不是这一稿")
    desk("principal").post(f"{address}sign", {"digest": page.context["page"].digest})
    assert _state(one) == "group_review"
    assert "补报" in desk("reviewer-3").get(_at("review/items", one)).text


def test_groups__are_made_with_refusals_beside_their_fields(desk) -> None:
    office, home = desk("office"), {"campaign": CAMPAIGN}
    page = office.get("/desk/review/groups/")
    assert "回避：市灯笼局" in page.text
    who = next(one.code for one in page.context["page"].candidates if one.name == "周outsider")
    seat = home | {"seat_group": "review_group_2", "username": who}

    assert _refused(office.post("/desk/review/groups/seat", seat), "home_unit", "要写明从哪个单位抽调")
    wrong = office.post("/desk/review/groups/seat", seat | {"seat_group": "review_group_9", "expert": "yes"})
    assert _refused(wrong, "group", "方案里没有这个组")
    office.post("/desk/review/groups/seat", seat | {"expert": "yes"})
    assert "专家" in office.get("/desk/review/groups/").text
    office.post("/desk/review/groups/leave", home | {"username": who})
    assert _refused(office.post("/desk/review/groups/assign", home), "unit", "还没有选")
    office.post("/desk/review/groups/assign", home | {"unit": [OWN], "group": "review_group_2"})
    assert "没有要审的事项" not in desk("office").get("/desk/review/").text
    assert desk("reviewer-3").get("/desk/review/").context["queue"].lines == ()


def test_the_register_of_what_has_no_basis__asks_how_and_what_came_of_it(desk, items) -> None:
    one = items[0]
    address = _at("review/items", one, "registers")
    enter, outcome = f"{address}/baseless", f"{address}/outcome"

    assert _refused(desk("liaison").post(enter, {"note": " "}), "note", "")
    desk("liaison").post(enter, {"note": "每年收两次灯油钱"})
    assert _refused(desk("office").post(outcome, {"note": "停了"}), "outcome", "")
    assert "每年收两次灯油钱" in desk("reviewer-3").get("/desk/review/baseless/").text
    desk("office").post(outcome, {"outcome": "stopped", "note": "六月起不收"})
    assert "六月起不收" in desk("office").get("/desk/review/baseless/").text


def test_withholding__is_proposed_with_its_ground_and_approved_by_another(desk, items) -> None:
    address = _at("review/items", items[0], "registers")
    form = {"ground": "灯塔保密办法第二条", "reason": "灯塔的位置"}
    assert _refused(desk("liaison").post(f"{address}/withhold", {"reason": "灯塔"}), "ground", "")
    desk("liaison").post(f"{address}/withhold", form)
    code = desk("coordination").get("/desk/review/withheld/").context["register"].lines[0].code
    one = f"/desk/review/withheld/{code}/"

    assert "等编办审批" in desk("reviewer-3").get(one).text
    assert desk("reviewer-3").post(f"{one}decide", {"action": "approve"}).status_code == 404
    assert _refused(desk("office").post(f"{one}decide", {"action": "refuse"}), "note", "")
    desk("office").post(f"{one}decide", {"action": "approve"})
    assert the_review(items[0].number).withheld_ground == form["ground"]
    desk("office").post(f"{one}lift", {"note": "灯塔拆了"})
    assert the_review(items[0].number).withheld_ground == ""


def test_who_proposed_to_withhold__does_not_approve(desk, items) -> None:
    form = {"ground": "灯塔保密办法第二条", "reason": "灯塔的位置"}
    desk("office").post(f"{_at('review/items', items[1], 'registers')}/withhold", form)
    code = desk("office").get("/desk/review/withheld/").context["register"].lines[0].code
    one = f"/desk/review/withheld/{code}/"

    assert "提出的人不能自己批" in desk("office").get(one).text
    own = desk("office").post(f"{one}decide", {"action": "approve"})
    assert own.status_code == 422 and "自己提出的不能自己批" in own.text


def test_each_turn__is_told_to_whose_turn_it_is_and_reminded(desk, items) -> None:
    acted("return", number=items[0].number)
    acted("pass", number=items[1].number)

    assert "有事项退回，等你单位答复" in desk("liaison").get("/desk/messages/").text
    assert "有事项等成员单位审查" in desk("member").get("/desk/messages/").text
    remind_of_answers(region=OFFICE.region, at=LATER.replace(month=9))
    assert "审核意见逾期没有答复" in desk("liaison").get("/desk/messages/").text
    assert "有逾期没有答复的事项" in desk("coordination").get("/desk/messages/").text


def test_stuck__names_every_holder_and_its_items(desk, items) -> None:
    acted("return", number=items[0].number)
    page = desk("office").get("/desk/review/stuck/").text

    assert f"/desk/review/stuck/unit-{OWN}/" in page and "/desk/review/stuck/group-review_group_1/" in page
    assert items[0].name in desk("office").get(f"/desk/review/stuck/unit-{OWN}/").text


@pytest.mark.parametrize("part", ["queue", "item", "second", "stuck"])
def test_queries__are_as_many_however_many_items_there_are(desk, items, part: str) -> None:
    acted("pass", number=items[1].number)
    who, address = {
        "queue": ("reviewer-3", "/desk/review/"),
        "item": ("reviewer-3", _at("review/items", items[0])),
        "second": ("member", "/desk/second-review/"),
        "stuck": ("office", "/desk/review/stuck/"),
    }[part]
    few = _queries(desk(who), address)
    with writing(OFFICE):
        for one in the_reviews():
            Review.objects.bulk_create(_copy(one, number) for number in range(20))

    assert _queries(desk(who), address) == few <= 40


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def _copy(one: Review, number: int) -> Review:
    values = {name.attname: getattr(one, name.attname) for name in Review._meta.concrete_fields}
    return Review(**values | {"id": None, "number": f"{one.number[:-3]}{one.order}{number:02}"})
