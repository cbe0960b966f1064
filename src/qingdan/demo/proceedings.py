"""The way of a list in the demonstration: from received returns to the published edition, through the services.

Each function is one stretch of the procedure at an instant of the campaign's own calendar. Whatever the table refuses
stops the stretch: the demonstration shows nothing that people could not do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.starting import open_phase
from qingdan.consultations.queries.rounds import opinions_of_round
from qingdan.consultations.services.opinions import answer_opinion, give_public_opinion
from qingdan.consultations.services.rounds import close_round
from qingdan.demo.people import People
from qingdan.filings.models import Filing
from qingdan.filings.services.handing_in import receive_filing
from qingdan.lists.models import Channel, TabledDraft
from qingdan.lists.services.channels import set_up_channels
from qingdan.lists.services.proving import prove_in_order
from qingdan.lists.services.publishing import publish_edition
from qingdan.lists.services.resolving import record_resolution
from qingdan.lists.services.tabling import compose_draft
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.queries.facts import routed_to
from qingdan.reviews.queries.legality import opinion_draft
from qingdan.reviews.queries.sign_offs import waiting_for
from qingdan.reviews.services.charts import judge_chart
from qingdan.reviews.services.consulting import open_consultation
from qingdan.reviews.services.gates import conclude_all, sign_off
from qingdan.reviews.services.groups import assign_groups, seat_reviewer
from qingdan.reviews.services.judging import judge_item
from qingdan.reviews.services.legality import clear_items, issue_opinion
from qingdan.reviews.services.stepping import Typed
from qingdan.rules.review import ItemState, ListKind
from qingdan.rules.review_guards import ASPECTS, GOOD, Verdict

GROUP = "review_group_1"
GOOD_IN_ALL = Typed(verdicts={name: Verdict(verdict=GOOD) for name in ASPECTS})
ROUND = timedelta(days=10)
OBJECTION = "建议写明办理时限，方便企业安排。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceedings:
    """One list of a campaign on its way. `now`: when people sit down in their groups, whose posts began today."""

    campaign: Campaign
    kind: ListKind
    people: People
    now: datetime

    def receive_all(self, at: datetime) -> None:
        """Takes over every return that was handed in, and gives its unit to a group."""
        office, code = self.people.office(), self.campaign.code
        with reading(office):
            found = Filing.objects.filter(campaign=self.campaign, list_kind=self.kind, state="filed")
            filed = list(found.values_list("unit__code", "number"))
        if not filed:
            return
        seat_reviewer(
            campaign=code,
            group=GROUP,
            username=self.people.reviewer().username,
            home_unit=self.people.reviewer().unit,
            expert=False,
            by=office,
            at=self.now,
        )
        assign_groups(
            campaign=code, groups=dict.fromkeys((unit for unit, _ in filed), GROUP), by=office, at=at
        )
        for unit, number in filed:
            receive_filing(campaign=code, unit=unit, number=number, by=office, at=at)

    def judge_all(self, at: datetime) -> None:
        """Both layers find everything good."""
        for one in self.reviews(ItemState.GROUP_REVIEW):
            self.judge(one, "pass", at)
        for one in self.reviews(ItemState.MEMBER_REVIEW):
            self.judge(one, "confirm", at)

    def judge(self, review: Review, action: str, at: datetime, typed: Typed = GOOD_IN_ALL) -> None:
        """One item at its layer."""
        member = review.state == ItemState.MEMBER_REVIEW
        judge_item(
            campaign=self.campaign.code,
            kind=self.kind,
            number=review.number,
            version=review.version,
            action=action,
            typed=typed,
            by=self.people.member(min(routed_to(review))) if member else self.people.reviewer(),
            at=at,
        )

    def consult(self, title: str, at: datetime) -> None:
        """A round of departments and public, one opinion answered, everything concluded."""
        if not any(self.reviews(ItemState.CONSULTATION)):
            return
        office, code = self.people.office(), self.open_round(title, at)
        with reading(office):
            opinions = opinions_of_round(office, code)
        for one in opinions:
            answer_opinion(
                code=one.code,
                version=one.version,
                answer="partly",
                reason="能写明的已经写明，其余由办事指南规定。",
                public_text=OBJECTION,
                by=office,
                at=at + ROUND,
            )
        close_round(code=code, by=office, at=at + ROUND + timedelta(days=1))
        conclude_all(
            campaign=self.campaign.code, kind=self.kind, by=office, at=at + ROUND + timedelta(days=1)
        )

    def open_round(self, title: str, at: datetime) -> str:
        """The round alone, with an opinion of the public where the public is asked; its code."""
        asked = ["departments", "public"] if self.kind is ListKind.POWER else ["departments"]
        code = open_consultation(
            campaign=self.campaign.code,
            kind=self.kind,
            title=title,
            audiences=asked,
            closes_on=day_of(at + ROUND),
            numbers=None,
            by=self.people.office(),
            at=at,
        )
        if self.kind is ListKind.POWER:
            visitor, item = self.people.visitor(), next(self.reviews(ItemState.CONSULTATION)).number
            give_public_opinion(
                region=visitor.region,
                code=code,
                item=item,
                text=OBJECTION,
                author="",
                contact="",
                by=visitor,
                at=at,
            )
        return code

    def clear_all(self, at: datetime) -> None:
        """Charts, the word of every unit, legality, the opinion document."""
        lawyer, code = self.people.lawyer(), self.campaign.code
        for chart in self._charts():
            judge_chart(
                campaign=code,
                code=chart.code,
                version=chart.version,
                action="approve",
                reason="",
                by=self._lawyer_for(chart.unit.code),
                at=at,
            )
        for unit in self._units():
            principal = self.people.principal(unit, at)
            with reading(principal):
                found = waiting_for(principal, campaign=code, kind=self.kind)
            if found.items:
                sign_off(campaign=code, kind=self.kind, digest=found.digest, by=principal, at=at)
        waiting = list(self.reviews(ItemState.LEGALITY))
        if not waiting:
            return
        for by in (lawyer, self.people.other_lawyer()):
            numbers = [one.number for one in waiting if self._lawyer_for(one.unit.code) == by]
            if numbers:
                clear_items(campaign=code, kind=self.kind, numbers=numbers, by=by, at=at)
        with reading(lawyer):
            digest = opinion_draft(self.campaign, self.kind).digest
        issue_opinion(
            campaign=code,
            kind=self.kind,
            text="经审查，所列事项依据合法、程序完整。",
            digest=digest,
            by=lawyer,
            at=at,
        )

    def _lawyer_for(self, unit: str) -> Actor:
        """Nobody judges what the own unit filed."""
        lawyer = self.people.lawyer()
        return self.people.other_lawyer() if lawyer.unit == unit else lawyer

    def adopt(self, meeting: str, number: str, at: datetime) -> None:
        """The tabled draft, and the meeting's yes."""
        if not any(self.reviews(ItemState.CLEARED)):
            return
        office, head = self.people.office(), self.kind.removesuffix("_list")
        open_phase(campaign=self.campaign.code, phase=f"{head}_tabling", by=office, at=at)
        compose_draft(campaign=self.campaign.code, kind=self.kind, by=office, at=at)
        with reading(office):
            digest = TabledDraft.objects.get(
                campaign=self.campaign, list_kind=self.kind, closed_at=None
            ).digest
        record_resolution(
            campaign=self.campaign.code,
            kind=self.kind,
            digest=digest,
            meeting=meeting,
            number=number,
            on=day_of(at),
            result="adopted",
            by=self.people.clerk(),
            at=at + timedelta(hours=2),
        )

    def publish(self, effective_on: date, at: datetime) -> None:
        """The edition, on every channel in order."""
        office, head = self.people.office(), self.kind.removesuffix("_list")
        open_phase(campaign=self.campaign.code, phase=f"{head}_decision", by=office, at=at)
        self._lay_channels(at)
        edition = publish_edition(
            campaign=self.campaign.code, kind=self.kind, effective_on=effective_on, by=office, at=at
        )
        prove_in_order(edition=edition, by=office, at=at)

    def reviews(self, state: ItemState) -> Iterator[Review]:
        """The items in a state, as they stand now."""
        with reading(self.people.office()):
            found = Review.objects.filter(campaign=self.campaign, list_kind=self.kind, state=state)
            rows = list(found.select_related("campaign", "unit", "filing").order_by("unit__code", "order"))
        yield from rows

    def _charts(self) -> list[ChartReview]:
        with reading(self.people.office()):
            return list(ChartReview.objects.filter(campaign=self.campaign, state="pending"))

    def _units(self) -> list[str]:
        with reading(self.people.office()):
            found = Review.objects.filter(campaign=self.campaign, list_kind=self.kind)
            return sorted(set(found.values_list("filing__unit__code", flat=True)))

    def _lay_channels(self, at: datetime) -> None:
        region, names = (
            self.people.by.region,
            ("市政府办公室", "市机构编制委员会办公室", "市政府行政服务中心管委会"),
        )
        with reading(self.people.office()):
            if Channel.objects.filter(region_id=region).exists():
                return
            codes = dict(Unit.objects.filter(region_id=region, name__in=names).values_list("name", "code"))
        government, office, centre = (codes[name] for name in names)
        set_up_channels(
            region=region, government=government, office=office, centre=centre, by=self.people.office(), at=at
        )
