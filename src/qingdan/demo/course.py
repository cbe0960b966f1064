"""What the demonstration's units did since the notice: received it, named contacts, wrote, signed and filed."""

import tomllib
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused
from qingdan.campaigns.models import Campaign, Contact, Question
from qingdan.campaigns.services.contacts import Person, set_contacts
from qingdan.campaigns.services.duties import receive_notice
from qingdan.campaigns.services.questions import answer_question, ask_question
from qingdan.data.sample_city import load_names
from qingdan.demo.generate import Progress, SampleReturn
from qingdan.demo.hours import at_work, worked_after, worked_before
from qingdan.filings.models import Filing
from qingdan.filings.services.handing_in import file_filing
from qingdan.filings.services.preparing import save_report
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.rules.role import Role


def answer_to_the_notice(returned: SampleReturn, campaign: Campaign, by: Actor, now: datetime) -> None:
    """Receipt on the day of the notice, contacts some working days later; what lies ahead is left to people."""
    unit, random = by.unit, Random(f"contacts:{by.unit}")
    if Contact.objects.filter(participation__campaign=campaign, participation__unit__code=unit).exists():
        return
    received = at_work(campaign.notice_on, random)
    receive_notice(campaign=campaign.code, unit=unit, by=by, at=received)
    named = worked_after(day_of(received), returned.contacts_after, random)
    if named < now:
        people = {kind: _person(title, random) for kind, title in (("deputy", "副局长"), ("liaison", "科长"))}
        set_contacts(campaign=campaign.code, unit=unit, people=people, by=by, at=named)


def sign_and_file(returned: SampleReturn, campaign: Campaign, by: Actor, now: datetime) -> None:
    """The report of a unit that is through, the signature, the filing; a unit kept back stays where it is."""
    mine = Filing.objects.filter(campaign=campaign, unit__code=by.unit)
    if returned.progress is not Progress.SIGNED or mine.exists():
        return
    random = Random(by.unit)
    at = worked_before(now, 1 + random.randrange(2), random)
    signed_at, filed_at = at + timedelta(minutes=25), at + timedelta(minutes=50)
    name = f"{returned.principal}（示例）"
    principal = replace(by, name=name, roles=frozenset({Role.PRINCIPAL}), factor_at=signed_at)
    place: dict[str, Any] = {"campaign": campaign.code, "unit": by.unit}
    with suppress(Refused):
        save_report(**place, version=0, sections=_texts()["report"], by=by, at=at)
        number = send_to_principal(**place, by=by, at=at)
        digest = mine.get(number=number).digest
        sign_filing(**place, number=number, digest=digest, by=principal, at=signed_at)
        file_filing(**place, number=number, digest=digest, by=by, at=filed_at)


def ask_and_answer(campaign: Campaign, liaison: Actor, office: Actor, now: datetime) -> None:
    """Three questions to the 综合组, two of them answered."""
    if Question.objects.filter(campaign=campaign).exists():
        return
    random = Random("questions")
    for days, one in zip((5, 4, 1), _texts()["question"], strict=True):
        at = worked_before(now, days, random)
        code = ask_question(campaign=campaign.code, title=one["title"], text=one["text"], by=liaison, at=at)
        if one["answer"]:
            later = worked_before(now, days - 1, random)
            answer_question(question=code, answer=one["answer"], version=0, by=office, at=later)


def _person(title: str, random: Random) -> Person:
    names = load_names()
    return Person(name=f"{names.person(random)}（示例）", title=title, phone=names.telephone(random))


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("sample", "report.toml").read_text(encoding="utf-8"))
