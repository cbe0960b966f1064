"""Projects in a line and in full, for their owner and for the desk; the public facts of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing
from qingdan.data.projects import project_names
from qingdan.projects.models import READING, CitedApproval, Project
from qingdan.projects.queries.tables import TableVersion, version_shown
from qingdan.rules.codes.identification import bare_number
from qingdan.rules.codes.project_code import printed_project_code
from qingdan.rules.masking import masked_name
from qingdan.rules.project import ProjectState
from qingdan.rules.project_card import ProjectCard

ON_A_PAGE = 50
STAFF = READING
"""Who has the pages of projects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLine:
    """A project in a list."""

    key: str
    code: str
    name: str
    owner: str
    kind_name: str
    state: str
    state_name: str
    place_name: str
    investment: Decimal
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsPage:
    """A page of projects; `waiting`: how many of the region wait to be verified."""

    lines: tuple[ProjectLine, ...]
    total: int
    waiting: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An approval that counts for a matter; `over`: its last day has passed."""

    matter: str
    licence: str
    number: str
    name: str
    unit_name: str
    issued_on: date
    valid_until: date | None
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectShown:
    """A project in full. `pk` is for reads of the stages above."""

    pk: int
    line: ProjectLine
    card: ProjectCard
    region: str
    owner_number: str
    owner_kind: str
    returned: str
    way: str
    evidence: str
    verified_at: datetime | None
    version: int
    table: TableVersion
    cited: tuple[Cited, ...]

    @property
    def verified(self) -> bool:
        """Whether one can apply under its code."""
        return self.line.state == ProjectState.VERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProject:
    """What anybody may know of a verified project: no contact; `owner_number` gathers its cases and is not shown."""

    owner_number: str
    code: str
    name: str
    owner: str
    kind_name: str
    place_name: str
    verified_at: datetime | None


def own_projects(by: Actor) -> tuple[ProjectLine, ...]:
    """The projects of an account, the newest first."""
    found = list(Project.objects.filter(applicant__user__username=by.username)[:200]) if by.username else []
    names = _place_names(found)
    return tuple(_line(one, names) for one in found)


def own_project(by: Actor, key: str, *, on: date) -> ProjectShown:
    """A project of the account in full. Raises Missing."""
    own = Project.objects.filter(applicant__user__username=by.username) if by.username else None
    return _shown(own.filter(key=key).select_related("table").first() if own is not None else None, on)


def codes_of_owner(owner_number: str) -> tuple[tuple[str, str], ...]:
    """Verified codes of a unit with the names of their projects: what its application forms offer."""
    found = Project.objects.filter(owner_number=bare_number(owner_number), state=ProjectState.VERIFIED)
    return tuple(found.values_list("code", "name")[:100]) if owner_number else ()


def region_projects(by: Actor, *, words: str = "", state: str = "", page: int = 1) -> ProjectsPage:
    """Projects of the region for staff: by state, by words of code, name or owner."""
    every = Project.objects.visible_to(by)
    here = Paginator(_found(every, words, state), ON_A_PAGE).get_page(page)
    lines = list(here)
    names = _place_names(lines)
    return ProjectsPage(
        lines=tuple(_line(one, names) for one in lines),
        total=here.paginator.count,
        waiting=every.filter(state=ProjectState.WAITING).count(),
        page=here.number,
        pages=here.paginator.num_pages,
    )


def region_project(by: Actor, key: str, *, on: date) -> ProjectShown:
    """A project of the region for staff. Raises Missing."""
    if not by.roles:
        raise Missing
    found = Project.objects.visible_to(by).filter(key=key).select_related("table").first()
    return _shown(found, on)


def public_project(code: str, regions: tuple[str, ...]) -> PublicProject:
    """The verified project of a code. Raises Missing: for one that is not verified the same."""
    found = Project.objects.filter(
        code=printed_project_code(code), region_id__in=regions, state=ProjectState.VERIFIED
    ).first()
    if found is None:
        raise Missing
    line = _line(found, _place_names([found]))
    return PublicProject(
        owner_number=found.owner_number,
        code=line.code,
        name=line.name,
        owner=masked_name(found.owner_name, found.owner_kind),
        kind_name=line.kind_name,
        place_name=line.place_name,
        verified_at=found.verified_at,
    )


def places_of(regions: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The divisions in which a project can lie: code and name."""
    found = Region.objects.filter(code__in=regions).order_by("code")
    return tuple(found.values_list("code", "name"))


def card_of(one: Project) -> ProjectCard:
    """The card as its form shows it."""
    return ProjectCard(
        code=one.code, name=one.name, kind=one.kind, division=one.division, town=one.town,
        investment=_plain(one.investment), industry=one.industry, land=one.land, contact=one.contact,
        contact_phone=one.contact_phone, purpose=one.purpose,
    )  # fmt: skip


def _found(every: QuerySet[Project], words: str, state: str) -> QuerySet[Project]:
    found = every.filter(state=state) if state in set(ProjectState) else every
    if words.strip():
        code = printed_project_code(words)
        found = found.filter(
            Q(code__startswith=code) | Q(name__icontains=words) | Q(owner_name__icontains=words)
        )
    return found.order_by("-made_at", "-pk")


def _shown(one: Project | None, on: date) -> ProjectShown:
    if one is None:
        raise Missing
    cited = CitedApproval.objects.filter(project=one).order_by("pk")
    return ProjectShown(
        pk=one.pk,
        line=_line(one, _place_names([one])),
        card=card_of(one),
        region=one.region_id,
        owner_number=one.owner_number,
        owner_kind=one.owner_kind,
        returned=one.returned,
        way=project_names("ways").get(one.way, ""),
        evidence=one.evidence,
        verified_at=one.verified_at,
        version=one.version,
        table=version_shown(one.table),
        cited=tuple(_cited(approval, on) for approval in cited),
    )


def _cited(one: CitedApproval, on: date) -> Cited:
    return Cited(
        matter=one.matter,
        licence=one.licence,
        number=one.number,
        name=one.name,
        unit_name=one.unit_name,
        issued_on=one.issued_on,
        valid_until=one.valid_until,
        over=one.valid_until is not None and one.valid_until < on,
    )


def _line(one: Project, places: Mapping[str, str]) -> ProjectLine:
    return ProjectLine(
        key=one.key,
        code=one.code,
        name=one.name,
        owner=one.owner_name,
        kind_name=project_names("classes")[one.kind],
        state=one.state,
        state_name=project_names("states")[one.state],
        place_name=places.get(one.division, one.division),
        investment=one.investment,
        made_at=one.made_at,
    )


def _place_names(some: list[Project]) -> Mapping[str, str]:
    found = Region.objects.filter(code__in={one.division for one in some})
    return dict(found.values_list("code", "name"))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
