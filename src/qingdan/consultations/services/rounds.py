"""Opening and closing rounds of consultation, inviting experts (R-057, R-068)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.db.models import Max

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.consultations.models import Audience, ExpertLink, Round, RoundItem
from qingdan.consultations.queries.rounds import silent_units
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind

LONGEST_TITLE, LONGEST_NAME, LONGEST_ORGANISATION, LONGEST_REASON = 120, 40, 80, 200
SHORTEST_ROUND = 1  # days; how long a public consultation must last is the city's to say [K]
FOR_DUTIES = (Audience.DEPARTMENTS,)
"""Duties are shown to the departments concerned alone (R-068)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenItem:
    """An item as it is shown in a round; `digest` is of a snapshot that is kept."""

    number: str
    unit: str
    category: str
    name: str
    digest: str


def open_round(
    *,
    campaign: str,
    kind: ListKind,
    title: str,
    audiences: Iterable[str],
    closes_on: date | None,
    items: Iterable[FrozenItem],
    by: Actor,
    at: datetime,
) -> str:
    """Opens a round from today to `closes_on`, both days included, over frozen copies: its code.

    Raises Missing for who does not lead the work; Refused without title, audience, items or with a day that is past.
    """
    chosen, asked = list(items), [one for one in Audience if one in set(audiences)]
    if kind is ListKind.RESPONSIBILITY:
        asked = [one for one in asked if one in FOR_DUTIES]
    with writing(by):
        inside = _campaign(by, campaign)
        refuse_if(*_unfit(title, asked, chosen, closes_on, at))
        assert closes_on
        number = _next_number(inside, kind)
        opened = Round.objects.create(
            region_id=inside.region_id,
            campaign=inside,
            list_kind=kind,
            number=number,
            code=f"{inside.code}-{kind}-{number}",
            title=title.strip(),
            audiences=[one.value for one in asked],
            opens_on=day_of(at),
            closes_on=closes_on,
            by=by.username,
            at=at,
        )
        _freeze(opened, chosen)
        facts = {"items": len(chosen), "audiences": opened.audiences, "closes_on": closes_on.isoformat()}
        append("ConsultationOpened", f"consultation:{opened.code}", by=by, at=at, data=facts)
    return opened.code


def _unfit(
    title: str, asked: list[Audience], chosen: list[FrozenItem], closes_on: date | None, at: datetime
) -> list[Problem | None]:
    long_enough = closes_on and (closes_on - day_of(at)).days >= SHORTEST_ROUND
    return [
        None if title.strip() else refusal("desk.required", "title"),
        too_long(title, "title", LONGEST_TITLE),
        None if asked else refusal("consultations.no_audience", "audiences"),
        None if chosen else refusal("consultations.no_items", "items"),
        None if long_enough else refusal("consultations.no_time", "closes_on", days=SHORTEST_ROUND),
    ]


def _freeze(opened: Round, chosen: list[FrozenItem]) -> None:
    """Keeps the copies that the round is about."""
    units = dict(Unit.objects.filter(region=opened.region_id).values_list("code", "pk"))
    RoundItem.objects.bulk_create(
        RoundItem(
            region_id=opened.region_id,
            round=opened,
            unit_id=units[one.unit],
            number=one.number,
            category=one.category,
            name=one.name,
            digest=one.digest,
        )
        for one in chosen
    )


def close_round(*, code: str, reason: str = "", by: Actor, at: datetime) -> None:
    """Closes a round. Before its last day is over that needs a reason, which all who were asked can read.

    A round that only departments and counties were asked in may be closed without one when all have spoken. No round is
    closed on the day it was opened. Closed twice: once. Raises Refused, Missing.
    """
    with writing(by):
        one = leading_round(by, code)
        if one.closed_at:
            return
        early = day_of(at) <= one.closes_on and not _all_spoke(one)
        refuse_if(*_too_early(one, reason, at) if early else ())
        one.closed_at, one.closed_by = at, by.username
        one.closed_why = reason.strip() if early else ""
        one.save(update_fields=["closed_at", "closed_by", "closed_why"])
        append(
            "ConsultationClosed",
            f"consultation:{code}",
            by=by,
            at=at,
            data={"early": day_of(at) <= one.closes_on, "reason": one.closed_why},
        )


def _too_early(one: Round, reason: str, at: datetime) -> list[Problem | None]:
    day = one.closes_on.isoformat()
    fresh = (day_of(at) - one.opens_on).days < SHORTEST_ROUND
    return [
        refusal("consultations.too_early", "reason", days=SHORTEST_ROUND) if fresh else None,
        None if reason.strip() else refusal("consultations.early_reason", "reason", day=day),
        too_long(reason, "reason", LONGEST_REASON),
    ]


def invite_expert(*, code: str, name: str, organisation: str, by: Actor, at: datetime) -> str:
    """A secret for an expert without account, good until the round's last day is over: shown once, kept as a digest.

    Raises Refused, Missing.
    """
    with writing(by):
        one = leading_round(by, code)
        refuse_if(
            refusal("consultations.closed", "send") if one.closed_at else None,
            None if Audience.EXPERTS in one.audiences else refusal("consultations.experts_not_asked", "name"),
            None if name.strip() else refusal("desk.required", "name"),
            too_long(name, "name", LONGEST_NAME),
            too_long(organisation, "organisation", LONGEST_ORGANISATION),
        )
        secret = secrets.token_urlsafe(24)
        ends = datetime.combine(one.closes_on + timedelta(days=1), time(), SHANGHAI)
        link = ExpertLink.objects.create(
            region_id=one.region_id,
            round=one,
            name=name.strip(),
            organisation=organisation.strip(),
            secret_digest=secret_digest(secret),
            expires_at=ends,
            by=by.username,
            at=at,
        )
        append("ExpertInvited", f"consultation:{code}", by=by, at=at, data={"link": link.handle})
    return secret


def revoke_link(*, code: str, handle: str, by: Actor, at: datetime) -> None:
    """Ends an expert's link (`handle` as the page gives it): what was said stays. Raises Missing."""
    with writing(by):
        one = leading_round(by, code)
        good = ExpertLink.objects.filter(round=one, revoked_at=None)
        link = next((each for each in good if each.handle == handle), None)
        if link is None:
            raise Missing
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        append("ExpertLinkRevoked", f"consultation:{code}", by=by, at=at, data={"link": handle})


def secret_digest(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def leading_round(by: Actor, code: str) -> Round:
    """A round for who leads the work, its row locked. Raises Missing."""
    found = Round.objects.select_for_update(of=("self",)).select_related("campaign")
    one = found.filter(code=code, region_id=by.region).first()
    if one is None or not by.leads:
        raise Missing
    return one


def _all_spoke(one: Round) -> bool:
    outside = {Audience.PUBLIC, Audience.EXPERTS} & set(one.audiences)
    return not outside and not silent_units(one)


def _campaign(by: Actor, code: str) -> Campaign:
    found = Campaign.objects.visible_to(by).filter(code=code, region_id=by.region).first()
    if found is None or not by.leads:
        raise Missing
    return found


def _next_number(campaign: Campaign, kind: ListKind) -> int:
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    found = Round.objects.filter(campaign=campaign, list_kind=kind).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1
