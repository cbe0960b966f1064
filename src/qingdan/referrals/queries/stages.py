"""How far the city and its counties are: stages with their days, what the next one still needs.

The service centre of the city reads all of them, that of a county its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing
from qingdan.base.transactions import seeing
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.queries.plans import schedule_of, template_of
from qingdan.cases.models import Case, TrialRun
from qingdan.data.campaigns import DEFAULT_CAMPAIGN
from qingdan.referrals.models import Milestone, Referral, ReferralState
from qingdan.referrals.queries.places import program
from qingdan.rules.referral import Stage, StageFacts, stage_missing
from qingdan.rules.role import Role

_MARKS = {
    Stage.TRIAL: ("approval_system", "trial"),
    Stage.FORMAL: ("approval_system", "formal"),
    Stage.NETWORKED: ("approval_system", "linked"),
}
"""Where the plan of a campaign names the day of a stage: stream and milestone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageShown:
    """A stage of a region: planned (None: the plan names no day) and reached (None: not yet), by which document.

    `met`, `unmet` of its report; `missing`: what still lacks, by name; `late`: days past the plan, 0 for none.
    """

    stage: Stage
    planned_on: date | None
    on: date | None
    document: str
    by_name: str
    met: int
    unmet: int
    digest: str
    missing: tuple[str, ...]
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionStages:
    """A region with its stages, its cases (of trial runs too) and its pairs with other regions, each counted once."""

    code: str
    name: str
    own: bool
    stages: tuple[StageShown, ...]
    cases: int
    trials: int
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StagesPage:
    """All that somebody may see, and how many have reached each stage."""

    regions: tuple[RegionStages, ...]
    reached: dict[Stage, int]


def facts_of(region: str, today: date) -> StageFacts:
    """What the stages of a region are judged by, of the rows in sight."""
    runs = list(TrialRun.objects.filter(region=region, begins_on__lte=today))
    pairs = Referral.objects.filter(Q(region=region) | Q(partner_region=region))
    reached = Milestone.objects.filter(region=region).values_list("stage", flat=True)
    return StageFacts(
        reached=frozenset(Stage(one) for one in reached),
        trial_begun=bool(runs),
        trial_ended=any(one.ends_on and one.ends_on <= today for one in runs),
        pairs_over=pairs.filter(state=ReferralState.RETURNED).count(),
    )


def stages_page(actor: Actor, *, today: date) -> StagesPage:
    """The regions that somebody may see. Raises Missing for all but service centres."""
    if Role.SERVICE_CENTRE not in actor.roles:
        raise Missing
    own = Region.objects.get(code=actor.region)
    below = Region.objects.filter(parent=own, level="county").order_by("code")
    regions = [own, *(below if own.level == "city" else ())]
    with seeing(program(own.code, *(one.code for one in regions))):
        lines = tuple(_region(one, actor, today) for one in regions)
    reached = {
        stage: sum(one.on is not None for line in lines for one in line.stages if one.stage is stage)
        for stage in Stage
    }
    return StagesPage(regions=lines, reached=reached)


def _region(region: Region, actor: Actor, today: date) -> RegionStages:
    received = Case.objects.counted().filter(region=region, received_at__isnull=False)
    facts = facts_of(region.code, today)
    return RegionStages(
        code=region.code,
        name=region.name,
        own=region.code == actor.region,
        stages=tuple(_stages(region, facts, today)),
        cases=received.count(),
        trials=received.filter(trial=True).count(),
        pairs=Referral.objects.filter(region=region).count(),
    )


def _stages(region: Region, facts: StageFacts, today: date) -> Iterator[StageShown]:
    there = {one.stage: one for one in Milestone.objects.filter(region=region)}
    planned = _planned(region)
    for stage in Stage:
        found, until = there.get(stage), planned[stage]
        yield StageShown(
            stage=stage,
            planned_on=until,
            on=found.on if found else None,
            document=found.document if found else "",
            by_name=found.by_name if found else "",
            met=found.met if found else 0,
            unmet=found.unmet if found else 0,
            digest=found.digest if found else "",
            missing=() if found else stage_missing(stage, facts),
            late=max(0, ((found.on if found else today) - until).days) if until else 0,
        )


def _planned(region: Region) -> dict[Stage, date | None]:
    """The days of the region's first campaign, which brought it on line; without one those that the plan itself has."""
    first = Campaign.objects.filter(region=region).order_by("notice_on", "pk").first()
    template, county = (first.template, first.county) if first else (DEFAULT_CAMPAIGN, region.level != "city")
    notice_on = first.notice_on if first else template_of(template, county=county).notice_on
    marks = schedule_of(template, county=county, notice_on=notice_on).milestones
    return {stage: marks[mark].on if mark in marks else None for stage, mark in _MARKS.items()}
