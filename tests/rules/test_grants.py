"""Which powers an article grants: acts, organs, names. All laws here are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.grants.grant import Grant, GrantTrust, ParagraphText
from qingdan.rules.grants.reader import read_grants
from qingdan.rules.power_item import Category

pytestmark = pytest.mark.requirement("I-propose")
OFFICE = "市灯火主管部门"


def grants(*leads: str, organ: str = "", items: tuple[str, ...] = ()) -> tuple[Grant, ...]:
    """The grants of an article; `items` belong to its first paragraph."""
    parts = [
        ParagraphText(number=number, lead=lead, items=tuple(enumerate(items, start=1)) if number == 1 else ())
        for number, lead in enumerate(leads, start=1)
    ]
    return read_grants(tuple(parts), organ=organ)


def penalties(*leads: str, organ: str = "", items: tuple[str, ...] = ()) -> list[tuple[str, int, int | None]]:
    """Act, paragraph and item of each penalty, without 对…的处罚."""
    return [
        (one.name.removeprefix("对").removesuffix("的处罚"), one.paragraph, one.item)
        for one in grants(*leads, organ=organ, items=items)
        if one.category is Category.PENALTY
    ]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        (
            "违反本条例第三条规定，夜间不点亮灯笼的，由市灯火主管部门处五百元罚款。",
            "夜间不点亮灯笼",
        ),
        ("夜间不点灯的，市灯火主管部门可以处一百元罚款。", "夜间不点灯"),
        ("有夜间敲锣行为的，由街道办事处给予警告。", "夜间敲锣"),
        ("对不肯熄灯的，由市灯火主管部门没收灯笼。", "不肯熄灯"),
        ("对外出租灯笼的，由市灯火主管部门没收灯笼。", "对外出租灯笼"),
        ("灯笼铺违反本条例第三条规定，由市灯火主管部门处五百元罚款。", "灯笼铺违反本条例第三条规定"),
        ("违反本条例第三条规定的，由市灯火主管部门处五百元罚款。", "违反本条例第三条规定"),
        ("乱挂灯笼的，没收灯笼，由市灯火主管部门处五百元罚款。", "乱挂灯笼"),
        ("乱挂灯笼的，挂灯登记无效，由市灯火主管部门处五百元罚款。", "乱挂灯笼"),
        ("乱挂灯笼的，除赔偿损失外，由市灯火主管部门没收灯笼。", "乱挂灯笼"),
        ("乱挂灯笼,不听劝阻的,由市灯火主管部门处五百元罚款。", "乱挂灯笼，不听劝阻"),
        ("乱挂灯笼的，由市灯火主管部门责令改正；逾期不改正的，处五百元罚款。", "乱挂灯笼"),
        ("乱挂灯笼的，由市灯火主管部门责令改正。逾期不改正的，处五百元罚款。", "乱挂灯笼"),
        ("乱挂灯笼，逾期不改正的，由市灯火主管部门处五百元罚款。", "乱挂灯笼"),
        (
            "放飞孔明灯，构成犯罪的，依法追究刑事责任；尚不构成犯罪的，由公安机关处五日以下拘留。",
            "放飞孔明灯",
        ),
        (
            "放飞孔明灯，情节严重的，依照灯笼法追究刑事责任；未构成犯罪的，由公安机关处五日以下拘留。",
            "放飞孔明灯",
        ),
        ("灯笼铺不守规矩的，由市灯火主管部门依照前款规定给予处罚，处五百元罚款。", "灯笼铺不守规矩"),
        ("对于不肯熄灯的行为，由市灯火主管部门没收灯笼。", "不肯熄灯"),
        ("凡不肯熄灯的，一律由市灯火主管部门没收灯笼。", "不肯熄灯"),
        ("在桥上挂灯的，在桥下放灯的，灯笼充公，由市灯火主管部门处罚款。", "在桥上挂灯的，在桥下放灯"),
        ("挂灯的，在三日内由市灯火主管部门处罚款，没收灯笼。", "挂灯"),
        ("挂灯的，除没收灯笼外，情节严重的，由市灯火主管部门处罚款。", "挂灯"),
        ("有违反本条例规定行为，由市灯火主管部门处罚款。", "违反本条例规定"),
        ("除第二条规定外，乱挂灯笼的，由市灯火主管部门处五百元罚款。", "乱挂灯笼"),
        ("违反本条例规定，侵害其邻居的，由市灯火主管部门处罚款。", "违反本条例规定，侵害其邻居"),
    ],
)
def test_penalty__act_of_one_sentence(sentence: str, act: str) -> None:
    assert penalties(sentence) == [(act, 1, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "市灯火主管部门应当公布罚款的种类。",
        "罚款的设定由省人民政府规定。",
        "地方性法规可以设定罚款。",
        "当事人对罚款不服的，可以申请行政复议。",
        "灯火主管部门的工作人员玩忽职守的，由市灯火主管部门给予警告。",
        "县级人民政府灯火主管部门违反规定登记的，由上级机关给予警告。",
        "违反规定的，由市灯火主管部门责令改正。",
        "构成犯罪的，由市灯火主管部门没收灯笼。",
        "没有违法所得的，由市灯火主管部门处一千元罚款。",
        "不点灯的，处五百元罚款。",
        "警告标志不清楚的，由市灯火主管部门补画。",
        "不履行合同的，由人民法院处以罚款。",
        "灯笼铺不点灯的，由其所在单位没收奖金。",
        "一次挂灯违反多个规定应当给予罚款处罚的，按照罚款数额高的规定处罚。",
        "烧灯笼构成犯罪，市灯火主管部门已经给予罚款的，应当折抵罚金；已经没收灯笼的，不再没收。",
        "灯火巡查员当场收缴罚款的，应当出具罚款收据。",
        "本条例规定给予拘留，其他条例同时规定给予罚款的，由市灯火主管部门处罚款。",
        "人民法院审理灯笼案件，对于违法的，可以没收违法所得。",
        "责令停业，对生活影响较大的，由市灯火主管部门报请市人民政府决定，处以罚款。",
    ],
)
def test_penalty__none_where_no_organ_may_punish_others(sentence: str) -> None:
    assert penalties(sentence) == []


def test_list__one_penalty_for_each_item_with_its_subject() -> None:
    lead = "违反本条例规定，灯笼铺有下列行为之一的，由市灯火主管部门处五百元以上二千元以下的罚款："
    items = ("（一）夜间不点灯的；", "（二）灯笼铺主雇用儿童的；", "（三）其他行为。")
    first, second, third = grants(lead, items=items)

    assert (first.name, first.item) == ("对灯笼铺夜间不点灯的处罚", 1)
    assert first.quoted == lead.rstrip("：") + "：……（一）夜间不点灯的；"
    assert first.body == OFFICE
    assert second.name == "对灯笼铺主雇用儿童的处罚"
    assert third.item == 3


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("灯笼铺有下列行为之一的，由", "灯笼铺夜间不点灯"),
        ("对灯笼铺有下列行为之一的，由", "灯笼铺夜间不点灯"),
        ("灯笼铺，违反本条例规定，有下列行为之一的，由", "灯笼铺夜间不点灯"),
        ("违反本条例规定，有下列行为之一的，由", "夜间不点灯"),
        ("有下列行为之一的，由", "夜间不点灯"),
        ("具有下列情形之一的，由", "夜间不点灯"),
        ("夜间的灯笼铺有下列行为之一的，由", "夜间不点灯"),
        ("灯" * 31 + "有下列行为之一的，由", "夜间不点灯"),
    ],
)
def test_list__subject_stands_before_each_act(lead: str, name: str) -> None:
    found = penalties(f"{lead}市灯火主管部门处五百元罚款：", items=("1、夜间不点灯的。",))

    assert found == [(name, 1, 1)]


@pytest.mark.parametrize(
    "item",
    [
        "（一）逾期不改正的；",
        "（一）造成火灾的；",
        "（一）没收的；",
        "（一）违反第二项规定的；",
        "（一）滥用职权的；",
        "（一）",
    ],
)
def test_list__items_that_are_no_acts(item: str) -> None:
    found = penalties(
        "有下列行为之一的，由市灯火主管部门处罚款：", items=("（一）不点灯的；", item, "（三）偷灯的。")
    )

    assert [(act, number) for act, _, number in found] == [("不点灯", 1), ("偷灯", 3)]


def test_list__that_no_one_punishes() -> None:
    items = ("（一）不点灯的。",)

    assert penalties("有下列行为之一的，处罚款：", items=items) == []
    assert penalties("有下列行为之一的，处罚款：", items=items, organ=OFFICE) == [("不点灯", 1, 1)]
    assert penalties("有下列行为之一，由市灯火主管部门罚款的，可以申请行政复议：", items=items) == []


def test_list__items_with_measures_of_their_own() -> None:
    items = (
        "（一）不点灯的，处一百元罚款；",
        "（二）情节严重的，处二百元罚款；",
        "（三）烧毁灯笼的，由公安机关处五日以下拘留。",
    )

    first, second = grants("违反本条例的，由市灯火主管部门按照下列规定处罚：", items=items)

    assert (first.name, first.item, first.body) == ("对不点灯的处罚", 1, OFFICE)
    assert (second.name, second.item, second.body) == ("对烧毁灯笼的处罚", 3, "公安机关")
    assert first.quoted == "违反本条例的，由市灯火主管部门按照下列规定处罚：……（一）不点灯的，处一百元罚款；"


def test_list__grades_of_one_act_are_one_penalty() -> None:
    lead = "灯笼伤人的，由市灯火主管部门按照下列规定处以罚款："
    items = ("（一）造成轻伤的，处一百元罚款；", "（二）造成重伤的，处二百元罚款。")

    assert penalties(lead, items=items) == [("灯笼伤人", 1, None)]


def test_list__grades_of_an_accident_stand_only_where_the_lead_names_no_act() -> None:
    items = ("（一）发生一般事故的，处一百元罚款；", "（二）发生较大事故的，处二百元罚款。")
    named = "灯笼铺不尽职责，导致灯笼起火的，由市灯火主管部门按照下列规定处以罚款："
    unnamed = "灯笼起火，由市灯火主管部门按照下列规定处以罚款："

    assert penalties(named, items=items) == [("灯笼铺不尽职责，导致灯笼起火", 1, None)]
    assert penalties(unnamed, items=items) == [("发生一般事故", 1, 1), ("发生较大事故", 1, 2)]


def test_list__of_officials_grants_nothing() -> None:
    lead = "县级以上人民政府灯火主管部门有下列行为之一的，由本级人民政府给予警告："

    assert penalties(lead, items=("（一）不登记灯笼的；",)) == []


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("不点灯的，由市灯火主管部门处罚款；烧毁灯笼的，没收工具。", ["不点灯", "烧毁灯笼"]),
        ("不点灯的，由市灯火主管部门处罚款；造成火灾的，没收工具。", ["不点灯"]),
        (
            "不点灯的，由市灯火主管部门处罚款；灯笼损坏的，应当修补；烧毁灯笼的，没收工具。",
            ["不点灯", "烧毁灯笼"],
        ),
        ("灯笼应当点亮。不点灯的，由市灯火主管部门处罚款。造成火灾的，处罚款。", ["不点灯"]),
        (
            "罚款的收据由省财政部门印制。罚款收据丢失的，由市灯火主管部门处罚款。不点灯的，由市灯火主管部门处罚款。",
            ["不点灯"],
        ),
    ],
)
def test_sentences__each_act_once(sentence: str, acts: list[str]) -> None:
    found = grants(sentence)

    assert [one.name for one in found] == [f"对{act}的处罚" for act in acts]
    assert {one.quoted for one in found} == {sentence}


def test_organ__of_each_sentence_else_of_the_one_before() -> None:
    found = grants(
        "不点灯的，由街道办事处给予警告。", "烧灯笼的，处五百元罚款。偷灯笼的，由公安机关处五日以下拘留。"
    )

    assert [one.body for one in found] == ["街道办事处", "街道办事处", "公安机关"]


def test_organ__of_the_instrument_where_the_article_names_none() -> None:
    assert [one.body for one in grants("不点灯的，处五百元罚款。", organ=OFFICE)] == [OFFICE]


def test_organ__that_a_case_is_handed_to() -> None:
    sentence = "烧灯笼的，由市灯火主管部门将案件移送公安机关，处五日以下拘留。"

    assert [one.body for one in grants(sentence)] == ["公安机关"]


@pytest.mark.parametrize(
    "second",
    ["有前款行为的，处一千元罚款。", "造成火灾的，处一千元罚款。", "单位有前款行为的，处一万元罚款。"],
)
def test_escalation__is_no_penalty_of_its_own(second: str) -> None:
    assert penalties("不点灯的，由市灯火主管部门处五百元罚款。", second) == [("不点灯", 1, None)]


@pytest.mark.parametrize(
    "rest",
    [
        "；有营业执照的，由市场监督管理部门吊销营业执照。",
        "；已取得挂灯证的，予以吊销。",
        "；挂灯人为个人的，可以处一百元罚款。",
        "；故意隐瞒不报的，处一千元罚款。",
        "；不听劝阻的，处一千元罚款。",
        "；挂灯许可证件被吊销的，由市场监督管理部门吊销营业执照。",
        "。被取缔一年以内又实施的，处一千元罚款。",
        "。对委托挂灯者，处一千元罚款。",
    ],
)
def test_escalation__names_no_act_without_what_stands_before(rest: str) -> None:
    assert penalties("乱挂灯笼的，由市灯火主管部门处五百元罚款" + rest) == [("乱挂灯笼", 1, None)]


def test_escalation__opens_an_article_as_an_act() -> None:
    assert penalties("造成火灾的，由市灯火主管部门处五百元罚款。") == [("造成火灾", 1, None)]


def test_preceding_paragraph__alone_names_no_act() -> None:
    assert penalties("灯笼铺应当点灯。", "有前款规定的违法行为的，由市灯火主管部门处罚款。") == []


def test_preceding_paragraph__with_a_duty_is_an_act() -> None:
    second = "违反前款规定的，由市灯火主管部门处五百元罚款。"

    assert penalties("灯笼应当夜间点亮。", second) == [("违反前款规定", 2, None)]


def test_trust__penalties_are_suggestions() -> None:
    assert {one.trust for one in grants("不点灯的，由市灯火主管部门处五百元罚款。")} == {GrantTrust.SUGGESTED}


WORDS = st.text(
    st.sampled_from(
        "由市县灯火主管部门机关处罚款的，。；：（一）违反本条例规定有下列行为之登记对给予奖励查封扣押费0\n"
    ),
    max_size=120,
)


@given(
    lead=st.one_of(st.text(max_size=200), WORDS),
    items=st.lists(WORDS, max_size=3),
    organ=st.sampled_from(["", OFFICE]),
)
def test_any_text__is_read_without_an_exception(lead: str, items: list[str], organ: str) -> None:
    for one in grants(lead, lead, organ=organ, items=tuple(items)):
        assert one.name and one.body and one.paragraph in (1, 2)


def test_long_text__is_read_in_linear_time() -> None:
    hostile = ("由" + "灯" * 90) * 2_000 + "，的" * 20_000 + "处罚款登记经批准费争议"

    assert isinstance(grants(hostile, items=(hostile,)), tuple)
