"""Giving opinions and answering them: 采纳, 部分采纳, 不采纳, each with its reason (R-057)."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.consultations.models import Answer, Audience, ExpertLink, NoOpinion, Opinion, Round, RoundItem
from qingdan.consultations.queries.rounds import asked_units, open_link
from qingdan.consultations.services.rounds import leading_round
from qingdan.data.comments import personal_names
from qingdan.rules.personal_data import personal_data_in
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

LONGEST_TEXT, LONGEST_AUTHOR, LONGEST_CONTACT = 4_000, 40, 80
SPEAKING = frozenset({Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL, Role.COUNTY_OFFICE})
"""Who speaks for a unit that is asked."""
AGAIN_WITHIN = timedelta(minutes=10)
"""The same words from nobody named, so soon after each other, were sent twice by one person; later by two."""


def give_unit_opinion(*, code: str, item: str, text: str, by: Actor, at: datetime) -> str:
    """What a department or county says on an item of a round ("": on the whole): the opinion's code.

    Raises Missing where the unit is not asked; Refused when the round is over.
    """
    with writing(by):
        one, unit = _asked(by, code)
        audience = Audience.COUNTIES if unit.kind == UnitKind.COUNTY else Audience.DEPARTMENTS
        given = _give(by, one, item, text, at, audience=audience, unit=unit, author=by.name, by=by.username)
    return given.code


def say_nothing(*, code: str, unit: str, by: Actor, at: datetime) -> None:
    """The unit has nothing (more) to say. Said twice: once. `unit`: the one the page spoke of; refused
    when the person works for another by now. Raises Refused, Missing.
    """
    with writing(by):
        one, speaks = _asked(by, code)
        other = None if unit == speaks.code else refusal("consultations.other_unit", "send", unit=speaks.name)
        refuse_if(_over(one, at), other)
        _, new = NoOpinion.objects.get_or_create(
            round=one, unit=speaks, defaults={"region_id": one.region_id, "by": by.username, "at": at}
        )
        if new:
            append("NoOpinion", f"consultation:{code}", by=by, at=at, unit=speaks.code)


def give_expert_opinion(*, region: str, secret: str, item: str, text: str, by: Actor, at: datetime) -> str:
    """What an expert says by his link. Raises Missing for a link that is none, ended or past; Refused."""
    with writing(by):
        link = open_link(region, secret, at)
        one = _locked(link.round.code, region)
        given = _give(by, one, item, text, at, audience=Audience.EXPERTS, link=link, author=link.name)
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
    return given.code


def answer_opinion(
    *, code: str, version: int, answer: str, reason: str, public_text: str, by: Actor, at: datetime
) -> None:
    """What becomes of an opinion, with the reason; `public_text` is what of it is published. Answered again: corrected.

    `version`: of the answer that was read. Raises Refused (personal data), Stale, Missing.
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
            _personal(reason, "reason", opinion),
            _personal(public_text, "public_text", opinion),
        )
        if opinion.version != version:
            theirs = {
                "answer": opinion.answer,
                "reason": opinion.answer_reason,
                "public_text": opinion.public_text,
            }
            raise Stale(theirs, opinion.version)
        opinion.answer, opinion.answer_reason = answer, reason.strip()
        opinion.public_text = public_text.strip()
        opinion.answered_by, opinion.answered_at = by.username, at
        opinion.version += 1
        opinion.save()
        append("OpinionAnswered", by=by, at=at, **_noted(opinion, answer=answer))


def _personal(text: str, field: str, opinion: Opinion) -> Problem | None:
    """What is published says nothing of a person, nor what its author said of himself."""
    found = personal_data_in(text, told=(opinion.author, opinion.contact))
    return refusal("consultations.personal", field, found=personal_names(found)) if found else None


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
    """Keeps an opinion, the round's row being locked; the same words of the same source on the same thing once."""
    words = text.replace("\r\n", "\n").strip()
    refuse_if(
        _over(one, at),
        None if words else refusal("desk.required", "text"),
        too_long(words, "text", LONGEST_TEXT),
    )
    about = _item(actor, one, item) if item else None
    again = Opinion.objects.filter(round=one, item=about, text=words, **whose)
    if whose["audience"] == Audience.PUBLIC and not (whose["author"] or whose["contact"]):
        again = again.filter(at__gt=at - AGAIN_WITHIN)
    if there := again.first():
        return there
    given = Opinion.objects.create(
        region_id=one.region_id,
        round=one,
        item=about,
        code=secrets.token_hex(8),
        text=words,
        at=at,
        **whose,
    )
    append("OpinionGiven", by=actor, at=at, **_noted(given))
    return given


def _item(actor: Actor, one: Round, number: str) -> RoundItem:
    """An item that is shown to who speaks. Raises Missing."""
    found = RoundItem.objects.visible_to(actor).filter(round=one, number=number).first()
    if found is None:
        raise Missing
    return found


def _over(one: Round, at: datetime) -> Problem | None:
    over = one.closed_at is not None or day_of(at) > one.closes_on
    return refusal("consultations.over", "text") if over else None


def _noted(opinion: Opinion, **facts: str) -> Mapping[str, Any]:
    """What the log says of an opinion: neither words nor names."""
    return {
        "subject": f"consultation:{opinion.round.code}",
        "unit": opinion.unit.code if opinion.unit else "",
        "data": {"opinion": opinion.code, "audience": opinion.audience, **facts},
    }
