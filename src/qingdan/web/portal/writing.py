"""Published pages as files for a web server in front: the same bytes as are served live to who set no display.

`/items/3609…` is the file `items/3609….html`, `/lists/` is `lists/index.html`; each has its packed twin beside it
(`.gz`). A server gives them for requests without a query and without the display cookie and hands on all others
(docs/adr/0030 has the few lines for nginx).
"""

import gzip
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.urls import resolve

from qingdan.base.clock import day_of
from qingdan.base.transactions import reading
from qingdan.editions.queries.places import Place, main_city, place_of
from qingdan.editions.queries.shown import ShownEdition, codes_shown, in_force, of_kind, shown_editions
from qingdan.rules.review import ListKind
from qingdan.web.portal.addresses import department_address, edition_address, item_address, list_address
from qingdan.web.portal.rendering import Asked, body_of_state
from qingdan.web.portal.state import state_of, visitor_of

Told = Callable[[str], object]


def write_pages(folder: Path, *, at: datetime, told: Told = lambda _address: None) -> int:
    """Writes every published page as it is at an instant; how many. Raises Missing where there is no city.

    Files are put in place whole, one by one. None is ever taken away: a published address goes on working.
    """
    count = 0
    for code, _ in place_of(main_city()).beside:
        with reading(visitor_of(code)):
            for address, body in bodies_of(place_of(code), at=at):
                _put(folder / _name(address), body)
                told(address)
                count += 1
    return count


def bodies_of(place: Place, *, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Address and body of every published page of a place, as everybody gets it; all of one state, inside a
    transaction.
    """
    editions = shown_editions(place.code)
    state = state_of(place, editions, at)
    for address in addresses_of(place, editions, at):
        match = resolve(address)
        asked = Asked(place=place, at=at, address=address, editions=editions)
        yield address, body_of_state(match.func.shows, asked, match.kwargs, state).body  # type: ignore[attr-defined]


def addresses_of(place: Place, editions: tuple[ShownEdition, ...], at: datetime) -> Iterator[str]:
    """The addresses of a place that have no query: as many as there are things published."""
    yield from (f"{place.root}/{name}" for name in ("", "changes/", "departments/", "lists/"))
    for kind in ListKind:
        yield from (list_address(place, kind), f"{list_address(place, kind)}difference/")
        for edition in of_kind(editions, kind):
            yield from (edition_address(place, edition), f"{edition_address(place, edition)}verify/")
    items, _ = codes_shown(editions, ListKind.POWER)
    for code in items:
        yield from (item_address(code), f"{item_address(code)}/difference/")
    yield from _departments(editions, at)


def _departments(editions: tuple[ShownEdition, ...], at: datetime) -> Iterator[str]:
    """Pages of the units of the lists in force."""
    for kind in ListKind:
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
