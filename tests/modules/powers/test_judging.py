"""Stored items are judged as `qingdan check` judges a workbook of them."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.builders import NOW, TODAY
from tests.builders_powers import (
    CAMPAIGN,
    LIAISON,
    MISPLACED,
    OWN,
    UNLIT,
    a_law_library,
    an_item,
)

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.data.wording import render
from qingdan.library.library import open_library
from qingdan.linter.check import check_registers
from qingdan.linter.rows import Terms
from qingdan.powers.models import ItemCheck, NilLine, PowerItem
from qingdan.powers.queries.as_register import Draft, as_register
from qingdan.powers.queries.findings import findings
from qingdan.powers.queries.items import item_page
from qingdan.powers.queries.laws import law_library, titles_like
from qingdan.powers.services.items import delete_item, save_item
from qingdan.powers.services.judging import register_problems
from qingdan.powers.services.justifications import justify, withdraw_justification
from qingdan.registers.forms import write_register
from qingdan.registers.writing.form_rows import FormBasis, FormRow

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("I-check")]
LATER = NOW + timedelta(hours=1)
ROWS: tuple[dict[str, Any], ...] = (
    {},
    {"name": "对夜间不点亮沿街灯笼的行政处罚"},
    {"name": "对不点灯的处罚", "bases": (MISPLACED,)},
    {"name": "灯笼登记", "category": "other", "disposition": "abolish", "bases": ()},
    {
        "name": "对挂错灯笼的处罚",
        "bases": (),
        "transition_from": "2026-01-01",
        "transition_until": "2026-03-01",
    },
    {"name": "对乱挂灯笼的处罚", "joint": "是", "bases": (UNLIT, MISPLACED), "disposition": "transfer"},
)
PRINTED = {
    "penalty": "行政处罚",
    "other": "其他行政权力",
    "retain": "保留",
    "abolish": "取消",
    "transfer": "转移",
}


def _problems(number: str) -> list[dict[str, Any]]:
    with reading(LIAISON):
        found: list[dict[str, Any]] = ItemCheck.objects.get(item__draft_number=number).problems
    return found


def _codes(number: str) -> set[str]:
    return {one["code"] for one in _problems(number)}


def _form_row(item: PowerItem) -> FormRow:
    names = ("category", "name", "implementing_body", "office", "joint", "disposition", "reason")
    values = {name: PRINTED.get(getattr(item, name), getattr(item, name)) for name in names}
    days = [
        f"{day.year}年{day.month}月{day.day}日"
        for day in (item.transition_from, item.transition_until)
        if day
    ]
    lines = item.basis_printed.split("\n") if item.basis_printed else []
    bases = tuple(
        FormBasis(title="临江市灯笼管理条例", locator=line[11:14], quoted=line[15:], attachment="附件1")
        for line in lines
    )
    return FormRow(values=values | {"transition": "至".join(days)}, bases=bases)


def test_verdicts__are_those_of_a_workbook_of_the_same_items(tmp_path: Path) -> None:
    numbers = [an_item(**row) for row in ROWS]
    with reading(LIAISON):
        items = [_form_row(one) for one in PowerItem.objects.order_by("order")]
    book = tmp_path / "登记表.xlsx"
    write_register(book, department="市灯笼局", rows=items)
    library = open_library(settings.QINGDAN_HOME)
    terms = Terms(library=library, has_texts=True, on=TODAY, scheme=load_scheme(), set_power=load_set_power())
    result = check_registers([str(book)], terms)
    read = Counter(
        (one.where.item, one.key, one.severity, render(one).action)
        for one in result.problems
        if one.where.item and one.code != "C27"
    )
    library.close()

    kept: Counter[tuple[str, str, str, str]] = Counter()
    for number, row in zip(numbers, items, strict=True):
        for one in findings(_problems(number), {}):
            kept[row.values["name"], one.key, one.severity, one.action] += 1
    assert {"C08", "C15", "C14", "C01"} <= {key.partition(".")[0] for _, key, _, _ in kept}
    assert kept == read


def test_finding__stands_at_its_basis_with_the_article() -> None:
    number = an_item(bases=(UNLIT, MISPLACED))
    with reading(LIAISON):
        page = item_page(LIAISON, number, on=TODAY)

    (fault,) = [one for one in page.findings if one.code == "C08"]
    assert (fault.field, fault.basis, fault.severity) == ("legal_basis", 1, "warning")
    assert "没收灯笼" in fault.law["text"]
    assert [one.readings[0].verdict for one in page.bases] == ["text_found", "text_elsewhere"]
    assert page.bases[0].readings[0].state == "in_force"
    assert page.bases[1].readings[0].found_at == ("第三条",)


def test_duplicates__are_found_on_the_later_item_and_forgotten_with_the_first() -> None:
    first, second = an_item(), an_item()
    assert ("C15" in _codes(first), "C15" in _codes(second)) == (False, True)
    (twin,) = [one for one in findings(_problems(second), {}) if one.code == "C15"]
    assert twin.other == first

    save_item(number=first, version=1, values={"name": "对偷灯笼的处罚"}, bases=(), by=LIAISON, at=LATER)
    assert "C15" not in _codes(second)

    save_item(
        number=first,
        version=2,
        values={"name": "对夜间不点亮沿街灯笼的处罚"},
        bases=(UNLIT,),
        by=LIAISON,
        at=LATER,
    )
    assert "C15" in _codes(second)
    delete_item(number=first, by=LIAISON, at=LATER)
    assert "C15" not in _codes(second)


@pytest.mark.requirement("R-053", "C32")
def test_register__silent_categories_and_contradicted_nil_line() -> None:
    an_item()
    with writing(LIAISON):
        campaign, unit = Campaign.objects.get(code=CAMPAIGN), Unit.objects.get(code=OWN)
        for category in ("penalty", "levy"):
            NilLine.objects.create(
                region_id=campaign.region_id,
                campaign=campaign,
                unit=unit,
                category=category,
                by="liaison",
                at=NOW,
            )
    with reading(LIAISON):
        found = register_problems(campaign=campaign, unit=unit, on=TODAY)

    keys = Counter(one.key for one in found)
    assert keys == {"C32.contradicted": 1, "C32.silent": 6}


def test_renamed_body__is_judged_by_its_name_of_today() -> None:
    number = an_item(implementing_body="临江市灯笼局")
    with reading(LIAISON):
        item = PowerItem.objects.select_related("unit").get(draft_number=number)
    item.unit.law_name = "市灯火局"
    register = as_register(
        item.unit,
        [Draft(item=item, place=1)],
        scheme=load_scheme(),
        law_names={"市灯笼局": "市灯火局"},
    )

    assert register.department == "市灯火局"
    assert register.sheets[0].rows[0].values["implementing_body"] == "临江市灯火局"


def test_recheck__judges_also_what_was_never_judged() -> None:
    number = an_item(bases=(MISPLACED,))
    with writing(LIAISON):
        ItemCheck.objects.all().delete()
    an_item("对偷灯笼的处罚")

    assert "C08" in _codes(number)


def test_recheck__is_quick_once_the_library_is_open() -> None:
    numbers = [an_item(f"对第{n}种灯笼不点亮的处罚") for n in range(40)]
    spent = []
    for turn in range(5):
        begin = time.process_time()
        values = {"name": f"对夜间第{turn}次不点亮灯笼的处罚"}
        save_item(number=numbers[7], version=turn + 1, values=values, by=LIAISON, at=LATER)
        spent.append(time.process_time() - begin)

    assert min(spent) < 0.1


def test_justification__falls_away_with_its_finding() -> None:
    number = an_item(disposition="abolish", reason="多年未发生", bases=())
    (warned,) = [one for one in _problems(number) if one["code"] == "C24"]
    justify(number=number, key=warned["key"], reason="档案馆无台账", by=LIAISON, at=LATER)
    with reading(LIAISON):
        page = item_page(LIAISON, number, on=TODAY)
    assert [(one.reason, one.is_open) for one in page.findings if one.code == "C24"] == [
        ("档案馆无台账", False)
    ]

    save_item(number=number, version=1, values={"use_count": "0"}, by=LIAISON, at=LATER)
    save_item(number=number, version=2, values={"use_count": ""}, by=LIAISON, at=LATER)
    with reading(LIAISON):
        page = item_page(LIAISON, number, on=TODAY)
    assert [one.reason for one in page.findings if one.code == "C24"] == [""]


def test_justification__is_refused_for_what_must_be_changed_and_without_words() -> None:
    number = an_item(bases=(MISPLACED,), disposition="abolish", reason="多年未发生")
    blocked, warned = (
        next(one["key"] for one in _problems(number) if one["severity"] == wanted)
        for wanted in ("blocker", "warning")
    )

    for key, reason in ((blocked, "就这样"), (warned, " "), (warned, "字" * 501)):
        with pytest.raises(Refused):
            justify(number=number, key=key, reason=reason, by=LIAISON, at=LATER)
    with pytest.raises(Missing):
        justify(number=number, key="C99.none", reason="没有", by=LIAISON, at=LATER)
    withdraw_justification(number=number, key=warned, by=LIAISON, at=LATER)


def test_law_library__is_opened_anew_when_replaced(tmp_path: Path) -> None:
    with law_library() as first:
        assert first.has_texts()
    a_law_library(tmp_path)
    with law_library() as second:
        assert second is not first
        assert second.instrument("临江市灯笼管理条例")


def test_titles__are_found_by_a_part_of_them() -> None:
    found = titles_like("灯笼", TODAY)

    assert [(one.title, one.from_on.year if one.from_on else 0) for one in found][:1] == [
        ("临江市灯笼管理条例", 2012)
    ]
    assert titles_like("灯", TODAY) == []
