"""Organs as articles name them, whom they mean, and how far down they reach."""

import pytest

from qingdan.rules.grants.departments import reaches, read_department
from qingdan.rules.grants.organs import (
    OrganLevel,
    acting_organ,
    default_organ,
    is_central,
    levels_of,
    organ_after,
)

pytestmark = pytest.mark.requirement("I-propose")
CITY, COUNTY = OrganLevel.CITY, OrganLevel.COUNTY


@pytest.mark.parametrize(
    ("words", "organ"),
    [
        ("由县级以上人民政府灯火主管部门责令改正", "县级以上人民政府灯火主管部门"),
        ("由公安机关、灯火主管部门按照职责处罚款", "公安机关、灯火主管部门"),
        ("由审批灯会的灯火主管部门责令改正", "审批灯会的灯火主管部门"),
        ("由原发证机关吊销证书", "发证机关"),
        ("由于火灾，由市灯火局负责人处理", ""),
        ("自由贸易的理由，由人民法院决定", ""),
        ("由当事人承担", ""),
    ],
)
def test_organ_after__phrase_up_to_its_verb(words: str, organ: str) -> None:
    assert organ_after(words)[0] == organ


@pytest.mark.parametrize(
    ("sentence", "organ", "position"),
    [
        ("乱挂灯笼的，公安机关可以处罚款", "公安机关", 6),
        ("乱挂灯笼的，市灯火主管部门和其他有关部门，可以处罚款", "市灯火主管部门和其他有关部门", 6),
        ("未经灯火主管部门批准的，没收", "", -1),
    ],
)
def test_acting_organ__at_the_head_of_a_clause(sentence: str, organ: str, position: int) -> None:
    assert acting_organ(sentence) == (organ, position)


@pytest.mark.parametrize(
    ("organ", "levels"),
    [
        ("公安机关", set()),
        ("县级以上地方人民政府灯火主管部门", {CITY, COUNTY}),
        ("市、县人民政府灯火主管部门", {CITY, COUNTY}),
        ("设区的市级以上人民政府灯火主管部门", {CITY}),
        ("县级人民政府灯火主管部门", {COUNTY}),
        ("省、自治区、直辖市人民政府灯火主管部门", {OrganLevel.PROVINCE}),
        ("省级以上人民政府灯火主管部门", {OrganLevel.PROVINCE}),
        ("省、自治区、直辖市或者设区的市人民政府灯火主管部门", {OrganLevel.PROVINCE, CITY}),
        ("国务院灯火主管部门", {OrganLevel.STATE}),
        ("乡镇人民政府", {OrganLevel.TOWNSHIP}),
        ("住房城乡建设主管部门", set()),
        ("市场监督管理部门", set()),
        ("城镇排水主管部门", set()),
    ],
)
def test_levels__that_a_phrase_reaches(organ: str, levels: set[OrganLevel]) -> None:
    assert levels_of(organ) == levels


@pytest.mark.parametrize(
    ("organ", "central"),
    [
        ("国务院灯火主管部门", True),
        ("国务院灯火主管部门或者其他有关部门", True),
        ("国务院灯火主管部门或者县级以上地方人民政府灯火主管部门", False),
        ("国家灯火局", True),
        ("市灯火局", False),
    ],
)
def test_central__organs_of_the_state_alone(organ: str, central: bool) -> None:
    assert is_central(organ) is central


@pytest.mark.parametrize(
    ("organ", "city", "county"),
    [
        ("公安机关", True, True),
        ("县级人民政府灯火主管部门", False, True),
        ("设区的市人民政府灯火主管部门", True, False),
        ("国务院灯火主管部门", False, False),
        ("省级以上人民政府灯火主管部门", False, False),
    ],
)
def test_reach__of_a_city_and_a_county(organ: str, city: bool, county: bool) -> None:
    assert (reaches(organ, county=False), reaches(organ, county=True)) == (city, county)


def test_default_organ__who_decides_goes_before_who_supervises() -> None:
    supervises = "县级以上地方人民政府灯火主管部门负责本行政区域内的灯火监督管理工作。"
    decides = "本条例规定的行政处罚，由市灯火执法机构决定。"

    assert default_organ([supervises]) == "县级以上地方人民政府灯火主管部门"
    assert default_organ([supervises, decides]) == "市灯火执法机构"
    assert default_organ(["灯笼应当点亮。"]) == ""


@pytest.mark.parametrize(
    ("department", "organ", "meant"),
    [
        ("宜春市生态环境局", "县级以上环境保护行政主管部门", True),
        ("生态环境", "市、县人民政府生态环境、自然资源主管部门", True),
        ("市环保局", "生态环境主管部门", True),
        ("生态环境", "市场监督管理部门", False),
        ("人社局", "劳动行政部门", True),
        ("公安", "公安机关交通管理部门", True),
        ("交通运输", "公安机关交通管理部门", False),
        ("交通运输", "地区民用航空管理机构", False),
        ("市灯火局", "县级以上灯火主管部门", True),
        ("灯火", "烛台主管部门", False),
        ("市民政局", "县级以上人民政府烛台主管部门", False),
        ("市民政局", "县级以上人民政府民政部门", True),
        ("市城市管理局", "市容环境卫生主管部门", True),
        ("外星人事务", "人力资源和社会保障部门", False),
        ("人事", "人力资源和社会保障部门", True),
        ("市退役军人事务局", "退役军人事务主管部门", True),
        ("市退役军人事务局", "人力资源和社会保障部门", False),
        ("市市场监督管理局", "工商行政管理部门", True),
        ("地方金融监督管理局", "银行业监督管理机构", True),
        ("宜阳新区教育体育局", "教育行政部门", True),
        ("高新技术开发区文化教育体育局", "教育行政部门", True),
    ],
)
def test_department__is_meant_by_an_organ(department: str, organ: str, meant: bool) -> None:
    assert read_department(department).is_meant(organ) is meant


@pytest.mark.parametrize("pointing", ["主管部门", "发证机关", "有关主管部门", "依法作出处罚决定的行政机关"])
def test_department__pointed_to_is_the_one_in_charge(pointing: str) -> None:
    office = read_department("市灯火局")

    assert office.is_meant(pointing, "县级以上灯火主管部门")
    assert not office.is_meant(pointing, "市烛台局")
    assert not office.is_meant("烛台主管部门", "县级以上灯火主管部门")


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("宜春市 灯火局", "灯火"),
        ("袁州区灯火局", "灯火"),
        ("丰城市市场监督管理局", "市场监督管理"),
        ("市城市管理局", "城市管理"),
        ("市灯火管理局", "灯火"),
        ("江西省灯火厅", "灯火"),
        ("灯火", "灯火"),
    ],
)
def test_department__core_of_its_name(name: str, core: str) -> None:
    assert read_department(name).core == core
