"""Downloads: editions and differences as CSV, XLSX, JSON; the exact texts that digests are of; evidence packs."""

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from qingdan.base.refusal import Missing
from qingdan.data.publication import LIST_NAMES
from qingdan.editions.queries.difference import changes_between, fields_of_changes
from qingdan.editions.queries.entries import contents_of, entries_on, units_of
from qingdan.editions.queries.frozen import frozen_text, item_lines
from qingdan.editions.queries.plain import entry_facts
from qingdan.editions.queries.shown import ShownEdition, in_force
from qingdan.editions.queries.tables import difference_table, list_table
from qingdan.lists.queries.evidence import anchors, pack_mark, verifier_source, write_pack
from qingdan.reports.table_files import WRITERS, Table
from qingdan.rules.review import ListKind
from qingdan.web.api.answers import FOR_A_DAY, FOR_EVER, FRESH, opened, sent, sent_file
from qingdan.web.api.plain import change_rows, edition_facts
from qingdan.web.portal.addresses import edition_address
from qingdan.web.portal.editions import chosen_edition, day_in
from qingdan.web.portal.rendering import Asked


@opened
def edition_file(
    request: HttpRequest, asked: Asked, kind: ListKind, number: int, ext: str
) -> HttpResponseBase:
    """An edition, or a unit's part of it (`?unit=`), as it was on its first day."""
    edition = _edition(asked, kind, number)
    unit = asked.word("unit", 9)
    lines = entries_on(edition, edition.stands_from, unit=unit)
    if unit and not lines:
        raise Missing
    name = f"{edition.code}{f'-{unit}' if unit else ''}.{ext}"

    def make(target: BinaryIO) -> None:
        if ext in WRITERS:
            WRITERS[ext](list_table(kind, lines, contents_of(lines)), target)
        else:
            entries = [entry_facts(line, content) for line, content in _told(lines)]
            target.write(_json({"edition": edition_facts(asked.place, edition), "entries": entries}))

    return sent_file(request, f"{edition.digest} {unit} {ext}", make, kind=ext, name=name)


@opened
def list_file(_request: HttpRequest, asked: Asked, kind: ListKind, ext: str) -> HttpResponse:
    """The list in force today or on a day (`?on=`): where the file of that edition is."""
    edition = in_force(asked.editions, kind, day_in(asked.word("on"), asked.today))
    if edition is None:
        raise Missing
    unit = asked.word("unit", 9)
    query = f"?unit={unit}" if unit.isdecimal() and unit.isascii() else ""
    response = HttpResponseRedirect(f"{edition_address(asked.place, edition)}download.{ext}{query}")
    response.headers["Cache-Control"] = FRESH
    return response


@opened
def difference_file(request: HttpRequest, asked: Asked, kind: ListKind, ext: str) -> HttpResponse:
    """What differs between two editions or days (`from`, `to`), of all units or of one (`unit`)."""
    sides = [chosen_edition(asked.editions, kind, asked.word(name)) for name in ("from", "to")]
    if not all(sides):
        raise Missing
    before, after = (entries_on(*side, unit=asked.word("unit", 9)) for side in sides if side)
    changes = changes_between(before, after)
    fields = fields_of_changes(changes)
    units = {one.unit: one.name for one in (*units_of(before), *units_of(after))}
    if ext in WRITERS:
        body = _made(ext, difference_table(changes, fields, units))
    else:
        heads = {
            name: edition_facts(asked.place, side[0]) | {"on": side[1]}
            for name, side in zip(("from", "to"), sides, strict=True)
            if side
        }
        body = _json({**heads, "changes": change_rows(changes, fields, units)})
    name = f"{LIST_NAMES[kind]}差异.{ext}"
    return sent(request, body, kind=ext, name=name, keep=FOR_A_DAY)


@opened
def manifest(request: HttpRequest, asked: Asked, kind: ListKind, number: int) -> HttpResponse:
    """The manifest of an edition, to the byte: its SHA-256 is the edition's digest."""
    edition = _edition(asked, kind, number)
    return sent(request, frozen_text(edition.digest).encode(), kind="json")


@opened
def items(request: HttpRequest, asked: Asked, kind: ListKind, number: int) -> HttpResponseBase:
    """All entries of an edition, a line each, to the byte: the SHA-256 of a line is its digest in the manifest."""
    edition = _edition(asked, kind, number)

    def make(target: BinaryIO) -> None:
        target.writelines(f"{line}\n".encode() for line in item_lines(edition.code))

    name = f"{edition.code}-items.ndjson"
    return sent_file(request, f"{edition.digest} items", make, kind="ndjson", name=name, keep=FOR_EVER)


@opened
def evidence(request: HttpRequest, asked: Asked, kind: ListKind, number: int) -> HttpResponseBase:
    """The evidence pack of an edition; kept only once nothing of it can change any more."""
    edition = _edition(asked, kind, number)
    make = partial(_write_pack, code=edition.code)
    name = f"{edition.code}-evidence.zip"
    return sent_file(request, pack_mark(edition.code), make, kind="zip", name=name, keep=FRESH)


@opened
def published_anchors(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The seals of all days and the digests of all editions: what packs are checked against; keep a copy elsewhere."""
    return sent(request, _json(anchors(asked.place.code)), kind="json", keep=FRESH)


@opened
def verifier(request: HttpRequest, _asked: Asked) -> HttpResponse:
    """The program that verifies packs."""
    return sent(request, verifier_source(), kind="py", name="qingdan_verify.py", keep=FOR_A_DAY)


def _edition(asked: Asked, kind: ListKind, number: int) -> ShownEdition:
    found = chosen_edition(asked.editions, kind, str(number))
    if found is None:
        raise Missing
    return found[0]


def _told(lines: Any) -> Iterator[tuple[Any, Any]]:
    contents = contents_of(lines)
    return ((line, contents[line.code]) for line in lines)


def _made(ext: str, table: Table) -> bytes:
    target = BytesIO()
    WRITERS[ext](table, target)
    return target.getvalue()


def _write_pack(target: BinaryIO, *, code: str) -> None:
    write_pack(target, code)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_day).encode()


def _day(value: Any) -> str:
    assert isinstance(value, date)
    return value.isoformat()
