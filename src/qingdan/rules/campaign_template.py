"""A clean-up campaign (清理工作) as its plan lays it out: phases, what is owed in each, gates, streams, forms.

Source: 宜春市人民政府办公室关于印发在全市推行"三单一网"工作实施方案的通知, 2015-03-24, of which `data/campaigns/` holds
the dates and duties. A template is facts of a plan and nothing of a running city: offices are named as parties
(`data/parties.toml`), places and units come with the city that starts it. Dates are those of the plan; `rules.campaign`
works out when they fall for another day of notice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class DeadlineKind(StrEnum):
    """How the plan says when something is due."""

    FIXED = "fixed"  # a date
    WORKING_DAYS = "working_days"  # a number of working days after receipt of the notice
    UNSTATED = "unstated"  # the plan asks for it and names no day


class Owes(StrEnum):
    """Who owes it: each department that files, each county, or named offices."""

    DEPARTMENTS = "departments"
    COUNTIES = "counties"
    OFFICES = "offices"


class Happening(StrEnum):
    """What must have happened before a gate opens."""

    POWER_LIST_ADOPTED = "power_list_adopted"
    LEGALITY_REVIEWED = "legality_reviewed"


class Condition(StrEnum):
    """When a part of a filing is asked for."""

    ALWAYS = "always"
    ITEMS = "items"  # there is at least one item
    RETAINED = "retained"  # at least one item is kept
    REFERRED = "referred"  # at least one item is put to the province
    NO_ITEMS = "no_items"  # a category, or all of them, without item


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the plan says so: a document (`Document.code`), its section as printed, requirement codes."""

    document: str
    section: str
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A governing document (依据文件) as a fact. `title`, `issuer`, `issued_on` stay empty where not known."""

    code: str
    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing a filing is made of, and when it is asked for."""

    code: str
    name: str
    when: Condition
    requirements: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What is owed in a phase.

    `offices` are parties, for `Owes.OFFICES`; `receiver` the party that takes it ("" when nobody does). `due_on` is
    set for a fixed date, `working_days` for a number of them. `reading` tells how an unclear place was read.
    """

    code: str
    name: str
    phase: str
    owed_by: Owes
    source: Source
    kind: DeadlineKind
    offices: tuple[str, ...] = ()
    receiver: str = ""
    due_on: date | None = None
    working_days: int = 0
    parts: tuple[Part, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A phase of the plan, first and last day. `list` is the list it serves (power_list, responsibility_list)."""

    code: str
    name: str
    list: str
    starts_on: date
    ends_on: date
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A phase that cannot open before something has happened."""

    phase: str
    requires: Happening
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A mark of a stream. `due_on` None where the plan names no day; `target_on` is the stricter reading of one."""

    code: str
    name: str
    source: Source
    due_on: date | None = None
    target_on: date | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One of the works that go on side by side: who leads, who helps (parties), and its marks."""

    code: str
    name: str
    lead: str
    source: Source
    partners: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()


OFFICE_WORK = "offices"
_KEEPS_THE_PLAN = "establishment_office"


def _office_work(name: str, owed: Sequence[Obligation]) -> Stream:
    parties = dict.fromkeys(party for one in owed for party in one.offices if party != _KEEPS_THE_PLAN)
    return Stream(
        code=OFFICE_WORK,
        name=name,
        lead=_KEEPS_THE_PLAN,
        source=owed[0].source,
        partners=tuple(parties),
        milestones=tuple(
            Milestone(code=one.code, name=one.name, source=one.source, due_on=one.due_on, reading=one.reading)
            for one in owed
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the groups of the seconded staff (综合组, four 审核组)."""

    code: str
    name: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An attachment of the plan. `reconstructed`: its real form is not known and what is shown is ours."""

    code: str
    name: str
    attachment: int
    reconstructed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """Where the office in charge is reached. `invented` names the fields that no source gives."""

    office: str
    address: str
    telephones: tuple[tuple[str, str], ...]
    email: str
    chat_group: str
    person: str
    invented: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTemplate:
    """A plan as loaded. `scheme` names the categories and the routing of review; `county` the counties' own plan.

    `name` has places for region and year (`title`). `office_work` is the name under which stands what the
    named offices owe.
    """

    code: str
    name: str
    notice_on: date
    scheme: str
    phases: tuple[Phase, ...]
    obligations: tuple[Obligation, ...]
    gates: tuple[Gate, ...]
    streams: tuple[Stream, ...]
    documents: tuple[Document, ...] = ()
    groups: tuple[Group, ...] = ()
    forms: tuple[Form, ...] = ()
    contact: ContactCard | None = None
    office_work: str = ""
    county: "CampaignTemplate | None" = None

    def title(self, region: str, notice_on: date | None = None) -> str:
        """The name of a campaign of a region, by the year of its own notice; None: the plan's."""
        return self.name.format(region=region, year=(notice_on or self.notice_on).year)

    def phase(self, code: str) -> Phase:
        """The phase of that code; KeyError when there is none."""
        return _named(code, self.phases)

    def obligation(self, code: str) -> Obligation:
        """The obligation of that code; KeyError when there is none."""
        return _named(code, self.obligations)

    @property
    def works(self) -> tuple[Stream, ...]:
        """The streams, and what named offices owe as one more, `OFFICE_WORK`: nobody files it, it is marked as done."""
        owed = [one for one in self.obligations if one.owed_by is Owes.OFFICES]
        if not owed:
            return self.streams
        return (*self.streams, _office_work(self.office_work, owed))

    def stream(self, code: str) -> Stream:
        """The stream of that code, among all works; KeyError when there is none."""
        return _named(code, self.works)

    def document(self, code: str) -> Document:
        """The document of that code; KeyError when there is none."""
        return _named(code, self.documents)

    def owed_in(self, phase: str) -> Iterator[Obligation]:
        """What is owed in a phase, in the order of the plan."""
        return (one for one in self.obligations if one.phase == phase)


_Coded = TypeVar("_Coded", Phase, Obligation, Stream, Document)


def _named(code: str, among: tuple[_Coded, ...]) -> _Coded:
    for one in among:
        if one.code == code:
            return one
    raise KeyError(code)
