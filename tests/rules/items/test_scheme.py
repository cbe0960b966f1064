import pytest
from tests.rules.items.lantern_items import SCHEME

from qingdan.data.schemes import UnknownScheme, load_scheme, scheme_names
from qingdan.rules.power_item import Category

pytestmark = pytest.mark.requirement("R-030")


@pytest.mark.parametrize(
    ("printed", "category"),
    [
        ("行政处罚", Category.PENALTY),
        (" 行 政 处罚\n", Category.PENALTY),
        ("一、行政处罚（120项）", Category.PENALTY),
        ("（二）行政强制类", Category.COMPULSION),
        ("行政强制措施", Category.COMPULSION),
        ("处罚类", Category.PENALTY),
        ("其它权力", Category.OTHER),
        ("其他行政权力", Category.OTHER),
        ("行政监督检查", Category.INSPECTION),
        ("非行政许可审批", Category.NON_LICENCE_APPROVAL),
        ("行政许可", Category.LICENCE),
        ("行政给付 0项 本部门无此项职权", Category.PAYMENT),
        ("行政处罚、行政强制", None),
        ("灯笼", None),
        ("", None),
    ],
)
def test_category__as_departments_write_it(printed: str, category: Category | None) -> None:
    assert SCHEME.category_of(printed) is category


def test_listed__are_the_seven_and_the_rest() -> None:
    assert [SCHEME.name_of(category) for category in SCHEME.listed] == [
        *("行政处罚", "行政强制", "行政征收", "行政给付", "行政裁决", "行政确认", "行政奖励", "其他行政权力"),
    ]


def test_filed_as__inspection_within_the_rest() -> None:
    assert SCHEME.filed_as(Category.INSPECTION) is Category.OTHER
    assert SCHEME.filed_as(Category.PENALTY) is Category.PENALTY


@pytest.mark.parametrize(
    ("category", "kind", "unit"),
    [
        (Category.PENALTY, "", "市政府法制办公室"),
        (Category.LEVY, "", "市财政局"),
        (Category.OTHER, "财政专项资金分配", "市财政局"),
        (Category.OTHER, "", "市机构编制委员会办公室"),
        (Category.INSPECTION, "", "市机构编制委员会办公室"),
        (Category.OTHER, "灯笼", "市机构编制委员会办公室"),
        (Category.LICENCE, "", ""),
    ],
)
def test_reviewer__by_category_and_kind(category: Category, kind: str, unit: str) -> None:
    assert SCHEME.reviewer_of(category, kind) == unit


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("丰城市公安局", True),
        ("宜春市袁州区民政局", True),
        ("宜春市公安局", False),
        ("市公安局", False),
        ("", False),
    ],
)
def test_county__by_the_department_name(department: str, expected: bool) -> None:
    assert SCHEME.of_county(department) is expected


def test_scheme__unknown_name() -> None:
    with pytest.raises(UnknownScheme) as error:
        load_scheme("nowhere")

    assert error.value.name == "nowhere"
    assert error.value.known == scheme_names() == ("yichun-2015",)
