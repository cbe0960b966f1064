"""The content of a filing as the values of the official forms."""

from datetime import date

import pytest
from tests.builders_filings import a_ready_unit, sent
from tests.builders_powers import OWN, UNLIT, an_item

from qingdan.base.orgs.models import Unit
from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Campaign
from qingdan.documents.filing import bundle_pdf
from qingdan.filings.queries.content import Content, content_of
from qingdan.filings.queries.levels import levels_of
from qingdan.filings.queries.printing import (
    Signed,
    bundle,
    chart_set,
    nil_return,
    parts_of,
    referral_form,
    register_form,
)
from qingdan.filings.queries.reporting import Filler, figure_sentences, figures_of, report

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-046")]
FILLER = Filler(name="林守信", phone="0795-0000001", on=date(2026, 6, 1))


@pytest.fixture
def content(city: None) -> Content:
    a_ready_unit()
    frozen: Content = thaw(sent().digest)
    return frozen


def test_register__has_its_columns(content: Content) -> None:
    form = register_form(content, FILLER, levels_of(content))

    (row,) = form.items
    assert (row.values["category"], row.values["disposition"], row.values["flow_chart"]) == (
        "行政处罚", "保留", "图1",
    )  # fmt: skip
    assert (row.bases[0].level, row.bases[0].title) == ("地方性法规", UNLIT.instrument)
    assert "行政征收" in form.nil_categories


def test_nil_return__names_the_categories(content: Content) -> None:
    form = nil_return(content, FILLER)

    assert not form.whole
    assert "行政征收" in {one.category for one in form.categories}


def test_charts__are_drawn_and_listed(content: Content) -> None:
    (chart,) = chart_set(content, FILLER).charts

    assert (chart.number, chart.scope, len(chart.drawings)) == ("图1", "行政处罚", 1)
    assert [(one.name, one.limit) for one in chart.lines[1:3]] == [
        ("查看灯笼", "5个工作日"),
        ("审核", "3个工作日"),
    ]
    assert chart.lines[2].next_steps == "通过 → 4；退回 → 2"


@pytest.mark.requirement("R-049")
def test_report__begins_with_figures_from_data(content: Content) -> None:
    figures = figures_of(content)

    said = figure_sentences(figures)

    assert said["situation"][0] == "共清理行政权力 1 项：保留 1 项。"
    assert "环节由 9 个变为 5 个，减少 4 个。" in said["results"][0]
    assert "时限由 30 天变为 8 天，压缩 22 天" in said["results"][1]
    printed = report(content, FILLER, "市编办")
    assert printed.sections[0].text.splitlines()[-1] == "灯笼已经逐盏数过。"
    assert printed.counts[0].retain == 1


@pytest.mark.requirement("R-025")
def test_report__of_a_chart_without_limits_compares_steps_alone(content: Content) -> None:
    (chart,) = content["charts"]
    steps = [one | {"statutory_limit": "", "promised_limit": ""} for one in chart["steps"]]
    untimed = chart | {"steps": steps}
    alone = figure_sentences(figures_of(content | {"charts": [untimed]}))["results"]
    (item,) = content["items"]
    other = item | {"number": f"{OWN}-00009"}
    own = untimed | {"code": "another", "item": other["number"]}
    both = figure_sentences(figures_of(content | {"items": [item, other], "charts": [chart, own]}))["results"]

    assert [one.partition("：")[2] for one in alone] == ["环节由 9 个变为 5 个，减少 4 个。"]
    assert "2 项合计：环节由 18 个变为 10 个，减少 8 个" in both[0]
    assert "1 项合计：时限由 30 天变为 8 天，压缩 22 天" in both[1]


@pytest.mark.requirement("R-025")
def test_report__counts_a_shared_chart_for_each_kept_item(content: Content) -> None:
    (item,) = content["items"]
    abolished = item | {"number": f"{OWN}-00008", "values": item["values"] | {"disposition": "abolish"}}
    items = [item, item | {"number": f"{OWN}-00009"}, abolished]

    said = figure_sentences(figures_of(content | {"items": items}))["results"]

    assert "绘制流程图 1 幅" in said[0] and "2 项合计：环节由 18 个变为 10 个" in said[0]


@pytest.mark.requirement("R-047")
def test_referral_form__has_the_items_put_to_the_province() -> None:
    a_ready_unit()
    an_item("对全省灯笼的处罚", disposition="refer_up")
    live = content_of(Campaign.objects.get(), Unit.objects.get(code=OWN))

    (row,) = referral_form(live, FILLER).items
    assert (row.name, row.proposed_by) == ("对全省灯笼的处罚", "市灯笼局")


def test_bundle__prints_with_its_digest(content: Content) -> None:
    signed = Signed(digest="ab" * 32)

    pdf = bundle_pdf(bundle(content, FILLER, signed, levels=levels_of(content), addressee="市编办"))

    assert pdf.startswith(b"%PDF")
    assert dict(parts_of(content)) == {"register": 1, "nil_return": 7, "charts": 1, "report": 1}
