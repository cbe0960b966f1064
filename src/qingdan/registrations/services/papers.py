"""Writing a paper of a registration: its words put together once, frozen, signed; files are made when asked for.

The papers of a case hang on a case (docs/adr/0041); these say the same things in the same layout.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.signing import signer
from qingdan.base.snapshots.services import freeze
from qingdan.data.labels import long_date
from qingdan.data.registrations import paper_table, paper_text, registration_modes, words_of
from qingdan.registrations.models import Registration, RegistrationPaper

SNAPSHOT = "registration_paper"
Rows = Sequence[Mapping[str, str]]


def write_paper(
    registration: Registration,
    kind: str,
    parts: Mapping[str, str | Rows],
    *,
    by: Actor,
    at: datetime,
    **days: date | None,
) -> RegistrationPaper:
    """Writes a paper of a registration whose row is locked; `parts` by their names, `days` for the opening."""
    dated = day_of(at)
    written = RegistrationPaper.objects.filter(registration=registration).count()
    number = f"{registration.number}-{written + 1:02d}"
    content = _content(registration, kind, parts, days) | {"number": number, "dated": dated.isoformat()}
    digest, key = freeze(SNAPSHOT, content, region=registration.region_id, at=at), signer()
    paper = RegistrationPaper.objects.create(
        region_id=registration.region_id, registration=registration, kind=kind, code=secrets.token_hex(8),
        number=number, digest=digest, signature=key.sign(digest), key=key.key, dated=dated, by=by.username, at=at,
    )  # fmt: skip
    append(
        "PaperWritten", f"registration:{registration.number}", by=by, at=at, unit=registration.unit.code,
        data={"kind": kind, "paper": number, "digest": digest, "key": key.key},
    )  # fmt: skip
    return paper


def _content(
    registration: Registration, kind: str, parts: Mapping[str, str | Rows], days: Mapping[str, date | None]
) -> dict[str, Any]:
    title, opening = paper_text(kind)
    words = {
        "name": registration.name,
        "kind": words_of("kinds")[registration.kind],
        "mode": registration_modes()[registration.mode].name,
        **{name: long_date(day) if day else "" for name, day in days.items()},
    }
    return {
        "kind": kind,
        "title": title,
        "opening": opening.format_map(words),
        "registration": registration.number,
        "unit_name": registration.unit.name,
        "applicant": registration.applicant_name,
        "item_name": f"{words['kind']}：{registration.name}",
        "parts": [_part(name, value) for name, value in parts.items() if value],
    }


def _part(name: str, value: str | Rows) -> dict[str, Any]:
    label = words_of("part_labels")[name]
    if isinstance(value, str):
        return {"label": label, "text": value}
    columns, heads = paper_table(name)
    rows = [[row.get(one, "") for one in columns] for row in value]
    return {"label": label, "heads": list(heads), "rows": rows}
