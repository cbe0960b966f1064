"""Who acts in the demonstration's earlier campaigns: people of its units, by post."""

from dataclasses import dataclass, replace
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.rules.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of a city: each is made from `by`, who acts for the program in its regions."""

    by: Actor

    def office(self) -> Actor:
        """The 编办, who leads."""
        return self._at("市机构编制委员会办公室", "establishment", Role.ESTABLISHMENT_OFFICE)

    def coordinator(self) -> Actor:
        """The 综合组."""
        return self._at("市机构编制委员会办公室", "coordination", Role.COORDINATION_GROUP)

    def reviewer(self) -> Actor:
        """Somebody of the 审核组."""
        return self._at("市机构编制委员会办公室", "reviewer", Role.REVIEWER)

    def lawyer(self) -> Actor:
        """The legal office."""
        return self._at("市政府法制办公室", "legal", Role.LEGAL_AFFAIRS)

    def other_lawyer(self) -> Actor:
        """Who judges for the legal office what the legal office itself filed."""
        return self._at("市政府办公室", "legal_other", Role.LEGAL_AFFAIRS)

    def clerk(self) -> Actor:
        """The government office, which records what the meeting decided."""
        return self._at("市政府办公室", "office", Role.GOVERNMENT_OFFICE)

    def centre(self) -> Actor:
        """The service centre."""
        return self._at("市政府行政服务中心管委会", "service", Role.SERVICE_CENTRE)

    def member(self, unit: str) -> Actor:
        """A member unit (its code)."""
        return replace(
            self.by,
            username=f"member-{unit}",
            name="成员单位（示例）",
            unit=unit,
            roles=frozenset({Role.MEMBER_UNIT}),
        )

    def liaison(self, unit: str) -> Actor:
        """The liaison officer of a unit."""
        return replace(
            self.by,
            username=f"liaison-{unit}",
            name="联络员（示例）",
            unit=unit,
            roles=frozenset({Role.LIAISON}),
        )

    def principal(self, unit: str, at: datetime) -> Actor:
        """Who signs for a unit, the second factor just shown."""
        return replace(
            self.by,
            username=f"principal-{unit}",
            name="主要负责同志（示例）",
            unit=unit,
            roles=frozenset({Role.PRINCIPAL}),
            factor_at=at,
        )

    def visitor(self) -> Actor:
        """Somebody of the public."""
        return Actor(username="", name="", region=self.by.region, regions=(self.by.region,))

    def _at(self, unit: str, username: str, role: Role) -> Actor:
        code = Unit.objects.get(region_id=self.by.region, name=unit).code
        return replace(self.by, username=username, name=f"{unit}（示例）", unit=code, roles=frozenset({role}))
