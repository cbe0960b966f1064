"""The content of a filing, live or frozen, as the values that the official forms print."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.refusal import refusal
from qingdan.data.labels import DISPOSITION_NAMES, long_date
from qingdan.data.wording import message_of
from qingdan.documents.model import (
    REPORT_HEADINGS,
    BasisText,
    CategoryCount,
    ChartSet,
    CleaningReport,
    FilingBundle,
    NilCategory,
    NilReturn,
    Receipt,
    ReferralForm,
    RegisterForm,
    ReportSection,
)
from qingdan.lists.queries.charts import ChartFigures, chart_figures, printed_chart
from qingdan.lists.queries.comparison import item_texts
from qingdan.lists.queries.content import SECTIONS, Content
from qingdan.lists.queries.progress import name_of_category
from qingdan.powers.queries.register import scheme_of_template
from qingdan.registers.writing.form_rows import FormBasis, FormRow, ReferralRow
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Disposition

LevelOf = Callable[[str], str]
"""Title of an instrument → its level as the form writes it (法律, 行政法规 …), "" not known."""

_AS_THEY_ARE = (
    "item_code", "name", "sub_item", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "reason",
    "receiver", "law_change", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Who fills the form in, by name and telephone, and the day; empty ones are left to the pen."""

    name: str = ""
    phone: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the report is filled with from data: counts by category and opinion, nil categories, charts."""

    counts: tuple[CategoryCount, ...]
    nil: tuple[str, ...]
    charts: ChartFigures
    items: int


def register_form(content: Content, filler: Filler, level_of: LevelOf) -> RegisterForm:
    """附件2 of the unit and its subordinate bodies."""
    return RegisterForm(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filler=filler.name,
        phone=filler.phone,
        filled_on=filler.on,
        items=form_rows(content, level_of),
        nil_categories=nil_names(content),
    )


def form_rows(content: Content, level_of: LevelOf) -> tuple[FormRow, ...]:
    """The items as rows of 附件2."""
    scheme = scheme_of_template(content["template"])
    own = {chart["item"]: chart["code"] for chart in content["charts"] if chart["item"]}
    shared = {(chart["unit"], chart["category"]): chart["code"] for chart in content["charts"] if not chart["item"]}
    numbers = chart_numbers(content)
    return tuple(
        FormRow(
            values=_values(item, scheme) | {"flow_chart": numbers.get(_chart_of(item, own, shared, content), "")},
            bases=tuple(_basis(one, level_of) for one in item["bases"]),
        )
        for item in content["items"]
    )


def chart_numbers(content: Content) -> dict[str, str]:
    """The number of each chart in the set: code → 图1, 图2 …"""
    return {chart["code"]: f"图{place}" for place, chart in enumerate(content["charts"], 1)}


def referral_form(content: Content, filler: Filler) -> ReferralForm:
    """附件3: the items that are put to the province."""
    wanted = set(content["referrals"])
    scheme = scheme_of_template(content["template"])
    names = {one["code"]: one["name"] for one in content["bodies"]}
    rows = [
        ReferralRow(
            category=name_of_category(scheme, item["values"].get("category", "")),
            name=item["values"].get("name", ""),
            holder=" ".join(filter(None, (item["values"].get(name, "") for name in ("level", "implementing_body")))),
            legal_basis=item_texts(item)["legal_basis"],
            change=item["values"].get("reason_code", ""),
            receiver=item["values"].get("receiver", ""),
            reason=item["values"].get("reason", ""),
            proposed_by=names[item["unit"]],
        )
        for item in content["items"]
        if item["number"] in wanted
    ]
    return ReferralForm(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filler=filler.name,
        phone=filler.phone,
        filled_on=filler.on,
        items=tuple(rows),
    )


def nil_return(content: Content, filler: Filler) -> NilReturn:
    """零报告."""
    whole = any(not one["category"] for one in content["nil"])
    return NilReturn(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filler=filler.name,
        phone=filler.phone,
        filled_on=filler.on,
        whole=whole,
        categories=tuple(NilCategory(category=name) for name in nil_names(content)),
    )


def nil_names(content: Content) -> tuple[str, ...]:
    """The categories without items that the unit reports nil, by name; all of them when it reports nil as a whole."""
    scheme = scheme_of_template(content["template"])
    said = {one["category"] for one in content["nil"]}
    return tuple(scheme.name_of(key) for key in scheme.listed if "" in said or key.value in said)


def chart_set(content: Content, filler: Filler) -> ChartSet:
    """All charts with drawing and table."""
    scheme = scheme_of_template(content["template"])
    names = {item["number"]: item["values"].get("name", "") for item in content["items"]}
    numbers = chart_numbers(content)
    return ChartSet(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filled_on=filler.on,
        charts=tuple(
            printed_chart(
                chart,
                number=numbers[chart["code"]],
                scope=names.get(chart["item"]) or name_of_category(scheme, chart["category"]),
            )
            for chart in content["charts"]
        ),
    )


def figures_of(content: Content) -> Figures:
    """The figures of the report."""
    scheme = scheme_of_template(content["template"])
    counted = Counter(
        (item["values"].get("category", ""), item["values"].get("disposition", "")) for item in content["items"]
    )
    keys = [one.value for one in scheme.listed]
    keys += sorted({category for category, _ in counted} - set(keys))
    counts = tuple(
        CategoryCount(
            category=name_of_category(scheme, key), **{one.value: counted[key, one.value] for one in Disposition}
        )
        for key in keys
        if any(category == key for category, _ in counted)
    )
    return Figures(
        counts=counts,
        nil=nil_names(content),
        charts=chart_figures(content["charts"]),
        items=len(content["items"]),
    )


def figure_sentences(figures: Figures) -> dict[str, tuple[str, ...]]:
    """The sentences that the report begins its sections with, by section."""
    sums = zip(DISPOSITION_NAMES.values(), map(sum, zip(*(one.counts() for one in figures.counts), strict=True)), strict=False)
    parts = "，".join(f"{name} {count} 项" for name, count in sums if count)
    situation = [_said("filing.figures_items", items=figures.items, parts=parts) if figures.items else _said("filing.figures_none")]
    if figures.nil and figures.items:
        situation.append(_said("filing.figures_nil", names="、".join(figures.nil)))
    return {"situation": tuple(situation), "results": tuple(_chart_sentences(figures.charts))}


def report(content: Content, filler: Filler, addressee: str) -> CleaningReport:
    """The report: figures first, then what the unit wrote."""
    figures = figures_of(content)
    said = figure_sentences(figures)
    return CleaningReport(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        addressee=addressee,
        filled_on=filler.on,
        sections=tuple(
            ReportSection(heading=heading, text="\n".join((*said.get(name, ()), content["report"][name])).strip())
            for name, heading in zip(SECTIONS, REPORT_HEADINGS, strict=True)
        ),
        counts=figures.counts,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a bundle says of its signature and receipt, once there are any."""

    digest: str
    verification: str = ""
    signatory: str = ""
    signed_at: datetime | None = None
    receipt_number: str = ""
    filed_at: datetime | None = None


def bundle(content: Content, filler: Filler, signed: Signed, *, level_of: LevelOf, addressee: str) -> FilingBundle:
    """The whole filing: its parts, each left out where there is nothing of it."""
    return FilingBundle(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        digest=signed.digest,
        verification=signed.verification,
        signatory=signed.signatory,
        signed_at=signed.signed_at,
        receipt_number=signed.receipt_number,
        filed_at=signed.filed_at,
        filled_on=filler.on,
        register=register_form(content, filler, level_of) if content["items"] else None,
        referral=referral_form(content, filler) if content["referrals"] else None,
        nil_return=nil_return(content, filler) if content["nil"] else None,
        charts=chart_set(content, filler) if content["charts"] else None,
        report=report(content, filler, addressee),
        bases=tuple(texts_along(content)),
    )


def texts_along(content: Content) -> Iterable[BasisText]:
    """The texts filed along, each file once."""
    held = [one for item in content["items"] for one in item["bases"] if one["attachment"]]
    found: Mapping[str, Any] = {one["attachment"]["digest"]: one for one in held}
    for digest, one in found.items():
        yield BasisText(title=one["instrument"], file_name=one["attachment"]["name"], digest=digest)


def parts_of(content: Content) -> tuple[tuple[str, int], ...]:
    """What a filing is made of: name of each part and how much of it."""
    found = (
        ("register", len(content["items"])),
        ("nil_return", len(nil_names(content))),
        ("referral", len(content["referrals"])),
        ("charts", len(content["charts"])),
        ("report", 1),
        ("bases", len(tuple(texts_along(content)))),
    )
    return tuple(one for one in found if one[1])


def receipt(
    content: Content, signed: Signed, *, receiver: str, deadline: date | None, late: bool, names: Mapping[str, str]
) -> Receipt:
    """The receipt. `names`: part → its name and measure word, as {n} 项."""
    assert signed.filed_at
    return Receipt(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        receipt_number=signed.receipt_number,
        filed_at=signed.filed_at,
        digest=signed.digest,
        receiver=receiver,
        deadline=deadline,
        late=late,
        signatory=signed.signatory,
        verification=signed.verification,
        contents=tuple(
            (name, measure.format(n=count))
            for part, count in parts_of(content)
            for name, _, measure in [names[part].partition("|")]
        ),
    )


def _values(item: Content, scheme: Scheme) -> dict[str, str]:
    held = item["values"]
    values = {name: held[name] for name in _AS_THEY_ARE if name in held}
    values["category"] = name_of_category(scheme, held.get("category", ""))
    if disposition := held.get("disposition"):
        values["disposition"] = DISPOSITION_NAMES[Disposition(disposition)]
    days = (held.get("transition_from"), held.get("transition_until"))
    values["transition"] = "至".join(long_date(date.fromisoformat(one)) for one in days if one)
    return {name: text for name, text in values.items() if text}


def _basis(one: Content, level_of: LevelOf) -> FormBasis:
    return FormBasis(
        level=level_of(one["instrument"]) if one["instrument"] else "",
        title=one["instrument"],
        document_number=one["document_number"],
        locator=one["locator"],
        quoted=one["quotation"],
        attachment=one["attachment"].get("name", ""),
    )


def _chart_of(
    item: Content, own: Mapping[str, str], shared: Mapping[tuple[str, str], str], content: Content
) -> str:
    """The code of the chart an item follows: its own, its body's, that of the unit that files."""
    category = item["values"].get("category", "")
    if item["number"] in own:
        return own[item["number"]]
    return shared.get((item["unit"], category)) or shared.get((content["unit"], category), "")


def _chart_sentences(charts: ChartFigures) -> Iterable[str]:
    if charts.compared:
        yield _said(
            "filing.figures_saved",
            charts=charts.charts,
            compared=charts.compared,
            before=charts.steps_before,
            after=charts.steps_after,
            saved=charts.steps_before - charts.steps_after,
            days_before=charts.days_before,
            days_after=charts.days_after,
            days_saved=charts.days_before - charts.days_after,
        )
    elif charts.charts:
        yield _said("filing.figures_charts", charts=charts.charts)


def _said(key: str, **params: str | int) -> str:
    return message_of(refusal(key, **params))
