"""Which text of an instrument was in force on a day: five different answers.

Source: "Verdicts on citations" §1. The version in force on the day; where the library cannot tell, the
newest dated on or before the day. Reading chosen: a printed day of coming into force after the day asked
rules the version out, even when it was passed before; an estimated one is the version's own date.
An instrument repealed by that day is judged by the text that was last in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from qingdan.library.store import Ending, Instrument, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """This version was in force on the day (or is the best estimate of it)."""

    instrument: Instrument
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Repealed:
    """The instrument had been repealed by that day; `version` was the last one in force."""

    instrument: Instrument
    version: Version
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYetInForce:
    """The instrument's first text, `version`, came into force only after the day."""

    instrument: Instrument
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class NoVersionThatDay:
    """The instrument is here, but only in texts later than the day; `version` is the earliest of them."""

    instrument: Instrument
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownInstrument:
    """No instrument of that title is here; `ending` where some text here says it is repealed."""

    title: str
    ending: Ending | None = None


Answer = InForce | Repealed | NotYetInForce | NoVersionThatDay | UnknownInstrument


def on_day(instrument: Instrument, on: date) -> InForce | Repealed | NotYetInForce | NoVersionThatDay:
    """The answer for a known instrument."""
    begun = [version for version in instrument.versions if version.starts() <= on]
    if not begun:
        earliest = instrument.versions[0]
        if earliest.first:
            return NotYetInForce(instrument=instrument, version=earliest)
        return NoVersionThatDay(instrument=instrument, version=earliest)
    ending = instrument.ending
    if ending is not None and ending.on is not None and ending.on <= on:
        return Repealed(instrument=instrument, version=begun[-1], ending=ending)
    return InForce(instrument=instrument, version=begun[-1])


def merged(first: Instrument, second: Instrument | None) -> Instrument:
    """One instrument of two sources: where both have a text of the same date, the first one's stands."""
    if second is None:
        return first
    held = {version.dated for version in first.versions}
    versions = [*first.versions, *(version for version in second.versions if version.dated not in held)]
    ordered = tuple(sorted(versions, key=Version.order))
    return replace(first, versions=ordered, ending=_ending((first.ending, second.ending), ordered[-1]))


def _ending(endings: Iterable[Ending | None], newest: Version) -> Ending | None:
    known = [one for one in endings if one is not None and one.on is not None and one.on > newest.order()]
    return min(known, key=lambda one: (one.estimated, one.on), default=None)
