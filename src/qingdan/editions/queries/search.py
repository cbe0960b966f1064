"""Search over what is published: steps ever less strict, until enough is found; then the best first (docs/adr/0028).

Each step reads no more than `_CANDIDATES` rows and none may take long: what was found until then is the answer. The
table holds only what everybody may see and stands behind no wall: with one, PostgreSQL would not use its index (the
match of words is not leakproof).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Lower, StrIndex
from psycopg.errors import QueryCanceled

from qingdan.data.search_words import load_synonyms
from qingdan.editions.models import Synonym
from qingdan.editions.queries.lexemes import SHORT_MARK, folded, quoted
from qingdan.editions.queries.query_words import LONGEST, Asked, Synonyms, conditions, read_query
from qingdan.editions.queries.ranking import Named, ranker

MOST = 50  # results of one question
KINDS = ("power_item", "service_item", "guide")
_CANDIDATES = 150
_ANSWER, _SURE = 60.0, 90.0  # of `ranker`: most of what was asked stands there; as good as all
_LAST_STRICT = (
    "text",
    "sounds",
)  # what comes after is not tried once something sure was found: it would be noise
_WITHIN = "150ms"
_SETTING = "set_config('statement_timeout', %s, true), set_config('enable_seqscan', %s, true)"
_COLUMNS = "id, region, kind, code, name, unit_name, address, sounds"
_Row = tuple[int, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One answer: a published thing, whose it is, and its address."""

    kind: str
    code: str
    name: str
    department: str
    region: str
    address: str


def search(typed: str, *, limit: int, region: str = "", kind: str = "") -> list[Found]:
    """What answers, best first, at most `limit` (≤ MOST). `region`: its code; `kind`: one of KINDS; empty for all.

    Runs in the transaction in hand.
    """
    asked = read_query(typed, synonyms_for(typed))
    measure, most = ranker(asked), min(limit, MOST)
    met: dict[int, tuple[float, _Row]] = {}
    with _hurried():
        for step, rows in _candidates(asked, region, kind):
            met |= {row[0]: (measure(_named(row, step)), row) for row in rows if row[0] not in met}
            scores = [score for score, _ in met.values()]
            if sum(score >= _ANSWER for score in scores) >= most or (
                step in _LAST_STRICT and max(scores, default=0.0) >= _SURE
            ):
                break
    best = sorted(met.values(), key=lambda one: (-one[0], len(one[1][4]), one[1][4], one[1][1], one[1][3]))
    return [_shown(row) for _, row in best[:most]]


def synonyms_for(typed: str) -> Synonyms:
    """The shipped synonyms, and those kept for the regions in sight: a word that is kept here is not the shipped one.

    Kept as meaning nothing, it has no synonym here.
    """
    kept: dict[str, tuple[str, ...]] = {}
    text = folded(typed[:LONGEST])
    said = Synonym.objects.annotate(place=StrIndex(Value(text), Lower("word"))).filter(place__gt=0)
    for word, means in said.order_by("pk").values_list("word", "means"):
        kept[word] = (*kept.get(word, ()), *([means] if means else []))
    return {**load_synonyms(), **kept}


def _candidates(asked: Asked, region: str, kind: str) -> Iterator[tuple[str, list[_Row]]]:
    """Step by step, the rows that meet its condition; short names before long ones."""
    for step, words in conditions(asked):
        column = "text_words" if step == "text" else "name_words"
        if step == "name":
            yield step, _rows(f"{column} @@ %s::tsquery", f"{quoted(SHORT_MARK)} & ({words})", region, kind)
        yield step, _rows(f"{column} @@ %s::tsquery", words, region, kind)
    for pattern in _initials(asked):
        yield "initials", _rows("initials LIKE %s", pattern, region, kind)


def _initials(asked: Asked) -> Iterator[str]:
    """Names whose initials begin with the letters, then those that hold them."""
    if len(asked.latin) > 1:
        yield from (f"{asked.latin}%", f"%{asked.latin}%")


def _rows(condition: str, words: str, region: str, kind: str) -> list[_Row]:
    filters = [(f"{name} = %s", value) for name, value in (("region", region), ("kind", kind)) if value]
    where = " AND ".join([condition, *(one for one, _ in filters)])
    question = f"SELECT {_COLUMNS} FROM editions_searchentry WHERE {where} LIMIT {_CANDIDATES}"
    with connection.cursor() as cursor:
        cursor.execute(question, [words, *(value for _, value in filters)])
        found: list[_Row] = cursor.fetchall()
        return found


@contextmanager
def _hurried() -> Iterator[None]:
    """No statement may take long: the first that does ends all. No plan reads the whole table, hoping to meet enough
    rows soon. Before and after, the transaction is as it was."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT current_setting('statement_timeout'), {_SETTING}", [_WITHIN, "off"])
            before = cursor.fetchone()[0]
            yield
            cursor.execute(f"SELECT {_SETTING}", [before, "on"])
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise


def _named(row: _Row, step: str) -> Named:
    return Named(name=row[4], sounds=row[7], beside=step == "text")


def _shown(row: _Row) -> Found:
    _, region, kind, code, name, unit_name, address, _ = row
    return Found(kind=kind, code=code, name=name, department=unit_name, region=region, address=address)
