"""All checks by code, and how an item, a register and a run of several are put through them."""

from collections.abc import Sequence

from qingdan.rules.checks import (
    abolition,
    attachments,
    basis,
    body,
    completeness,
    consolidation,
    disposition,
    duplicates,
    joint,
    levels,
    naming,
    precision,
    quotations,
)
from qingdan.rules.checks.base import Check
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.power_item import PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Problem

NO_COLUMN = "no_column"
_MODULES = (
    basis, levels, precision, quotations, body, joint, duplicates, naming, disposition, abolition, consolidation,
    attachments, completeness,
)  # fmt: skip

CHECKS: tuple[Check, ...] = tuple(
    sorted((check for module in _MODULES for check in module.CHECKS), key=lambda one: one.code)
)
_OF_ITEM = tuple(check.item for check in CHECKS if check.item)
_OF_REGISTER = tuple(check.register for check in CHECKS if check.register)
_OF_BATCH = tuple(check.batch for check in CHECKS if check.batch)


def run_item(item: PowerItemFacts, context: CheckContext) -> list[Problem]:
    """What is wrong with one item looked at alone, by code."""
    return run_items([item], context)[0]


def run_items(items: Sequence[PowerItemFacts], context: CheckContext) -> list[list[Problem]]:
    """What is wrong with each of several items looked at alone: check by check, which is quicker than item by item."""
    problems: list[list[Problem]] = [[] for _ in items]
    for check in _OF_ITEM:
        for place, item in enumerate(items):
            found = check(item, context)
            if found:
                problems[place] += found
    return problems


def run_register(register: RegisterFacts, context: CheckContext) -> list[Problem]:
    """What is wrong with a register as a whole: what no single item shows."""
    return [problem for check in _OF_REGISTER for problem in check(register, context)]


def run_batch(registers: Sequence[RegisterFacts], context: CheckContext) -> list[Problem]:
    """What is wrong between the items of all registers of a run."""
    return [problem for check in _OF_BATCH for problem in check(registers, context)]


def not_checked(columns: frozenset[str], context: CheckContext) -> dict[str, str]:
    """The codes with nothing to look at, each with its reason (a key of the wording table).

    `columns`: the fields for which some form of the file has a column. A check with other needs than columns says
    which material was not given.
    """
    missing = {check.code: NO_COLUMN for check in CHECKS if check.needs and not check.needs & columns}
    return missing | completeness.material_missing(context)
