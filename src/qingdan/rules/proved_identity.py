"""What an identity provider says of a person or organisation, read from its claims.

Source: approval.md §6.4 levels 0–4. A claim that says nothing we know proves nothing: an unknown class of assurance is
level 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.rules.application_form import is_citizen_id, is_uscc
from qingdan.rules.codes.identification import normalise
from qingdan.rules.problem import Problem, beside
from qingdan.rules.shown_text import shown

PERSON, ORGANISATION = "person", "organisation"
LEVELS = range(5)
LONGEST_SUBJECT, LONGEST_NAME = 255, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNames:
    """How a provider speaks: claims that hold name, number and kind (the first that is there), words for the kinds,
    classes of assurance (acr) by level."""

    name: Sequence[str]
    id_number: Sequence[str]
    kind: Sequence[str]
    kinds: Mapping[str, Sequence[str]]
    levels: Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedIdentity:
    """Somebody as a provider names him: `issuer` and `subject` together are one identity for ever."""

    issuer: str
    subject: str
    kind: str
    name: str
    id_number: str
    level: int


def proved_identity(
    claims: Mapping[str, Any], *, issuer: str, names: ClaimNames
) -> ProvedIdentity | tuple[Problem, ...]:
    """Who it is; or why that cannot be said."""
    found = ProvedIdentity(
        issuer=issuer,
        subject=_text(claims.get("sub")),
        kind=_kind(claims, names),
        name=_first(claims, names.name),
        id_number=normalise(_first(claims, names.id_number)),
        level=level_of(claims.get("acr"), names),
    )
    return tuple(_problems(found, claims)) or found


def level_of(acr: object, names: ClaimNames) -> int:
    """The level of a class of assurance; 0 for one that the table does not name."""
    return max((level for level, classes in names.levels.items() if acr in classes), default=0)


def classes_from(least: int, names: ClaimNames) -> tuple[str, ...]:
    """The classes to ask the provider for, so that the level is at least this: the lowest that serves first."""
    return tuple(
        names.levels[level][0] for level in sorted(names.levels) if level >= least and names.levels[level]
    )


def _kind(claims: Mapping[str, Any], names: ClaimNames) -> str:
    """A person where nothing is said: the number tells then whether that is so."""
    said = _first(claims, names.kind)
    return next((kind for kind, words in names.kinds.items() if said in words), "" if said else PERSON)


def _problems(found: ProvedIdentity, claims: Mapping[str, Any]) -> Iterator[Problem]:
    if not found.subject or found.subject != claims.get("sub") or len(found.subject) > LONGEST_SUBJECT:
        yield beside("provider.refused", "identity", {})
    if not 1 < len(found.name) <= LONGEST_NAME:
        yield beside("provider.no_name", "name", {})
    right = {PERSON: is_citizen_id, ORGANISATION: is_uscc}.get(found.kind)
    if right is None or not right(found.id_number):
        yield beside("provider.no_number", "id_number", {})


def _first(claims: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if (text := _text(claims.get(name)))), "")


def _text(value: object) -> str:
    return " ".join(shown(value).split()) if isinstance(value, str) else ""
