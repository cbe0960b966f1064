"""Questions for models that are put into SQL once: for what every step of a case asks.

There Django takes longer to word a question than the database to answer it. What is asked stays written with models,
`visible_to` too; only the values change from one time to the next.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Value = str | int


class Worded(Generic[M]):
    """A question in fixed words. `samples`: value by which the query is written → name of what is asked there.

    A sample is a value that the query holds nowhere else. Locking is part of the words: ask inside a transaction.
    """

    def __init__(self, query: QuerySet[M], samples: Mapping[Value, str]) -> None:
        self._compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        self._words, places = self._compiler.as_sql()
        self._places = [(samples.get(one), one) for one in places]
        kind = self._compiler.klass_info
        self._model = kind["model"]
        self._columns = slice(kind["select_fields"][0], kind["select_fields"][-1] + 1)
        self._names = [one[0].target.attname for one in self._compiler.select[self._columns]]
        self._converters = self._compiler.get_converters([one[0] for one in self._compiler.select])
        self._related = get_related_populators(kind, self._compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # (the stubs are ahead of Django 5.2)

    def ask(self, **facts: Value) -> list[M]:
        """The models found with these facts in the places of the samples."""
        with connection.cursor() as cursor:
            cursor.execute(self._words, [facts[name] if name else one for name, one in self._places])
            found = self._compiler.apply_converters(cursor.fetchall(), self._converters)
            return [self._made(row) for row in found]

    def _made(self, row: Any) -> M:
        made: M = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._columns])
        for one in self._related:
            one.populate(row, made)
        return made
