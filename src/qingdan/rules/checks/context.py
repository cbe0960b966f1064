"""What a check is handed besides the item or register it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingdan.rules.checks.given import Chart, Duty, Mandate
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.checks.set_power import SetPower
from qingdan.rules.power_item import RegisterFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What a check is handed besides the item: the day whose law applies, the scheme, and what else is known.

    `charts` by chart number, `duties` and `mandates` of the department: None when not given, and the checks
    that need them say "not checked". `set_power` is the matrix of who may set what. `filings` are the registers
    of this run, this one among them: a department may file one workbook a category.
    """

    on: date
    scheme: Scheme
    set_power: SetPower
    charts: Mapping[str, Chart] | None = None
    duties: tuple[Duty, ...] | None = None
    mandates: tuple[Mandate, ...] | None = None
    filings: tuple[RegisterFacts, ...] = ()
