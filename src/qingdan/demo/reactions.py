"""Fills the demonstration city while people look at it: a visible job, unit by unit, each kept as it is ready."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import count

from django.conf import settings

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.files.services import TEXTS, store_file
from qingdan.base.jobs.work import Work, on_job
from qingdan.base.orgs.models import InnerOffice, Unit
from qingdan.base.orgs.services import add_mandate, open_region, set_inner_office, set_post
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.data.campaigns import load_campaign
from qingdan.data.divisions import load_divisions
from qingdan.data.sample_city import SampleUnit, load_units
from qingdan.data.schemes import load_scheme
from qingdan.demo.arrangements import REASONS, arrange
from qingdan.demo.basis_text import BasisTextFile
from qingdan.demo.charts import draw_charts
from qingdan.demo.course import answer_to_the_notice, ask_and_answer, sign_and_file
from qingdan.demo.generate import Progress, SampleReturn, generate_return
from qingdan.demo.sample_items import SampleItem
from qingdan.library.library import Library, open_library
from qingdan.linter.propose import Proposal, propose
from qingdan.powers.models import LegalBasis, NilLine, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.bulk import NewItem, add_items
from qingdan.powers.services.drafting import drafting
from qingdan.powers.services.filed import filed
from qingdan.powers.services.judging import law_day, recheck_items
from qingdan.registers.model import RegisterRow
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.power_item import Disposition
from qingdan.rules.role import Role

FILL = "fill_city"
POSTS = ("承办人", "审核人", "负责人")
FIRST = "013"  # 市环境保护局, whose people the demonstration's accounts are, is filled first


@on_job(FILL)
def fill_city(work: Work) -> str:
    """Registers, nil returns and opinions of every unit; those that are there already stay as they are."""
    with reading(work.by):
        campaign = Campaign.objects.get(code=work.arguments["campaign"])
    scheme, on = load_scheme(load_campaign(campaign.template).scheme), law_day(campaign, work.at)
    units = sorted(load_units(), key=lambda unit: (unit.number != FIRST, unit.number))
    with closing(open_library(settings.QINGDAN_HOME)) as library:
        proposals: dict[str, list[Proposal]] = {}
        for done, unit in enumerate(units):
            work.progress.step(done, len(units), unit.name)
            found = _proposals(library, unit, on, scheme, proposals)
            returned = generate_return(unit, found, scheme=scheme, year=campaign.notice_on.year)
            _furnish(unit, work)
            _fill(returned, campaign, scheme, on, work)
            _play(returned, campaign, work)
    _open_towns(work)
    return ""


def _furnish(unit: SampleUnit, work: Work) -> None:
    """Inner offices with their functions, and posts."""
    code, by, at = f"{work.by.region}{unit.number}", work.by, work.at
    if InnerOffice.objects.filter(unit__code=code).exists():
        return
    with writing(by):
        for post in POSTS:
            set_post(unit=code, name=post, by=by, at=at)
        numbers = count(1)
        for place, office in enumerate(unit.offices, 1):
            set_inner_office(unit=code, number=place, name=office.name, by=by, at=at)
            for function in office.functions:
                add_mandate(unit=code, office=office.name, number=next(numbers), text=function, by=by, at=at)


def _open_towns(work: Work) -> None:
    with writing(work.by):
        for one in load_divisions().of_level("town"):
            open_region(
                code=one.code, name=one.name, level=one.level, parent=one.parent, by=work.by, at=work.at
            )


def _proposals(
    library: Library, unit: SampleUnit, on: date, scheme: Scheme, known: dict[str, list[Proposal]]
) -> list[Proposal]:
    """What the library grants the unit's organ of today; nothing where the library has no texts."""
    if unit.law_name not in known:
        texts = library.has_texts()
        draft = propose(library, body=unit.law_name, on=on, scheme=scheme) if texts else None
        known[unit.law_name] = list(draft.items) if draft else []
    return known[unit.law_name]


def _fill(returned: SampleReturn, campaign: Campaign, scheme: Scheme, on: date, work: Work) -> None:
    """One unit's register, in a transaction of its own."""
    code = f"{work.by.region}{returned.unit.number}"
    by = _liaison(work.by, code)
    with drafting(code, by) as unit:
        if PowerItem.objects.filter(unit=unit).exists() or NilLine.objects.filter(unit=unit).exists():
            return
        bodies = _bodies(unit)
        text = _text(unit, by, work)
        for body in bodies.values():
            own = [one for one in returned.items if bodies.get(one.subordinate) == body]
            items = [_new_item(one, scheme, on) for one in own]
            if items:
                made = add_items(campaign=campaign, unit=body, items=items, on=on, by=by, at=work.at)
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
