"""Joint items (共同实施): one leads, the partners are named, the lead alone files. C14."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.naming import bare_name
from qingdan.rules.checks.sources import SELF_CHECK
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity
from qingdan.rules.vocabulary.bodies import same_body
from qingdan.rules.vocabulary.joint import lead_named, other_unit, partners_named, several

_WITH_OTHERS = pattern(r"[与和同][^，。；]{2,30}?(?:共同|联合)|会同[^，。；]{2,30}?(?:实施|办理|开展|负责)")


def joint_in_order(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C14. A joint item has exactly one lead, names its partners, and is filed by the lead.

    Source: the plan's 自查自清 (共同实施事项由牵头部门报送，并注明共同实施单位). Readings: a form without a column for
    the lead (for the partners) has no place to name one, so nothing is missing there, unless partners are named and
    no lead: 是 in the one joint column of a form, and nobody named anywhere in the row, is a hint. A remark
    与甲局共同实施 without 牵头 is likely the same fault where the form has no joint column.
    """
    if not item.is_joint:
        return _said_in_remark(item) if item.remark else ()
    problems = []
    lead = item.joint_lead or lead_named(item.remark)
    if several(lead):
        problems.append(_fault(item, "C14.several_leads", lead=lead))
    elif lead and item.department and other_unit(lead, item.department):
        problems.append(_fault(item, "C14.partner_filed", lead=lead))
    elif not lead and _asked_for_lead(item):
        problems.append(_fault(item, "C14.no_lead"))
    elif not (lead or item.joint_partners or _names_others(item) or "joint_partners" in item.columns):
        problems.append(_fault(item, "C14.nobody_named", severity=Severity.HINT, certainty=Certainty.LIKELY))
    if "joint_partners" in item.columns and not item.joint_partners:
        problems.append(_fault(item, "C14.no_partners"))
    return problems


def _asked_for_lead(item: PowerItemFacts) -> bool:
    """Whether the form has a place for the lead, or the one joint column names partners only."""
    in_one_cell = bool(item.joint_partners) and "joint_partners" not in item.columns
    return "joint_lead" in item.columns or in_one_cell


def _names_others(item: PowerItemFacts) -> bool:
    """Whether remark or implementing body tell with whom (市公安局、市民政局)."""
    return bool(partners_named(item.remark)) or several(item.implementing_body)


def _said_in_remark(item: PowerItemFacts) -> Problems:
    if "joint" in item.columns or not _WITH_OTHERS.search(item.remark):
        return ()
    lead = lead_named(item.remark)
    if not lead:
        return (_fault(item, "C14.no_lead", field="remark", certainty=Certainty.LIKELY),)
    if item.department and other_unit(lead, item.department):
        return (_fault(item, "C14.partner_filed", field="remark", certainty=Certainty.LIKELY, lead=lead),)
    return ()


def filed_twice(registers: Sequence[RegisterFacts], context: CheckContext) -> list[Problem]:
    """C14 between registers: an item that its lead files is not filed by a co-implementer as well.

    Reading: the same item is one with the same name that cites an article the lead's item cites, or neither cites
    any. A partner's item that names the lead is already reported by itself.
    """
    led: dict[str, list[PowerItemFacts]] = defaultdict(list)
    for register in registers:
        for item in register.items:
            if item.is_joint and item.joint_partners:
                led[bare_name(item.name)].append(item)
    if not led:
        return []
    return [
        _fault(item, "C14.filed_twice", field="name", lead=lead.department)
        for register in registers
        for item in register.items
        for lead in led.get(bare_name(item.name), ())
        if _is_partners_own(item, lead)
    ]


def _is_partners_own(item: PowerItemFacts, lead: PowerItemFacts) -> bool:
    if not other_unit(item.department, lead.department) or _articles(item).isdisjoint(_articles(lead)):
        return False
    if item.joint_lead and other_unit(item.joint_lead, item.department):
        return False
    return any(same_body(item.department, partner) for partner in lead.joint_partners)


def _articles(item: PowerItemFacts) -> set[str]:
    """The articles an item cites; of an item that cites nothing, one that stands for that."""
    return {key.rsplit("|", 2)[0] for key in item.cited} or {""}


def _fault(
    item: PowerItemFacts,
    key: str,
    *,
    field: str = "joint",
    severity: Severity = Severity.BLOCKER,
    certainty: Certainty = Certainty.SURE,
    **params: Any,
) -> Problem:
    return found(
        item,
        key=key,
        field=field,
        severity=severity,
        authority=SELF_CHECK,
        certainty=certainty,
        **params,
    )


CHECKS = (
    Check(
        code="C14", severity=Severity.BLOCKER, authority=SELF_CHECK, item=joint_in_order, batch=filed_twice
    ),
)
