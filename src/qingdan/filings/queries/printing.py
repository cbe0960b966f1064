"""The content of a filing, live or frozen, as the values that the official forms print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.clock import day_of
from qingdan.data.labels import DISPOSITION_NAMES, long_date
from qingdan.documents.duties import DutyForm, PrintedDuty
from qingdan.documents.model import (
    BasisText,
    ChartSet,
    FilingBundle,
    NilCategory,
    NilReturn,
    Receipt,
    ReferralForm,
    RegisterForm,
)
from qingdan.filings.queries.charts import printed_chart
from qingdan.filings.queries.content import Content
from qingdan.filings.queries.progress import name_of_category
from qingdan.filings.queries.reporting import Filler, nil_names, report
from qingdan.powers.queries.register import scheme_of_template
from qingdan.registers.writing.form_rows import FormBasis, FormRow, ReferralRow
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Disposition
from qingdan.rules.review import ListKind

Levels = Mapping[str, str]
"""Title of an instrument → its level as the form writes it (`queries.levels`)."""

_AS_THEY_ARE = (
    "item_code", "name", "sub_item", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "reason",
    "receiver", "law_change", "remark",
)  # fmt: skip


def register_form(content: Content, filler: Filler, levels: Levels) -> RegisterForm:
    """附件2 of the unit and its subordinate bodies."""
    return RegisterForm(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filler=filler.name,
        phone=filler.phone,
        filled_on=filler.on,
        items=form_rows(content, levels),
        nil_categories=nil_names(content),
    )


def form_rows(content: Content, levels: Levels) -> tuple[FormRow, ...]:
    """The items as rows of 附件2."""
    scheme = scheme_of_template(content["template"])
    own = {chart["item"]: chart["code"] for chart in content["charts"] if chart["item"]}
    shared = {
        (chart["unit"], chart["category"]): chart["code"] for chart in content["charts"] if not chart["item"]
    }
    numbers = chart_numbers(content)
    return tuple(
        FormRow(
            values=_values(item, scheme) | {"flow_chart": numbers.get(_chart_of(item, own, shared), "")},
            bases=tuple(_basis(one, levels) for one in item["bases"]),
        )
        for item in content["items"]
    )


def chart_numbers(content: Content) -> dict[str, str]:
    """The number of each chart in the set: code → 图1, 图2 …"""
    return {chart["code"]: f"图{place}" for place, chart in enumerate(content["charts"], 1)}


def referral_form(content: Content, filler: Filler) -> ReferralForm:
    """附件3: the items that are put to the province."""
    return ReferralForm(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filler=filler.name,
        phone=filler.phone,
        filled_on=filler.on,
        items=tuple(ReferralRow(**one["row"]) for one in content["referrals"]),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a bundle says of its signature and receipt, once there are any."""

    digest: str
    verification: str = ""
    signatory: str = ""
    signed_at: datetime | None = None
    receipt_number: str = ""
    filed_at: datetime | None = None


def bundle(
    content: Content, filler: Filler, signed: Signed, *, levels: Levels, addressee: str
) -> FilingBundle:
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
        register=register_form(content, filler, levels) if content["items"] else None,
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
    if content.get("list") == ListKind.RESPONSIBILITY:
        duties = sum(len(one["duties"]) for one in content["items"])
        return (("powers", len(content["items"])), ("duties", duties))
    found = (
        ("register", len(content["items"])),
        ("nil_return", len(nil_names(content))),
        ("referral", len(content["referrals"])),
        ("charts", len(content["charts"])),
        ("report", 1),
        ("bases", len(tuple(texts_along(content)))),
    )
    return tuple(one for one in found if one[1])


def duty_form(content: Content, filler: Filler, signed: Signed, *, frozen: bool) -> DutyForm:
    """责任清单 of the unit; with the digest once it is frozen."""
    return DutyForm(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        filler=filler.name,
        phone=filler.phone,
        filled_on=filler.on,
        digest=signed.digest if frozen else "",
        signatory=signed.signatory,
        signed_at=long_date(day_of(signed.signed_at)) if signed.signed_at else "",
        powers=tuple(
            (one["values"]["name"], tuple(map(_printed_duty, one["duties"]))) for one in content["items"]
        ),
    )


def _printed_duty(one: Content) -> PrintedDuty:
    texts = {name: one[name] for name in ("duty", "post", "accountability_ground", "legal_basis")}
    return PrintedDuty(step=str(one["step"] or ""), **texts)


def receipt(
    content: Content,
    signed: Signed,
    *,
    receiver: str,
    deadline: date | None,
    late: bool,
    names: Mapping[str, str],
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


def _basis(one: Content, levels: Levels) -> FormBasis:
    return FormBasis(
        level=levels.get(one["instrument"], ""),
        title=one["instrument"],
        document_number=one["document_number"],
        locator=one["locator"],
        quoted=one["quotation"],
        attachment=one["attachment"].get("name", ""),
    )


def _chart_of(item: Content, own: Mapping[str, str], shared: Mapping[tuple[str, str], str]) -> str:
    """The code of the chart an item follows: its own, or that of its category in its body."""
    return own.get(item["number"]) or shared.get((item["unit"], item["values"].get("category", "")), "")
