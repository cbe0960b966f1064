"""May an instrument of this level set this kind of power (the matrix `SetPower` answers): C03–C05."""

from functools import lru_cache

from qingdan.rules.checks.base import Check, Problems, found, graded
from qingdan.rules.checks.basis import name_of, own_document
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.set_power import STRENGTH, Answer, Power, PowerKind, act_of, kind_of
from qingdan.rules.checks.sources import PLAN
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category, Disposition, PowerItemFacts
from qingdan.rules.problem import Problem, Severity
from qingdan.rules.vocabulary.instrument_level import LevelReading, level_of

LEVELS = "立法法，行政许可法第十四条至第十七条，行政处罚法第十条至第十六条，行政强制法第十条至第十三条"
TAGS = PLAN + "，审核论证（依据的合法性）"
EXECUTION = "行政强制法第十三条"
MEASURES = "行政强制法第十条"

_L = InstrumentLevel
_RULE_OR_LOWER = frozenset(
    {_L.DEPARTMENT_RULE, _L.PROVINCIAL_RULE, _L.CITY_RULE, _L.MANDATE, _L.NORMATIVE_DOCUMENT}
)
_LOCAL = frozenset({_L.LOCAL_REGULATION, _L.CITY_REGULATION})
_RULES = frozenset({_L.DEPARTMENT_RULE, _L.PROVINCIAL_RULE, _L.CITY_RULE})
_DOCUMENTS = frozenset({_L.NORMATIVE_DOCUMENT, _L.MANDATE, _L.STATE_COUNCIL_DECISION})
# What a printed label may stand on; words looked for in this order.
_TAGS = (
    ("宪法", frozenset({_L.CONSTITUTION})),
    ("国务院决定", frozenset({_L.STATE_COUNCIL_DECISION})),
    ("司法解释", frozenset({_L.JUDICIAL_INTERPRETATION})),
    ("行政法规", frozenset({_L.ADMINISTRATIVE_REGULATION, _L.STATE_COUNCIL_DECISION})),
    ("地方性法规", _LOCAL),
    ("地方法规", _LOCAL),
    ("部门规章", frozenset({_L.DEPARTMENT_RULE})),
    ("政府规章", frozenset({_L.PROVINCIAL_RULE, _L.CITY_RULE})),
    ("地方规章", frozenset({_L.PROVINCIAL_RULE, _L.CITY_RULE})),
    ("规范性文件", _DOCUMENTS),
    ("三定", frozenset({_L.MANDATE})),
    ("国务院文件", _DOCUMENTS),
    ("法律法规", frozenset({_L.LAW, _L.ADMINISTRATIVE_REGULATION, *_LOCAL})),
    ("规章", _RULES),
    ("法规", frozenset({_L.ADMINISTRATIVE_REGULATION, *_LOCAL})),
    ("法律", frozenset({_L.LAW, _L.CONSTITUTION})),
    ("政策文件", _DOCUMENTS),
)  # fmt: skip
_RANK = {level: rank for rank, level in enumerate(InstrumentLevel)}
_NOT_LETTERS = pattern(r"[\W\d_]+")


def level_permitted(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C03. Some basis of the item is of a level that may set its kind of power on the day, and level labels are true.

    Source: the matrix `data/set_power.toml`. Readings: the strongest basis decides; forbidden is a blocker, what
    practice tolerates or a rule may only specify is to be reasoned; unclear levels and powers are left alone.
    Compulsion on a rule or lower is C05, execution without a law C04, the unit's own documents alone C02: one fault,
    one finding. An item to be abolished needs no level.
    """
    if not item.bases:
        return ()
    problems = [_mislabelled(item, basis) for basis in item.bases if basis.entry.level_tag]
    problem = _level_problem(item, context)
    return [one for one in (*problems, problem) if one is not None]


def _level_problem(item: PowerItemFacts, context: CheckContext) -> Problem | None:
    if item.category is None or item.disposition is Disposition.ABOLISH:
        return None
    kind = kind_of(item.category, item.name)
    if kind is None or kind is PowerKind.COMPULSORY_EXECUTION:
        return None
    strongest: tuple[Answer, BasisFacts, LevelReading] | None = None
    for basis in item.bases:
        reading = level_of(basis)
        answer = context.set_power.may_set(
            kind, reading.level, context.on, issuer=reading.issuer, place=reading.place, act=_act(kind, item.name)
        )  # fmt: skip
        if answer.power in _ENOUGH:
            return None
        if strongest is None or STRENGTH[answer.power] < STRENGTH[strongest[0].power]:
            strongest = answer, basis, reading
    assert strongest is not None
    if kind is PowerKind.COMPULSION_MEASURE and strongest[2].level in _RULE_OR_LOWER:
        return None
    if all(own_document(basis, item.department) for basis in item.bases):
        return None
    return _too_low(item, context, *strongest)


_ENOUGH = frozenset({Power.SET, Power.LIMITED, Power.TEMPORARY, Power.UNCLEAR})
_KEYS = {
    Power.FORBIDDEN: ("C03.forbidden", Severity.BLOCKER),
    Power.TOLERATED: ("C03.tolerated", Severity.WARNING),
    Power.SPECIFY: ("C03.specify", Severity.WARNING),
}


def _act(kind: PowerKind, name: str) -> str:
    """The act to hold against the exceptions of the matrix: of a penalty only what follows the last 的."""
    return act_of(name) if kind in {PowerKind.PENALTY, PowerKind.COMPULSION_MEASURE} else ""


def _too_low(
    item: PowerItemFacts, context: CheckContext, answer: Answer, basis: BasisFacts, reading: LevelReading
) -> Problem:
    key, gravest = _KEYS[answer.power]
    severity, certainty = graded(gravest, reading.certain)
    source = answer.source or LEVELS
    assert item.category is not None
    return found(
        item, key=key, field="legal_basis", severity=severity, authority=source, certainty=certainty,
        basis=basis, data={"level": reading.level.value}, document=name_of(basis.entry.citation),
        level=LEVEL_NAMES[reading.level], category=context.scheme.name_of(item.category), source=source,
    )  # fmt: skip


LEVEL_NAMES = {
    _L.CONSTITUTION: "宪法",
    _L.LAW: "法律",
    _L.ADMINISTRATIVE_REGULATION: "行政法规",
    _L.STATE_COUNCIL_DECISION: "国务院决定",
    _L.JUDICIAL_INTERPRETATION: "司法解释",
    _L.LOCAL_REGULATION: "地方性法规",
    _L.CITY_REGULATION: "设区的市地方性法规",
    _L.DEPARTMENT_RULE: "部门规章",
    _L.PROVINCIAL_RULE: "省级政府规章",
    _L.CITY_RULE: "设区的市政府规章",
    _L.MANDATE: "三定规定",
    _L.NORMATIVE_DOCUMENT: "规范性文件",
    _L.UNKNOWN: "层级不明的文件",
}


def _mislabelled(item: PowerItemFacts, basis: BasisFacts) -> Problem | None:
    """A label of level that is not true: a blocker where it makes more of the document than it is."""
    meant = levels_labelled(basis.entry.level_tag or "")
    reading = level_of(basis)
    if meant is None or reading.level in meant or reading.level is _L.UNKNOWN:
        return None
    raised = min(map(_RANK.__getitem__, meant)) < _RANK[reading.level]
    severity, certainty = graded(Severity.BLOCKER if raised else Severity.WARNING, reading.certain)
    return found(
        item, key="C03.label", field="legal_basis", severity=severity, authority=TAGS, certainty=certainty, basis=basis,
        document=name_of(basis.entry.citation), label=basis.entry.level_tag or "", level=LEVEL_NAMES[reading.level],
    )  # fmt: skip


@lru_cache(maxsize=1024)
def levels_labelled(tag: str) -> frozenset[InstrumentLevel] | None:
    """The levels that a source label (【行政法规】) can stand on; None for a label that names no level."""
    bare = _NOT_LETTERS.sub("", tag)
    return next((levels for word, levels in _TAGS if word in bare), None)


def execution_by_law(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C04. Compulsory execution is set by a law alone.

    Source: 行政强制法第十三条 (in force since 2012-01-01). Readings: the item is execution when its name's act is one
    (强制拆除, 加处罚款, 滞纳金, 代履行); one law among its bases is enough. A basis whose level is not certain, or
    unknown, makes it a hint.
    """
    if item.category is not Category.COMPULSION or not item.bases or item.disposition is Disposition.ABOLISH:
        return ()
    if kind_of(item.category, item.name) is not PowerKind.COMPULSORY_EXECUTION:
        return ()
    return _compulsion_problem(item, context, PowerKind.COMPULSORY_EXECUTION, "C04.no_law", EXECUTION)


def measure_by_regulation(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C05. A compulsory measure never rests on a rule or on what is lower.

    Source: 行政强制法第十条 (in force since 2012-01-01). Readings: one law or regulation among the bases is enough
    here (what regulations may not set is C03); what the name does not show to be execution counts as a measure.
    """
    if item.category is not Category.COMPULSION or not item.bases or item.disposition is Disposition.ABOLISH:
        return ()
    if kind_of(item.category, item.name) is not PowerKind.COMPULSION_MEASURE:
        return ()
    if any(level_of(basis).level not in _RULE_OR_LOWER for basis in item.bases):
        return ()
    if all(own_document(basis, item.department) for basis in item.bases):
        return ()
    return _compulsion_problem(item, context, PowerKind.COMPULSION_MEASURE, "C05.rule_or_lower", MEASURES)


def _compulsion_problem(
    item: PowerItemFacts, context: CheckContext, kind: PowerKind, key: str, authority: str
) -> Problems:
    readings = [(level_of(basis), basis) for basis in item.bases]
    powers = [
        context.set_power.may_set(kind, one.level, context.on, issuer=one.issuer, place=one.place).power
        for one, _ in readings
    ]
    if any(
        power in _ENOUGH and one.level is not _L.UNKNOWN
        for power, (one, _) in zip(powers, readings, strict=True)
    ):
        return ()
    highest, basis = min(readings, key=lambda pair: _RANK[pair[0].level])
    severity, certainty = graded(Severity.BLOCKER, all(one.certain for one, _ in readings))
    return (
        found(
            item, key=key, field="legal_basis", severity=severity, authority=authority, certainty=certainty,
            basis=basis, data={"level": highest.level.value}, document=name_of(basis.entry.citation),
            level=LEVEL_NAMES[highest.level], act=act_of(item.name),
        ),
    )  # fmt: skip


_BASIS = frozenset({"legal_basis"})
CHECKS = (
    Check(code="C03", severity=Severity.BLOCKER, authority=LEVELS, item=level_permitted, needs=_BASIS),
    Check(code="C04", severity=Severity.BLOCKER, authority=EXECUTION, item=execution_by_law, needs=_BASIS),
    Check(
        code="C05", severity=Severity.BLOCKER, authority=MEASURES, item=measure_by_regulation, needs=_BASIS
    ),
)
