"""Every kind of tampering is found, with its place; what no anchor covers is named."""

import hashlib
import json
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.packs import (
    DAYS,
    EDITION,
    Story,
    anchors_of,
    checked,
    headed,
    parts_of,
    rows_of,
    with_rows,
    without_last,
)

from qingdan.verify_pack import sm3

pytestmark = pytest.mark.requirement("G-evidence")
HONEST = parts_of(Story())
ANCHORS = anchors_of(HONEST)
EVENTS, SHEETS, ITEMS = "events.ndjson", "sheets.ndjson", "items.ndjson"
ROWS = len(rows_of(HONEST, EVENTS))


def test_honest_pack__is_whole_and_says_what_is_not_anchored() -> None:
    alone, anchored = checked(HONEST), checked(HONEST, ANCHORS)

    assert (alone.faults, anchored.faults) == ([], [])
    assert any("/anchors.json" in one and "加 --anchors 再核验" in one for one in alone.notes)
    assert f"对照相符：到 {DAYS[-1]} 为止，第 1–{ROWS} 条事件" in "".join(anchored.notes)


@pytest.mark.parametrize("row", [1, 7, ROWS - 1])
def test_deleted_event__is_named(row: int) -> None:
    rows = [one for one in rows_of(HONEST, EVENTS) if one["n"] != row]

    assert f"少了第 {row} 条事件" in _said(with_rows(HONEST, EVENTS, rows))


@pytest.mark.parametrize("row", [1, 7, ROWS])
def test_changed_event__is_named(row: int) -> None:
    rows = rows_of(HONEST, EVENTS)
    rows[row - 1]["digest"] = "f" * 64

    assert f"第 {row} 条事件被改" in _said(with_rows(HONEST, EVENTS, rows))


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 20), (ROWS - 1, ROWS)])
def test_swapped_events__are_named(one: int, other: int) -> None:
    rows = rows_of(HONEST, EVENTS)
    rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]

    assert f"第 {one} 行与第 {other} 行对调" in _said(with_rows(HONEST, EVENTS, rows))


def test_cut_tail__of_a_hundred_is_named() -> None:
    long = parts_of(replace(Story(), events=(("e" * 64,) * 120, ("d" * 64,) * 80)))
    rows = rows_of(long, EVENTS)[:100]
    cut = with_rows(long, EVENTS, rows)

    assert "少了第 101–208 条事件（108 条）" in _said(cut)
    assert "少了第 101–120 条事件" in _said(headed(cut)), "a pack.json made anew does not hide it"


def test_day_rolled_back__is_named_by_the_pack_itself() -> None:
    left = parts_of(without_last(Story()))
    rolled = {**HONEST, EVENTS: left[EVENTS], SHEETS: left[SHEETS]}

    assert f"日签应到 {DAYS[3]}，只到 {DAYS[2]}" in _said(rolled)


def test_day_rolled_back__with_everything_made_anew_is_found_against_the_anchors() -> None:
    rolled = parts_of(without_last(Story()))

    assert checked(rolled).faults == []
    assert f"包只到 {DAYS[2]}，公布单位已公布 {DAYS[3]} 的日签" in _said(rolled, ANCHORS)


def test_day_rolled_back__with_proofs_and_acts_of_an_earlier_day_is_found_by_the_anchored_day() -> None:
    rolled = parts_of(replace(without_last(Story()), shown=f"{DAYS[0]}T09:00:00+08:00"))

    assert f"公布单位已公布 {DAYS[3]} 的日签" in _said(rolled, ANCHORS)


@pytest.mark.parametrize("day", [0, 1, 2, 3])
def test_chain_rewritten_from_an_event_on__is_found_against_the_anchors(day: int) -> None:
    events = list(Story().events)
    events[day] = (*events[day][:2], "b" * 64, *events[day][3:])
    rewritten = parts_of(replace(Story(), events=tuple(events)))
    first = sum(map(len, events[:day])) + 1

    assert checked(rewritten).faults == []
    assert f"之后到 {DAYS[day]} 的历史被改写（第 {first}–" in _said(rewritten, ANCHORS)


def test_chain_rewritten_without_the_seals__names_the_day() -> None:
    events = (("c" * 64,) * 5, *Story().events[1:])
    rows = rows_of(parts_of(replace(Story(), events=events)), EVENTS)

    assert f"{DAYS[0]} 的日签与第 1–5 条事件" in _said(headed(with_rows(HONEST, EVENTS, rows)))


@pytest.mark.parametrize("sheet", [0, 1, 2])
def test_deleted_day_sheet__is_named(sheet: int) -> None:
    rows = rows_of(HONEST, SHEETS)
    gone = rows.pop(sheet)
    without = headed(with_rows(HONEST, SHEETS, rows))

    assert f"第 {gone['first']}–{gone['last']} 条事件" in _said(without)
    assert f"公布单位公布过 {gone['day']} 的日签，包里没有" in _said(without, ANCHORS)


def test_events_after_the_last_anchor__are_named_as_such() -> None:
    anchors = {**ANCHORS, "sheets": ANCHORS["sheets"][:2]}
    found = checked(HONEST, anchors)

    assert found.faults == []
    assert f"没有对照：第 12–{ROWS} 条事件" in "".join(found.notes)


def test_events_without_a_sheet__are_named_as_such() -> None:
    story = replace(Story(), open_events=("1" * 64, "2" * 64))

    assert f"第 {ROWS + 1}–{ROWS + 2} 条事件（2 条）还没有日签" in "".join(checked(parts_of(story)).notes)


def test_later_sheets__are_no_fault_of_an_older_pack() -> None:
    later = {**ANCHORS, "sheets": [*ANCHORS["sheets"], {"day": "2026-06-09", "seal": "9" * 64}]}
    found = checked(HONEST, later)

    assert found.faults == []
    assert "其后还公布了 1 天的日签" in "".join(found.notes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.pop(2), "少了 36090000102000300，原在第 3 行"),
        (lambda rows: rows[4].update(name="灭灯"), "第 5 行：36090000102000500 的内容被改"),
        (lambda rows: rows.insert(0, rows.pop(1)), "第 1 行与第 2 行对调"),
        (lambda rows: rows.append({"code": "9", "name": "多"}), "第 7 行：9 不在清单目录里"),
        (lambda rows: rows.append(rows[0]), "第 7 行：36090000102000100 不在清单目录里，或者重复"),
    ],
)
def test_items__changed_are_named(change: object, words: str) -> None:
    rows = rows_of(HONEST, ITEMS)
    change(rows)  # type: ignore[operator]

    assert words in _said(headed(with_rows(HONEST, ITEMS, rows)))


def test_item_and_manifest__changed_together_are_found_by_digest_and_anchor() -> None:
    items = {**Story().items, "36090000102000100": {"code": "36090000102000100", "name": "灭灯"}}
    forged = parts_of(replace(Story(), items=items))

    assert checked(forged).faults == []
    assert f"公布单位公布的 {EDITION} 摘要值是" in _said(forged, ANCHORS)
    assert "manifest.json：清单目录与版次的摘要值不符" in _said(
        {**HONEST, "manifest.json": forged["manifest.json"]}
    )


@pytest.mark.parametrize(
    ("name", "field", "value", "words"),
    [
        ("proofs.ndjson", "event", {"kind": "ChannelProved"}, "proofs.ndjson 第 1 行：第"),
        ("acts.ndjson", "n", 3, "acts.ndjson 第 1 行：第 3 条事件不是它"),
        (SHEETS, "seal", "0" * 64, "的日签与第 1–5 条事件"),
        (SHEETS, "previous", "1" * 64, "的日签接不上"),
        (SHEETS, "first", -5, "次序被改"),
    ],
)
def test_row__that_lies_is_named(name: str, field: str, value: object, words: str) -> None:
    rows = rows_of(HONEST, name)
    rows[0][field] = value

    assert words in _said(headed(with_rows(HONEST, name, rows)))


def test_resolution__of_another_meeting_is_named() -> None:
    forged = {**HONEST, "resolution.json": b'{"meeting":"x"}'}

    assert "resolution.json：与清单目录里的决议不符" in _said(headed(forged))


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("proofs.ndjson", lambda rows: rows.clear(), "没有“第 1 步公布证明”"),
        ("proofs.ndjson", lambda rows: rows.__delitem__(slice(1, None)), "没有“第 4 步公布证明”"),
        ("proofs.ndjson", lambda rows: rows.pop(), "公布完毕时有 5 个公布证明，这里有 4 个"),
        ("proofs.ndjson", lambda rows: rows.insert(0, rows.pop(1)), "重复，或者次序被改"),
        ("proofs.ndjson", lambda rows: rows.append(rows[-1]), "重复，或者次序被改"),
        ("acts.ndjson", lambda rows: rows.clear(), "没有“编成这一版”"),
        ("acts.ndjson", lambda rows: rows.pop(), "没有“公布完毕”"),
        ("acts.ndjson", lambda rows: rows.pop(1), "没有“公众看得到这一版”"),
        ("acts.ndjson", lambda rows: _swap_kinds(*rows[:2]), "acts.ndjson 第 1 行：第"),
        ("proofs.ndjson", lambda rows: rows[0]["event"].update(at="2026-01-01"), "第 1 行：第"),
    ],
)
def test_acts_and_proofs__taken_out_or_swapped_are_named(name: str, change: object, words: str) -> None:
    """Though pack.json was made anew over them."""
    rows = rows_of(HONEST, name)
    change(rows)  # type: ignore[operator]

    assert words in _said(headed(with_rows(HONEST, name, rows)))


def test_proof_of_another_edition__is_none() -> None:
    """Acts of one edition under another: true events of the log, but not of this one."""
    other = {**HONEST, "manifest.json": HONEST["manifest.json"].replace(b'"number":1', b'"number":2')}

    assert "说的不是这一版" in _said(headed(other))


@pytest.mark.parametrize("name", sorted(set(HONEST) - {"items.ndjson", "opinions.json"}))
def test_name_written_twice__is_found(name: str) -> None:
    """Two readers might read two things."""
    first = b'{"' + HONEST[name].split(b'"')[1] + b'":"0",'
    twice = {**HONEST, name: first + HONEST[name][1:]}

    assert any(name in one for one in _faults_or_unreadable(twice if name == "pack.json" else headed(twice)))


def _swap_kinds(one: dict[str, dict[str, str]], other: dict[str, dict[str, str]]) -> None:
    one["event"]["kind"], other["event"]["kind"] = other["event"]["kind"], one["event"]["kind"]


@given(st.data())
def test_any_change_of_any_byte__is_found(data: st.DataObject) -> None:
    """But what stands in none of the files: a pack.json may say more than is asked of it."""
    name = data.draw(st.sampled_from(sorted(set(HONEST) - {"pack.json"})))
    content = HONEST[name]
    place = data.draw(st.integers(0, len(content) - 1))
    changed = (
        content[:place] + bytes([content[place] ^ data.draw(st.integers(1, 255))]) + content[place + 1 :]
    )

    assert any(name in fault for fault in _faults_or_unreadable({**HONEST, name: changed}))


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_any_history__rewritten_anywhere_is_found_with_its_day(
    days: list[list[int]], data: st.DataObject
) -> None:
    told = tuple(tuple(f"{n:064d}" for n in day) for day in days)
    day = data.draw(st.integers(0, len(told) - 1))
    row = data.draw(st.integers(0, len(told[day]) - 1))
    other = (*told[day][:row], "f" * 64, *told[day][row + 1 :])
    shown = f"{DAYS[len(told) - 1]}T09:00:00+08:00"
    true = parts_of(replace(Story(), events=told, shown=shown))
    forged = parts_of(replace(Story(), events=(*told[:day], other, *told[day + 1 :]), shown=shown))

    assert checked(true, anchors_of(true)).faults == []
    assert any(f"到 {DAYS[day]} 的历史被改写" in one for one in checked(forged, anchors_of(true)).faults)


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 1_000])
def test_sm3__is_that_of_hashlib(length: int) -> None:
    data = os.urandom(length)

    assert sm3(data) == hashlib.new("sm3", data).hexdigest()


def test_sm3__of_the_standards_example() -> None:
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def _faults_or_unreadable(parts: dict[str, bytes]) -> list[str]:
    from qingdan.verify_pack import Unreadable  # noqa: PLC0415

    try:
        return checked(parts).faults
    except Unreadable as error:
        return [str(error)]


def _said(parts: dict[str, bytes], anchors: object = None) -> str:
    found = checked(parts, json.loads(json.dumps(anchors)))
    assert found.faults
    return "\n".join(found.faults)
