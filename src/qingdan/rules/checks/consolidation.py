"""Items to be merged (整合): from two sources or more, and with the other department's consent. C23."""

from collections import Counter
from typing import Any

from qingdan.rules.checks.base import Check, found
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.disposition import notes, said
from qingdan.rules.checks.sources import STANDARD
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Disposition, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Problem, Severity
from qingdan.rules.vocabulary.joint import other_unit
from qingdan.rules.vocabulary.similarity import core

_PARTNER = pattern(
    r"与[^。；]{2,120}?(?:整合|合并|归并)|第\s*[\d一二三四五六七八九十]{1,4}\s*[、,，至—\-项号条行]|序号\s*[:：]?\d"
)
_TARGET = pattern(
    r"(?:整合|合并|归并|并)(?:为|至|到|入|成)(?:一项)?[：:]?[“\"「《]?([^”\"」》，。；（）()]{2,120})"
)
_DEPARTMENT = pattern(r"市[一-龥]{1,14}?(?:局|委员会|管委会|办公室|委|办)(?![理法事公长员面])")
_CONSENT = pattern(r"同意|商定|会签|协商一致|达成一致|征求.{0,20}?意见|无异议|复函")
_OF_TARGET = pattern(r"^(?:整合|合并|归并|并)?(?:为|至|到|入|成)?[“\"「]?|[”\"」]?(?:事项)?$")


def consolidations(register: RegisterFacts, context: CheckContext) -> list[Problem]:
    """C23. A consolidation has two sources or more; where one is another department's, that department agrees.

    Source: the plan's standard for 整合. Readings: an item that names its partner (与…整合, 第5项) has two; so have
    items that name one target, and an item whose target is another item of the register. A target that no other item
    names is a renaming. 会签, 同意, 复函 and the like are consent.
    """
    merged = [item for item in register.items if item.disposition is Disposition.CONSOLIDATE]
    if not merged:
        return []
    named = Counter(target for item in merged if (target := _target(item)))
    cores = {core(item.name) for item in register.items}
    problems = []
    for item in merged:
        target = _target(item)
        another = target in cores and target != core(item.name)
        if not (named[target] >= 2 or another or _PARTNER.search(_words(item))):
            problems.append(
                _blocker(item, "C23.one_source", "receiver" if said(item.receiver) else "disposition")
            )
        other = _other_department(item)
        if other and not _CONSENT.search(_words(item)):
            problems.append(_blocker(item, "C23.no_consent", "disposition", other=other))
    return problems


def _words(item: PowerItemFacts) -> str:
    return f"{''.join(item.receiver.split())}；{notes(item)}"


def _target(item: PowerItemFacts) -> str:
    """The core of the name of the item that this one goes into, "" where none is named."""
    if said(item.receiver) and not _DEPARTMENT.search(item.receiver):
        return core(_OF_TARGET.sub("", "".join(item.receiver.split())))
    stated = _TARGET.search(notes(item))
    return core(stated[1]) if stated else ""


def _other_department(item: PowerItemFacts) -> str:
    if not item.department:
        return ""
    return next((name for name in _DEPARTMENT.findall(_words(item)) if other_unit(name, item.department)), "")


def _blocker(item: PowerItemFacts, key: str, field: str, **params: Any) -> Problem:
    return found(item, key=key, field=field, severity=Severity.BLOCKER, authority=STANDARD, **params)


CHECKS = (
    Check(
        code="C23",
        severity=Severity.BLOCKER,
        authority=STANDARD,
        register=consolidations,
        needs=frozenset({"disposition"}),
    ),
)
