"""A service guide (办事指南): what it must say before it may be published, and what it must not ask.

Source: 行政许可法 Art. 30 (items, grounds, conditions, number, procedure, limit, all materials, forms are published),
Art. 31 (nothing unrelated is demanded), Art. 38 (remedies), Art. 42 (the promise is no longer than the statute),
Art. 45 (what stops the clock), Art. 58 (no fee but by law or administrative regulation); 国务院令第716号 Art. 7 (what
can be had by sharing is not demanded); GB/T 36114-2018 (order of a guide); the State Council's inspection of 2017 (a
third of the guides lacked limit, fee or contact).

Readings: "none" is an answer to prohibitions and fees, silence is not. A material that a registered resource gives may
still be demanded where the guide says why sharing does not do (a resource that is down, a form with a signature).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.case_state import PauseReason
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Limit
from qingdan.rules.problem import Problem, Severity, beside
from qingdan.rules.text import title_key
from qingdan.rules.time_limit import exceeds

_CATCH_ALL = pattern(r"(?:其他|其它|有关|相关|等)(?:的)?(?:材料|资料|证明|文件|条件|要求)|等$|视情况")
_FREE = pattern(r"^(?:不收|免费|无$|否$)")
_VAGUE_NAME = pattern(r"^(?:材料|资料|证明|文件|表格|附件)$")


class MaterialSource(StrEnum):
    """Where a material comes from."""

    APPLICANT = "applicant"  # made or held by the applicant
    AGENCY = "agency"  # issued by an agency to the applicant
    SHARED = "shared"  # the system fetches it: nothing is asked
    INTERMEDIARY = "intermediary"  # a body that is paid for it: needs a ground of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One material of the list. `place` counts from 1; `resource` is the registered resource that gives it ("" none);
    `why_not_shared` the reason for asking all the same. Grades A–D are of what is filed, not of the guide.
    """

    place: int
    name: str
    source: MaterialSource
    required: bool = True
    basis: str = ""
    standard: str = ""
    copies: int = 1
    electronic: bool = True
    form: str = ""
    sample: str = ""
    resource: str = ""
    why_not_shared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A published fee: what, how much, by which law or regulation."""

    name: str
    rate: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """What a guide says. Texts are as typed, "" where nothing stands; `free` is the answer "no fee".

    `pauses` are kinds of `PauseReason`; `statutory` comes from the entry of the edition that the guide pins. `trips`:
    how often one must come oneself; `visits`: steps of the chart where two officers go and look; `investment`: an item
    of investment projects.
    """

    conditions: tuple[str, ...] = ()
    prohibitions: tuple[str, ...] = ()
    no_prohibitions: bool = False
    materials: tuple[Material, ...] = ()
    no_materials: bool = False
    statutory: Limit | None = None
    promised: Limit | None = None
    pauses: tuple[str, ...] = ()
    free: bool = False
    fees: tuple[Fee, ...] = ()
    places: tuple[str, ...] = ()
    hours: str = ""
    consult_phone: str = ""
    supervise_phone: str = ""
    result: str = ""
    delivery: tuple[str, ...] = ()
    remedies: str = ""
    quantity: str = ""
    questions: int = 0
    scope: str = ""
    applicants: tuple[str, ...] = ()
    trips: int = 0
    trips_reason: str = ""
    visits: tuple[int, ...] = ()
    investment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the list in force says of the item: its promise, its words on fees, the steps of its review."""

    promised: Limit | None = None
    fee: str = ""
    steps: frozenset[int] = frozenset()


Found = Iterator[Problem]


def guide_problems(guide: GuideFacts) -> tuple[Problem, ...]:
    """Everything that stands in the way of publishing (blockers), and what a reader would miss (warnings, hints)."""
    return tuple(one for check in CHECKS for one in check(guide))


def may_be_published(guide: GuideFacts) -> bool:
    """Whether nothing stands in the way."""
    return not any(one.severity is Severity.BLOCKER for one in guide_problems(guide))


def listed_problems(guide: GuideFacts, listed: Listed) -> tuple[Problem, ...]:
    """Where the guide says more than the list in force allows: a longer promise, a fee it does not name, steps that
    the chart has not (U5: guide and practice are one)."""
    return tuple(_against(guide, listed))


def _against(guide: GuideFacts, listed: Listed) -> Found:
    if guide.promised and listed.promised and exceeds(guide.promised, listed.promised):
        promised, of_list = guide.promised.printed, listed.promised.printed
        yield _found("promise_beyond_list", "promised", promised=promised, listed=of_list)
    if guide.fees and _FREE.search(listed.fee.strip()):
        yield _found("fee_not_listed", "fees")
    for step in guide.visits:
        if step not in listed.steps:
            yield _found("visit_not_on_chart", "visits", step=step)


def says_all(guide: GuideFacts) -> Found:
    """Nothing of Art. 30 and of the inspection's list is left out."""
    needed = {
        "applicants": guide.applicants,
        "conditions": guide.conditions,
        "prohibitions": guide.prohibitions or guide.no_prohibitions,
        "materials": guide.materials or guide.no_materials,
        "statutory": guide.statutory,
        "promised": guide.promised,
        "fees": guide.fees or guide.free,
        "places": guide.places,
        "hours": guide.hours.strip(),
        "consult_phone": guide.consult_phone.strip(),
        "supervise_phone": guide.supervise_phone.strip(),
        "result": guide.result.strip(),
        "delivery": guide.delivery,
        "remedies": guide.remedies.strip(),
    }
    for name, answer in needed.items():
        if not answer:
            yield _found(f"lacks_{name}", name)


def investment_is_for_units(guide: GuideFacts) -> Found:
    """Who has an investment project is a unit as a rule: a guide for persons alone deserves a second look."""
    if guide.investment and guide.applicants and "organisation" not in guide.applicants:
        yield _found("investment_of_persons", "investment", severity=Severity.WARNING)


def promises_no_more_time(guide: GuideFacts) -> Found:
    """The promise is no longer than the statute, whatever their units."""
    if guide.promised and guide.statutory and exceeds(guide.promised, guide.statutory):
        promised, statutory = guide.promised.printed, guide.statutory.printed
        yield _found("promise_too_long", "promised", promised=promised, statutory=statutory)


def pauses_are_lawful(guide: GuideFacts) -> Found:
    """Only what Art. 45 names stops the clock."""
    for name in guide.pauses:
        if name not in set(PauseReason):
            yield _found("unlawful_pause", "pauses", name=name)


def fees_have_ground_and_rate(guide: GuideFacts) -> Found:
    """No fee without the law or regulation that sets it, and its rate; "free" and fees exclude each other."""
    if guide.free and guide.fees:
        yield _found("free_and_fee", "fees")
    for fee in guide.fees:
        if not (fee.basis.strip() and fee.rate.strip()):
            yield _found("fee_without_ground", "fees", name=fee.name)


def materials_are_listed_one_by_one(guide: GuideFacts) -> Found:
    """No catch-all, no vague name, nothing twice, each with its ground."""
    seen: dict[str, int] = {}
    for one in guide.materials:
        first = seen.setdefault(title_key(one.name), one.place)
        if _CATCH_ALL.search(one.name) or _VAGUE_NAME.search(one.name) or not one.name.strip():
            yield _material("vague_material", one)
        if first != one.place:
            yield _material("material_twice", one, other=first)
        if not one.basis.strip():
            yield _without_ground(one)


def materials_are_not_to_be_had_otherwise(guide: GuideFacts) -> Found:
    """What a resource gives is not demanded without a reason; what is fetched needs its resource."""
    for one in guide.materials:
        if one.source is MaterialSource.SHARED and not one.resource:
            yield _material("shared_without_resource", one)
        if one.source is not MaterialSource.SHARED and one.resource and not one.why_not_shared.strip():
            yield _material("obtainable", one)


def _without_ground(one: Material) -> Problem:
    """What a body is paid for needs its ground (国办发〔2015〕31号); for the rest the ground may be the condition's."""
    if one.source is MaterialSource.INTERMEDIARY:
        return _material("intermediary_without_ground", one)
    return _material("material_without_ground", one, severity=Severity.WARNING)


def conditions_are_plain(guide: GuideFacts) -> Found:
    """A condition that leaves open what it asks is none that anybody could meet."""
    for number, words in enumerate(guide.conditions, 1):
        if _CATCH_ALL.search(words):
            yield _found("open_condition", "conditions", severity=Severity.WARNING, place=number)


def helps_the_reader(guide: GuideFacts) -> Found:
    """Who it is for, how many are given (Art. 30), why one must come; forms, samples, questions people ask."""
    if not guide.scope.strip():
        yield _found("lacks_scope", "scope", severity=Severity.WARNING)
    if not guide.quantity.strip():
        yield _found("lacks_quantity", "quantity", severity=Severity.WARNING)
    if guide.trips and not guide.trips_reason.strip():
        yield _found("trips_without_reason", "trips_reason", severity=Severity.WARNING, trips=guide.trips)
    for one in guide.materials:
        if one.form and not one.sample:
            yield _material("form_without_sample", one, severity=Severity.HINT)
    if not guide.questions:
        yield _found("no_questions", "questions", severity=Severity.HINT)


CHECKS: tuple[Callable[[GuideFacts], Found], ...] = (
    says_all,
    promises_no_more_time,
    pauses_are_lawful,
    fees_have_ground_and_rate,
    materials_are_listed_one_by_one,
    materials_are_not_to_be_had_otherwise,
    conditions_are_plain,
    helps_the_reader,
    investment_is_for_units,
)


def _material(key: str, one: Material, severity: Severity = Severity.BLOCKER, **params: str | int) -> Problem:
    return _found(key, f"material-{one.place}", severity=severity, place=one.place, name=one.name, **params)


def _found(
    key: str, field_name: str, *, severity: Severity = Severity.BLOCKER, **params: str | int
) -> Problem:
    return beside(f"guide.{key}", field_name, params, severity)
