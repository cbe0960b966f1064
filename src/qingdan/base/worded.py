"""Questions for models that are put into SQL once: for what every step of a case asks.

There Django takes longer to word a question than the database to answer it. What is asked stays written with models,
`visible_to` too; only the values change from one time to the next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Value = str | int | date


class Worded(Generic[M]):
    """A question in fixed words. `samples`: value by which the query is written → name of what is asked there.

    A sample is a value that the query holds nowhere else. Locking is part of the words: ask inside a transaction.
    """

    def __init__(self, query: Callable[[], QuerySet[M]], samples: Mapping[Any, str]) -> None:
        self._query, self._samples = query, samples

    def ask(self, **facts: Value) -> list[M]:
        """The models found with these facts in the places of the samples."""
        words = self._words
        with connection.cursor() as cursor:
            cursor.execute(words.sql, words.values(facts))
            found = words.compiler.apply_converters(cursor.fetchall(), words.converters)
            return [self._made(row) for row in found]

    def count(self, **facts: Value) -> int:
        """How many would be found; a limit of the question holds here too."""
        words = self._words
        asked = f"SELECT count(*) FROM ({words.sql}) found"
        with connection.cursor() as cursor:
            cursor.execute(asked, words.values(facts))
            return int(cursor.fetchone()[0])

    @cached_property
    def _words(self) -> "_Words":
        """Made when it is asked first: the words of some questions depend on the database."""
        compiler = self._query().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, places = compiler.as_sql()
        kind, select = compiler.klass_info, compiler.select
        columns = slice(kind["select_fields"][0], kind["select_fields"][-1] + 1)
        return _Words(
            sql=sql,
            places=[(self._samples.get(one), one) for one in places],
            compiler=compiler,
            converters=compiler.get_converters([one[0] for one in select]),
            model=kind["model"],
            columns=columns,
            names=[one[0].target.attname for one in select[columns]],
            related=get_related_populators(kind, select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]  # (stubs of Django 6)
        )

    def _made(self, row: Any) -> M:
        words = self._words
        made: M = words.model.from_db(DEFAULT_DB_ALIAS, words.names, row[words.columns])
        for one in words.related:
            one.populate(row, made)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The SQL with its parameters, each with the name of what is put there, and how models are made of rows."""

    sql: str
    places: list[tuple[str | None, Any]]
    compiler: Any
    converters: Any
    model: Any
    columns: slice
    names: list[str]
    related: list[Any]

    def values(self, facts: Mapping[str, Value]) -> list[Any]:
        """The parameters with these facts in their places."""
        return [facts[name] if name else one for name, one in self.places]
