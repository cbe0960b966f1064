"""One guide on the desk: its draft with what is wrong, its versions, what publishing would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.data.guide import guide_names, label_of
from qingdan.editions.queries.charts import chart_of
from qingdan.guides.models import Guide, GuideState, GuideVersion, GuideWithdrawal
from qingdan.guides.queries.content import Content
from qingdan.guides.queries.files import guide_for, names_of
from qingdan.guides.queries.problems import problems_of
from qingdan.guides.queries.published import entry_in_force
from qingdan.guides.queries.texts import EVERY, YES, texts_of
from qingdan.rules.problem import Problem, Severity
from qingdan.rules.role import DRAFTING, Role

PUBLISHING = frozenset({Role.DEPUTY, Role.PRINCIPAL, Role.SERVICE_CENTRE})
"""Who lets a guide out: the unit's leaders, or the service centre; never who wrote it last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A published version; `withdrawn`: when and why nobody applies by it any more."""

    number: int
    digest: str
    edition: str
    by: str
    at: datetime
    withdrawn_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A text that two contents say differently; before, after: as an officer reads them."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """The draft with everything its pages show. `steps`: number and name of the chart's steps; `entry`: what the list
    in force says, None where the item stands in it no more; `file_names` by code.
    """

    code: str
    name: str
    unit: str
    unit_name: str
    state: str
    version: int
    content: Content
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    entry: Content | None
    steps: tuple[tuple[int, str], ...]
    file_names: Mapping[str, str]
    versions: tuple[VersionLine, ...]
    updated_by: str
    updated_at: datetime
    editable: bool
    publishing: bool
    own_draft: bool

    @property
    def blockers(self) -> int:
        """How many things must be put right before it can be published."""
        return sum(one.severity is Severity.BLOCKER for one in self.problems)

    @property
    def newest(self) -> VersionLine | None:
        """The last version."""
        return self.versions[0] if self.versions else None

    @property
    def published(self) -> bool:
        """Whether one can apply by it."""
        return self.state == GuideState.PUBLISHED


def guide_page(by: Actor, code: str, today: date) -> GuidePage:
    """A guide for its unit and the service centre. Raises Missing."""
    guide = guide_for(by, code)
    entry = entry_in_force(guide.region_id, code, today)
    listed = thaw(entry.digest) if entry else None
    chart = chart_of(listed) if listed else None
    return GuidePage(
        code=guide.code,
        name=guide.name,
        unit=guide.unit.code,
        unit_name=guide.unit.name,
        state=guide.state,
        version=guide.version,
        content=guide.content,
        texts=texts_of(guide.content),
        problems=problems_of(guide.content, listed),
        entry=listed,
        steps=tuple((one.number, one.name) for one in chart.steps) if chart else (),
        file_names=names_of(guide.content),
        versions=_versions(guide),
        updated_by=guide.updated_by,
        updated_at=guide.updated_at,
        editable=bool(by.roles & DRAFTING) and guide.unit.code in by.own_units,
        publishing=bool(by.roles & PUBLISHING),
        own_draft=guide.updated_by == by.username,
    )


def changes_of(page: GuidePage) -> tuple[Change, ...]:
    """What publishing would change against the last version; of a first version, everything it says."""
    before = thaw(page.newest.digest) if page.newest else {}
    return changes_between(
        texts_of(before) if before else {}, page.texts, {**_names(before), **page.file_names}
    )


def version_changes(page: GuidePage, first: int, second: int) -> tuple[Change, ...]:
    """What differs between two versions. Raises Missing: there is none of that number."""
    found = {one.number: one.digest for one in page.versions}
    if first not in found or second not in found:
        raise Missing
    before, after = thaw(found[first]), thaw(found[second])
    return changes_between(texts_of(before), texts_of(after), _names(before) | _names(after))


def changes_between(
    before: Mapping[str, str], after: Mapping[str, str], files: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """Texts that differ, in the order of the form. `files`: names by code, so that nobody reads codes."""
    names = list(dict.fromkeys([*after, *before]))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(
        Change(
            name=name,
            label=label_of(name),
            before=shown_text(name, one, files or {}),
            after=shown_text(name, other, files or {}),
        )
        for name, one, other in pairs
        if one.split() != other.split()
    )


def shown_text(name: str, text: str, files: Mapping[str, str]) -> str:
    """A text of the form as an officer reads it: chosen keys by their names, yes as 是."""
    cell = name.rpartition("-")[2]
    if cell in _YES_CELLS:
        return "是" if text == YES else "否"
    if cell in {"form", "sample"}:
        return files.get(text, text)
    part = _CHOSEN.get(cell)
    if part is None:
        return text
    words = guide_names(part)
    return "、".join(words.get(one, one) for one in text.splitlines())


_CHOSEN = {
    "source": "sources",
    "type": "types",
    "delivery": "delivery",
    "applicants": "applicants",
    "least_assurance": "assurance",
    "resource": "resources",
}
_YES_CELLS = frozenset(
    {"no_prohibitions", "no_materials", "free", "parallel", "investment", "lapse_is_withdrawal"}
    | {cell for rows in EVERY for cell, blank in rows.blank.items() if isinstance(blank, bool)}
)


def _names(content: Mapping[str, Any]) -> dict[str, str]:
    return {code: one["name"] for code, one in content.get("files", {}).items()}


def _versions(guide: Guide) -> tuple[VersionLine, ...]:
    withdrawn = {one.version_id: one for one in GuideWithdrawal.objects.filter(version__guide=guide)}
    found = GuideVersion.objects.filter(guide=guide).select_related("entry__edition").order_by("-number")
    return tuple(_version(one, withdrawn.get(one.pk)) for one in found)


def _version(version: GuideVersion, withdrawn: GuideWithdrawal | None) -> VersionLine:
    return VersionLine(
        number=version.number,
        digest=version.digest,
        edition=version.entry.edition.code,
        by=version.published_by,
        at=version.published_at,
        withdrawn_at=withdrawn.at if withdrawn else None,
        reason=withdrawn.reason if withdrawn else "",
    )
