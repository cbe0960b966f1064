"""What the 法制办 looks after: local instruments and 三定 provisions."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import InnerOffice, Unit
from qingdan.base.refusal import Missing
from qingdan.library.structure import read_articles
from qingdan.powers.models import LawChange, LocalInstrument
from qingdan.powers.queries.mandates import FunctionShown, all_functions
from qingdan.rules.checks.levels import LEVEL_NAMES
from qingdan.rules.legal_basis import InstrumentLevel

LEVELS = (
    InstrumentLevel.LOCAL_REGULATION, InstrumentLevel.CITY_REGULATION, InstrumentLevel.PROVINCIAL_RULE,
    InstrumentLevel.CITY_RULE, InstrumentLevel.NORMATIVE_DOCUMENT, InstrumentLevel.MANDATE,
)  # fmt: skip
"""What a city enters itself: national law comes with the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShown:
    """One text of an instrument. `state` on the day asked: in_force, not_yet, superseded, repealed."""

    code: str
    title: str
    document_number: str
    level: str
    level_name: str
    issuer: str
    valid_from: date
    valid_until: date | None
    text: str
    articles: int
    state: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMandates:
    """The functions of a unit, repealed ones too."""

    unit: str
    unit_name: str
    functions: tuple[FunctionShown, ...]
    offices: tuple[str, ...]
    next_number: int


def instruments_of(
    actor: Actor, *, on: date, words: str = "", level: str = "", state: str = ""
) -> tuple[TextShown, ...]:
    """The texts of the region, by title, the newest first."""
    rows = LocalInstrument.objects.filter(region_id=actor.region).order_by("title", "-valid_from", "-pk")
    if level:
        rows = rows.filter(level=level)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
    found = [
        _text(row, newer, on)
        for _, group in groupby(rows, key=lambda row: row.title)
        for row, newer in _with_newer(list(group))
    ]
    return tuple(one for one in found if state in ("", one.state))


def get_instrument_for(actor: Actor, code: str, *, on: date) -> TextShown:
    """One text. Raises Missing."""
    found = [one for one in instruments_of(actor, on=on) if one.code == code]
    if not found:
        raise Missing
    return found[0]


def mandates_of(actor: Actor, unit: str) -> UnitMandates:
    """The functions of a unit of the region. Raises Missing."""
    owner = Unit.objects.filter(code=unit, region_id=actor.region, valid_until__isnull=True).first()
    if owner is None:
        raise Missing
    functions = all_functions(owner)
    return UnitMandates(
        unit=owner.code,
        unit_name=owner.name,
        functions=functions,
        offices=tuple(InnerOffice.objects.filter(unit=owner).values_list("name", flat=True)),
        next_number=max((one.number for one in functions), default=0) + 1,
    )


def units_with_mandates(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of the standing units of the region."""
    units = Unit.objects.filter(region_id=actor.region, valid_until__isnull=True).exclude(kind="county")
    return list(units.order_by("order", "code").values_list("code", "name"))


def count_waiting(actor: Actor) -> int:
    """How many proposals of the region wait for an answer."""
    return LawChange.objects.filter(region_id=actor.region, answered_at__isnull=True).count()


def level_choices() -> tuple[tuple[str, str], ...]:
    """Levels with their names, as forms offer them."""
    return tuple((level.value, LEVEL_NAMES[level]) for level in LEVELS)


def _with_newer(rows: list[LocalInstrument]) -> list[tuple[LocalInstrument, LocalInstrument | None]]:
    """Each text of a title with the one that follows it, newest first."""
    return list(zip(rows, [None, *rows], strict=False))


def _text(row: LocalInstrument, newer: LocalInstrument | None, on: date) -> TextShown:
    level = InstrumentLevel(row.level)
    return TextShown(
        code=row.code,
        title=row.title,
        document_number=row.document_number,
        level=row.level,
        level_name=LEVEL_NAMES[level],
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        text=row.text,
        articles=sum(1 for one in read_articles(row.text) if one.number),
        state=_state(row, newer, on),
        at=row.at,
    )


def _state(row: LocalInstrument, newer: LocalInstrument | None, on: date) -> str:
    if row.valid_from > on:
        return "not_yet"
    if row.valid_until and row.valid_until <= on:
        return "repealed"
    return "superseded" if newer and newer.valid_from <= on else "in_force"
