"""What the demonstration's units did since the notice: received it, named contacts, wrote, signed and filed."""

import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI
from qingdan.base.refusal import Refused
from qingdan.campaigns.models import Campaign, Contact, Question
from qingdan.campaigns.services.contacts import Person, set_contacts
from qingdan.campaigns.services.duties import receive_notice
from qingdan.campaigns.services.questions import answer_question, ask_question
from qingdan.data.calendar import load_calendar
from qingdan.data.sample_city import load_names
from qingdan.demo.generate import Progress, SampleReturn
from qingdan.filings.models import Filing
from qingdan.filings.services.handing_in import file_filing
from qingdan.filings.services.preparing import save_report
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.rules.deadline import deadline
from qingdan.rules.power_item import DayKind
from qingdan.rules.role import Role

_OPENING = time(9, 30)


def answer_to_the_notice(returned: SampleReturn, campaign: Campaign, by: Actor, now: datetime) -> None:
    """Receipt on the day of the notice, contacts some working days later; what lies ahead is left to people."""
    unit, random = by.unit, Random(f"contacts:{by.unit}")
    if Contact.objects.filter(participation__campaign=campaign, participation__unit__code=unit).exists():
        return
    receive_notice(campaign=campaign.code, unit=unit, by=by, at=_at(campaign.notice_on))
    named = deadline(
        load_calendar(), start=campaign.notice_on, days=returned.contacts_after, kind=DayKind.WORKING
    ).ends_on
    if named and _at(named) < now:
        people = {kind: _person(title, random) for kind, title in (("deputy", "副局长"), ("liaison", "科长"))}
        set_contacts(campaign=campaign.code, unit=unit, people=people, by=by, at=_at(named))


def sign_and_file(returned: SampleReturn, campaign: Campaign, by: Actor, now: datetime) -> None:
    """The report of a unit that is through, the signature, the filing; a unit kept back stays where it is."""
    mine = Filing.objects.filter(campaign=campaign, unit__code=by.unit)
    if returned.progress is not Progress.SIGNED or mine.exists():
        return
    at = now - timedelta(hours=1 + Random(by.unit).randrange(60))
    principal = replace(by, name=returned.principal, roles=frozenset({Role.PRINCIPAL}), factor_at=at)
    place: dict[str, Any] = {"campaign": campaign.code, "unit": by.unit}
    with suppress(Refused):
        save_report(**place, version=0, sections=_texts()["report"], by=by, at=at)
        number = send_to_principal(**place, by=by, at=at)
        digest = mine.get(number=number).digest
        sign_filing(**place, number=number, digest=digest, by=principal, at=at)
        file_filing(**place, number=number, digest=digest, by=by, at=at)


def ask_and_answer(campaign: Campaign, liaison: Actor, office: Actor, now: datetime) -> None:
    """Three questions to the 综合组, two of them answered."""
    if Question.objects.filter(campaign=campaign).exists():
        return
    for days, one in zip((6, 5, 1), _texts()["question"], strict=True):
        at = now - timedelta(days=days)
        code = ask_question(campaign=campaign.code, title=one["title"], text=one["text"], by=liaison, at=at)
        if one["answer"]:
            later = at + timedelta(hours=20)
            answer_question(question=code, answer=one["answer"], version=0, by=office, at=later)


def _person(title: str, random: Random) -> Person:
    names = load_names()
    return Person(name=f"{names.person(random)}（示例）", title=title, phone=names.telephone(random))


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("sample", "report.toml").read_text(encoding="utf-8"))


def _at(day: date) -> datetime:
    return datetime.combine(day, _OPENING, SHANGHAI)
