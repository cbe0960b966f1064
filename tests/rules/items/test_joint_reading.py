import pytest

from qingdan.rules.vocabulary.joint import Joint, lead_named, other_unit, partners_named, read_joint, several

pytestmark = pytest.mark.requirement("C14")
ALONE = Joint()


@pytest.mark.parametrize(
    ("said", "lead", "partners", "expected"),
    [
        ("", "", "", ALONE),
        ("否", "", "", ALONE),
        ("否", "市公安局", "市民政局", ALONE),
        ("否", "无", "/", ALONE),
        ("—", "", "", ALONE),
        ("不涉及", "", "", ALONE),
        ("", "无", "——", ALONE),
        ("是", "", "", Joint(is_joint=True)),
        ("是", "待定", "市公安局", Joint(is_joint=True, partners=("市公安局",))),
        ("是", "市公安局", "尚未确定", Joint(is_joint=True, lead="市公安局")),
        ("√", "", "市公安局", Joint(is_joint=True, partners=("市公安局",))),
        (
            "是",
            "市灯笼局",
            "市公安局、 市民政局和市财政局",
            Joint(is_joint=True, lead="市灯笼局", partners=("市公安局", "市民政局", "市财政局")),
        ),
        ("", "市发展和改革委员会", "", Joint(is_joint=True, lead="市发展和改革委员会")),
        (
            "是（牵头：市公安局；配合：市民政局、市财政局）",
            "",
            "",
            Joint(is_joint=True, lead="市公安局", partners=("市民政局", "市财政局")),
        ),
        ("与市公安局共同实施", "", "", Joint(is_joint=True, partners=("市公安局",))),
    ],
)
def test_joint__columns_as_departments_fill_them(
    said: str, lead: str, partners: str, expected: Joint
) -> None:
    assert read_joint(said=said, lead=lead, partners=partners) == expected


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("由我局牵头", "我局"),
        ("是（由市公安局牵头）", "市公安局"),
        ("牵头部门：市公安局，配合市民政局", "市公安局"),
        ("市公安局牵头，市民政局配合", "市公安局"),
        ("与市公安局共同实施", ""),
        ("", ""),
    ],
)
def test_lead__named_in_words(words: str, lead: str) -> None:
    assert lead_named(words) == lead


@pytest.mark.parametrize(
    ("words", "partners"),
    [
        ("配合单位：市民政局、市财政局", ("市民政局", "市财政局")),
        ("市公安局牵头，市民政局配合", ("市民政局",)),
        ("会同市财政局实施", ("市财政局",)),
        ("由我局牵头", ()),
    ],
)
def test_partners__named_in_words(words: str, partners: tuple[str, ...]) -> None:
    assert partners_named(words) == partners


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("市公安局、市民政局", True),
        ("市公安局和市民政局", True),
        ("市发展和改革委员会", False),
        ("市公安局", False),
    ],
)
def test_lead__several_names(names: str, expected: bool) -> None:
    assert several(names) is expected


@pytest.mark.parametrize(
    ("name", "department", "expected"),
    [
        ("市公安局", "市民政局", True),
        ("宜春市公安局", "市公安局", False),
        ("本局", "市公安局", False),
        ("市卫健委", "市卫生健康委员会", False),
        ("市国土资源局", "市自然资源局", False),
        ("市公安局", "市城市管理局", True),
        ("市城管局", "市城市管理局", False),
        ("市住建局", "市城市管理局", False),
        ("市行政审批局", "市公安局", True),
        ("市政务服务局", "市行政审批局", False),
    ],
)
def test_unit__is_surely_another(name: str, department: str, expected: bool) -> None:
    assert other_unit(name, department) is expected
