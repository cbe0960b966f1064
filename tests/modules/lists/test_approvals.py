"""Last year's approvals: a workbook becomes a batch, its charts are reviewed, it is published beside the powers."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from tests.builders import CITY, NOW, TODAY, a_city
from tests.builders_approvals import (
    HEADING,
    LAST_YEAR,
    LATER,
    LAWYER,
    OFFICE,
    a_row,
    approval,
    batch_of,
    brought,
    judged,
    published,
)
from tests.builders_cases import ANSWERS, GUIDE, HEAD, WINDOW, WRITER
from tests.builders_editions import WRITER as EDITOR
from tests.builders_editions import a_power, an_edition
from tests.builders_files import a_workbook, given
from tests.builders_powers import OWN

from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, CaseTask
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.intake import AtWindow, take_in_at_window
from qingdan.editions.models import EditionEntry, SearchEntry
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import shown_editions
from qingdan.editions.services.indexing import index_region
from qingdan.guides.queries.published import entry_in_force
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.lists.queries.approvals import approval_shown, batch_shown
from qingdan.lists.queries.evidence import write_pack
from qingdan.lists.services.approval_charts import approve_alike, fit_chart
from qingdan.lists.services.approval_publishing import publish_batch
from qingdan.lists.services.approvals import bring_batch
from qingdan.rules.review import ListKind
from qingdan.verify_pack import verify

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-031", "RQ-A19")]
LAMP = f"{OWN}01000100"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_city()


def _codes(edition: str) -> list[str]:
    with reading(OFFICE):
        return list(
            EditionEntry.objects.filter(edition__code=edition)
            .order_by("order")
            .values_list("code", flat=True)
        )


def _publish(code: str) -> str:
    return publish_batch(batch=code, effective_on=TODAY, by=OFFICE, at=LATER)


def test_a_workbook__becomes_a_batch_with_a_chart_each() -> None:
    code = brought()

    with reading(OFFICE):
        found = batch_shown(OFFICE, code)
    assert [(one.kind, one.chart_state) for one in found.items] == [
        ("licence", "pending"), ("non_licence_approval", "pending"), ("annual_inspection", "pending"),
        ("record_filing", "pending"),
    ]  # fmt: skip
    assert (found.head.faults, found.alike) == (0, 4)
    assert (approval(code).chart["clock_from"], approval(code).chart["clock_until"]) == (4, 9)
    assert approval(code).content["values"]["promised_limit"] == "10个工作日"


def test_rows_that_are_no_items__stand_beside_with_what_is_wrong() -> None:
    rows = (
        a_row("点灯许可"),
        a_row("熄灯", "行政处罚"),
        a_row("挂灯许可", body="无此单位"),
        a_row("换灯许可", basis=""),
        a_row("点灯许可"),
    )
    code = brought(*rows)

    with reading(OFFICE):
        found = batch_shown(OFFICE, code)
    assert [(one.row, one.name, one.words) for one in found.faults] == [
        (3, "熄灯", "类别“行政处罚”不是许可、非许可审批、年检、备案、初审中的一种"),
        (4, "挂灯许可", "没有叫“无此单位”的单位"),
        (5, "换灯许可", "没有写设定依据"),
        (6, "点灯许可", "同一事项前面已经有了"),
    ]
    with pytest.raises(Refused, match=r"approvals\.faults"):
        _publish(code)


def test_another_workbook__comes_in_place_of_the_unpublished_one() -> None:
    first, second = brought(), brought(a_row("点灯许可"))

    assert (batch_of(first).state, batch_of(second).state) == ("dropped", "draft")
    with pytest.raises(Missing):
        _publish(first)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"title": " "}, r"desk\.required"),
        ({"number": ""}, r"desk\.required"),
        ({"on": None}, r"desk\.required"),
        ({"on": TODAY + timedelta(days=1)}, r"approvals\.decided_later"),
        ({"file": given(b"no workbook", "a.xlsx")}, r"files\."),
        ({"file": None}, r"files\.none"),
    ],
)
def test_what_the_batch_rests_on__must_be_said(words: dict[str, object], key: str) -> None:
    file = given(a_workbook(a_row("点灯许可"), header=HEADING), "a.xlsx")
    whole = {"file": file, "title": "决定", "number": "1号", "on": LAST_YEAR} | words

    with pytest.raises(Refused, match=key):
        bring_batch(**whole, by=OFFICE, at=NOW)  # type: ignore[arg-type]


def test_who_is_neither_office_nor_lawyer__does_nothing() -> None:
    code = brought()
    with pytest.raises(Missing):
        brought(by=LAWYER)
    with pytest.raises(Missing):
        approve_alike(batch=code, by=OFFICE, at=LATER)
    with pytest.raises(Missing):
        publish_batch(batch=code, effective_on=TODAY, by=LAWYER, at=LATER)
    with pytest.raises(Missing):
        _publish("360900-approvals-99")


def test_codes__stay_clear_of_those_of_powers_and_stay_when_published_again() -> None:
    an_edition([a_power(f"{OWN}01000200", category="licence"), a_power(f"{OWN}10000100", category="other")])
    first = published()
    assert [one[9:] for one in _codes(first)] == ["01000300", "01000400", "10000200", "10000300"]

    again = published(a_row("灯笼备案", "备案"), a_row("新灯许可"), a_row("点灯许可"))
    assert [one[9:] for one in _codes(again)] == ["10000300", "01000500", "01000300"]


def test_an_item_whose_chart_is_not_approved__is_published_without() -> None:
    code = brought()
    judged(code, 1)
    judged(code, 2, "return", "写明期限")
    _publish(code)

    with reading(OFFICE):
        editions = shown_editions(CITY)
        charts = [
            bool(item_on(editions, one, TODAY).content["chart"]) for one in _codes(f"{CITY}-approval_list-1")
        ]
    assert charts == [True, False, False, False]


def test_published_again__it_has_the_charts_approved_since() -> None:
    code = brought(a_row("点灯许可"))
    _publish(code)
    judged(code)
    _publish(code)

    with reading(OFFICE):
        item = item_on(shown_editions(CITY), LAMP, TODAY)
    assert (len(item.versions), item.edition.number, item.content["chart"]["template"]) == (2, 2, "licence")


def test_a_fitted_chart__differs_and_waits_for_another_person() -> None:
    code = brought()
    fit_chart(
        batch=code,
        number=1,
        version=1,
        steps={5: {"office": "灯火科", "promised_limit": "3个工作日"}},
        by=OFFICE,
        at=LATER,
    )
    with reading(LAWYER):
        shown = approval_shown(LAWYER, code, 1, TODAY)
    assert [name for name, _ in shown.differences] and not shown.line.like_template
    assert approve_alike(batch=code, by=LAWYER, at=LATER) == 3
    both = replace(OFFICE, roles=OFFICE.roles | LAWYER.roles)
    with pytest.raises(Refused, match=r"approvals\.own_chart"):
        judged(code, 1, by=both)
    judged(code, 1)

    assert (approval(code).chart_state, approval(code).judged_by_name) == ("approved", "法正")


def test_a_fitted_chart__needs_a_limit_that_can_be_read_and_the_newest_version() -> None:
    code = brought()
    with pytest.raises(Refused, match=r"approvals\.limit"):
        fit_chart(batch=code, number=1, version=1, steps={5: {"promised_limit": "很快"}}, by=OFFICE, at=LATER)
    with pytest.raises(Stale):
        fit_chart(batch=code, number=1, version=9, steps={}, by=OFFICE, at=LATER)


def test_a_return__says_why_once() -> None:
    code = brought()
    with pytest.raises(Refused, match=r"desk\.required"):
        judged(code, 1, "return")
    judged(code, 1, "return", "期限不对")
    with pytest.raises(Refused, match=r"approvals\.returned_already"):
        judged(code, 1, "return", "期限不对")
    with pytest.raises(Refused, match=r"approvals\.not_pending"):
        judged(code)
    assert approval(code).reason == "期限不对"


def test_the_edition__names_the_document_and_is_seen_and_found_at_once() -> None:
    edition = published()
    index_region(region=CITY, by=EDITOR, at=LATER)

    with reading(OFFICE):
        (shown,) = shown_editions(CITY)
        found = set(SearchEntry.objects.values_list("name", flat=True))
        item = item_on((shown,), LAMP, TODAY)
    assert (shown.code, shown.kind) == (edition, ListKind.APPROVAL)
    assert (shown.resolution["number"], shown.resolution["on"]) == (
        "临府发〔2025〕8号",
        LAST_YEAR.isoformat(),
    )
    assert found == {"点灯许可", "灯笼经营审批", "灯笼年检", "灯笼备案"}
    assert (item.stands, item.duties, item.content["category"]) == (True, None, "licence")


@pytest.mark.requirement("G-evidence")
def test_its_evidence_pack__is_whole_without_proofs_of_sites() -> None:
    code, pack = published(), BytesIO()
    with reading(OFFICE):
        write_pack(pack, code)

    assert verify(pack).faults == []


def test_an_older_batch__is_not_published_over_a_newer_one() -> None:
    code = brought()
    _publish(code)
    published(a_row("点灯许可"))

    with pytest.raises(Refused, match=r"approvals\.newer"):
        _publish(code)
    with pytest.raises(Refused, match=r"approvals\.before_document"):
        publish_batch(batch=code, effective_on=LAST_YEAR - timedelta(days=1), by=OFFICE, at=LATER)


def test_powers_and_approvals__stand_beside_each_other() -> None:
    published(a_row("点灯许可"))
    an_edition([a_power()])

    with reading(OFFICE):
        power, licence = (entry_in_force(CITY, one, TODAY) for one in (a_power()["code"], LAMP))
        assert entry_in_force(CITY, f"{OWN}01009900", TODAY) is None
    assert power and licence and (power.category, licence.category) == ("penalty", "licence")


@pytest.mark.requirement("R-006", "RQ-A1")
def test_an_approved_item__goes_on_line_and_runs_by_its_chart() -> None:
    published(a_row("点灯许可"))
    start_guide(item_code=LAMP, by=WRITER, at=LATER)
    version = save_guide(code=LAMP, version=1, content={**GUIDE, "visits": []}, by=WRITER, at=LATER)
    publish_guide(code=LAMP, version=version, by=HEAD, at=LATER)
    said = AtWindow(once="a", id_kind="citizen_id", name="张三", id_number="11010519491231002X")
    filed = [Filed(place=place, grade="C", source="uploaded") for place in (1, 2)]
    taken = take_in_at_window(
        item_code=LAMP, said=said, answers=ANSWERS, filed=filed, scans={}, by=WINDOW, at=LATER
    )
    with reading(WINDOW):
        case = Case.objects.get(number=taken.number)
    accept_case(number=taken.number, version=case.version, by=WINDOW, at=LATER)

    with reading(WINDOW):
        assert list(CaseTask.objects.values_list("step", "name")) == [(5, "审查")]


@pytest.mark.requirement("RQ-A19")
def test_an_item_without_chart__has_no_guide_to_publish() -> None:
    _publish(brought(a_row("点灯许可")))
    start_guide(item_code=LAMP, by=WRITER, at=LATER)
    version = save_guide(code=LAMP, version=1, content=GUIDE, by=WRITER, at=LATER)

    with pytest.raises(Refused, match=r"case\.chart_no_clock"):
        publish_guide(code=LAMP, version=version, by=HEAD, at=LATER)
