"""Registering a project card and mending it, until its code is verified."""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import SURE_OF_NUMBER, get_own_applicant
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.data.regions import load_regions
from qingdan.projects.models import Project
from qingdan.projects.queries.codes import is_taken
from qingdan.projects.services.tables import pinned_table
from qingdan.rules.application_form import plain_digits
from qingdan.rules.codes.identification import Surroundings, bare_number
from qingdan.rules.codes.project_code import printed_project_code
from qingdan.rules.problem import Problem
from qingdan.rules.project import ProjectState
from qingdan.rules.project_card import ProjectCard, card_problems, investment_of

MOST_WAITING = 20
"""Cards of an account that wait to be verified: more is no applicant's work."""


def register_project(*, card: ProjectCard, applicant: str, once: str, by: Actor, at: datetime) -> str:
    """Registers a card for an applicant of the account; its key. The same `once` again: the same project.

    Whose number is only said by itself registers nothing: a project shows all cases filed under that number.
    Raises Missing (no such applicant), Refused with everything that is wrong.
    """
    with writing(by):
        if known := _known(once, card, by):
            return known.key
        owner = get_own_applicant(by, applicant)
        refuse_if(_unsure(owner), *_wrong(card, owner.id_number, by, at), _too_many(by))
        made = _made(card, owner, once, by=by, at=at)
        data = {"code": made.code, "kind": made.kind}
        append("ProjectRegistered", f"project:{made.key}", by=by, at=at, data=data)
        return made.key


def change_project(*, key: str, version: int, card: ProjectCard, by: Actor, at: datetime) -> None:
    """The card as its owner has mended it, back to be verified; its class stays with its stages once it is verified.

    Raises Missing, Stale, Refused: verified already, or wrong.
    """
    with writing(by):
        found = (
            Project.objects.select_for_update().filter(key=key, applicant__user__username=by.username).first()
        )
        if found is None:
            raise Missing
        if version != found.version:
            raise Stale({}, found.version)
        verified = found.state == ProjectState.VERIFIED
        refuse_if(
            refusal("project.verified", "send") if verified else None,
            *_wrong(card, found.owner_number, by, at, but=found.pk),
        )
        if card.kind != found.kind:
            found.table = pinned_table(found.region_id, card.kind, by=by, at=at)
        for name, value in _columns(card).items():
            setattr(found, name, value)
        found.state, found.returned, found.version = ProjectState.WAITING, "", found.version + 1
        found.save()
        data = {"code": found.code, "kind": found.kind}
        append("ProjectChanged", f"project:{key}", by=by, at=at, data=data)


def _known(once: str, card: ProjectCard, by: Actor) -> Project | None:
    """The project that the same form registered before. Raises Refused: the form was used by somebody else, or for
    another project."""
    found = Project.objects.filter(once=once).first() if once else None
    same = found and (found.made_by, found.code) == (by.username, printed_project_code(card.code))
    if not once or (found and not same):
        raise Refused([refusal("own.once", "once")])
    return found


def _wrong(
    card: ProjectCard, owner: str, by: Actor, at: datetime, but: int | None = None
) -> Iterator[Problem | None]:
    places = frozenset(one for one in by.regions if len(one) == 6)
    around = Surroundings(regions=load_regions())
    yield from card_problems(card, around, places=places, today=day_of(at))
    code = printed_project_code(card.code)
    own = Project.objects.filter(code=code, owner_number=bare_number(owner))
    own = own.exclude(pk=but) if but else own
    if code and own.exists():
        yield refusal("project.code_known", "code")
    elif code and is_taken(code, owner):
        yield refusal("project.code_taken", "code")


def _unsure(owner: Applicant) -> Problem | None:
    return refusal("project.unsure", "who") if owner.assurance < SURE_OF_NUMBER else None


def _too_many(by: Actor) -> Problem | None:
    count = Project.objects.filter(made_by=by.username, state=ProjectState.WAITING).count()
    return refusal("project.too_many", "code", most=MOST_WAITING) if count >= MOST_WAITING else None


def _made(card: ProjectCard, owner: Applicant, once: str, *, by: Actor, at: datetime) -> Project:
    table = pinned_table(by.region, card.kind, by=by, at=at)
    try:
        with transaction.atomic():
            return Project.objects.create(
                region_id=by.region,
                key=secrets.token_hex(16),
                once=once,
                table=table,
                applicant=owner,
                owner_kind=owner.kind,
                owner_name=owner.name,
                owner_number=bare_number(owner.id_number),
                made_by=by.username,
                made_at=at,
                **_columns(card),
            )
    except IntegrityError:
        if known := _known(once, card, by):
            return known
        raise Refused([refusal("project.code_known", "code")]) from None


def _columns(card: ProjectCard) -> dict[str, object]:
    return {
        "code": printed_project_code(card.code),
        "name": card.name.strip(),
        "kind": card.kind,
        "division": card.division,
        "town": card.town.strip(),
        "investment": investment_of(card.investment),
        "industry": card.industry.strip(),
        "land": card.land.strip(),
        "contact": card.contact.strip(),
        "contact_phone": plain_digits(card.contact_phone),
        "purpose": card.purpose.strip(),
    }
