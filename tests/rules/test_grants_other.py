"""Licences and the looser kinds of powers. All laws here are invented."""

import pytest

from qingdan.rules.grants.grant import GrantTrust, ParagraphText
from qingdan.rules.grants.reader import read_grants
from qingdan.rules.power_item import Category

pytestmark = pytest.mark.requirement("I-propose")


def found(lead: str, *, items: tuple[str, ...] = (), organ: str = "") -> list[tuple[Category, str, str]]:
    """Category, name and organ of what one paragraph grants."""
    paragraph = ParagraphText(number=1, lead=lead, items=tuple(enumerate(items, start=1)))
    return [(one.category, one.name, one.body) for one in read_grants((paragraph,), organ=organ)]


@pytest.mark.parametrize(
    ("sentence", "name", "organ"),
    [
        ("在古桥上挂灯笼的，应当经市灯火主管部门批准。", "在古桥上挂灯笼审批", "市灯火主管部门"),
        ("未经市灯火主管部门批准，任何单位和个人不得放飞孔明灯。", "放飞孔明灯审批", "市灯火主管部门"),
        (
            "因庆典需要，举办灯会的，应当报县级以上人民政府公安机关审批。",
            "举办灯会审批",
            "县级以上人民政府公安机关",
        ),
        (
            "开办灯笼铺，应当向市灯火主管部门申请，取得灯笼经营许可证。",
            "灯笼经营许可证核发",
            "市灯火主管部门",
        ),
        (
            "不得在古桥上挂灯笼；因庆典等确需进行的，应当报经市灯火主管部门批准。",
            "在古桥上挂灯笼审批",
            "市灯火主管部门",
        ),
        (
            "禁止擅自移动、拆除灯棚；确有必要拆除的，应当经市灯火主管部门批准。",
            "移动、拆除灯棚审批",
            "市灯火主管部门",
        ),
        (
            "禁止在古城内放灯；确需在古城外放灯的，应当经市灯火主管部门批准。",
            "在古城外放灯审批",
            "市灯火主管部门",
        ),
        ("过桥的，应当依法向市灯火主管部门申请办理通行证。", "通行证核发", "市灯火主管部门"),
    ],
)
def test_licence__name_and_organ(sentence: str, name: str, organ: str) -> None:
    assert found(sentence) == [(Category.LICENCE, name, organ)]


def test_licence__organ_of_the_instrument_where_none_is_named() -> None:
    assert found("未经批准，任何单位和个人不得放飞孔明灯。", organ="市灯火局") == [
        (Category.LICENCE, "放飞孔明灯审批", "市灯火局")
    ]
    assert found("未经批准，任何单位和个人不得放飞孔明灯。") == []


def test_licence__one_for_each_item_of_a_list() -> None:
    lead = "在古城内进行下列活动，应当经市灯火主管部门批准："
    items = ("（一）搭建灯棚；", "（二）燃放灯花；", "（三）其他影响古城的活动。")

    assert [name for _, name, _ in found(lead, items=items)] == [
        "在古城内搭建灯棚审批",
        "在古城内燃放灯花审批",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "未经业主同意，不得悬挂灯笼。",
        "灯会规划应当经市人民政府批准。",
        "灯火主管部门采取查封措施的，应当经本部门负责人批准。",
        "案情复杂的，应当经市灯火主管部门负责人批准延长期限。",
        "灯火主管部门的工作人员不得擅自批准挂灯。",
        "灯笼应当点亮；因庆典等确需进行的，应当报经市灯火主管部门批准。",
    ],
)
def test_licence__none_for_private_consent_and_inner_matters(sentence: str) -> None:
    assert Category.LICENCE not in [category for category, *_ in found(sentence)]


@pytest.mark.parametrize(
    ("sentence", "category", "name"),
    [
        ("市灯火主管部门可以查封、扣押易燃的灯笼。", Category.COMPULSION, "对易燃的灯笼的查封、扣押"),
        ("对易燃的灯笼，市灯火主管部门可以予以查封。", Category.COMPULSION, "对易燃的灯笼的查封"),
        ("市灯火主管部门应当对灯笼铺进行监督检查。", Category.INSPECTION, "对灯笼铺的监督检查"),
        ("挂灯人应当向市灯火主管部门缴纳挂灯费。", Category.LEVY, "挂灯费的征收"),
        ("灯棚使用权争议，由市灯火主管部门裁决。", Category.ADJUDICATION, "灯棚使用权争议的裁决"),
        ("灯笼等级由市灯火主管部门认定。", Category.CONFIRMATION, "灯笼等级认定"),
        ("灯笼铺应当向市灯火主管部门办理变更登记。", Category.CONFIRMATION, "灯笼铺变更登记"),
        (
            "对护灯有功的单位和个人，由市灯火主管部门给予表彰、奖励。",
            Category.REWARD,
            "对护灯有功的单位和个人的表彰、奖励",
        ),
        ("市灯火主管部门应当按月发给护灯津贴。", Category.PAYMENT, "护灯津贴的给付"),
    ],
)
def test_other_kinds__category_and_name(sentence: str, category: Category, name: str) -> None:
    assert found(sentence) == [(category, name, "市灯火主管部门")]


@pytest.mark.parametrize(
    "sentence",
    [
        "灯火主管部门查封灯笼的，应当制作笔录。",
        "灯笼铺违反本条例，扣押他人证件的，由市灯火主管部门责令退还。",
        "人民代表大会对预算进行监督检查。",
        "市灯火主管部门不得向挂灯人收取挂灯费。",
        "因挂灯发生争议的，可以向人民法院起诉。",
        "灯笼铺应当对工人给予补助。",
        "市灯火主管部门可以依法实施查封、扣押、代履行和行政处罚。",
        "市灯火主管部门对下列事项进行监督检查。",
        "市灯火主管部门应当对违法记录予以封存。",
    ],
)
def test_other_kinds__none_where_nothing_is_granted(sentence: str) -> None:
    assert found(sentence) == []


def test_trust__licences_ask_for_a_look_and_the_rest_is_uncertain() -> None:
    leads = ("未经市灯火主管部门批准，不得放飞孔明灯。", "灯笼等级由市灯火主管部门认定。")
    parts = tuple(ParagraphText(number=number, lead=lead) for number, lead in enumerate(leads, 1))

    assert [one.trust for one in read_grants(parts)] == [GrantTrust.CHECK_ARTICLE, GrantTrust.UNCERTAIN]
