"""Who may set what: kind of power × level × issuer × day, as a value made from a table (`data/set_power.toml`)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category
from qingdan.rules.vocabulary.instrument_level import Issuer
from qingdan.rules.vocabulary.measures import Measure, read_measures

_FEE = pattern("费|基金|资金|保证金|价款|收益")
_PROPERTY = pattern("土地|房屋|林地|草原|财产|物资|场地|设备")
_CITY_LEVELS = {InstrumentLevel.CITY_REGULATION, InstrumentLevel.CITY_RULE}


class PowerKind(StrEnum):
    """Kinds of power as the laws on setting them tell them apart: finer than the categories of a register."""

    LICENCE = "licence"
    PENALTY = "penalty"
    COMPULSION_MEASURE = "compulsion_measure"
    COMPULSORY_EXECUTION = "compulsory_execution"
    TAX = "tax"
    EXPROPRIATION = "expropriation"  # 征收、征用 of what does not belong to the state
    FEE = "fee"  # 行政事业性收费, 政府性基金
    PAYMENT = "payment"
    ADJUDICATION = "adjudication"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    INSPECTION = "inspection"
    OTHER = "other"


class Power(StrEnum):
    """What an instrument of a level may do for a kind of power, strongest first (see the head of the table)."""

    SET = "set"
    LIMITED = "limited"
    TEMPORARY = "temporary"
    UNCLEAR = "unclear"
    SPECIFY = "specify"
    TOLERATED = "tolerated"
    FORBIDDEN = "forbidden"


STRENGTH = {power: rank for rank, power in enumerate(Power)}  # 0 is the strongest


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The power of one instrument with document and article it follows from ("" where no text settles it)."""

    power: Power
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One line of a period: what these levels may do, but for the acts in `exceptions`."""

    levels: frozenset[InstrumentLevel]
    power: Power
    article: str = ""
    issuer: Issuer = Issuer.UNKNOWN
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The grants for a kind from one day until another (not included); `otherwise` is the article for the rest."""

    kind: PowerKind
    since: date
    until: date = date.max
    document: str
    grants: tuple[Grant, ...]
    otherwise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SetPower:
    """The set-power matrix as loaded. Compared by identity, so that answers can be remembered.

    `cities`: since when a city makes regulations and rules; None where that day is not known.
    `cities_from`: the day from which every city with districts may be given that power.
    """

    periods: tuple[Period, ...]
    cities: dict[str, date | None] = field(default_factory=dict)
    cities_from: date = date.max

    def may_set(
        self,
        kind: PowerKind,
        level: InstrumentLevel,
        on: date,
        *,
        issuer: Issuer = Issuer.UNKNOWN,
        place: str = "",
        act: str = "",
    ) -> Answer:
        """What an instrument may do for a kind of power on a day.

        `place` is the city that passed a city's regulation or rule ("宜春市"), `act` the act the item names (冻结),
        for what even the level may not set. The constitution may do anything; an unknown level is unclear.
        """
        return _may_set(self, (kind, level, on, issuer, place, act))


@lru_cache(maxsize=4096)
def _may_set(matrix: SetPower, question: tuple[PowerKind, InstrumentLevel, date, Issuer, str, str]) -> Answer:
    kind, level, on, issuer, place, act = question
    if level is InstrumentLevel.CONSTITUTION:
        return Answer(power=Power.SET)
    if level in {InstrumentLevel.UNKNOWN, InstrumentLevel.JUDICIAL_INTERPRETATION}:
        return Answer(power=Power.UNCLEAR)
    period = next((one for one in matrix.periods if one.kind is kind and one.since <= on < one.until), None)
    if period is None:
        return Answer(power=Power.UNCLEAR)
    answer = _in_period(period, level, issuer, act)
    if level not in _CITY_LEVELS:
        return answer
    since = next((day for city, day in matrix.cities.items() if place.endswith(city)), None)
    if since is not None and since <= on:
        return answer
    as_document = _in_period(period, InstrumentLevel.NORMATIVE_DOCUMENT, issuer, act)
    settled = on < (since or matrix.cities_from) or answer.power is as_document.power
    return as_document if settled else Answer(power=Power.UNCLEAR)


def _in_period(period: Period, level: InstrumentLevel, issuer: Issuer, act: str) -> Answer:
    issuers = {issuer, Issuer.UNKNOWN}
    grant = next((one for one in period.grants if level in one.levels and one.issuer in issuers), None)
    if grant is None:
        return Answer(power=Power.FORBIDDEN, source=period.document + period.otherwise)
    excepted = any(word in act for word in grant.exceptions)
    return Answer(power=Power.FORBIDDEN if excepted else grant.power, source=period.document + grant.article)


_KIND_OF = {
    Category.LICENCE: PowerKind.LICENCE,
    Category.PENALTY: PowerKind.PENALTY,
    Category.PAYMENT: PowerKind.PAYMENT,
    Category.ADJUDICATION: PowerKind.ADJUDICATION,
    Category.CONFIRMATION: PowerKind.CONFIRMATION,
    Category.REWARD: PowerKind.REWARD,
    Category.INSPECTION: PowerKind.INSPECTION,
    Category.OTHER: PowerKind.OTHER,
}


@lru_cache(maxsize=16384)
def kind_of(category: Category, name: str) -> PowerKind | None:
    """The kind of power an item is, from its category and name; None where these do not tell.

    Compulsion is execution where the name's act is one (强制拆除, 加处罚款) and else a measure. A levy is a tax where
    its name says 税, a fee where it says 费 or 基金, expropriation where it takes land, houses or property.
    """
    if category is Category.COMPULSION:
        act = act_of(name)
        execution = Measure.COMPULSORY_EXECUTION in read_measures(act) or "代为" in act
        return PowerKind.COMPULSORY_EXECUTION if execution else PowerKind.COMPULSION_MEASURE
    if category is Category.LEVY:
        return _kind_of_levy(name)
    return _KIND_OF.get(category)


def _kind_of_levy(name: str) -> PowerKind | None:
    if _FEE.search(name):
        return PowerKind.FEE
    if "税" in name:
        return PowerKind.TAX
    return PowerKind.EXPROPRIATION if _PROPERTY.search(name) else None


@lru_cache(maxsize=16384)
def act_of(name: str) -> str:
    """The act that closes an item's name: 对…设备的查封、扣押 → 查封、扣押; the whole name where it has no 的."""
    bare = "".join(name.split())
    return bare.rpartition("的")[2] or bare
