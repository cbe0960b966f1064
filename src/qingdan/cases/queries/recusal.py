"""回避: who has an application of his own in a case does no work of the unit on it.

Source: 行政许可法 Art. 48 (who presides a hearing), 公务员法 (2018) Art. 76 (interests of one's own).
Readings: concerned is the applicant, the agent, who made the application on line, who holds a proxy of the applicant
for it, and who has the applicant's identity number; and whoever stands in for such a person, in whichever role he acts.
An agent at a window is known by name alone: who has the same name leaves the case to a colleague.
"""

from collections.abc import Collection

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Refused, refusal
from qingdan.base.rows import rows
from qingdan.cases.models import Case
from qingdan.cases.queries.hats import accounts_of
from qingdan.rules.case_state import STAFF
from qingdan.rules.codes.identification import bare_number

_OWN = """
SELECT a.id, a.id_number FROM applicants_applicant a JOIN people_user u ON u.id = a.user_id
WHERE u.username = ANY(%(accounts)s::varchar[])
UNION ALL
SELECT p.principal_id, '' FROM applicants_proxy p JOIN people_user u ON u.id = p.agent_id
WHERE u.username = ANY(%(accounts)s::varchar[]) AND p.principal_id = %(applicant)s::bigint AND p.ended_at IS NULL
  AND (p.items = '[]'::jsonb OR p.items ?| %(items)s::text[])
"""
"""Key and number of the applicants that these accounts are; the key of the case's where they hold its proxy."""


def is_concerned(case: Case, by: Actor) -> bool:
    """Whether the person, or somebody stood in for, has an application of his own in this case."""
    if by.username == SYSTEM.username:
        return False
    names = {by.name, *(name for _, _, name in by.acts_for)}
    return is_application_of(case, accounts_of(by, STAFF), names)


def is_application_of(case: Case, accounts: Collection[str], names: Collection[str]) -> bool:
    """Whether one of these people applies in this case, for himself or for another."""
    if case.agent_name and case.agent_name in names:
        return True
    made_online = bool(case.applicant_id) and case.made_by in accounts  # at a window the maker is the clerk
    return made_online or _speaks_for_or_is(case, accounts)


def demand_unconcerned(case: Case, by: Actor) -> None:
    """For acts of staff that are no step of the table. Raises Refused."""
    if is_concerned(case, by):
        raise Refused([refusal("case.recusal")])


def _speaks_for_or_is(case: Case, accounts: Collection[str]) -> bool:
    """One of these accounts is the applicant, holds a proxy of it for the item, or has its number."""
    own = rows(_OWN, accounts=list(accounts), applicant=case.applicant_id, items=list(case.items))
    number = bare_number(case.id_number)
    return any(key == case.applicant_id or (number and bare_number(held) == number) for key, held in own)
