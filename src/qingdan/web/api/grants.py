"""The grants of a region as CSV and JSON: what 行政许可法 Art. 40 has published (also 双公示)."""

import json
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse

from qingdan.data.wording import wording
from qingdan.licences.queries.public import Grant, all_grants
from qingdan.reports.table_files import Table, write_csv
from qingdan.web.api.answers import FRESH, opened, sent
from qingdan.web.portal.editions import day_in
from qingdan.web.portal.rendering import Asked

COLUMNS = (
    "number", "kind", "item_code", "unit", "unit_name", "holder", "issued_on", "valid_from", "valid_until", "status",
    "code",
)  # fmt: skip
_EVER, _NEVER = date(1900, 1, 1), date(9999, 12, 31)


@opened
def grants_file(request: HttpRequest, asked: Asked, ext: str) -> HttpResponse:
    """The newest grants, of a unit (`unit`) and of some days (`from`, `until`); holders who are people are masked."""
    found = all_grants(
        asked.place.code,
        today=asked.today,
        unit=asked.word("unit", 9),
        since=day_in(asked.word("from"), _EVER),
        until=day_in(asked.word("until"), _NEVER),
    )
    body = _csv(found) if ext == "csv" else _json(asked, found)
    return sent(request, body, kind=ext, name=f"grants-{asked.place.code}.{ext}", keep=FRESH)


def _csv(found: tuple[Grant, ...]) -> bytes:
    heads = tuple(wording()["licence.columns"]["message"].split("|"))
    rows = tuple(tuple(_cell(getattr(one, name)) for name in COLUMNS) for one in found)
    target = BytesIO()
    write_csv(Table(name="grants", headings=heads, rows=rows), target)
    return target.getvalue()


def _json(asked: Asked, found: tuple[Grant, ...]) -> bytes:
    grants = [{name: getattr(one, name) for name in COLUMNS} for one in found]
    value = {"form": "qingdan.grants/1", "region": asked.place.code, "grants": grants}
    return json.dumps(value, ensure_ascii=False, default=_cell).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
