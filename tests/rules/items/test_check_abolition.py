from datetime import date
from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, LAW, basis, item, keys

from qingdan.rules.checks.abolition import abolished_by_procedure, times_used, unused_with_counts
from qingdan.rules.legal_basis import InstrumentLevel, Verdict
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Certainty


@pytest.mark.requirement("C22")
@pytest.mark.requirement("R-034")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["C22.no_proposal"]),
        ({"reason": "不符合改革要求"}, ["C22.no_proposal"]),
        ({"reason": "建议予以清理"}, ["C22.no_proposal"]),
        ({"law_change": "无"}, ["C22.no_proposal"]),
        ({"law_change": "修改第九条"}, []),
        ({"reason": "不再需要，建议修改《灯笼法》相关条款"}, []),
        ({"remark": "已提请市司法局研究修订"}, []),
        ({"remark": "修改法规建议已报送"}, []),
        ({"remark": "建议删去《灯笼法》第九条第（二）项"}, []),
        ({"reason": "不再需要，建议废除《灯笼法》有关条款"}, []),
        ({"remark": "建议将《灯笼法》第九条中的罚款删除"}, []),
        ({"remark": "提请省人大修法"}, []),
        ({"reason": "建议删除该事项"}, ["C22.no_proposal"]),
        ({"reason": "建议从清单中删去"}, ["C22.no_proposal"]),
        ({"reason": "未建议删去《灯笼法》第九条"}, ["C22.no_proposal"]),
        ({"reason": "机构职能已调整，《灯笼法》第九条不再使用"}, ["C22.no_proposal"]),
        ({"reason": "未提出修改法规建议"}, ["C22.no_proposal"]),
        ({"reason": "无需修改法律"}, ["C22.no_proposal"]),
        ({"reason": "国务院已决定取消"}, []),
        ({"reason": "国发〔2014〕1号已取消"}, []),
        ({"disposition": Disposition.RETAIN}, []),
        ({"bases": ()}, []),
    ],
)
def test_abolish__with_valid_basis_asks_for_a_proposal(facts: dict[str, Any], expected: list[str]) -> None:
    known: dict[str, Any] = {"disposition": Disposition.ABOLISH, "bases": (basis("熄灭灯笼的，罚款。"),)}

    assert keys(abolished_by_procedure(item(**(known | facts)), CONTEXT)) == expected


@pytest.mark.requirement("C22")
@pytest.mark.parametrize(
    ("facts", "valid"),
    [
        ({"level": InstrumentLevel.DEPARTMENT_RULE}, True),
        ({"level": InstrumentLevel.MANDATE}, False),
        ({"level": InstrumentLevel.NORMATIVE_DOCUMENT}, False),
        ({"level": InstrumentLevel.UNKNOWN}, False),
        ({"repealed": True}, False),
        ({"repealed_on": date(2020, 1, 1)}, False),
        ({"not_yet_in_force": True}, False),
        ({"verdict": Verdict.ARTICLE_MISSING}, False),
        ({"verdict": Verdict.TEXT_OTHER}, False),
        ({"verdict": Verdict.TEXT_DIFFERS}, True),
    ],
)
def test_abolish__which_basis_is_valid(facts: dict[str, Any], valid: bool) -> None:
    gone = item(disposition=Disposition.ABOLISH, bases=(basis(level=InstrumentLevel.UNKNOWN), basis(**facts)))

    assert bool(abolished_by_procedure(gone, CONTEXT)) is valid


@pytest.mark.requirement("C22")
def test_abolish__as_certain_as_the_level() -> None:
    known, guessed = (
        abolished_by_procedure(
            item(disposition=Disposition.ABOLISH, bases=(basis(level_certain=certain),)), CONTEXT
        )[0]
        for certain in (True, False)
    )

    assert (known.certainty, guessed.certainty) == (Certainty.SURE, Certainty.LIKELY)
    assert known.params["title"] == f"《{LAW}》"


UNUSED = "多年未发生管理行为"


@pytest.mark.requirement("C24")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"reason": UNUSED}, ["C24.no_counts"]),
        ({"remark": UNUSED}, ["C24.no_counts"]),
        ({"reason": UNUSED, "use_count": "—"}, ["C24.no_counts"]),
        ({"reason": UNUSED, "use_count": "2019年0件；2020年0件；2021年0件"}, []),
        ({"reason": UNUSED, "use_count": "0"}, []),
        ({"reason": UNUSED + "，2019至2021年均为0"}, []),
        ({"reason": UNUSED, "remark": "近三年 0 件"}, []),
        ({"reason": UNUSED + "，行使次数：零"}, []),
        ({"reason": UNUSED + "，建议修改第3项"}, ["C24.no_counts"]),
        ({"reason": UNUSED, "use_count": "2019年0件；2020年1件"}, ["C24.used"]),
        ({"reason": "依据充分"}, []),
        ({"reason": "多年来一直实施，未发生问题"}, []),
        ({"use_count": "0"}, []),
    ],
)
def test_unused__says_how_often(facts: dict[str, Any], expected: list[str]) -> None:
    assert keys(unused_with_counts(item(**facts), CONTEXT)) == expected


@pytest.mark.requirement("C24")
@pytest.mark.parametrize(
    "reason",
    [
        "近三年未行使",
        "连续五年没有办理",
        "多年来，未开展过此项工作",
        "长期未实施",
        "从未行使过",
        "2015年以来没有发生",
        "近年来未曾发生",
        "多年不发生管理行为",
        "历年无案件",
        "多年未启用",
    ],
)
def test_unused__ways_to_say_it(reason: str) -> None:
    assert keys(unused_with_counts(item(reason=reason), CONTEXT)) == ["C24.no_counts"]


@pytest.mark.parametrize(
    ("printed", "times"),
    [
        ("2019年4件；2020年3件；2021年 23件", 30),
        ("12", 12),
        ("", 0),
        ("无", 0),
        ("2019年0次", 0),
        ("第3件", 0),
    ],
)
def test_use_count__summed_over_the_years(printed: str, times: int) -> None:
    assert times_used(printed) == times
