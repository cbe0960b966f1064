"""How far the departments' systems of a region are docked: the third of the four guarantees (R-081), and what people
typed twice all the same. Public: no name, no address, no case.
"""

from dataclasses import dataclass
from datetime import date

from qingdan.base.rows import rows
from qingdan.rules.docking import DockingLevel

_SYSTEMS = """
SELECT p.code, p.name, u.name, p.level, p.since,
  (SELECT count(DISTINCT a.case_id) FROM docking_dockedact a
   WHERE a.partner_id = p.id AND a.kind IN ('step', 'result') AND a.returned > 0),
  (SELECT coalesce(sum(a.letters), 0) FROM docking_dockedact a WHERE a.partner_id = p.id)
FROM docking_partner p JOIN orgs_unit u ON u.id = p.unit_id
WHERE p.region_id = %(region)s AND p.active ORDER BY p.level DESC, u."order", u.code
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemLevel:
    """A system in use and its level. `cases`: in how many what came back could be measured, `letters` typed twice in
    all of them.
    """

    code: str
    name: str
    unit_name: str
    level: DockingLevel
    since: date
    cases: int
    letters: int

    @property
    def letters_each(self) -> int | None:
        """Letters typed twice a case, rounded; None where nothing could be measured."""
        return round(self.letters / self.cases) if self.cases else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DockedRatio:
    """Systems that are docked (L2 and more), of all that are known and in use."""

    docked: int
    of: int

    @property
    def per_cent(self) -> int | None:
        """Rounded down: all is all; None where no system is known."""
        return 100 * self.docked // self.of if self.of else None


def system_levels(region: str) -> list[SystemLevel]:
    """The systems in use in a region, the farthest docked first."""
    return [
        SystemLevel(
            code=code, name=name, unit_name=unit, level=DockingLevel(level), since=since, cases=cases,
            letters=int(letters),
        )
        for code, name, unit, level, since, cases, letters in rows(_SYSTEMS, region=region)
    ]  # fmt: skip


def docked_ratio(region: str) -> DockedRatio:
    """The counter of the guarantee: 确保部门各自专业系统与网上审批系统对接."""
    found = system_levels(region)
    return DockedRatio(docked=sum(one.level.is_docked for one in found), of=len(found))
