"""Stored items put through the checks of `qingdan check`; what is found is kept beside them.

Readings. A basis whose instrument the law library knows needs no text attached (C25): everybody can read it there. A
draft carries no signature (C26): it is signed when it is filed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

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
from qingdan.registers.model import Register
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.catalogue import run_batch, run_register
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import PowerItemFacts
from qingdan.rules.problem import Problem, Severity

IN_LIBRARY = "法规库已收"
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
    checks = ItemCheck.objects.filter(item__in=[one.item for one in drafts])
    before = {check.item_id: check for check in checks}
    chosen = frozenset(one.place for one in drafts if numbers is None or _is_due(one, before, numbers))
    alone, together = map(_by_place, _judge(campaign, unit, drafts, chosen, on))
    places = {one.place: one.item.draft_number for one in drafts}
    fresh = []
    for draft in drafts:
        old = before.get(draft.item.pk)
        if draft.place in chosen:
            kept = [kept_form(one, ALONE, places) for one in alone.get(draft.place, ())]
        else:
            kept = [one for one in old.problems if one["scope"] == ALONE] if old else []
        kept += [kept_form(one, TOGETHER, places) for one in together.get(draft.place, ())]
        if old is None or old.problems != kept or old.version != draft.item.version:
            fresh.append(_check(draft.item, kept, on))
    _keep(fresh)


def register_problems(*, campaign: Campaign, unit: Unit, on: date) -> list[Problem]:
    """What is wrong with the unit's register as a whole and lies in no single item (a category is silent, C32)."""
    drafts = _drafts(campaign, unit)
    _, together = _judge(campaign, unit, drafts, frozenset(), on)
    places = {one.place for one in drafts}
    return [one for one in together if one.where.row not in places]


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
    items = list(PowerItem.objects.kept().filter(campaign=campaign, unit=unit).order_by("order", "pk"))
    attached: dict[int, list[str]] = {}
    held = LegalBasis.objects.filter(item__in=items, attachment__isnull=False).order_by("item_id", "order")
    for item, name in held.values_list("item_id", "attachment__name"):
        attached.setdefault(item, []).append(name)
    return [
        Draft(item=item, place=place, attached="、".join(attached.get(item.pk, ())))
        for place, item in enumerate(items, 1)
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


def _keep(checks: Sequence[ItemCheck]) -> None:
    ItemCheck.objects.bulk_create(
        checks,
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["version", "on", "problems", *_COUNTED.values()],
    )
    found: Mapping[int, set[str]] = {one.item_id: {kept["key"] for kept in one.problems} for one in checks}
    given = Justification.objects.filter(item__in=found).values_list("pk", "item_id", "key")
    gone = [pk for pk, item, key in given if key not in found[item]]
    if gone:
        Justification.objects.filter(pk__in=gone).delete()
