"""Fills the demonstration city while people look at it: a visible job, unit by unit, each kept as it is ready."""

from contextlib import closing
from datetime import date
from itertools import count

from django.conf import settings

from qingdan.base.jobs.work import Work, on_job
from qingdan.base.orgs.models import InnerOffice
from qingdan.base.orgs.services import add_mandate, open_region, set_inner_office, set_post
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.data.campaigns import load_campaign
from qingdan.data.divisions import load_divisions
from qingdan.data.sample_city import SampleUnit, load_units
from qingdan.data.schemes import load_scheme
from qingdan.demo.earlier import play_earlier
from qingdan.demo.filling import FIRST, fill_unit
from qingdan.demo.generate import generate_return
from qingdan.demo.office_life import play_office
from qingdan.demo.online import play_online
from qingdan.demo.people import People
from qingdan.library.library import Library, open_library
from qingdan.linter.propose import Proposal, propose
from qingdan.powers.services.judging import law_day
from qingdan.rules.checks.scheme import Scheme

FILL = "fill_city"
EARLIER = "earlier_campaigns"
ONLINE = "online_items"
POSTS = ("承办人", "审核人", "负责人")


@on_job(FILL)
def fill_city(work: Work) -> str:
    """Registers, nil returns and opinions of every unit; those that are there already stay as they are."""
    with reading(work.by):
        campaign = Campaign.objects.get(code=work.arguments["campaign"])
    scheme, on = load_scheme(load_campaign(campaign.template).scheme), law_day(campaign, work.at)
    play_office(campaign, People(by=work.by), work.at)
    units = sorted(load_units(), key=lambda unit: (unit.number != FIRST, unit.number))
    with closing(open_library(settings.QINGDAN_HOME)) as library:
        proposals: dict[str, list[Proposal]] = {}
        for done, unit in enumerate(units):
            work.progress.step(done, len(units), unit.name)
            found = _proposals(library, unit, on, scheme, proposals)
            returned = generate_return(unit, found, scheme=scheme, year=campaign.notice_on.year)
            _furnish(unit, work)
            fill_unit(returned, campaign, scheme, on, work)
    _open_towns(work)
    return _told("各单位的登记表")


@on_job(EARLIER)
def earlier_campaigns(work: Work) -> str:
    """A campaign that is published and one in the middle of its review."""
    play_earlier(work)
    return _told("已公布的和正在审核的两次清理")


@on_job(ONLINE)
def online_items(work: Work) -> str:
    """Last year's approvals on line, guides, cases."""
    play_online(work)
    return _told("上网的事项、办事指南、办件、联合办理")


def _told(what: str) -> str:
    """Says where the demonstration was started that a part is there: three lines, and all is filled."""
    print(f"演示填好了：{what}", flush=True)
    return ""


def _furnish(unit: SampleUnit, work: Work) -> None:
    """Inner offices with their functions, and posts."""
    code, by, at = f"{work.by.region}{unit.number}", work.by, work.at
    if InnerOffice.objects.filter(unit__code=code).exists():
        return
    with writing(by):
        for post in POSTS:
            set_post(unit=code, name=post, by=by, at=at)
        numbers = count(1)
        for place, office in enumerate(unit.offices, 1):
            set_inner_office(unit=code, number=place, name=office.name, by=by, at=at)
            for function in office.functions:
                add_mandate(unit=code, office=office.name, number=next(numbers), text=function, by=by, at=at)


def _open_towns(work: Work) -> None:
    with writing(work.by):
        for one in load_divisions().of_level("town"):
            open_region(
                code=one.code, name=one.name, level=one.level, parent=one.parent, by=work.by, at=work.at
            )


def _proposals(
    library: Library, unit: SampleUnit, on: date, scheme: Scheme, known: dict[str, list[Proposal]]
) -> list[Proposal]:
    """What the library grants the unit's organ of today; nothing where the library has no texts."""
    if unit.law_name not in known:
        texts = library.has_texts()
        draft = propose(library, body=unit.law_name, on=on, scheme=scheme) if texts else None
        known[unit.law_name] = list(draft.items) if draft else []
    return known[unit.law_name]
