"""What public pages are made from: while it stays the same, a page that was made once is still right."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of, now
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.cases.queries.devolved import count_devolved
from qingdan.consultations.queries.rounds import list_rounds
from qingdan.editions.queries.places import Place, place_of
from qingdan.editions.queries.shown import ShownEdition, shown_editions, turning_day
from qingdan.guides.queries.public import guides_state
from qingdan.joints.queries.public import plans_state
from qingdan.rules.canonical import digest
from qingdan.web.shared.law_texts import public_library_state

FRESH = 1.0  # seconds for which a process takes the state it has read for the present one
HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that the published pages of a region depend on, as a digest."""

    region: str
    digest: str


def visitor_of(region: str) -> Actor:
    """Somebody of the public who reads pages of a region."""
    return Actor(username="", name="", region=region, regions=(region,))


def state_of(place: Place, editions: tuple[ShownEdition, ...], at: datetime) -> State:
    """The state at an instant; inside a transaction of the region.

    Editions seen by the public, the last day on which what is in force changed, open consultations, guides, plans of
    joint approval, items handed down, names of places, the law library, and the program's own templates.
    """
    today = day_of(at)
    facts = {
        "editions": [(one.code, one.digest, one.shown_on, one.effective_on) for one in editions],
        "turned": turning_day(editions, today),
        "rounds": [
            (one.code, one.title, one.opens_on, one.closes_on, one.is_open(today))
            for one in list_rounds(visitor_of(place.code))
        ],
        "places": place.beside,
        "guides": guides_state(place.code),
        "plans": plans_state(place.code),
        "devolved": count_devolved(place.code, today),
        "library": public_library_state(),
        "made_by": template_version(),
        "demo": settings.DEMO,
    }
    return State(region=place.code, digest=digest(facts))


@cache
def template_version() -> str:
    """A digest of the code and the templates of public pages, and of the stylesheet's name."""
    folders = (
        HERE.glob("*.py"),
        (TEMPLATES / "portal").rglob("*.html"),
        (TEMPLATES / "shared").glob("*.html"),
    )
    paths = sorted(path for folder in folders for path in folder)
    parts = [path.read_bytes() for path in paths] + [staticfiles_storage.url("qingdan.css").encode()]
    return sha256(b"\0".join(parts)).hexdigest()


class _States:
    """The states read last, each for a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read: dict[str, tuple[float, State | None]] = {}

    def of(self, region: str) -> State | None:
        """The state of a region as of a second ago; None: it cannot be told now."""
        read_at, state = self._read.get(region, (-FRESH, None))
        if monotonic() - read_at < FRESH or not self._lock.acquire(blocking=read_at < 0):
            return state  # another thread is reading it
        try:
            state = _read(region)
            self._read[region] = (monotonic(), state)
        finally:
            self._lock.release()
        return state


_STATES = _States()


def state_of_now(region: str) -> State | None:
    """The state of a region, read at most once a second in a process: for answers given before Django."""
    return _STATES.of(region)


def _read(region: str) -> State | None:
    try:
        with reading(visitor_of(region)):
            return state_of(place_of(region), shown_editions(region), now())
    except (DatabaseError, Missing):
        return None
    finally:
        connection.close()
