"""The campaign of 2015 carried on from the returns to 30 September, day by day: both lists reviewed and published; in
autumn one power is adjusted into a second edition.

A few units file; everything goes through services. What the public sees at the end of each day is kept.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from tests.builders import PASSWORD
from tests.builders_lists import static_files
from tests.scenario_2015 import CAMPAIGN, CITY, FOUNDER, found_city, liaison, morning, unit_codes
from tests.scenario_2015_returns import file_return

from qingdan.base.clock import day_of
from qingdan.base.events.services import seal_until
from qingdan.base.orgs.models import Unit
from qingdan.base.people.services import appoint, open_account
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.contacts import Person, set_contacts
from qingdan.campaigns.services.starting import open_phase, start_campaign
from qingdan.data.sample_city import load_units
from qingdan.demo.duties import write_duties
from qingdan.demo.people import People
from qingdan.demo.proceedings import Proceedings
from qingdan.editions.queries.entries import entries_on
from qingdan.editions.queries.shown import ShownEdition, in_force, shown_editions
from qingdan.filings.models import Filing
from qingdan.lists.services.tabling import compose_draft
from qingdan.powers.models import PowerItem
from qingdan.powers.services.items import save_item
from qingdan.reviews.queries.supplements import supplement_of
from qingdan.reviews.services.answering import sign_supplement
from qingdan.reviews.services.revising import adjust_item
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.role import Role

START, YEAR = date(2015, 3, 24), 365
PEOPLE = People(by=FOUNDER)
VISITOR = PEOPLE.visitor()
_NEEDED = {one.number for one in load_units() if one.name.startswith("市政府")}
"""The government office, the legal office, the service centre, whoever files."""

Day = tuple[int, int]
Acts = tuple[date, list[Callable[[datetime], object]]]
View = dict[str, str]
"""What may be exercised on a day: public code, with the list before it → digest."""


@dataclass(slots=True, kw_only=True)
class Replay:
    """The days played so far: what the public saw at the end of each, and how often a draft was refused too early."""

    units: int
    items: int
    seen: dict[date, View] = field(default_factory=dict)
    refused: list[frozenset[str]] = field(default_factory=list)

    def play(self) -> None:
        """A year from the notice on."""
        acts = dict(self._acts())
        for day in (START + timedelta(days=number) for number in range(YEAR)):
            for act in acts.get(day, ()):
                act(morning(day.month, day.day) if day.year == START.year else _noon(day))
            (self.seen[day],) = seen_on(day)

    def campaign(self) -> Campaign:
        """The campaign as it stands."""
        with reading(FOUNDER):
            return Campaign.objects.select_related("region").get(code=CAMPAIGN)

    def going(self, kind: ListKind) -> Proceedings:
        """A list on its way."""
        return Proceedings(campaign=self.campaign(), kind=kind, people=PEOPLE, now=morning(4, 1))

    def _acts(self) -> Iterator[Acts]:
        yield _day((3, 24)), [self._start]
        yield _day((4, 8)), [self._file]
        yield from self._list(ListKind.POWER, (4, 16), (4, 20), (5, 4), (5, 28), (6, 10), (6, 16))
        yield _day((7, 1)), [self._write_duties]
        yield from self._list(ListKind.RESPONSIBILITY, (7, 16), (7, 20), (7, 24), (8, 20), (9, 10), (9, 18))
        yield _day((10, 12)), [self._adjust]
        yield from self._gates(ListKind.POWER, (10, 14), (10, 15), (10, 30), (11, 9), (11, 11))

    def _list(self, kind: ListKind, receive: Day, *gates: Day) -> Iterator[Acts]:
        yield _day(receive), [lambda at: self.going(kind).receive_all(at), partial(self._too_early, kind)]
        yield from self._gates(kind, *gates)

    def _gates(self, kind: ListKind, *days: Day) -> Iterator[Acts]:
        """Both layers, consultation, legality, the meeting, publication; in between somebody tries to table it."""
        judge, consult, clear, adopt, publish = map(_day, days)
        early, meeting = partial(self._too_early, kind), ("市政府第6次常务会议", "〔2015〕6号")
        yield judge, [lambda at: self.going(kind).judge_all(at), early]
        yield consult, [lambda at: self.going(kind).consult("征求意见", at), early]
        yield clear, [lambda at: self.going(kind).clear_all(at)]
        yield adopt, [lambda at: self.going(kind).adopt(*meeting, at)]
        yield publish, [lambda at: self.going(kind).publish(day_of(at) + timedelta(days=3), at), _seal]

    def _start(self, at: datetime) -> None:
        static_files()
        found_city({one.number for one in load_units()[: self.units]} | _NEEDED)
        units = unit_codes()[: self.units]
        with reading(FOUNDER):
            others = tuple(Unit.objects.exclude(code__in=units).values_list("code", flat=True))
        start_campaign(region=CITY, code=CAMPAIGN, template="yichun-2015", without=others, by=FOUNDER, at=at)
        reviewer = PEOPLE.reviewer()
        open_account(username=reviewer.username, name=reviewer.name, password=PASSWORD, by=FOUNDER, at=at)
        appoint(username=reviewer.username, unit=reviewer.unit, role=Role.REVIEWER, by=FOUNDER, at=at)
        people = {
            kind: Person(name="林守信", title="副局长", phone="0795-0000001")
            for kind in ("deputy", "liaison")
        }
        for unit in units:
            set_contacts(campaign=CAMPAIGN, unit=unit, people=people, by=liaison(unit), at=at)

    def _file(self, at: datetime) -> None:
        for unit in unit_codes()[: self.units]:
            file_return(unit, False, at, self.items)

    def _write_duties(self, at: datetime) -> None:
        open_phase(campaign=CAMPAIGN, phase="responsibility_drafting", by=PEOPLE.office(), at=at)
        write_duties(self.campaign(), PEOPLE, at)

    def _too_early(self, kind: ListKind, at: datetime) -> None:
        """Tabling before the gates is refused, whoever opens its phase."""
        try:
            open_phase(
                campaign=CAMPAIGN, phase=f"{kind.removesuffix('_list')}_tabling", by=PEOPLE.office(), at=at
            )
            compose_draft(campaign=CAMPAIGN, kind=kind, by=PEOPLE.office(), at=at)
        except Refused as error:
            self.refused.append(frozenset(one.key for one in error.problems))

    def _adjust(self, at: datetime) -> None:
        """The first published power is taken back, changed by its unit and signed."""
        one = next(self.going(ListKind.POWER).reviews(ItemState.PUBLISHED))
        place = {"campaign": CAMPAIGN, "kind": ListKind.POWER}
        adjust_item(
            **place, number=one.number, version=one.version, reason="法规修改", by=PEOPLE.office(), at=at
        )
        by = liaison(one.unit.code)
        with reading(by):
            version = PowerItem.objects.get(draft_number=one.number).version
        save_item(number=one.number, version=version, values={"subject": "沿街商户"}, by=by, at=at)
        with reading(by):
            filing = Filing.objects.select_related("campaign", "unit").get(
                unit=one.unit, list_kind=ListKind.POWER
            )
            digest = supplement_of(filing).digest
        sign_supplement(
            **place, unit=one.unit.code, digest=digest, by=PEOPLE.principal(one.unit.code, at), at=at
        )


def seen_on(*days: date) -> list[View]:
    """What the public may read as standing on each of these days."""
    with reading(VISITOR):
        editions = shown_editions(CITY)
        return [_seen(editions, day) for day in days]


def _seen(editions: tuple[ShownEdition, ...], day: date) -> View:
    standing = {kind: in_force(editions, kind, day) for kind in ListKind}
    return {
        f"{kind}/{line.code}": line.digest
        for kind, edition in standing.items()
        if edition
        for line in entries_on(edition, day)
        if line.stands
    }


def _day(of_year: Day) -> date:
    return date(2015, *of_year)


def _noon(day: date) -> datetime:
    return morning(1, 1).replace(year=day.year, month=day.month, day=day.day)


def _seal(at: datetime) -> None:
    """The day of publication is sealed, as the worker does each night."""
    seal_until(day_of(at) + timedelta(days=1))
