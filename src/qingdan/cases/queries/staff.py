"""Who works on the cases of a unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingdan.base.rows import rows
from qingdan.cases.queries.hats import parties_of_roles
from qingdan.rules.case_state import Party
from qingdan.rules.role import HANDLING, Role

_STAFF = """
WITH held AS (
  SELECT a.id, a.user_id, a.role FROM people_appointment a JOIN orgs_unit u ON u.id = a.unit_id
  WHERE u.code = %(unit)s AND a.role = ANY(%(roles)s::varchar[])
    AND a.held_from <= %(on)s AND (a.held_until IS NULL OR a.held_until > %(on)s)
), acting AS (
  SELECT user_id, role FROM held
  UNION
  SELECT s.user_id, held.role FROM people_standin s JOIN held ON held.id = s.appointment_id
  WHERE s.acts_from <= %(on)s AND s.acts_until > %(on)s
)
SELECT p.name, p.username, array_agg(acting.role::text) FROM acting JOIN people_user p ON p.id = acting.user_id
WHERE p.is_active GROUP BY p.name, p.username ORDER BY p.name COLLATE "C", p.username COLLATE "C"
"""
"""Name, account and roles of each. Asked by every step and page of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A person of the unit and the parties that the roles held there make of him."""

    username: str
    name: str
    parties: frozenset[Party]


def staff_of(unit: str, on: date) -> tuple[Colleague, ...]:
    """Who holds a role in the cases of a unit on a day, or stands in for who does, by name."""
    return tuple(
        Colleague(username=username, name=name, parties=parties_of_roles(map(Role, held)))
        for name, username, held in rows(_STAFF, unit=unit, on=on, roles=[one.value for one in HANDLING])
    )


def names_of(staff: tuple[Colleague, ...]) -> Mapping[str, str]:
    """Account → name."""
    return {one.username: one.name for one in staff}
