"""Two more campaigns of the demonstration: one that is finished and published, one in the middle of its review.

A few units each, filled as the others are, then carried on through the services at the instants of its own calendar.
"""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings

from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.jobs.work import Work
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import plan_of
from qingdan.campaigns.services.starting import close_campaign, open_phase, start_campaign
from qingdan.data.campaigns import DEFAULT_CAMPAIGN, load_campaign
from qingdan.data.sample_city import SampleUnit, load_units
from qingdan.data.schemes import load_scheme
from qingdan.demo.duties import write_duties
from qingdan.demo.filling import fill_unit
from qingdan.demo.generate import Progress, SampleReturn, generate_return
from qingdan.demo.people import People
from qingdan.demo.proceedings import GOOD_IN_ALL, Proceedings
from qingdan.editions.models import EditionShown
from qingdan.library.library import Library, open_library
from qingdan.linter.propose import Proposal, propose
from qingdan.powers.services.judging import law_day
from qingdan.reviews.models import Review
from qingdan.reviews.services.answering import answer_item
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.review_guards import POOR, Verdict

MOST_ITEMS = 20  # of a unit: enough to read, soon done
RUNNING = timedelta(days=3)  # since when the round of the second campaign runs: long enough to be ended
_HOUR = time(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A campaign begun some days before today, in which few units take part (their numbers)."""

    code: str
    name: str
    days_ago: int
    units: tuple[str, ...]


FINISHED = Earlier(
    code="2014", name="宜春市行政权力清理第一批（示例，已公布）", days_ago=225, units=("013", "020", "018")
)
REVIEWED = Earlier(
    code="2015-1", name="宜春市行政权力清理第二批（示例，正在审核）", days_ago=40, units=("007", "021")
)
"""Units of which people have accounts: whoever tries it can let all asked speak and end a round the same day."""


def play_earlier(work: Work) -> None:
    """Both campaigns, each once: what stands is left. Nothing without the texts that items are drafted from."""
    people = People(by=work.by)
    with closing(open_library(settings.QINGDAN_HOME)) as library:
        if not library.has_texts():
            return
        for done, (one, carry) in enumerate(((FINISHED, _finish), (REVIEWED, _review))):
            work.progress.step(done, 2, one.name)
            with reading(work.by):
                begun = Campaign.objects.filter(code=one.code).first()
            carry(begun or _begin(one, library, work), people, work)


def _begin(one: Earlier, library: Library, work: Work) -> Campaign:
    """Starts it and fills and files the returns of its units on the last day of the filing phase."""
    notice_on = day_of(work.at) - timedelta(days=one.days_ago)
    with reading(work.by):
        found = Unit.objects.filter(region_id=work.by.region)
        others = tuple(code for code in found.values_list("code", flat=True) if code[-3:] not in one.units)
    campaign = start_campaign(
        region=work.by.region,
        code=one.code,
        name=one.name,
        template=DEFAULT_CAMPAIGN,
        notice_on=notice_on,
        without=others,
        by=work.by,
        at=datetime.combine(notice_on, _HOUR, SHANGHAI),
    )
    filed_at = _at(campaign, "self_check", last=True)
    scheme, on = load_scheme(load_campaign(campaign.template).scheme), law_day(campaign, filed_at)
    for unit in load_units():
        if unit.number in one.units:
            proposals = list(propose(library, body=unit.law_name, on=on, scheme=scheme).items)
            returned = _whole_return(unit, proposals, campaign, scheme)
            fill_unit(returned, campaign, scheme, on, replace(work, at=filed_at))
    return campaign


def _whole_return(
    unit: SampleUnit, proposals: list[Proposal], campaign: Campaign, scheme: Scheme
) -> SampleReturn:
    """A return that is ready to be signed: the first seed that gives one, cut to a size that is soon reviewed."""
    for seed in range(1, 200):
        found = generate_return(unit, proposals, scheme=scheme, year=campaign.notice_on.year, seed=seed)
        if found.progress is Progress.SIGNED:
            return _cut(found, scheme)
    raise AssertionError(unit.number)


def _cut(returned: SampleReturn, scheme: Scheme) -> SampleReturn:
    """The first items, with nil lines for the categories that are left without any."""
    items = returned.items[:MOST_ITEMS]
    known = (scheme.category_of(one.values["category"]) for one in items)
    there = {scheme.filed_as(one) for one in known if one}
    nil = tuple(scheme.name_of(one) for one in scheme.listed if one not in there)
    return replace(returned, items=items, nil=nil)


def _finish(campaign: Campaign, people: People, work: Work) -> None:
    """From the received returns to both published lists."""
    with reading(work.by):
        shown = set(
            EditionShown.objects.filter(edition__campaign=campaign.code).values_list(
                "edition__list_kind", flat=True
            )
        )
    if ListKind.POWER not in shown:
        _publish(
            Proceedings(campaign=campaign, kind=ListKind.POWER, people=people, now=work.at),
            "第6次",
            "〔2014〕6号",
        )
    if ListKind.RESPONSIBILITY not in shown:
        at = _at(campaign, "responsibility_drafting")
        open_phase(campaign=campaign.code, phase="responsibility_drafting", by=people.office(), at=at)
        write_duties(campaign, people, at)
        _publish(
            Proceedings(campaign=campaign, kind=ListKind.RESPONSIBILITY, people=people, now=work.at),
            "第9次",
            "〔2014〕9号",
        )
        close_campaign(campaign=campaign.code, by=people.office(), at=work.at)


def _publish(going: Proceedings, meeting: str, number: str) -> None:
    head = going.kind.removesuffix("_list")
    review_at = _at(going.campaign, f"{head}_review")
    going.receive_all(review_at)
    going.judge_all(review_at + timedelta(days=3))
    going.consult("征求意见", review_at + timedelta(days=5))
    going.clear_all(review_at + timedelta(days=25))
    going.adopt(
        f"市政府{meeting}常务会议", f"宜府常纪{number}", _at(going.campaign, f"{head}_tabling", last=True)
    )
    decided = _at(going.campaign, f"{head}_decision")
    going.publish(day_of(decided) + timedelta(days=1), decided)


def _review(campaign: Campaign, people: People, work: Work) -> None:
    """Some items through, some returned, some disputed, most still with the group."""
    going = Proceedings(campaign=campaign, kind=ListKind.POWER, people=people, now=work.at)
    with reading(work.by):
        begun = Review.objects.filter(campaign=campaign).exists()
    if begun:
        return
    at = _at(campaign, "power_review")
    going.receive_all(at)
    random = Random(campaign.code)
    for one in going.reviews(ItemState.GROUP_REVIEW):
        _judge_somehow(going, one, random.random(), at + timedelta(days=1))
    for one in going.reviews(ItemState.MEMBER_REVIEW):
        if random.random() < 0.6:
            going.judge(one, "confirm", at + timedelta(days=2))
    for one in going.reviews(ItemState.ANSWERING):
        _answer_somehow(going, one, random.random(), at + timedelta(days=3))
    going.open_round("权力清单（第二批）征求意见", work.at - RUNNING)


def _judge_somehow(going: Proceedings, review: Review, chance: float, at: datetime) -> None:
    if chance < 0.45:
        going.judge(review, "pass", at)
    elif chance < 0.65:
        poor = {"legality": Verdict(verdict=POOR, note="依据写的条款没有给这个权力，请核对条文。")}
        typed = replace(GOOD_IN_ALL, verdicts={**GOOD_IN_ALL.verdicts, **poor}, reason="请核对依据后修改。")
        going.judge(review, "return", at, typed)
    elif chance < 0.72:
        going.judge(review, "refer", at, replace(GOOD_IN_ALL, reason="和别的单位职责交叉，请综合组研究。"))


def _answer_somehow(going: Proceedings, review: Review, chance: float, at: datetime) -> None:
    """A third contests; the rest waits for somebody to try it."""
    if chance < 0.34:
        answer_item(
            campaign=going.campaign.code,
            kind=going.kind,
            number=review.number,
            version=review.version,
            action="contest",
            reason="上位法第二款明确由本部门实施，建议保留。",
            by=going.people.liaison(review.filing.unit.code),
            at=at,
        )


def _at(campaign: Campaign, phase: str, *, last: bool = False) -> datetime:
    """Ten o'clock on the first (or last) day of a phase."""
    found = plan_of(campaign).schedule.phase(phase)
    day: date = found.ends_on if last else found.starts_on
    return datetime.combine(day, _HOUR, SHANGHAI)
