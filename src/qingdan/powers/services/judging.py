"""Stored items put through the checks of `qingdan check`; what is found is kept beside them.

Readings. A basis whose instrument the law library knows needs no text attached (C25): everybody can read it there. A
draft carries no signature (C26): it is signed when it is filed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.campaigns.models import Campaign
from qingdan.data.campaigns import load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.library.library import Library
from qingdan.linter.items import cited_keys, register_facts
from qingdan.linter.rows import RowJudge, Terms
from qingdan.powers.models import ItemCheck, Justification, LegalBasis, NilLine, PowerItem
from qingdan.powers.queries.as_register import Draft, as_register
from qingdan.powers.queries.findings import ALONE, TOGETHER, kept_form
from qingdan.powers.queries.laws import law_library
from qingdan.powers.services.beside import found_beside
from qingdan.registers.model import Register
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.catalogue import run_batch, run_register
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import PowerItemFacts
from qingdan.rules.problem import Problem, Severity

IN_LIBRARY = "法规库已收"
BETWEEN = frozenset(
    {"category", "name", "sub_item", "disposition", "joint", "joint_lead", "joint_partners", "legal_basis"}
)
"""The fields that checks between items read."""
_SIGNATURE = "C26"
_COUNTED = {Severity.BLOCKER: "blockers", Severity.WARNING: "warnings", Severity.HINT: "hints"}


def law_day(campaign: Campaign, at: datetime) -> date:
    """The day whose law a campaign applies."""
    return campaign.law_on or day_of(at)


def scheme_of(campaign: Campaign) -> Scheme:
    """The categories of a campaign."""
    return load_scheme(load_campaign(campaign.template).scheme)


def recheck_items(
    *, campaign: Campaign, unit: Unit, on: date, numbers: Collection[str] | None = None
) -> None:
    """Judges the unit's items (`numbers`: only these draft numbers; None: all) and what concerns them together.

    Called inside the transaction of the act that changed them. What is found as before is not written again; a reason
    given for a finding falls away with it.
    """
    drafts = _drafts(campaign, unit)
    before = _checks(drafts)
    chosen = frozenset(one.place for one in drafts if numbers is None or _is_due(one, before, numbers))
    alone, together = map(_by_place, _judge(campaign, unit, drafts, chosen, on))
    places = {one.place: one.item.draft_number for one in drafts}
    beside = found_beside([one.item for one in drafts])
    kept = {}
    for draft in drafts:
        if draft.place in chosen:
            found = [kept_form(one, ALONE, places) for one in alone.get(draft.place, ())]
        else:
            found = _of_scope(before.get(draft.item.pk), ALONE)
        found += [kept_form(one, TOGETHER, places) for one in together.get(draft.place, ())]
        kept[draft] = found + beside.get(draft.item.pk, [])
    _keep(kept, before, on)


def recheck_alone(item: PowerItem, unit: Unit, *, on: date) -> None:
    """Judges one item by itself: enough where nothing changed that checks between items read (`BETWEEN`)."""
    earlier = PowerItem.objects.kept().filter(campaign=item.campaign_id, unit=unit)
    place = earlier.filter(Q(order__lt=item.order) | Q(order=item.order, pk__lt=item.pk)).count() + 1
    (draft,) = _with_attached([item], first=place)
    before = _checks([draft])
    alone, _ = _judge(item.campaign, unit, [draft], frozenset({place}), on)
    found = [kept_form(one, ALONE, {}) for one in alone]
    found += _of_scope(before.get(item.pk), TOGETHER) + found_beside([item]).get(item.pk, [])
    _keep({draft: found}, before, on)


def register_problems(*, campaign: Campaign, unit: Unit, on: date) -> list[Problem]:
    """What is wrong with the unit's register as a whole and lies in no single item (a category is silent, C32)."""
    drafts = _drafts(campaign, unit)
    _, together = _judge(campaign, unit, drafts, frozenset(), on)
    places = {one.place for one in drafts}
    return [one for one in together if one.where.row not in places]


def _checks(drafts: Sequence[Draft]) -> dict[int, ItemCheck]:
    checks = ItemCheck.objects.filter(item__in=[one.item for one in drafts])
    return {check.item_id: check for check in checks}


def _of_scope(check: ItemCheck | None, scope: str) -> list[dict[str, Any]]:
    return [one for one in check.problems if one["scope"] == scope] if check else []


def _is_due(draft: Draft, before: Mapping[int, ItemCheck], numbers: Collection[str]) -> bool:
    """Whether an item is judged anew: it is asked for, or what is kept is not of its version."""
    old = before.get(draft.item.pk)
    return draft.item.draft_number in numbers or old is None or old.version != draft.item.version


def _by_place(problems: Iterable[Problem]) -> dict[int | None, list[Problem]]:
    found: dict[int | None, list[Problem]] = {}
    for one in problems:
        found.setdefault(one.where.row, []).append(one)
    return found


def _drafts(campaign: Campaign, unit: Unit) -> list[Draft]:
    items = PowerItem.objects.kept().filter(campaign=campaign, unit=unit).order_by("order", "pk")
    return _with_attached(list(items))


def _with_attached(items: Sequence[PowerItem], first: int = 1) -> list[Draft]:
    attached: dict[int, list[str]] = {}
    held = LegalBasis.objects.filter(item__in=items, attachment__isnull=False).order_by("item_id", "order")
    for item, name in held.values_list("item_id", "attachment__name"):
        attached.setdefault(item, []).append(name)
    return [
        Draft(item=item, place=place, attached="、".join(attached.get(item.pk, ())))
        for place, item in enumerate(items, first)
    ]


def _judge(
    campaign: Campaign, unit: Unit, drafts: Sequence[Draft], chosen: frozenset[int], on: date
) -> tuple[list[Problem], list[Problem]]:
    """Problems of the items at the chosen places, each alone; and of all of them together."""
    scheme = scheme_of(campaign)
    nil = NilLine.objects.filter(campaign=campaign, unit=unit).exclude(category="")
    renamed = Unit.objects.filter(region=unit.region_id).exclude(law_name="").order_by("code")
    with law_library() as library:
        register = as_register(
            unit,
            [_with_library(one, library) if one.place in chosen else one for one in drafts],
            scheme=scheme,
            nil_categories=nil.order_by("pk").values_list("category", flat=True),
            law_names=dict(renamed.values_list("name", "law_name")),
        )
        terms = Terms(
            library=library, has_texts=library.has_texts(), on=on, scheme=scheme, set_power=load_set_power()
        )
        judge = _judge_rows(register, chosen, terms)
    facts = register_facts(
        register,
        path=register.path,
        department=register.department,
        items=(*_others(register, chosen, judge), *judge.items),
        scheme=scheme,
    )
    facts = replace(facts, items=tuple(sorted(facts.items, key=lambda one: one.row)))
    context = terms.context((facts,))
    together = [*run_register(facts, context), *run_batch((facts,), context)]
    return judge.problems, [one for one in together if one.code != _SIGNATURE]


def _judge_rows(register: Register, chosen: frozenset[int], terms: Terms) -> RowJudge:
    (sheet,) = register.sheets
    rows = tuple(row for row in sheet.rows if row.rows[0] in chosen)
    part = replace(register, sheets=(replace(sheet, rows=rows),))
    judge = RowJudge(terms=terms, path=register.path, department=register.department, register=part)
    judge.judge()
    return judge


def _others(register: Register, chosen: frozenset[int], judge: RowJudge) -> Iterable[PowerItemFacts]:
    """The items that are not judged alone, as checks between items read them: by what they cite."""
    (sheet,) = register.sheets
    columns = frozenset(sheet.columns)
    for row in sheet.rows:
        if row.rows[0] not in chosen:
            yield judge.item(row, columns, (), _cited(row.values.get("legal_basis", "")))


@lru_cache(maxsize=8192)
def _cited(printed: str) -> tuple[str, ...]:
    return cited_keys(tuple(BasisFacts(entry=entry) for entry in read_basis(printed)))


def _with_library(draft: Draft, library: Library) -> Draft:
    """The draft with the library named as the place of its texts, where it knows every instrument cited."""
    titles = [entry.citation.title for entry in read_basis(draft.item.basis_printed)]
    if draft.attached or not titles or not all(title and library.instrument(title) for title in titles):
        return draft
    return replace(draft, attached=IN_LIBRARY)


def _check(item: PowerItem, kept: list[dict[str, Any]], on: date) -> ItemCheck:
    counts = {name: sum(one["severity"] == severity for one in kept) for severity, name in _COUNTED.items()}
    return ItemCheck(
        region_id=item.region_id, item=item, version=item.version, on=on, problems=kept, **counts
    )


def _keep(kept: Mapping[Draft, list[dict[str, Any]]], before: Mapping[int, ItemCheck], on: date) -> None:
    """Writes what is not kept already, and takes away the reasons given for findings that are gone."""
    fresh = [
        _check(draft.item, found, on)
        for draft, found in kept.items()
        if not _is_kept(before.get(draft.item.pk), draft.item, found)
    ]
    ItemCheck.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["version", "on", "problems", *_COUNTED.values()],
    )
    keys = {one.item_id: {found["key"] for found in one.problems} for one in fresh}
    given = Justification.objects.filter(item__in=keys).values_list("pk", "item_id", "key")
    gone = [pk for pk, item, key in given if key not in keys[item]]
    if gone:
        Justification.objects.filter(pk__in=gone).delete()


def _is_kept(old: ItemCheck | None, item: PowerItem, found: list[dict[str, Any]]) -> bool:
    return old is not None and old.problems == found and old.version == item.version
