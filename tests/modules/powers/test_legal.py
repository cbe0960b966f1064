"""The 法制办: local instruments and 三定 functions added, dated, repealed; checks use them at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import COUNTY, NOW, SETTER, TODAY
from tests.builders_partners import LEGAL, REVIEWER, the_item
from tests.builders_powers import LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.jobs.models import Job
from qingdan.base.orgs.models import Mandate
from qingdan.base.orgs.services import set_inner_office
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.powers.models import ItemCheck, LocalInstrument
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.dispositions import law_changes_for
from qingdan.powers.queries.laws import law_library, law_state, read_bases_in_law, titles_like
from qingdan.powers.queries.legal import get_instrument_for, instruments_of, mandates_of
from qingdan.powers.services.law_changes import answer_law_change, propose_law_change
from qingdan.powers.services.legal import (
    keep_instrument,
    keep_mandate,
    recheck_citing,
    repeal_instrument,
    repeal_mandate,
)

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-113", "C08", "C09")]
LATER = NOW + timedelta(hours=1)
TITLE = "临江市龙舟灯管理办法"
WORDS = "龙舟灯熄灭不报的，由市灯笼局责令改正。"
TEXT = f"第一条 为了管好龙舟灯，制定本办法。\n第二条 {WORDS}\n第三条 本办法自2020年1月1日起施行。"
CITED = BasisText(instrument=TITLE, locator="第二条", quotation=WORDS)
VALUES = {
    "title": f"《{TITLE}》",
    "document_number": "临府令第3号",
    "level": "city_rule",
    "issuer": "临江市人民政府",
    "valid_from": "2020-01-01",
    "valid_until": "",
    "text": TEXT,
}


def _keep(code: str = "", later: timedelta = timedelta(0), **values: str) -> str:
    return keep_instrument(code=code, values=VALUES | values, by=LEGAL, at=LATER + later)


def _verdict(on: date = TODAY) -> tuple[str, str]:
    with reading(LIAISON):
        ((found,),) = read_bases_in_law((CITED,), on)
    return found.verdict, found.state


def _refused(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in error.value.problems}


def _codes(number: str) -> set[str]:
    with reading(LIAISON):
        found: list[dict[str, Any]] = ItemCheck.objects.get(item__draft_number=number).problems
    return {one["key"] for one in found}


def test_instrument__is_used_by_checks_at_once() -> None:
    assert _verdict() == ("instrument_unknown", "unknown")
    code = _keep()
    assert _verdict() == ("text_found", "in_force")
    with reading(LIAISON):
        assert [one.title for one in titles_like("龙舟灯", TODAY)] == [TITLE]
    _keep(code, timedelta(minutes=1), text=TEXT.replace(WORDS, "龙舟灯要在夜里点亮。"))
    assert _verdict()[0] == "text_other"


def test_instrument__repealed_is_found_by_the_check_of_an_item() -> None:
    code = _keep()
    number = an_item("对龙舟灯熄灭不报的处罚", bases=(CITED,))
    assert not any(key.startswith("C09") for key in _codes(number))
    repeal_instrument(code=code, on="2026-05-31", by=LEGAL, at=LATER + timedelta(minutes=1))
    with reading(LEGAL):
        assert Job.objects.get(kind="recheck_citing").arguments == {"instrument": code}
    assert recheck_citing(code=code, step=lambda *_: None, by=LEGAL, at=LATER) == 1
    assert any(key.startswith("C09") for key in _codes(number))
    assert the_item(number).version == 1
    assert _verdict(date(2026, 5, 30))[1] == "in_force"
    assert _verdict(date(2026, 5, 31))[1] == "repealed"


def test_text__is_that_of_the_day() -> None:
    _keep()
    _keep(valid_from="2025-07-01", text=TEXT.replace("第二条", "第二条 龙舟灯须登记。\n第三条", 1))
    assert _verdict(date(2025, 6, 30))[0] == "text_found"
    assert _verdict(date(2025, 7, 1))[0] == "text_elsewhere"
    with reading(LEGAL):
        shown = [(one.valid_from.year, one.state) for one in instruments_of(LEGAL, on=TODAY)]
    assert shown == [(2025, "in_force"), (2020, "superseded")]


def test_text__that_repeals_one_of_the_library() -> None:
    with reading(LIAISON), law_library() as library:
        assert library.instrument("临江市灯笼管理条例")
    last = "第三条 本办法自2024年1月1日起施行。《临江市灯笼管理条例》同时废止。"
    _keep(text=f"第一条 灯。\n第二条 {WORDS}\n{last}", valid_from="2024-01-01")
    with reading(LIAISON), law_library() as library:
        found = library.instrument("临江市灯笼管理条例")
    assert found and found.ending and found.ending.on == date(2024, 1, 1)


def test_library__of_another_region_does_not_know_it() -> None:
    _keep()
    with reading(LEGAL):
        here = law_state()
    elsewhere = REVIEWER.__class__(username="x", name="x", region=COUNTY, regions=(COUNTY,))
    with reading(elsewhere), law_library() as library:
        assert library.instrument(TITLE) is None
        assert library.instrument("临江市灯笼管理条例")
        assert law_state() != here


def test_library__forgets_what_was_taken_back() -> None:
    with pytest.raises(RuntimeError), writing(LEGAL):
        _keep()
        with law_library() as library:
            assert library.instrument(TITLE)
        raise RuntimeError
    assert _verdict()[0] == "instrument_unknown"


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"title": " "}, {"desk.required"}),
        ({"title": "灯" * 201}, {"desk.too_long"}),
        ({"level": "law"}, {"desk.choice"}),
        ({"valid_from": "去年"}, {"powers.day"}),
        ({"valid_until": "2020-01-01"}, {"legal.order"}),
        ({"valid_until": "x"}, {"powers.day"}),
        ({"text": " "}, {"legal.no_text"}),
        ({}, {"legal.same_day"}),
    ],
)
def test_instrument__is_refused(values: dict[str, str], keys: set[str]) -> None:
    if not values:
        _keep()
    with pytest.raises(Refused) as error:
        _keep(**values)
    assert _refused(error) == keys


def test_instrument__is_the_legal_affairs_offices_alone() -> None:
    code = _keep()
    for actor in (LIAISON, REVIEWER):
        with pytest.raises(Missing):
            keep_instrument(values=VALUES | {"title": "别的"}, by=actor, at=LATER)
        with pytest.raises(Missing):
            repeal_instrument(code=code, on="2026-01-01", by=actor, at=LATER)
    with pytest.raises(Missing):
        repeal_instrument(code="none", on="2026-01-01", by=LEGAL, at=LATER)
    with pytest.raises(Missing):
        recheck_citing(code="none", step=lambda *_: None, by=LEGAL, at=LATER)
    with reading(LEGAL), pytest.raises(Missing):
        get_instrument_for(LEGAL, "none", on=TODAY)


def test_repeal__twice_or_before_its_beginning_is_refused() -> None:
    code = _keep()
    for on in ("2019-12-31", "2020-01-01", ""):
        with pytest.raises(Refused):
            repeal_instrument(code=code, on=on, by=LEGAL, at=LATER)
    repeal_instrument(code=code, on="2026-01-01", by=LEGAL, at=LATER)
    with pytest.raises(Refused) as error:
        repeal_instrument(code=code, on="2026-02-01", by=LEGAL, at=LATER)
    assert _refused(error) == {"legal.repealed"}
    with reading(LEGAL):
        assert LocalInstrument.objects.get(code=code).valid_until == date(2026, 1, 1)
        assert [one.state for one in instruments_of(LEGAL, on=TODAY, state="repealed")] == ["repealed"]
        assert instruments_of(LEGAL, on=TODAY, words="龙舟 没有") == ()


@pytest.mark.requirement("R-021")
def test_mandates__are_entered_changed_and_repealed() -> None:
    set_inner_office(unit=OWN, number=1, name="灯火科", by=SETTER, at=NOW)
    act = {"unit": OWN, "by": LEGAL, "at": LATER}
    keep_mandate(number="1", text="管理灯笼", new=True, **act)
    keep_mandate(
        number="2", text="点灯", office="灯火科", under="1", valid_from="2024-01-01", new=True, **act
    )
    keep_mandate(number="1", text="管理全市灯笼", document="三定", **act)
    with reading(LEGAL):
        page = mandates_of(LEGAL, OWN)
    assert [(one.text, one.office, one.depth) for one in page.functions] == [
        ("管理全市灯笼", "", 0),
        ("点灯", "灯火科", 1),
    ]
    assert page.next_number == 3
    repeal_mandate(number=2, on="2026-01-01", **act)
    with pytest.raises(Refused):
        repeal_mandate(number=2, on="2026-02-01", **act)
    assert Mandate.objects.get(number=2).valid_until == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("values", "keys"),
    [
        ({"number": "一"}, {"legal.number"}),
        ({"number": "²"}, {"legal.number"}),
        ({"number": "1"}, {"legal.number_taken"}),
        ({"number": "5", "new": False}, {"powers.no_mandate"}),
        ({"text": " "}, {"desk.required"}),
        ({"text": "灯" * 2_001}, {"desk.too_long"}),
        ({"office": "月亮科"}, {"legal.no_office"}),
        ({"under": "8"}, {"powers.no_mandate"}),
        ({"valid_from": "昨天"}, {"powers.day"}),
        ({"number": "1", "new": False, "under": "1"}, {"powers.no_mandate"}),
    ],
)
def test_mandate__is_refused(values: dict[str, Any], keys: set[str]) -> None:
    act = {"unit": OWN, "by": LEGAL, "at": LATER}
    keep_mandate(number="1", text="管理灯笼", new=True, **act)
    with pytest.raises(Refused) as error:
        keep_mandate(**{"number": "2", "text": "点灯", "new": True} | values, **act)
    assert _refused(error) == keys


def test_mandate__by_others_and_of_no_unit() -> None:
    for unit, actor in ((OWN, LIAISON), (OWN, REVIEWER), ("999999999", LEGAL)):
        with pytest.raises(Missing):
            keep_mandate(unit=unit, number="1", text="点灯", new=True, by=actor, at=LATER)
    with pytest.raises(Missing):
        repeal_mandate(unit=OWN, number=7, on="2026-01-01", by=LEGAL, at=LATER)


def _proposed(unit: str = OWN, **more: str) -> str:
    by = LIAISON if unit == OWN else STRANGER
    number = an_item(unit=unit, by=by)
    words = {"instrument": "临江市灯笼管理条例", "ground": "conflict", "proposal": "改"} | more
    return propose_law_change(number=number, **words, by=by, at=LATER)


@pytest.mark.requirement("R-034")
def test_proposals__are_filtered_and_answered_once() -> None:
    first, second = _proposed(), _proposed(OTHER, ground="unused", instrument=TITLE)
    answer_law_change(code=first, verdict="accepted", answer="提请修改", by=LEGAL, at=LATER)
    for chosen, found in (
        ({}, [second, first]),
        ({"state": "waiting"}, [second]),
        ({"state": "accepted"}, [first]),
        ({"ground": "unused"}, [second]),
        ({"words": "龙舟"}, [second]),
        ({"unit": OWN}, [first]),
        ({"state": "refused"}, []),
    ):
        with reading(LEGAL):
            assert [one.code for one in law_changes_for(LEGAL, **chosen)] == found
    with reading(LIAISON):
        assert [one.code for one in law_changes_for(LIAISON)] == [first]
    with pytest.raises(Refused) as error:
        answer_law_change(code=first, verdict="refused", answer="改主意", by=LEGAL, at=LATER)
    assert _refused(error) == {"legal.answered"}


def test_answer__needs_a_verdict_and_words_of_the_legal_affairs_office() -> None:
    code = _proposed()
    with pytest.raises(Refused) as error:
        answer_law_change(code=code, verdict="", answer=" ", by=LEGAL, at=LATER)
    assert _refused(error) == {"legal.verdict", "desk.required"}
    for actor in (LIAISON, REVIEWER):
        with pytest.raises(Missing):
            answer_law_change(code=code, verdict="accepted", answer="行", by=actor, at=LATER)
    assert the_item(f"{OWN}-00001").law_change
