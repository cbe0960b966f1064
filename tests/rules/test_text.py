"""Pieces and clauses: where texts are cut before they are compared."""

import pytest

from qingdan.rules.text import clauses, pieces

pytestmark = pytest.mark.requirement("C08")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("（3）与他人共挂灯笼的；", ["与他人共挂灯笼的"]),
        ("（三）及时收起灯笼；(4)和解不成的", ["及时收起灯笼", "和解不成的"]),
        ("（一）项目未点灯的；（二）条件不合的", ["项目未点灯的", "条件不合的"]),
        ("（1）、挂灯笼未登记的", ["挂灯笼未登记的"]),
        ("有第（一）项行为的", ["有第一项行为的"]),
        ("有（一）、（二）项行为的", ["有一二项行为的"]),
        ("有（一）或者第（二）项行为的", ["有一或者第二项行为的"]),
        ("有（一）至（三）项行为的", ["有一至三项行为的"]),
        ("有前款（一）和二项行为的", ["有前款一和二项行为的"]),
    ],
)
def test_list_number__is_cut_off_but_not_from_citations(text: str, cut: list[str]) -> None:
    assert pieces(text) == cut


def test_list_number__printed_otherwise_gives_the_same_clauses() -> None:
    assert clauses("（三）与他人共挂灯笼，未登记的；") == clauses("(3)与他人共挂灯笼，未登记的。")
