"""The counties of the demonstration that are on line: their bureaus, approvals, guides, and what these name of others.

Published long before the oldest case, the city's guide that names a county's item too.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from io import StringIO
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.data.calendar import load_calendar
from qingdan.data.sample_approvals import HEADINGS, sample_guides
from qingdan.demo.cases import OUTLET, PERMIT, UNIT, Counter
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import newest_edition
from qingdan.guides.models import Guide
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.lists.services.approval_charts import approve_alike
from qingdan.lists.services.approval_publishing import publish_batch
from qingdan.lists.services.approvals import bring_batch
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

COUNTY, BUREAU, FORESTRY = "360902", "袁州区环境保护局", "袁州区林业局"
NEIGHBOUR, NEIGHBOUR_BUREAU = "360982", "樟树市环境保护局"
FELLING = "林木采伐许可证核发"
EXAMINED = f"{PERMIT}（初审）"

_LIMITS = ("20个工作日", "15个工作日", "不收费")
_WATER = ("中华人民共和国水法", "第三十四条")
_DAYS_AGO = 100
_TEN = time(10)

Row = tuple[str, str, str, str]
"""Name of an item, law, article, unit."""


@dataclass(slots=True)
class CountyWorkbook:
    """A county's approvals as its office hands them in."""

    rows: tuple[Row, ...]
    name: str | None = "县行政审批事项（示例）.csv"

    def chunks(self) -> Iterator[bytes]:
        """Its bytes."""
        rows = [
            (str(place), "行政许可", name, f"《{law}》{article}", unit, *_LIMITS)
            for place, (name, law, article, unit) in enumerate(self.rows, 1)
        ]
        table = StringIO()
        csv.writer(table).writerows([HEADINGS, *rows])
        yield table.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A county: its code and name, and its approvals."""

    region: str
    name: str
    rows: tuple[Row, ...]

    def at(self, counter: Counter, unit: str, username: str, role: Role) -> Actor:
        """Somebody of a unit there, as the account has the name."""
        found = Unit.objects.get(region_id=self.region, name=unit)
        user = User.objects.filter(username=username).first()
        return replace(
            counter.people.by,
            username=username,
            name=user.name if user else "县里的人（示例）",
            region=self.region,
            regions=(self.region,),
            unit=found.code,
            unit_name=unit,
            roles=frozenset({role}),
        )

    def publish(self, counter: Counter, at: datetime) -> None:
        """Its edition, if there is none."""
        office = self._office(counter)
        with reading(office):
            if newest_edition(self.region, ListKind.APPROVAL) is not None:
                return
        title, number = f"{self.name}人民政府关于公布行政审批事项的决定（示例）", "示例〔上年〕2号"
        file = CountyWorkbook(self.rows)
        batch = bring_batch(file=file, title=title, number=number, on=day_of(at), by=office, at=at)
        lawyer = replace(office, username="county_legal", roles=frozenset({Role.LEGAL_AFFAIRS}))
        approve_alike(batch=batch, by=lawyer, at=at)
        publish_batch(batch=batch, effective_on=day_of(at), by=office, at=at)

    def codes(self, counter: Counter) -> dict[str, str]:
        """Name of an item → its code."""
        with reading(self._office(counter)):
            entries = EditionEntry.objects.filter(edition__region=self.region)
            return dict(entries.values_list("name", "code"))

    def counter(self, counter: Counter) -> Counter:
        """For who applies there."""
        return replace(counter, codes=self.codes(counter), beside=(self.region,))

    def guide(
        self, counter: Counter, unit: str, code: str, *, like: str, more: Mapping[str, Any], at: datetime
    ) -> None:
        """As the city's of that name, with the county's own place; none, if there is one."""
        writer = self.at(counter, unit, "county_writer", Role.LIAISON)
        with reading(writer):
            if Guide.objects.filter(code=code).exists():
                return
        content = dict(next(one.content for one in sample_guides() if one.item == like))
        start_guide(item_code=code, by=writer, at=at)
        own = {"visits": [], "places": [f"{self.name}行政服务中心一楼（示例）"], **more}
        version = save_guide(code=code, version=1, content={**content, **own}, by=writer, at=at)
        head = self.at(counter, unit, "county_head", Role.PRINCIPAL)
        publish_guide(code=code, version=version, by=replace(head, factor_at=at), at=at)

    def _office(self, counter: Counter) -> Actor:
        return self.at(counter, f"{self.name}编办", "county", Role.COUNTY_OFFICE)


YUANZHOU = County(
    region=COUNTY,
    name="袁州区",
    rows=(
        (EXAMINED, "中华人民共和国水污染防治法", "第二十一条", BUREAU),
        (FELLING, "中华人民共和国森林法", "第五十六条", FORESTRY),
        (OUTLET, *_WATER, BUREAU),
    ),
)
ZHANGSHU = County(region=NEIGHBOUR, name="樟树市", rows=((OUTLET, *_WATER, NEIGHBOUR_BUREAU),))


def open_bureaus(by: Actor, at: datetime) -> None:
    """The counties' bureaus that have something on line."""
    there = ((COUNTY, 2, BUREAU), (COUNTY, 3, FORESTRY), (NEIGHBOUR, 2, NEIGHBOUR_BUREAU))
    for region, number, name in there:
        open_unit(
            region=region, number=number, name=name, kind=UnitKind.DEPARTMENT, sample=True, by=by, at=at
        )


def publish_counties(counter: Counter) -> None:
    """The editions and guides of both counties; the guides that name 袁州区's item: the city's and 樟树市's."""
    at = _working(counter.now)
    for one in (YUANZHOU, ZHANGSHU):
        one.publish(counter, at)
    codes, above = YUANZHOU.codes(counter), {"licence": {"kind": "", "months": 0}}
    up = {"sent_up_to": counter.codes[PERMIT], **above}
    there = {"passed_to": [codes[OUTLET]]}
    YUANZHOU.guide(counter, BUREAU, codes[EXAMINED], like=PERMIT, more=up, at=at)
    YUANZHOU.guide(counter, FORESTRY, codes[FELLING], like=FELLING, more={}, at=at)
    YUANZHOU.guide(counter, BUREAU, codes[OUTLET], like=OUTLET, more={}, at=at)
    beside = ZHANGSHU.codes(counter)[OUTLET]
    ZHANGSHU.guide(counter, NEIGHBOUR_BUREAU, beside, like=OUTLET, more=there, at=at)
    _name_below(counter, codes[OUTLET], at)


def _name_below(counter: Counter, code: str, at: datetime) -> None:
    """The city's guide says where its window passes on what is exercised below."""
    people, own = counter.people, counter.codes[OUTLET]
    with reading(people.by):
        guide = Guide.objects.get(code=own)
        unit = Unit.objects.get(region_id=people.by.region, name=UNIT).code
    if guide.content["passed_to"]:
        return
    more = {**guide.content, "passed_to": [code]}
    version = save_guide(code=own, version=guide.version, content=more, by=people.liaison(unit), at=at)
    publish_guide(code=own, version=version, by=people.principal(unit, at), at=at)


def _working(now: datetime) -> datetime:
    day = load_calendar().next_working(day_of(now) - timedelta(days=_DAYS_AGO))
    return datetime.combine(day, _TEN, SHANGHAI)
