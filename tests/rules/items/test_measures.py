import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.vocabulary.measures import CATEGORY_OF, Measure, read_measures

pytestmark = pytest.mark.requirement("C16")


@pytest.mark.parametrize(
    ("clause", "measures"),
    [
        ("熄灭灯笼的，处一百元罚款", {Measure.PENALTY}),
        ("处五日以下拘留", {Measure.PENALTY}),
        ("逾期不缴的，加处罚款", {Measure.COMPULSORY_EXECUTION}),
        ("可以查封、扣押灯笼", {Measure.COMPULSION_MEASURE}),
        ("强制拆除灯架", {Measure.COMPULSORY_EXECUTION}),
        ("可以指定他人代为治理", {Measure.COMPULSORY_EXECUTION}),
        ("由灯火主管部门组织代为清除灯油，处罚款", {Measure.COMPULSORY_EXECUTION, Measure.PENALTY}),
        ("收灯人可以代为缴纳", set()),
        ("收缴灯笼", {Measure.POSSIBLE_COMPULSION}),
        ("扣押灯笼，并处罚款", {Measure.COMPULSION_MEASURE, Measure.PENALTY}),
        ("征收灯笼费", {Measure.LEVY}),
        ("发给补助", {Measure.PAYMENT}),
        ("由灯火主管部门裁决", {Measure.ADJUDICATION}),
        ("给予表彰、奖励", {Measure.REWARD}),
        ("进行监督检查", {Measure.INSPECTION}),
        ("经灯火主管部门批准", {Measure.LICENCE}),
        ("认定为古灯", {Measure.CONFIRMATION}),
        ("灯笼应当点亮", set()),
        ("", set()),
    ],
)
def test_measures__given_by_a_clause(clause: str, measures: set[Measure]) -> None:
    assert read_measures(clause) == measures


@pytest.mark.parametrize(
    "clause",
    [
        "被吊销灯笼证的，不得挂灯",
        "应当设置警告标志",
        "擅自处置已查封的灯笼的",
        "不得扣押灯笼",
        "拒绝灯火主管部门检查的",
        "未经批准挂灯的",
    ],
)
def test_measures__words_about_persons_and_things_are_none(clause: str) -> None:
    assert read_measures(clause) == frozenset()


def test_measures__each_belongs_to_a_category() -> None:
    assert set(CATEGORY_OF) == set(Measure)


@given(st.text("处被未扣押查封罚款灯笼、，或者已依法的", max_size=60))
def test_measures__more_words_never_take_a_measure_away(clause: str) -> None:
    assert read_measures(clause) <= read_measures(clause + "；处罚款")
