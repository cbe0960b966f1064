"""Published pages as files for a web server in front: the same bytes as are served live to who set no display.

`/items/3609…` is the file `items/3609….html`, `/lists/` is `lists/index.html`; each has its packed twin beside it
(`.gz`). A server gives them for requests without a query and without the display cookie and hands on all others
(docs/adr/0030 has the few lines for nginx).
"""

import gzip
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.db import connections
from django.urls import resolve

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.editions.queries.items import histories_at_hand
from qingdan.editions.queries.places import Place, main_city, place_of
from qingdan.editions.queries.shown import (
    ShownEdition,
    codes_changed,
    codes_shown,
    in_force,
    of_kind,
    shown_editions,
)
from qingdan.rules.review import USED_LISTS
from qingdan.web.portal.addresses import department_address, edition_address, item_address, list_address
from qingdan.web.portal.editions import kinds_shown
from qingdan.web.portal.rendering import Asked, body_of_state
from qingdan.web.portal.state import state_of, visitor_of

Told = Callable[[str], object]
_AT_ONCE = 250


def write_pages(folder: Path, *, at: datetime, told: Told = lambda _address: None, processes: int = 1) -> int:
    """Writes every published page as it is at an instant; how many. Raises Missing where there is no city.

    Files are put in place whole, one by one. None is ever taken away: a published address goes on working. With more
    than one of `processes` nothing may be open in a transaction: each has a connection of its own.
    """
    count = 0
    for written in _done([partial(_write, folder, at, *one) for one in _portions(at)], processes):
        count += len(written)
        for address in written:
            told(address)
    return count


def _portions(at: datetime) -> Iterator[tuple[str, list[str]]]:
    """Regions with some of their addresses, so that a portion is one transaction and items are read together."""
    for code, _ in place_of(main_city()).beside:
        with reading(visitor_of(code)):
            found = list(addresses_of(place_of(code), shown_editions(code), at))
        for start in range(0, len(found), _AT_ONCE):
            yield code, found[start : start + _AT_ONCE]


def _done(portions: Sequence[Callable[[], list[str]]], processes: int) -> Iterator[list[str]]:
    if processes == 1 or len(portions) == 1:
        yield from (portion() for portion in portions)
        return
    _close_connections()
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(_call, portions)


def _close_connections() -> None:
    """A forked process must open its own."""
    connections.close_all()
    for one in connections.all(initialized_only=True):
        one.close_pool()  # type: ignore[attr-defined]


def _call(portion: Callable[[], list[str]]) -> list[str]:
    return portion()


def _write(folder: Path, at: datetime, region: str, addresses: list[str]) -> list[str]:
    with reading(visitor_of(region)):
        for address, body in bodies_of(place_of(region), addresses, at=at):
            _put(folder / _name(address), body)
    return addresses


def bodies_of(place: Place, addresses: Iterable[str], *, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Address and body of published pages of a place, all of one state; inside a transaction."""
    editions = shown_editions(place.code)
    state = state_of(place, editions, at)
    pages = {address: resolve(address) for address in addresses}
    items = {match.kwargs["code"] for match in pages.values() if "code" in match.kwargs}
    with histories_at_hand(editions, items):
        for address, match in pages.items():
            asked = Asked(place=place, at=at, address=address, editions=editions)
            shows = match.func.shows  # type: ignore[attr-defined]
            yield address, body_of_state(shows, asked, match.kwargs, state).body


def addresses_of(place: Place, editions: tuple[ShownEdition, ...], at: datetime) -> Iterator[str]:
    """The addresses of a place that have no query: as many as there are things published.

    What never changed has a page of differences too, which says just that: it is made when somebody asks for it.
    """
    yield from (f"{place.root}/{name}" for name in ("", "changes/", "departments/", "lists/"))
    for kind in kinds_shown(editions):
        yield from (list_address(place, kind), f"{list_address(place, kind)}difference/")
        for edition in of_kind(editions, kind):
            yield from (edition_address(place, edition), f"{edition_address(place, edition)}verify/")
    items = [code for kind in USED_LISTS for code in codes_shown(editions, kind)[0]]
    changed = codes_changed(editions)
    for code in items:
        yield from (item_address(code), *([f"{item_address(code)}/difference/"] if code in changed else []))
    yield from _departments(editions, at)


def _departments(editions: tuple[ShownEdition, ...], at: datetime) -> Iterator[str]:
    """Pages of the units of the lists in force."""
    for kind in kinds_shown(editions):
        now = in_force(editions, kind, day_of(at))
        _, units = codes_shown([now], kind) if now else ([], [])
        yield from (department_address(unit, kind) for unit in units)


def _name(address: str) -> str:
    path = address.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else f"{path}.html"


def _put(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for target, content in (
        (path, body),
        (path.with_name(f"{path.name}.gz"), gzip.compress(body, 9, mtime=0)),
    ):
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
