"""What a service guide must say, and must not ask."""

from dataclasses import replace

import pytest

from qingdan.data.wording import message_of
from qingdan.rules.guide import Fee, GuideFacts, Material, MaterialSource, guide_problems, may_be_published
from qingdan.rules.power_item import DayKind, Limit

pytestmark = pytest.mark.requirement("RQ-A10", "RQ-P6")
PLAN = Material(
    place=1, name="灯笼悬挂方案", source=MaterialSource.APPLICANT, basis="《临江市灯笼管理条例》第九条"
)
WHOLE = GuideFacts(
    conditions=("有悬挂灯笼的场地",),
    no_prohibitions=True,
    materials=(PLAN,),
    statutory=Limit(days=20, kind=DayKind.WORKING, printed="20个工作日"),
    promised=Limit(days=10, kind=DayKind.WORKING, printed="10个工作日"),
    pauses=("testing",),
    free=True,
    places=("市政务大厅 3 号窗口",),
    hours="工作日 9:00–17:00",
    consult_phone="0795-0000001",
    supervise_phone="0795-0000002",
    result="灯笼悬挂许可证",
    delivery=("窗口领取",),
    remedies="六十日内申请行政复议，六个月内提起诉讼",
    questions=1,
    scope="在街上挂灯笼以前",
    applicants=("person",),
    quantity="无数量限制",
)


def _keys(guide: GuideFacts) -> list[str]:
    found = guide_problems(guide)
    assert all(message_of(one) for one in found)
    return [one.key.removeprefix("guide.") for one in found]


def test_a_whole_guide__may_be_published() -> None:
    assert _keys(WHOLE) == [] and may_be_published(WHOLE)


def test_an_empty_guide__lacks_everything_by_name() -> None:
    found = _keys(GuideFacts())

    assert len(found) == 17 and found[-1] == "no_questions"
    assert {"lacks_promised", "lacks_fees", "lacks_consult_phone"} <= set(found)
    assert not may_be_published(GuideFacts())


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"promised": Limit(days=21, kind=DayKind.WORKING, printed="21个工作日")}, "promise_too_long"),
        ({"promised": Limit(days=60, kind=DayKind.NATURAL, printed="60日")}, "promise_too_long"),
        ({"pauses": ("site_visit",)}, "unlawful_pause"),
        ({"fees": (Fee(name="工本费", rate="5 元", basis="条例第三条"),)}, "free_and_fee"),
        ({"free": False, "fees": (Fee(name="工本费", rate="5 元", basis=" "),)}, "fee_without_ground"),
        ({"materials": (replace(PLAN, name="其他有关材料"),)}, "vague_material"),
        ({"materials": (replace(PLAN, name="证明"),)}, "vague_material"),
        ({"materials": (PLAN, replace(PLAN, place=2, name="灯笼 悬挂方案"))}, "material_twice"),
        ({"materials": (replace(PLAN, basis=""),)}, "material_without_ground"),
        ({"materials": (replace(PLAN, resource="营业执照库"),)}, "obtainable"),
        ({"materials": (replace(PLAN, source=MaterialSource.SHARED),)}, "shared_without_resource"),
        ({"conditions": ("法律法规规定的其他条件",)}, "open_condition"),
        ({"materials": (replace(PLAN, form="空白表"),)}, "form_without_sample"),
    ],
)
def test_a_fault__is_named(change: dict[str, object], key: str) -> None:
    assert _keys(replace(WHOLE, **change)) == [key]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"promised": Limit(days=0, kind=DayKind.WORKING, printed="当场办结")},
        {"promised": Limit(days=28, kind=DayKind.NATURAL, printed="28日")},
        {"materials": (replace(PLAN, resource="营业执照库", why_not_shared="要本人签名的原件"),)},
        {"materials": (replace(PLAN, source=MaterialSource.SHARED, resource="营业执照库"),)},
        {"materials": (), "no_materials": True},
    ],
)
def test_what_is_allowed__is_no_fault(change: dict[str, object]) -> None:
    assert _keys(replace(WHOLE, **change)) == []  # type: ignore[arg-type]
