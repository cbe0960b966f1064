"""Joint items (共同实施): one leads, the partners are named, the lead alone files. C14."""

import re
from collections.abc import Sequence
from functools import lru_cache

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.naming import bare_name
from qingdan.rules.checks.sources import SELF_CHECK
from qingdan.rules.power_item import CheckContext, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity

_WITH_OTHERS = re.compile(
    r"[与和同][^，。；]{2,20}(?:共同|联合)(?:实施|承担|行使|负责|开展|管理)|会同[^，。；]{2,20}(?:实施|办理)"
)
_LEAD_SAID = re.compile(r"牵头")
_PLACE = re.compile(r"^(?:江西省)?(?:宜春市|宜春)?市?")
_SEVERAL = re.compile(r"[、，,；;\n]|局和|委和|局与|局及")
_WE = frozenset({"本部门", "本单位", "本局", "本委", "本办", "我局", "我委"})


@lru_cache(maxsize=4096)
def plain_body(name: str) -> str:
    """A department's name without blanks and without the city in front (宜春市公安局, 市公安局 → 公安局)."""
    return _PLACE.sub("", "".join(name.split()))


def same_department(one: str, other: str) -> bool:
    """Whether two names are of one department of the city; 本局 is whichever is meant."""
    return one in _WE or other in _WE or plain_body(one) == plain_body(other)


def joint_in_order(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C14. A joint item has exactly one lead, names its partners, and is filed by the lead.

    Source: the plan's 自查自清 (共同实施事项由牵头部门报送，并注明共同实施单位). Readings: with no joint columns in
    the form, a remark 与某部门共同实施 without 牵头 is likely the same fault. A form that has only 是否共同实施 has
    nowhere to write lead or partners and is not blamed for it.
    """
    if not item.is_joint:
        return (
            _said_in_remark(item) if (item.remark and "共同" in item.remark) or "会同" in item.remark else ()
        )
    problems = []
    if not item.joint_lead:
        problems.append(_fault(item, "C14.no_lead"))
    elif _SEVERAL.search(item.joint_lead):
        problems.append(_fault(item, "C14.several_leads", lead=item.joint_lead))
    elif item.department and not same_department(item.joint_lead, item.department):
        problems.append(_fault(item, "C14.partner_filed", lead=item.joint_lead))
    if not item.joint_partners and item.columns & _PARTNERS:
        problems.append(_fault(item, "C14.no_partners"))
    return problems


_PARTNERS = frozenset({"joint_partners"})


def _said_in_remark(item: PowerItemFacts) -> Problems:
    if not _WITH_OTHERS.search(item.remark) or _LEAD_SAID.search(item.remark) or "joint" in item.columns:
        return ()
    return (_fault(item, "C14.no_lead", field="remark", certainty=Certainty.LIKELY),)


def filed_twice(registers: Sequence[RegisterFacts], context: CheckContext) -> Problems:
    """C14 between registers: an item that its lead files is not filed by a co-implementer as well.

    Reading: the same item is one with the same name and the same first citation, whatever its number.
    """
    led: dict[tuple[str, str], PowerItemFacts] = {}
    for register in registers:
        for item in register.items:
            if item.is_joint and item.joint_partners:
                led[_identity(item)] = item
    if not led:
        return ()
    return tuple(
        _fault(item, "C14.filed_twice", field="name", lead=lead.department)
        for register in registers
        for item in register.items
        if (lead := led.get(_identity(item))) is not None and _is_partner(item, lead)
    )


def _identity(item: PowerItemFacts) -> tuple[str, str]:
    citation = item.bases[0].entry.citation if item.bases else None
    return bare_name(item.name), f"{citation.title}{citation.article}" if citation else ""


def _is_partner(item: PowerItemFacts, lead: PowerItemFacts) -> bool:
    if same_department(item.department, lead.department):
        return False
    return any(same_department(item.department, partner) for partner in lead.joint_partners)


def _fault(
    item: PowerItemFacts,
    key: str,
    *,
    field: str = "joint",
    certainty: Certainty = Certainty.SURE,
    **params: str,
) -> Problem:
    return found(
        item,
        key=key,
        field=field,
        severity=Severity.BLOCKER,
        authority=SELF_CHECK,
        certainty=certainty,
        **params,
    )


CHECKS = (Check(code="C14", severity=Severity.BLOCKER, authority=SELF_CHECK, item=joint_in_order),)
