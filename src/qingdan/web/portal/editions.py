"""How pages name an edition, find the one that is asked for, and show where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingdan.editions.queries.places import Place
from qingdan.editions.queries.shown import ShownEdition, edition_name, in_force, of_kind
from qingdan.rules.review import REVIEWED_LISTS, ListKind
from qingdan.web.portal.addresses import downloads_of, edition_address


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionHead:
    """The edition line of a page: what it is called, since when, who adopted it, its digest, its files."""

    name: str
    digest: str
    short_digest: str
    shown_on: date
    effective_on: date
    meeting: str
    met_on: date | None
    document: str
    address: str
    verify: str
    evidence: str
    downloads: tuple[tuple[str, str], ...]


def kinds_shown(editions: Iterable[ShownEdition]) -> tuple[ListKind, ...]:
    """The lists that pages name: the two of the campaign always, the others when there is an edition."""
    there = {one.kind for one in editions}
    return tuple(kind for kind in ListKind if kind in REVIEWED_LISTS or kind in there)


def edition_head(place: Place, edition: ShownEdition) -> EditionHead:
    """The line of an edition."""
    adopted = edition.resolution
    on = str(adopted.get("on", ""))
    return EditionHead(
        name=edition_name(edition),
        digest=edition.digest,
        short_digest=grouped_digest(edition.digest),
        shown_on=edition.shown_on,
        effective_on=edition.effective_on,
        meeting=str(adopted.get("meeting", "")),
        met_on=date.fromisoformat(on) if on else None,
        document=str(adopted.get("number", "")),
        address=edition_address(place, edition),
        verify=f"{edition_address(place, edition)}verify/",
        evidence=f"{edition_address(place, edition)}evidence.zip",
        downloads=downloads_of(place, edition),
    )


def grouped_digest(digest: str) -> str:
    """The first 16 places, by fours."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def day_in(words: str, default: date) -> date:
    """A day as an address writes it; the default where it is none."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        return default


def chosen_edition(
    editions: Iterable[ShownEdition], kind: ListKind, words: str
) -> tuple[ShownEdition, date] | None:
    """What an address names by a number or a day: the edition and the day it is looked at."""
    found = of_kind(editions, kind)
    if words.isdecimal() and len(words) < 6:
        numbered = next((one for one in found if one.number == int(words)), None)
        return (numbered, numbered.stands_from) if numbered else None
    day = day_in(words, date.min)
    standing = in_force(found, kind, day)
    return (standing, day) if standing else None
