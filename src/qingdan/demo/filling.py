"""Fills a unit's register in the demonstration as its people would, and plays what they did with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.files.services import TEXTS, store_file
from qingdan.base.jobs.work import Work
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.demo.arrangements import REASONS, arrange
from qingdan.demo.basis_text import BasisTextFile
from qingdan.demo.charts import draw_charts
from qingdan.demo.course import answer_to_the_notice, ask_and_answer, sign_and_file
from qingdan.demo.generate import Progress, SampleReturn
from qingdan.demo.sample_items import SampleItem
from qingdan.powers.models import LegalBasis, NilLine, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.bulk import NewItem, add_items
from qingdan.powers.services.drafting import drafting
from qingdan.powers.services.filed import filed
from qingdan.powers.services.judging import recheck_items
from qingdan.registers.model import RegisterRow
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Disposition
from qingdan.rules.role import Role

FIRST = "013"  # 市环境保护局, whose people the demonstration's accounts are, is filled first, and asks the questions


def fill_unit(returned: SampleReturn, campaign: Campaign, scheme: Scheme, on: date, work: Work) -> None:
    """Register, nil lines, opinions and charts of one unit, then receipt, contacts, signature and filing."""
    _fill(returned, campaign, scheme, on, work)
    _play(returned, campaign, work)


def _fill(returned: SampleReturn, campaign: Campaign, scheme: Scheme, on: date, work: Work) -> None:
    """One unit's register, in a transaction of its own."""
    code = f"{work.by.region}{returned.unit.number}"
    by = _liaison(work.by, code)
    with drafting(code, by) as unit:
        if _is_filled(campaign, unit):
            return
        bodies = _bodies(unit)
        text = _text(unit, by, work)
        for body in bodies.values():
            own = [one for one in returned.items if bodies.get(one.subordinate) == body]
            items = [_new_item(one, scheme, on) for one in own]
            if items:
                added = add_items(campaign=campaign, unit=body, items=items, on=on, by=by, at=work.at)
                made = PowerItem.objects.filter(pk__in=[one.pk for one in added]).order_by("pk")
                attached = [item for item, one in zip(made, own, strict=True) if one.values.get("attachment")]
                LegalBasis.objects.filter(item__in=attached).update(attachment=text)
                ready = returned.progress is Progress.SIGNED
                arrange(
                    list(zip(made, own, strict=True)), ready=ready, by=replace(by, unit=body.code), at=work.at
                )
                recheck_items(campaign=campaign, unit=body, on=on)
                draw_charts(returned.progress, campaign, body, by, work.at)
        categories = [one for name in returned.nil if (one := scheme.category_of(name))]
        for key in {scheme.filed_as(one).value for one in categories}:
            line = {"region_id": unit.region_id, "campaign": campaign, "unit": unit, "category": key}
            NilLine.objects.get_or_create(**line, defaults={"by": by.username, "at": work.at})


def _is_filled(campaign: Campaign, unit: Unit) -> bool:
    mine = {"campaign": campaign, "unit": unit}
    return PowerItem.objects.filter(**mine).exists() or NilLine.objects.filter(**mine).exists()


def _play(returned: SampleReturn, campaign: Campaign, work: Work) -> None:
    """What the unit did with it."""
    liaison = _liaison(work.by, f"{work.by.region}{returned.unit.number}")
    with writing(liaison):
        answer_to_the_notice(returned, campaign, liaison, work.at)
        sign_and_file(returned, campaign, liaison, work.at)
        if returned.unit.number == FIRST:
            office = replace(work.by, roles=frozenset({Role.COORDINATION_GROUP}))
            ask_and_answer(campaign, liaison, office, work.at)


def _liaison(by: Actor, code: str) -> Actor:
    return replace(by, unit=code, roles=frozenset({Role.LIAISON}))


def _bodies(unit: Unit) -> Mapping[str, Unit]:
    """The unit itself as "", and the bodies below it by number."""
    return {"": unit, **{one.code[-3:]: one for one in Unit.objects.filter(supervising=unit)}}


def _text(unit: Unit, by: Actor, work: Work) -> StoredFile:
    """One file with basis texts for the whole unit."""
    return store_file(BasisTextFile(unit.name), unit=unit.code, kinds=TEXTS, by=by, at=work.at)


def _new_item(item: SampleItem, scheme: Scheme, on: date) -> NewItem:
    row = RegisterRow(sheet=None, rows=(1,), values=dict(item.values), cells={})
    fields = {**filed(row, item.values.keys(), scheme=scheme, on=on).fields}
    fields |= {name: item.values[name] for name in ("reason_code", "duty") if item.values.get(name)}
    if (disposition := fields.get("disposition")) and not fields.get("reason_code"):
        fields["reason_code"] = REASONS.get(Disposition(disposition), "")
    bases = tuple(
        BasisText(
            instrument=one.title,
            document_number=one.document_number,
            locator=one.locator,
            quotation=one.quoted,
        )
        for one in item.bases
    )
    return NewItem(fields=fields, bases=bases, origin="proposed")
