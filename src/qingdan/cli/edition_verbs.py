"""The verbs of `qingdan edition`, once the city's database is there: read as the public reads."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from qingdan.base.clock import day_of, now
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.cli import edition_words as words
from qingdan.cli.errors import CommandError
from qingdan.cli.output import is_folder, make_folder
from qingdan.editions.queries.difference import changes_between, fields_of_changes
from qingdan.editions.queries.entries import EntryLine, contents_of, entries_on, units_of
from qingdan.editions.queries.places import main_city, place_of
from qingdan.editions.queries.plain import change_facts, edition_facts, entry_facts
from qingdan.editions.queries.shown import ShownEdition, in_force, of_kind, shown_editions
from qingdan.editions.queries.tables import difference_table, list_table
from qingdan.lists.queries.evidence import write_pack
from qingdan.registers.whole_file import FileNotWritten, whole_file
from qingdan.reports.table_files import WRITERS, Table
from qingdan.rules.review import ListKind
from qingdan.web.portal.state import visitor_of

_NAMED = re.compile(
    rf"(?:([0-9]{{6}})-)?({'|'.join(kind.value for kind in ListKind)})(?:-([1-9][0-9]{{0,4}}))?"
)
_OF_FILES = {"xlsx", "zip"}


def answer(arguments: argparse.Namespace, here: Path) -> None:
    """Does the verb; files without a name go to `here`. Raises CommandError: no city, no such edition."""
    try:
        main = main_city()
    except Missing:
        raise CommandError("还没有建立城市，没有公布过清单") from None
    name, body = _VERBS[arguments.verb](arguments, main)
    _put(body, arguments.output, name, here if arguments.format in _OF_FILES else None)


def _show(arguments: argparse.Namespace, main: str) -> tuple[str, bytes]:
    if not arguments.edition:
        return _show_all(arguments, main)
    edition, day = _found(arguments.edition, arguments.on, main)
    with reading(visitor_of(edition.region)):
        units = units_of(entries_on(edition, day))
    facts = edition_facts(edition)
    if arguments.format == "text":
        return f"{edition.code}.txt", words.edition_text(facts, units).encode()
    named = ("unit", "name", "stand", "ended")
    rows = [{name: getattr(unit, name) for name in named} for unit in units]
    return f"{edition.code}.json", _json(facts | {"units": rows})


def _show_all(arguments: argparse.Namespace, main: str) -> tuple[str, bytes]:
    facts = []
    for code, _ in place_of(main).beside:
        with reading(visitor_of(code)):
            facts += [edition_facts(one) for one in shown_editions(code)]
    if arguments.format == "text":
        return "清单版次.txt", words.editions_text(facts).encode()
    return "清单版次.json", _json({"editions": facts})


def _diff(arguments: argparse.Namespace, main: str) -> tuple[str, bytes]:
    (before, old_day), (after, new_day) = (
        _found(one, arguments.on, main) for one in (arguments.before, arguments.after)
    )
    if (before.region, before.kind) != (after.region, after.kind):
        raise CommandError(f"{before.code} 和 {after.code} 不是同一份清单，不能比较")
    with reading(visitor_of(after.region)):
        old, new = (entries_on(*one, unit=arguments.unit) for one in ((before, old_day), (after, new_day)))
        changes = changes_between(old, new)
        fields = fields_of_changes(changes)
        units = {one.unit: one.name for one in (*units_of(old), *units_of(new))}
    _must_have(arguments.unit, (*old, *new))
    name = f"{before.code}_{after.number}.{'txt' if arguments.format == 'text' else arguments.format}"
    if arguments.format in WRITERS:
        return name, _table(arguments.format, difference_table(changes, fields, units))
    facts = {
        "from": edition_facts(before),
        "to": edition_facts(after),
        "changes": change_facts(changes, fields, units),
    }
    return name, words.difference_text(facts).encode() if arguments.format == "text" else _json(facts)


def _export(arguments: argparse.Namespace, main: str) -> tuple[str, bytes]:
    edition, _ = _found(arguments.edition, arguments.on, main)
    unit, ext = arguments.unit, arguments.format
    if ext == "zip":
        return f"{edition.code}-evidence.zip", _pack(edition, unit)
    with reading(visitor_of(edition.region)):
        lines = entries_on(edition, edition.stands_from, unit=unit)
        contents = contents_of(lines)
    _must_have(unit, lines)
    name = f"{edition.code}{f'-{unit}' if unit else ''}.{ext}"
    if ext in WRITERS:
        return name, _table(ext, list_table(edition.kind, lines, contents))
    entries = [entry_facts(line, contents[line.code]) for line in lines]
    return name, _json({"edition": edition_facts(edition), "entries": entries})


def _pack(edition: ShownEdition, unit: str) -> bytes:
    if unit:
        raise CommandError("证据包是整版的，不能只要一个部门")
    target = BytesIO()
    with reading(visitor_of(edition.region)):
        write_pack(target, edition.code)
    return target.getvalue()


def _found(named: str, on: date | None, main: str) -> tuple[ShownEdition, date]:
    """The edition that is named, and the day it is looked at."""
    parts = _NAMED.fullmatch(named)
    if not parts:
        raise CommandError(f"版次要写成 {main}-power_list-2 或 power_list 的样子，不能是 {named}")
    region, kind, number = parts[1] or main, ListKind(parts[2]), parts[3]
    with reading(visitor_of(region)):
        editions = of_kind(shown_editions(region), kind)
    day = on or day_of(now())
    found = next((one for one in editions if number and one.number == int(number)), None)
    if not number:
        found = in_force(editions, kind, day)
    if found is None:
        raise CommandError(
            f"没有公布过 {named}；qingdan edition show 列出各版" if number else f"{day} 没有现行的 {named}"
        )
    return found, found.stands_from if number else day


def _must_have(unit: str, lines: Sequence[EntryLine]) -> None:
    if unit and not lines:
        raise CommandError(f"清单里没有部门 {unit}；qingdan edition show 列出各部门的代码")


def _table(ext: str, table: Table) -> bytes:
    target = BytesIO()
    WRITERS[ext](table, target)
    return target.getvalue()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _put(body: bytes, output: Path | None, name: str, here: Path | None) -> None:
    """Into the file that is named, into the folder under its own name, else to standard output."""
    if output is None and here is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(body)
        return
    place = output or here or Path()
    target = place / name if is_folder(place) else place
    make_folder(target.parent)
    try:
        with whole_file(target) as draft:
            draft.write_bytes(body)
    except FileNotWritten as error:
        raise CommandError(str(error)) from error
    print(target)


_VERBS: Mapping[str, Callable[[argparse.Namespace, str], tuple[str, bytes]]] = {
    "show": _show,
    "diff": _diff,
    "export": _export,
}
