"""What marks a case that came from another level or region, in lists: a case sent up is not like one's own.

Source: 行政许可法 Art. 43 (the lower level examines first and sends up its opinion with all materials).
"""

from collections.abc import Collection
from dataclasses import dataclass

from qingdan.data.case import case_names
from qingdan.referrals.models import Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class CameFrom:
    """`words`: what such a case is called; `origin`: the name of the region it came from."""

    words: str
    origin: str


def marks_of(numbers: Collection[str]) -> dict[str, CameFrom]:
    """Number → mark of those that came, which the caller may see; one statement, and none for no numbers."""
    if not numbers:
        return {}
    found = Referral.objects.filter(second_number__in=numbers)
    rows = found.values_list("second_number", "kind", "region__name")
    return {number: CameFrom(words=case_names("came")[kind], origin=origin) for number, kind, origin in rows}
