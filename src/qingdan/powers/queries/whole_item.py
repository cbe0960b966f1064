"""An item with all that belongs to it in other tables, in one question: no page is opened as often as an item's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.rows import rows
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.open_findings import TROUBLED

_WHOLE = f"""
WITH item AS (
  SELECT * FROM powers_poweritem WHERE id = %(item)s
), others AS (
  SELECT other.id, other."order", other.draft_number, other.category,
    (other."order", other.id) < (item."order", item.id) AS before
  FROM powers_poweritem other JOIN item ON other.campaign_id = item.campaign_id AND other.unit_id = item.unit_id
  WHERE other.deleted_at IS NULL AND other.id <> item.id ORDER BY other."order", other.id
)
SELECT to_jsonb(item), unit.code, unit.name,
  campaign.code, campaign.name, campaign.template, campaign.law_on, campaign.closed_at,
  (SELECT count(*) + 1 FROM others WHERE before),
  (SELECT draft_number FROM others WHERE before AND category = item.category ORDER BY "order" DESC, id DESC LIMIT 1),
  ARRAY(SELECT draft_number FROM others WHERE NOT before AND category = item.category ORDER BY "order", id LIMIT 2),
  (SELECT draft_number FROM others JOIN powers_itemcheck ON item_id = others.id WHERE NOT before AND ({TROUBLED})
   ORDER BY "order", others.id LIMIT 1),
  (SELECT problems FROM powers_itemcheck WHERE item_id = item.id),
  (SELECT jsonb_object_agg(key, reason) FROM powers_justification WHERE item_id = item.id),
  (SELECT jsonb_agg(jsonb_build_array(jsonb_build_object(
      'instrument', instrument, 'document_number', document_number, 'locator', locator, 'quotation', quotation,
      'attachment', coalesce(file.code, '')), coalesce(file.name, '')) ORDER BY basis."order", basis.id)
   FROM powers_legalbasis basis LEFT JOIN files_storedfile file ON file.id = attachment_id
   WHERE item_id = item.id),
  ARRAY(SELECT name FROM orgs_inneroffice WHERE unit_id = unit.id ORDER BY number),
  (SELECT name FROM people_user WHERE username = item.updated_by)
FROM item
  JOIN campaigns_campaign campaign ON campaign.id = item.campaign_id
  JOIN orgs_unit unit ON unit.id = item.unit_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Draft numbers around an item in its category; "" where there is none. `after_next` is where it stands if moved
    down."""

    previous: str = ""
    next: str = ""
    after_next: str = ""
    next_problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeItem:
    """An item with what lies beside it. `row` are its own columns, days and instants as texts.

    `place` is its row in the register, from 1; `problems` as the checks keep them; `reasons` by key of a finding;
    `bases` in order, each with the name of the attached file ("" none); `updated_by` the name of who saved it last,
    "" not known.
    """

    row: Mapping[str, Any]
    unit: str
    unit_name: str
    campaign: str
    campaign_name: str
    template: str
    law_on: date | None
    closed_at: datetime | None
    place: int
    neighbours: Neighbours
    problems: Sequence[Mapping[str, Any]]
    reasons: Mapping[str, str]
    bases: tuple[tuple[BasisText, str], ...]
    offices: tuple[str, ...]
    updated_by: str


def whole_item(pk: int) -> WholeItem:
    """The item of that key in the database: its columns, unit, campaign, neighbours, findings, bases, offices."""
    ((row, *head, place, previous, after, next_problem, problems, reasons, bases, offices, name),) = rows(
        _WHOLE, item=pk
    )
    unit, unit_name, campaign, campaign_name, template, law_on, closed_at = head
    return WholeItem(
        row=json.loads(row),
        unit=unit,
        unit_name=unit_name,
        campaign=campaign,
        campaign_name=campaign_name,
        template=template,
        law_on=law_on,
        closed_at=closed_at,
        place=place,
        neighbours=Neighbours(
            previous=previous or "",
            next=after[0] if after else "",
            after_next=after[1] if len(after) > 1 else "",
            next_problem=next_problem or "",
        ),
        problems=json.loads(problems or "[]"),
        reasons=json.loads(reasons or "{}"),
        bases=tuple((BasisText(**parts), file) for parts, file in json.loads(bases or "[]")),
        offices=tuple(offices),
        updated_by=name or "",
    )
