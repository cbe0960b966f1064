"""Who a clause has act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.vocabulary.actors import read_actors

pytestmark = pytest.mark.requirement("C11")


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("私挂灯笼的，由县级以上人民政府灯笼主管部门责令改正", ("县级以上人民政府灯笼主管部门",)),
        (
            "私挂灯笼的，由灯笼机关处罚；情节严重的，由市场监督管理部门吊销执照",
            ("灯笼机关", "市场监督管理部门"),
        ),
        ("灯笼主管部门应当检查灯笼", ("灯笼主管部门",)),
        ("灯笼须合格。灯笼主管部门可以抽查", ("灯笼主管部门",)),
        ("第一款\n灯笼主管部门依法查封灯笼", ("灯笼主管部门",)),
        ("构成违反治安管理行为的，由公安机关处罚", ()),
        ("由灯笼局罚款；构成犯罪的，由司法机关处理", ("灯笼局",)),
        ("违反治安管理的依法处罚；私挂灯笼的，由灯笼局罚款", ("灯笼局",)),
        ("构成犯罪的依法处罚。私挂灯笼的，由灯笼局罚款", ("灯笼局",)),
        ("私挂灯笼的，由灯笼局罚款；构成犯罪，情节严重的，由公安机关处理", ("灯笼局",)),
        ("违反治安管理" + "的" * 60 + "，由灯笼局罚款", ("灯笼局",)),
        ("犯罪的，由灯笼局罚款", ()),
        ("办法由灯笼主管部门制定", ()),
        ("办法由国务院灯笼主管部门会同有关部门另行规定", ()),
        ("由灯笼主管部门依照前款的规定处罚", ("灯笼主管部门",)),
        ("无正当理由灯笼局不予受理", ()),
        ("拒绝灯笼主管部门检查的", ()),
        ("被灯笼主管部门责令改正的", ()),
        ("灯笼高挂", ()),
        ("", ()),
    ],
)
def test_actors__named_as_acting(clause: str, named: tuple[str, ...]) -> None:
    assert read_actors(clause).named == named


@pytest.mark.parametrize(
    ("clause", "anyone"),
    [
        ("由灯笼主管部门处罚", False),
        ("由灯笼主管部门或者其他有关部门处罚", True),
        ("由县级以上人民政府有关主管部门处罚", True),
        ("由负有灯笼管理职责的部门处罚", True),
        ("由县级以上人民政府责令停业", True),
        ("由主管部门处罚", True),
        ("由行政执法机关处罚", True),
        ("由原发证机关吊销", False),
    ],
)
def test_actors__left_to_anyone(clause: str, anyone: bool) -> None:
    assert read_actors(clause).anyone is anyone


@pytest.mark.parametrize(
    ("clause", "upper"),
    [
        ("由国务院灯笼主管部门处罚", True),
        ("由省级以上人民政府灯笼主管部门处罚", True),
        ("由省、自治区、直辖市人民政府灯笼主管部门处罚", True),
        ("由国务院灯笼主管部门或者县级灯笼主管部门处罚", False),
        ("由国务院灯笼主管部门处罚；情节轻的，由灯笼机关处罚", False),
        ("由灯笼主管部门处罚", False),
        ("灯笼", False),
    ],
)
def test_actors__of_centre_or_province_only(clause: str, upper: bool) -> None:
    assert read_actors(clause).upper_only is upper


@given(st.text(alphabet="由县级市以上人民政府灯笼主管部门机关，。；有关应当可制定会同\n自", max_size=120))
def test_actors__are_words_of_the_clause(clause: str) -> None:
    assert all(name in clause for name in read_actors(clause).named)


def test_actors__hostile_text_is_read_quickly() -> None:
    read_actors("由" + "县级" * 5000 + "部门")
    read_actors("由国务院部门会同" * 3000)
