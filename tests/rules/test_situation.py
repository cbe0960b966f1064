"""A situation: answers lead to items, and every material of these stands once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.wording import message_of
from qingdan.rules.guide import Material, MaterialSource
from qingdan.rules.situation import (
    Answer,
    Question,
    Situation,
    merged_materials,
    situation_problems,
    walked,
)
from qingdan.rules.text import title_key

pytestmark = pytest.mark.requirement("RQ-P3")
FAIR = Situation(
    items=("hang",),
    questions=(
        Question(
            words="要点灯吗", answers=(Answer(words="要", items=("light", "hang")), Answer(words="不要"))
        ),
        Question(words="卖灯吗", answers=(Answer(words="卖", items=("sell",)), Answer(words="不卖"))),
    ),
)
ASKED = FAIR.questions[0]
KNOWN = frozenset({"hang", "light", "sell"})


@pytest.mark.parametrize(
    ("chosen", "items", "left"),
    [
        ([], ("hang",), "要点灯吗"),
        ([1], ("hang", "light"), "卖灯吗"),
        ([1, 1], ("hang", "light", "sell"), None),
        ([2, 2], ("hang",), None),
        ([3, 1], ("hang",), "要点灯吗"),
        ([2, 0], ("hang",), "卖灯吗"),
        ([2, 2, 9], ("hang",), None),
    ],
)
def test_walk__leads_to_items_and_the_next_question(
    chosen: Sequence[int], items: tuple[str, ...], left: str | None
) -> None:
    found = walked(FAIR, chosen)

    assert found.items == items
    assert (found.next.words if found.next else None) == left


MATERIALS = st.builds(
    Material,
    place=st.just(1),
    name=st.sampled_from(["灯笼合格证", "灯笼 合格证", "房屋证明", "身份证"]),
    source=st.sampled_from(list(MaterialSource)),
    required=st.booleans(),
)


@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.lists(MATERIALS, max_size=5)))
def test_materials__stand_once_and_none_is_lost(wanted: dict[str, list[Material]]) -> None:
    merged = merged_materials(wanted)
    keys = [title_key(one.name) for one in merged]

    assert len(keys) == len(set(keys))
    assert set(keys) == {title_key(one.name) for some in wanted.values() for one in some}
    for one in merged:
        of_it = [
            (code, each)
            for code, some in wanted.items()
            for each in some
            if title_key(each.name) == title_key(one.name)
        ]
        assert set(one.wanted_by) == {code for code, _ in of_it}
        assert one.required == any(each.required for _, each in of_it)
        assert one.fetched == any(each.source is MaterialSource.SHARED for _, each in of_it)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        (Situation(items=(), questions=()), "situation_no_items"),
        (Situation(items=("hang", "gone"), questions=()), "situation_unknown_item"),
        (Situation(items=("hang",), questions=(replace(ASKED, words=" "),)), "situation_no_question"),
        (Situation(items=("hang",), questions=(replace(ASKED, answers=ASKED.answers[:1]),)), "situation_few_answers"),
    ],
)  # fmt: skip
def test_what_keeps_it_from_the_public__is_said(wrong: Situation, key: str) -> None:
    found = situation_problems(wrong, KNOWN)

    assert [one.key for one in found] == [f"guide.{key}"] and message_of(found[0])
    assert situation_problems(FAIR, KNOWN) == ()
