"""Issuing: the enterprise comes into being, is changed, or ends; its certificates; the result goes to every body."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.transactions import writing
from qingdan.data.registrations import ModePaper, registration_bodies, registration_modes, words_of
from qingdan.licences.models import Licence, LicenceState
from qingdan.licences.services.issuing import NewLicence, amend_licence, end_licence, issue_licence
from qingdan.registrations.models import BodyTask, Enterprise, Registration, TaskPhase
from qingdan.registrations.queries.content import digest_of_enterprise, registered_rows
from qingdan.registrations.queries.ground import acting_body
from qingdan.registrations.services.packets import open_sharing
from qingdan.registrations.services.papers import write_paper
from qingdan.registrations.services.pool import settle_code
from qingdan.registrations.services.stepping import get_registration, step_registration
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.registration_codes import NumberKind

CHANGED, REPLACED, CANCELLED = "企业变更登记", "换发营业执照", "企业注销登记"
_MAIN = (NumberKind.USCC, NumberKind.REGISTRATION_NUMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate to be given: the paper, and the number on it."""

    paper: ModePaper
    number: str
    place: int


def issue_registration(*, number: str, version: int | None = None, by: Actor, at: datetime) -> str:
    """Decides for it; the code of the enterprise. Raises Refused: somebody has not agreed …; Stale, Missing."""
    with writing(by):
        found = get_registration(by, number, version=version)
        found.decided_on = day_of(at)
        step_registration(found, "issue", by=by, at=at, data={"numbers": dict(found.numbers)})
        kind = RegistrationKind(found.kind)
        if kind is RegistrationKind.FOUND:
            enterprise = _founded(found, at)
        else:
            enterprise = _changed(found) if kind is RegistrationKind.CHANGE else _ended(found, at)
        _certify(found, enterprise, by=by, at=at)
        found.enterprise = enterprise
        found.save(update_fields=["enterprise"])
        write_paper(found, "grant", _granted(found), by=by, at=at)
        open_sharing(found, by=by, at=at)
        return enterprise.code


def _founded(found: Registration, at: datetime) -> Enterprise:
    settle_code(found, used=True)
    if found.reservation:
        found.reservation.used = True
        found.reservation.save(update_fields=["used"])
    made = Enterprise(
        region_id=found.region_id, code=secrets.token_hex(12), name=found.name, mode=found.mode,
        numbers=found.numbers, main_number=_main(found), answers=found.answers, founded_by=found.number,
        last_by=found.number, founded_on=day_of(at), owner="" if found.at_window else found.made_by,
    )  # fmt: skip
    made.digest = digest_of_enterprise(made)
    made.save()
    return made


def _changed(found: Registration) -> Enterprise:
    enterprise = _locked(found)
    enterprise.mode, enterprise.answers = found.mode, {**enterprise.answers, **found.answers}
    enterprise.numbers = {**enterprise.numbers, **found.numbers}
    enterprise.main_number = _main(found)
    return _kept(enterprise, found)


def _ended(found: Registration, at: datetime) -> Enterprise:
    enterprise = _locked(found)
    enterprise.standing, enterprise.ended_on = False, day_of(at)
    return _kept(enterprise, found)


def _locked(found: Registration) -> Enterprise:
    assert found.enterprise
    return Enterprise.objects.select_for_update().get(pk=found.enterprise.pk)


def _kept(enterprise: Enterprise, found: Registration) -> Enterprise:
    enterprise.last_by = found.number
    enterprise.version += 1
    enterprise.digest = digest_of_enterprise(enterprise)
    enterprise.save()
    return enterprise


def _main(found: Registration) -> str:
    """The number by which it is called: the unified code, before that the registrar's."""
    return next(str(found.numbers[kind]) for kind in _MAIN if kind in found.numbers)


def _certify(found: Registration, enterprise: Enterprise, *, by: Actor, at: datetime) -> None:
    """Gives certificates, amends those that stand, ends those that another has taken the place of."""
    kept: dict[str, str] = dict(enterprise.licences)
    wanted = _certificates(found) if enterprise.standing else []
    numbers = {one.paper.kind: one.number for one in wanted}
    for kind, code in list(kept.items()):
        if _stands(code, kind, numbers):
            content = {**_content(enterprise), "holder": enterprise.name, "holder_id": numbers[kind]}
            amend_licence(code=code, content=content, ground=CHANGED, by=by, at=at)
        else:
            ground = REPLACED if enterprise.standing else CANCELLED
            end_licence(code=code, kind=LicenceState.CANCELLED, ground=ground, by=by, at=at)
            del kept[kind]
    for one in wanted:
        if one.paper.kind not in kept:
            kept[one.paper.kind] = _issued(found, enterprise, one, by=by, at=at)
    enterprise.licences = kept
    enterprise.save(update_fields=["licences"])


def _stands(code: str, kind: str, numbers: Mapping[str, str]) -> bool:
    """Whether a certificate is kept: of the same kind and with the same number."""
    return Licence.objects.filter(code=code, holder_id=numbers.get(kind, "")).exists()


def _certificates(found: Registration) -> list[Certificate]:
    papers = registration_modes()[found.mode].papers
    return [
        Certificate(paper=one, number=found.numbers[one.number], place=place)
        for place, one in enumerate(papers, 1)
    ]


def _issued(found: Registration, enterprise: Enterprise, one: Certificate, *, by: Actor, at: datetime) -> str:
    acting = acting_body(found.region_id, one.paper.body, day_of(at))
    until = enterprise.answers.get("term_until", "") if enterprise.answers.get("term") != "长期" else ""
    new = NewLicence(
        unit=acting.unit.code, kind=one.paper.kind, item_code=acting.item_code,
        case_number=f"{found.number}-{one.place:02d}", holder_name=enterprise.name, holder_id=one.number,
        holder_kind="organisation", valid_from=day_of(at), valid_until=date.fromisoformat(until) if until else None,
        content={**_content(enterprise), "item": acting.entry.name},
    )  # fmt: skip
    return issue_licence(new=new, by=by, at=at).code


def _content(enterprise: Enterprise) -> dict[str, Any]:
    return {"registered": registered_rows(enterprise.answers)}


def _granted(found: Registration) -> dict[str, Any]:
    names = words_of("numbers")
    shown = [one.number.value for one in registration_modes()[found.mode].papers]
    rows = [{"name": names[kind], "number": found.numbers[kind]} for kind in shown if kind in found.numbers]
    tasks = BodyTask.objects.filter(registration=found, phase=TaskPhase.REVIEW, turn=found.turn)
    bodies = [registration_bodies()[one.body].name for one in tasks.order_by("pk")]
    return {"numbers": rows, "bodies": "、".join(bodies), "contact": found.unit.name}
