"""Numbers of cases and their secrets.

A number is day, region, the unit's three digits, a serial of the unit's day, and a check character:
`qingdan.rules.codes.case_number` reads it (approval.md §2.3, our own form). A serial is taken under a lock on the
unit's row of the day, so no two cases have one, and none is lost when many come at once. Serials from 90001 on are of
trial runs: the number alone tells them, whatever system it is copied into.
"""

from datetime import date

from django.db import connection

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import wait_turn
from qingdan.cases.models import Case, CaseNumber
from qingdan.rules.codes.case_number import hyphened
from qingdan.rules.codes.check_characters import uscc_character

TRIAL_BEFORE_FIRST = 90_000
_NEXT = f"""
INSERT INTO {CaseNumber._meta.db_table} AS given (region_id, unit_id, day, trial, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (unit_id, day, trial) DO UPDATE SET last = given.last + 1 RETURNING last
"""


_SEQUENCES = 7_306  # the family of locks, so that no other part takes the same


def next_number(unit: Unit, day: date, *, trial: bool = False) -> str:
    """The next number of a unit on a day: 151126-360900-013-00001-7, in a trial run 151126-360900-013-90001-…."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit.region_id, unit.pk, day, trial])
        (last,) = cursor.fetchone()
    serial = last + (TRIAL_BEFORE_FIRST if trial else 0)
    plain = f"{day:%y%m%d}{unit.code[:9]}{serial:05d}"
    return hyphened(plain + uscc_character(plain))


def next_sequence(item_code: str) -> int:
    """The place in the order in which an item's cases are accepted (Art. 57), from 1; who comes at once waits here."""
    wait_turn(_SEQUENCES, item_code)
    last = Case.objects.filter(item_code=item_code, sequence__isnull=False).order_by("-sequence").first()
    return (last.sequence or 0) + 1 if last else 1
