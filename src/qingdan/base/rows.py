"""Rows in fixed words: for what is asked by every page, and for what is written by thousands.

There wording the SQL anew costs more than answering it. Everything else goes through models. Row-level security holds
here too; who may see a draft is asked of `visible_to` first, never here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model


def rows(question: str, **facts: str | int | date | list[str] | list[int] | None) -> list[tuple[Any, ...]]:
    """What the database answers to SQL with these facts in the places named %(so)s."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def insert(
    model: type[Model],
    lines: Sequence[Mapping[str, object]],
    *,
    same: Mapping[str, object] | None = None,
    but_known: bool = False,
) -> list[int]:
    """Writes new rows at once; their keys, in the same order. A tenth of what `bulk_create` takes.

    `same`: what stands in the rows whose line does not say otherwise; without it every line names the same columns.
    All columns but the key are named, each with its value as it stands: a text, number, day, instant, JSON.
    `but_known`: those that a unique column says are there already are left out.
    """
    if not lines:
        return []
    with connection.cursor() as cursor:
        then = f"{'ON CONFLICT DO NOTHING ' if but_known else ''}RETURNING id"
        _write(cursor, model, lines, same or {}, then)
        return [key for (key,) in cursor.fetchall()]


def add(model: type[Model], *lines: Mapping[str, object], but_known: bool = False) -> None:
    """As `insert`, rows whose keys nobody asks for; at least one."""
    with connection.cursor() as cursor:
        _write(cursor, model, lines, {}, "ON CONFLICT DO NOTHING" if but_known else "")


@contextmanager
def together() -> Iterator[None]:
    """Inside a transaction: what is written here is sent without waiting for the answer to each statement.

    The database does it in the same order; what it refuses is known at the next question, at the end at the latest.
    """
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def update(model: type[Model], key: int, **values: object) -> None:
    """Writes some columns of one row, each value as it stands: a text, number, day, instant, JSON."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET {columns} WHERE id = %s',
            [*map(_bare, values.values()), key],
        )


def _bare(value: object) -> Any:
    """JSON as text, which the column makes its own; the rest as it is."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple) else value


def _write(
    cursor: Any,
    model: type[Model],
    lines: Sequence[Mapping[str, object]],
    same: Mapping[str, object],
    then: str = "",
) -> None:
    table, columns = f'"{model._meta.db_table}"', ", ".join(f'"{name}"' for name in {**same, **lines[0]})
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset("
        f"json_populate_record(NULL::{table}, %s::json), %s::json) {then}",
        [json.dumps(values, ensure_ascii=False, default=str) for values in (same, lines)],
    )
