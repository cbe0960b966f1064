"""The question desk of the 综合组: one unified answer for all (R-093); notices and experience (R-123)."""

from datetime import datetime, timedelta
from secrets import token_hex

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Participation, Posting, Question
from qingdan.campaigns.services.access import open_campaign, refuse_closed, text_problem
from qingdan.campaigns.services.reminders import SPEAKERS
from qingdan.rules.canonical import digest
from qingdan.rules.role import Role

LONGEST_TITLE, LONGEST_TEXT = 120, 5_000
SENT_TWICE = timedelta(hours=1)
NOTICE, EXPERIENCE = "notice", "experience"


def ask_question(*, campaign: str, title: str, text: str, by: Actor, at: datetime) -> str:
    """A unit, or a review group, asks; the code of the question. Asked again while it waits: once.

    Raises Refused, Missing.
    """
    with writing(by):
        found, unit = _here(by, campaign)
        refuse_if(
            text_problem("title", title, LONGEST_TITLE),
            text_problem("text", text, LONGEST_TEXT, required=False),
        )
        words = {"title": title.strip(), "text": text.strip()}
        waiting = Question.objects.filter(
            campaign=found, unit=unit, answered_at__isnull=True, **words
        ).first()
        if waiting:
            return waiting.code
        asked = Question.objects.create(
            campaign=found,
            region_id=found.region_id,
            unit=unit,
            code=token_hex(8),
            **words,
            asked_by=by.username,
            asked_at=at,
        )
        append("QuestionAsked", f"question:{asked.code}", by=by, at=at, unit=unit.code)
    return asked.code


def answer_question(*, question: str, answer: str, version: int, by: Actor, at: datetime) -> None:
    """The one answer, visible to all from now on; a later one corrects the one of `version`.

    Raises Refused, Stale when somebody answered meanwhile, Missing.
    """
    with writing(by):
        rows = Question.objects.visible_to(by).select_related("campaign").select_for_update(of=["self"])
        found = rows.filter(code=question).first()
        if found is None or not by.leads:
            raise Missing
        refuse_closed(found.campaign)
        refuse_if(text_problem("answer", answer, LONGEST_TEXT))
        if found.version != version:
            raise Stale({"answer": found.answer}, found.version)
        found.answer, found.answered_by, found.answered_at = answer.strip(), by.username, at
        found.version += 1
        found.save(update_fields=["answer", "answered_by", "answered_at", "version"])
        _tell_asker(found, by, at)
        data = {"version": found.version, "digest": digest({"answer": found.answer})}
        append("QuestionAnswered", f"question:{question}", by=by, at=at, unit=found.unit.code, data=data)


def post(*, campaign: str, kind: str, title: str, text: str, by: Actor, at: datetime) -> str:
    """A notice of the office (its people alone; the liaisons are told), or a unit's experience; its code.

    The same again within the hour is the form sent twice: one posting. Raises Refused, Missing.
    """
    with writing(by):
        found, unit = _here(by, campaign)
        may_notify = by.leads or Role.GOVERNMENT_OFFICE in by.roles
        refuse_if(
            None if kind in (NOTICE, EXPERIENCE) else refusal("desk.choice", "kind"),
            None if kind != NOTICE or may_notify else refusal("campaigns.notice_by_office", "kind"),
            text_problem("title", title, LONGEST_TITLE),
            text_problem("text", text, LONGEST_TEXT),
        )
        words = {"kind": kind, "title": title.strip(), "text": text.strip(), "by": by.username}
        before = Posting.objects.filter(campaign=found, unit=unit, at__gt=at - SENT_TWICE, **words).first()
        if before:
            return before.code
        posted = Posting.objects.create(
            campaign=found, region_id=found.region_id, unit=unit, code=token_hex(8), at=at, **words
        )
        if kind == NOTICE:
            _tell_all(posted, by, at)
        append("PostingMade", f"posting:{posted.code}", by=by, at=at, data={"kind": kind})
    return posted.code


def _here(by: Actor, campaign: str) -> tuple[Campaign, Unit]:
    """The campaign and the unit the person speaks for."""
    unit = Unit.objects.filter(code=by.unit).first()
    if unit is None:
        raise Missing
    return open_campaign(by, campaign), unit


def _tell_asker(question: Question, by: Actor, at: datetime) -> None:
    send(
        users=User.objects.filter(username=question.asked_by),
        subject=question.title,
        text=question.answer,
        link=f"/desk/questions/{question.code}/",
        once=f"answer:{question.code}:{question.version}",
        by=by,
        at=at,
    )


def _tell_all(posting: Posting, by: Actor, at: datetime) -> None:
    units = (
        Participation.objects.active().filter(campaign=posting.campaign).values_list("unit__code", flat=True)
    )
    for unit in units:
        send(
            unit=unit,
            roles=SPEAKERS,
            subject=posting.title,
            text=posting.text,
            link=f"/desk/postings/{posting.code}/",
            once=f"posting:{posting.code}",
            by=by,
            at=at,
        )
