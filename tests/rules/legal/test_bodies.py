"""Which administrative body a name means, before and after the reforms."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.sample_city import load_units
from qingdan.rules.vocabulary.bodies import may_be_same, read_body, same_body, same_department

pytestmark = pytest.mark.requirement("C11")

SAME = [
    ("宜春市公安局", "市公安局"),
    ("宜春市公安局", "宜春市 公安局"),
    ("江西省宜春市公安局", "宜春市公安局"),
    ("宜春市国土资源局", "宜春市自然资源局"),
    ("宜春市环境保护局", "宜春市生态环境局"),
    ("宜春市工商行政管理局", "市市场监督管理局"),
    ("市人民政府办公室", "市人民政府办公室"),
    ("江西省公安厅", "江西省公安厅"),
    ("江西省国土资源厅", "江西省自然资源厅"),
    ("宜春市袁州区公安局", "袁州区公安局"),
    ("公安局", "宜春市公安局"),
]
NOT_SAME = [
    ("江西省公安厅", "宜春市公安局"),
    ("国家工商行政管理总局", "市工商行政管理局"),
    ("袁州区公安局", "宜春市公安局"),
    ("江西省公安局", "宜春市公安局"),
    ("江西省公安局", "公安局"),
    ("国务院公安局", "公安局"),
    ("国家公安局", "市公安局"),
    ("南昌市公安局", "宜春市公安局"),
    ("宜春市公安局", "宜春市交通运输局"),
    ("宜春市卫生健康委员会", "宜春市卫生局"),
    ("宜春市灯笼管理局", "宜春市彩灯管理局"),
]


ONE_DEPARTMENT = [
    ("宜春市公安局", "市公安局"),
    ("市工商局", "宜春市工商行政管理局"),
    ("市环保局", "市环境保护局"),
    ("市人社局", "市人力资源和社会保障局"),
    ("市质监局", "市质量技术监督局"),
    ("市安监局", "市安全生产监督管理局"),
    ("市发改委", "市发展和改革委员会"),
    ("市法制办", "市政府法制办公室"),
    ("市农机局", "市农业机械管理局"),
    ("市国土局", "市国土资源局"),
    ("市国税局", "市国家税务局"),
    ("市烟草局", "市烟草专卖局"),
    ("袁州区卫计委", "袁州区卫生和计划生育委员会"),
]
TWO_DEPARTMENTS = [
    ("市工商行政管理局", "市质量技术监督局"),
    ("市工商局", "市质监局"),
    ("市农业局", "市农业机械管理局"),
    ("市农业局", "市畜牧水产局"),
    ("市交通运输局", "市公路管理局"),
    ("市公路管理局", "市港航管理局"),
    ("市住房和城乡建设局", "市房产管理局"),
    ("市安全生产监督管理局", "市防震减灾局"),
    ("市人力资源和社会保障局", "市社会保险事业管理局"),
    ("市国家税务局", "市地方税务局"),
    ("市卫生局", "市卫生监督局"),
    ("市环境保护局", "市生态环境局"),
    ("南昌市环保局", "宜春市环境保护局"),
    ("市发展和改革委员会", "市发展和改革局"),
    ("局", "市公安局"),
]


@pytest.mark.parametrize(("one", "other"), ONE_DEPARTMENT)
def test_same_department__written_otherwise(one: str, other: str) -> None:
    assert same_department(one, other)
    assert same_department(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_DEPARTMENTS)
def test_same_department__of_one_field_or_of_one_reform_are_two(one: str, other: str) -> None:
    assert not same_department(one, other)
    assert not same_department(other, one)


def test_same_department__no_two_of_the_sample_citys_units() -> None:
    names = [one.name for one in load_units()]

    assert [(one, other) for one, other in combinations(names, 2) if same_department(one, other)] == []


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_body__renamed_or_written_otherwise(one: str, other: str) -> None:
    assert same_body(one, other)
    assert same_body(other, one)


@pytest.mark.parametrize(("one", "other"), NOT_SAME)
def test_same_body__other_place_or_other_field(one: str, other: str) -> None:
    assert not same_body(one, other)
    assert not same_body(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("国土资源主管部门", "宜春市自然资源局"),
        ("测绘行政主管部门", "宜春市自然资源局"),
        ("劳动保障行政部门", "宜春市人力资源和社会保障局"),
        ("质量技术监督部门", "宜春市市场监督管理局"),
        ("价格主管部门", "宜春市市场监督管理局"),
        ("价格主管部门", "宜春市发展和改革委员会"),
        ("安全生产监督管理部门", "宜春市应急管理局"),
        ("渔业行政主管部门", "宜春市农业农村局"),
        ("城乡规划主管部门", "宜春市自然资源局"),
        ("城乡规划主管部门", "宜春市住房和城乡建设局"),
        ("公安机关消防机构", "宜春市应急管理局"),
        ("旅游主管部门", "宜春市文化广电新闻出版旅游局"),
        ("水行政主管部门", "宜春市城市管理局"),
        ("教育行政部门", "宜春市综合行政执法局"),
        ("综合行政执法部门", "宜春市公安局"),
        ("水行政主管部门", "宜春经济技术开发区管理委员会"),
        ("有关部门", "宜春市公安局"),
        ("水行政主管部门", "宜春市彩灯局"),
    ],
)
def test_may_be_same__reform_shared_field_or_unknown(one: str, other: str) -> None:
    assert may_be_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地质矿产主管部门", "宜春市公安局"),
        ("公安机关", "宜春市自然资源局"),
        ("教育行政部门", "宜春市水利局"),
        ("民政部门", "宜春市交通运输局"),
        ("税务机关", "宜春市公安局"),
        ("卫生健康主管部门", "宜春市公安局"),
        ("生态环境主管部门", "宜春市公安局"),
        ("交通运输主管部门", "宜春市教育局"),
    ],
)
def test_may_be_same__no_field_in_common(one: str, other: str) -> None:
    assert not may_be_same(one, other)


def test_read_body__longest_word_counts() -> None:
    assert read_body("公安机关交通管理部门").fields == {"traffic_police"}
    assert read_body("特种设备安全监督管理部门").fields == {"market", "emergency"}
    assert read_body("公 安 局").fields == {"police"}
    assert read_body("灯笼管理局").fields == frozenset()
    assert read_body("县级以上人民政府灯笼主管部门").fields == frozenset()
    assert read_body("市政务服务局").fields == read_body("市政府办公室").fields == frozenset()
    assert not read_body("县级以上人民政府灯笼主管部门").of_many


@given(
    st.text(alphabet="宜春市县区省公安局水利国家 灯笼场", max_size=12),
    st.text(alphabet="宜春市县区省公安局水利灯笼", max_size=12),
)
def test_bodies__comparisons_are_symmetric(one: str, other: str) -> None:
    assert same_body(one, one)
    assert same_body(one, other) == same_body(other, one)
    assert same_department(one, one) and same_department(one, other) == same_department(other, one)
    assert may_be_same(one, other) == may_be_same(other, one)
    assert not same_body(one, other) or may_be_same(one, other)
