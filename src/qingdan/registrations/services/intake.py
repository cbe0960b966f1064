"""窗口收件: name, form and papers of somebody at the counter, on one screen and in one act."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.data.registrations import asked_materials
from qingdan.registrations.models import Registration
from qingdan.registrations.queries.facts import problems_of_form
from qingdan.registrations.queries.ground import REGISTRAR, bodies_of_unit
from qingdan.registrations.services.applying import (
    NewRegistration,
    RegistrationReceipt,
    begin_registration,
    file_material,
    save_answers,
    supplement_registration,
    take_in_registration,
)
from qingdan.registrations.services.names import reserve_name
from qingdan.registrations.services.stepping import get_registration
from qingdan.registrations.services.waiting import wait_for_form
from qingdan.rules.company_name import company_name, type_problem
from qingdan.rules.problem import Problem
from qingdan.rules.registration import RegistrationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCounter:
    """What is said at the counter: of a new enterprise the parts of its name, else the code of the one it is about."""

    kind: RegistrationKind
    mode: str
    once: str
    applicant_name: str
    phone: str = ""
    enterprise: str = ""
    word: str = ""
    trade: str = ""
    form: str = ""
    place: str = ""


def take_in_at_counter(
    *, said: AtCounter, answers: Mapping[str, str], papers: Collection[int], by: Actor, at: datetime
) -> RegistrationReceipt:
    """Takes in what was brought, whatever it lacks; sent twice it is one. Raises Refused: the form was used for
    somebody or something else, the name is another type's (nobody could mend it later) …; Missing: not the registrar.

    `papers`: the materials that were brought, seen in the original.
    """
    with writing(by):
        if REGISTRAR not in bodies_of_unit(by.region, by.unit):
            raise Missing
        wait_for_form(said.once, by.username)
        known = Registration.objects.filter(once=said.once, made_by=by.username).exclude(number="").first()
        if known:
            refuse_if(None if _is_same(known, said) else refusal("own.once", "once"))
            return RegistrationReceipt(number=known.number, code="")
        refuse_if(_unasked(said.kind, papers))
        name = {"word": said.word, "trade": said.trade, "form": said.form, "place": said.place}
        founds = said.kind is RegistrationKind.FOUND
        refuse_if(_misnamed(said, answers) if founds else None)
        new = NewRegistration(
            kind=said.kind, mode=said.mode, once=said.once, applicant_name=said.applicant_name,
            applicant_phone=said.phone, reservation=reserve_name(**name, by=by, at=at) if founds else "",
            enterprise=said.enterprise, at_window=True,
        )  # fmt: skip
        code = begin_registration(new=new, by=by, at=at)
        save_answers(code=code, version=1, answers=answers, by=by, at=at)
        for place in sorted(papers):
            file_material(code=code, place=place, upload=None, on_paper=True, by=by, at=at)
        append("RegistrationAtCounter", f"registration:{code}", by=by, at=at, data={"papers": len(papers)})
        return take_in_registration(code=code, by=by, at=at)


def _is_same(known: Registration, said: AtCounter) -> bool:
    """Whether a form sent again is for who came before: it may have been filled in anew for the next."""
    if (known.kind, known.mode, known.applicant_name) != (said.kind, said.mode, said.applicant_name):
        return False
    if said.kind is not RegistrationKind.FOUND:
        return known.enterprise is not None and known.enterprise.code == said.enterprise
    return known.name == _full_name(said)


def _full_name(said: AtCounter) -> str:
    return company_name(region=said.place, word=said.word, trade=said.trade, form=said.form).full


def _misnamed(said: AtCounter, answers: Mapping[str, str]) -> Problem | None:
    kind = answers.get("type", "")
    return type_problem(kind, _full_name(said)) if kind else None


def _unasked(kind: RegistrationKind, papers: Collection[int]) -> Problem | None:
    """Why papers are not taken: some are not of the list."""
    return (
        None
        if {one.place for one in asked_materials(kind)}.issuperset(papers)
        else refusal("desk.choice", "papers")
    )


def supplement_at_counter(
    *,
    number: str,
    version: int,
    answers: Mapping[str, str],
    papers: Collection[int],
    by: Actor,
    at: datetime,
) -> None:
    """What lacked was brought to the counter. Raises Refused, Stale, Missing."""
    with writing(by):
        found = get_registration(by, number, version=version)
        refuse_if(_unasked(RegistrationKind(found.kind), papers))
        save_answers(code=number, version=version, answers=answers, by=by, at=at)
        refuse_if(*problems_of_form(get_registration(by, number)))
        for place in sorted(papers):
            file_material(code=number, place=place, upload=None, on_paper=True, by=by, at=at)
        append("RegistrationAtCounter", f"registration:{number}", by=by, at=at, data={"papers": len(papers)})
        supplement_registration(number=number, by=by, at=at)
