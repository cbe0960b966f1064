"""Giving opinions and answering them: 采纳, 部分采纳, 不采纳, each with its reason (R-057)."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.consultations.models import Answer, Audience, ExpertLink, NoOpinion, Opinion, Round, RoundItem
from qingdan.consultations.queries.rounds import asked_units, open_link
from qingdan.consultations.services.rounds import leading_round
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

LONGEST_TEXT, LONGEST_AUTHOR, LONGEST_CONTACT = 4_000, 40, 80
SPEAKING = frozenset({Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL, Role.COUNTY_OFFICE})
"""Who speaks for a unit that is asked."""


def give_unit_opinion(*, code: str, item: str, text: str, by: Actor, at: datetime) -> str:
    """What a department or county says on an item of a round ("": on the whole): the opinion's code.

    Raises Missing where the unit is not asked; Refused when the round is over.
    """
    with writing(by):
        one, unit = _asked(by, code)
        audience = Audience.COUNTIES if unit.kind == UnitKind.COUNTY else Audience.DEPARTMENTS
        given = _give(by, one, item, text, at, audience=audience, unit=unit, author=by.name, by=by.username)
        _record("OpinionGiven", given, by=by, at=at)
    return given.code


def say_nothing(*, code: str, by: Actor, at: datetime) -> None:
    """The unit has nothing (more) to say. Said twice: once. Raises Refused, Missing."""
    with writing(by):
        one, unit = _asked(by, code)
        refuse_if(_over(one, at))
        _, new = NoOpinion.objects.get_or_create(
            round=one, unit=unit, defaults={"region_id": one.region_id, "by": by.username, "at": at}
        )
        if new:
            append("NoOpinion", f"consultation:{code}", by=by, at=at, unit=unit.code)


def give_expert_opinion(*, region: str, secret: str, item: str, text: str, by: Actor, at: datetime) -> str:
    """What an expert says by his link. Raises Missing for a link that is none, ended or past; Refused."""
    with writing(by):
        link = open_link(region, secret, at)
        one = _locked(link.round.code, region)
        given = _give(by, one, item, text, at, audience=Audience.EXPERTS, link=link, author=link.name)
        _record("OpinionGiven", given, by=by, at=at)
    return given.code


def give_public_opinion(
    *, region: str, code: str, item: str, text: str, author: str, contact: str, by: Actor, at: datetime
) -> str:
    """What somebody of the public says; name and contact are his to give. Raises Missing, Refused."""
    with writing(by):
        one = _locked(code, region)
        if Audience.PUBLIC not in one.audiences:
            raise Missing
        refuse_if(too_long(author, "author", LONGEST_AUTHOR), too_long(contact, "contact", LONGEST_CONTACT))
        whose = {"author": author.strip(), "contact": contact.strip()}
        given = _give(by, one, item, text, at, audience=Audience.PUBLIC, **whose)
        _record("OpinionGiven", given, by=by, at=at)
    return given.code


def answer_opinion(*, code: str, answer: str, reason: str, public_text: str, by: Actor, at: datetime) -> None:
    """What becomes of an opinion, with the reason; `public_text` is what of it is published. Answered again: corrected.

    Raises Refused, Missing.
    """
    with writing(by):
        found = Opinion.objects.visible_to(by).select_for_update(of=("self",)).select_related("round")
        opinion = found.filter(code=code).first()
        if opinion is None or not by.leads:
            raise Missing
        refuse_if(
            None if answer in Answer.values else refusal("desk.required", "answer"),
            None if reason.strip() else refusal("desk.required", "reason"),
            too_long(reason, "reason", LONGEST_TEXT),
            too_long(public_text, "public_text", LONGEST_TEXT),
        )
        opinion.answer, opinion.answer_reason = answer, reason.strip()
        opinion.public_text = public_text.strip()
        opinion.answered_by, opinion.answered_at = by.username, at
        opinion.save()
        _record("OpinionAnswered", opinion, by=by, at=at, answer=answer)


def _asked(by: Actor, code: str) -> tuple[Round, Unit]:
    """A round for who speaks for a unit that is asked in it. Raises Missing."""
    one = leading_round(by, code) if by.leads else _locked(code, by.region)
    unit = asked_units(one).filter(code=by.unit).first()
    if unit is None or not by.roles & SPEAKING:
        raise Missing
    return one, unit


def _locked(code: str, region: str) -> Round:
    one = Round.objects.select_for_update().filter(code=code, region_id=region).first()
    if one is None:
        raise Missing
    return one


def _give(
    actor: Actor, one: Round, item: str, text: str, at: datetime, **whose: Unit | ExpertLink | str
) -> Opinion:
    words = text.replace("\r\n", "\n").strip()
    refuse_if(
        _over(one, at),
        None if words else refusal("desk.required", "text"),
        too_long(words, "text", LONGEST_TEXT),
    )
    return Opinion.objects.create(
        region_id=one.region_id,
        round=one,
        item=_item(actor, one, item) if item else None,
        code=secrets.token_hex(8),
        text=words,
        at=at,
        **whose,
    )


def _item(actor: Actor, one: Round, number: str) -> RoundItem:
    """An item that is shown to who speaks. Raises Missing."""
    found = RoundItem.objects.visible_to(actor).filter(round=one, number=number).first()
    if found is None:
        raise Missing
    return found


def _over(one: Round, at: datetime) -> Problem | None:
    over = one.closed_at is not None or day_of(at) > one.closes_on
    return refusal("consultations.over", "text") if over else None


def _record(kind: str, opinion: Opinion, *, by: Actor, at: datetime, **facts: str) -> None:
    """Neither words nor names stand in the log."""
    data: Mapping[str, str] = {"opinion": opinion.code, "audience": opinion.audience, **facts}
    unit = opinion.unit.code if opinion.unit else ""
    append(kind, f"consultation:{opinion.round.code}", by=by, at=at, unit=unit, data=data)
