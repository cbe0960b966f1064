"""Applying: a draft that loses nothing, submission, intake at the window, supplement, withdrawal."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.discarding import discard_file
from qingdan.base.files.models import StoredFile
from qingdan.base.files.services import SCANS, Upload, store_file
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.secret_codes import new_code, secret_digest
from qingdan.base.transactions import writing
from qingdan.cases.services.numbers import next_number
from qingdan.data.calendar import working_days_on
from qingdan.data.case import case_limit
from qingdan.data.registrations import asked_materials, form_fields, limits, registration_modes, row_kinds
from qingdan.registrations.models import (
    Enterprise,
    NameReservation,
    Registration,
    RegistrationMaterial,
)
from qingdan.registrations.queries.facts import parties_of
from qingdan.registrations.queries.ground import REGISTRAR, acting_body, modes_on
from qingdan.registrations.queries.own import digest_to_sign
from qingdan.registrations.services.ending import fail
from qingdan.registrations.services.papers import write_paper
from qingdan.registrations.services.stepping import get_registration, step_registration, subject_of
from qingdan.registrations.services.waiting import wait_for_form
from qingdan.rules.application_form import as_kept, too_long_answers
from qingdan.rules.canonical import digest
from qingdan.rules.problem import Problem
from qingdan.rules.registration import FAILED, RegistrationKind, RegistrationParty, RegistrationState

OPEN_TO_APPLICANT = frozenset({RegistrationState.DRAFT, RegistrationState.CORRECTING})
MOST_DRAFTS = 20
FILLS_IN = frozenset({RegistrationParty.APPLICANT, RegistrationParty.WINDOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """What is applied for. `reservation`: code of the name kept, to found; `enterprise`: code of whose it is."""

    kind: RegistrationKind
    mode: str
    once: str
    applicant_name: str
    applicant_phone: str = ""
    reservation: str = ""
    enterprise: str = ""
    at_window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationReceipt:
    """What the applicant gets, this once: number and query code; the code of the receipt on paper."""

    number: str
    code: str
    paper: str = ""


def begin_registration(*, new: NewRegistration, by: Actor, at: datetime) -> str:
    """Opens a draft; its code. The same `once` for the same thing gives the same draft.

    Raises Refused: no such mode in force, the registrar may not act, the name is not kept, too many drafts, the form
    was used for something else; Missing.
    """
    with writing(by):
        wait_for_form(new.once, by.username)
        known = Registration.objects.filter(once=new.once, made_by=by.username).first() if new.once else None
        if known:
            refuse_if(None if _is_same(known, new) else refusal("own.once", "once"))
            return known.code
        drafts = Registration.objects.filter(made_by=by.username, state=RegistrationState.DRAFT)
        modes = {one.key for one in modes_on(by.region, day_of(at))}
        refuse_if(
            None if new.mode in modes else refusal("registration.mode_not_in_force", "mode"),
            None if new.applicant_name.strip() else refusal("desk.required", "applicant_name"),
            too_long(new.applicant_name, "applicant_name", 120),
            too_long(new.applicant_phone, "phone", 30),
            refusal("registration.many_drafts", "send", most=MOST_DRAFTS)
            if not new.at_window and drafts.count() >= MOST_DRAFTS
            else None,
        )
        made = _drafted(new, by=by, at=at)
        append("RegistrationBegun", f"registration:{made.code}", by=by, at=at, unit=made.unit.code,
               data={"kind": made.kind, "mode": made.mode})  # fmt: skip
        return made.code


def save_answers(
    *, code: str, version: int, answers: Mapping[str, str], phone: str | None = None, by: Actor, at: datetime
) -> int:
    """Keeps what was filled in, right or wrong; the new version. Raises Missing, Stale, Refused: too long."""
    with writing(by):
        found = _open(code, by, version=version)
        kept = {**found.answers, **_counts(found, answers)}
        fields = {one.name: one for one in form_fields(RegistrationKind(found.kind), kept)}
        asked = {name: as_kept(fields[name], text) for name, text in answers.items() if name in fields}
        refuse_if(*too_long_answers(tuple(fields.values()), asked))
        found.answers = {**kept, **asked}
        found.applicant_phone = found.applicant_phone if phone is None else phone[:30]
        found.version += 1
        found.save()
        said = {"answers": digest(found.answers)}
        append("RegistrationSaved", subject_of(found), by=by, at=at, unit=found.unit.code, data=said)
        return found.version


def file_material(
    *, code: str, place: int, upload: Upload | None, on_paper: bool = False, by: Actor, at: datetime
) -> None:
    """A material of the list, uploaded or seen on paper at the window; it replaces the one before.

    Raises Missing, Refused: the file is none that is taken, or too many were sent already.
    """
    with writing(by):
        found = _open(code, by)
        asked = {one.place: one for one in asked_materials(RegistrationKind(found.kind))}
        if place not in asked or (on_paper and not found.at_window):
            raise Missing
        refuse_if(None if on_paper else _too_many_files(found, place))
        file = None if on_paper else store_file(upload, unit=found.unit.code, kinds=SCANS, by=by, at=at)
        RegistrationMaterial.objects.filter(registration=found, place=place, replaced=False).update(
            replaced=True
        )
        RegistrationMaterial.objects.create(
            region_id=found.region_id, registration=found, place=place, name=asked[place].name, file=file,
            by=by.username, at=at,
        )  # fmt: skip
        found.version += 1
        found.save(update_fields=["version"])
        append("RegistrationMaterialFiled", subject_of(found), by=by, at=at, unit=found.unit.code,
               data={"place": place})  # fmt: skip


def submit_registration(
    *, code: str, version: int, signed: str, by: Actor, at: datetime
) -> RegistrationReceipt:
    """The application enters the system: number, query code, receipt. Sent twice it is received once.

    `signed`: the digest of what the applicant saw. Raises Refused, Stale, Missing.
    """
    with writing(by):
        found = get_registration(by, code)
        if found.number:
            return RegistrationReceipt(number=found.number, code="")
        if version != found.version:
            found = get_registration(by, code, version=version)
        if signed != digest_to_sign(found):
            raise Refused([refusal("own.changed" if signed else "own.unsigned", "digest")])
        return _receive(found, "submit", {"signed": signed}, by=by, at=at)


def take_in_registration(*, code: str, by: Actor, at: datetime) -> RegistrationReceipt:
    """The window takes it in, whatever it lacks. Raises Refused, Missing."""
    with writing(by):
        found = get_registration(by, code)
        if found.number:
            return RegistrationReceipt(number=found.number, code="")
        return _receive(found, "take_in", {}, by=by, at=at)


def supplement_registration(*, number: str, by: Actor, at: datetime) -> None:
    """What lacked was mended; the registrar looks at it again. Raises Refused, Missing."""
    with writing(by):
        found = get_registration(by, number)
        found.check_due_on = working_days_on(day_of(at), limits().check_days)
        found.correction_due_on = None
        step_registration(found, "supplement", by=by, at=at, data={"answers": digest(found.answers)})


def withdraw_registration(*, number: str, by: Actor, at: datetime) -> None:
    """The applicant takes it back before the decision: name and code are given back. Raises Refused, Missing."""
    with writing(by):
        found = get_registration(by, number)
        step_registration(found, "withdraw", by=by, at=at)
        fail(found, "申请人撤回")


def discard_registration(*, code: str, by: Actor, at: datetime) -> None:
    """Throws a draft away with its files; the name stays kept. Raises Missing."""
    with writing(by):
        found = get_registration(by, code)
        if found.state != RegistrationState.DRAFT:
            raise Missing
        filed = RegistrationMaterial.objects.filter(registration=found)
        codes = list(filed.filter(file__isnull=False).values_list("file__code", flat=True))
        filed.delete()
        append("RegistrationDiscarded", subject_of(found), by=by, at=at, unit=found.unit.code, data={})
        found.delete()
        for file in StoredFile.objects.filter(code__in=codes).select_related("unit"):
            discard_file(file, by=by, at=at)


def _open(code: str, by: Actor, *, version: int | None = None) -> Registration:
    found = get_registration(by, code, version=version)
    if found.state not in OPEN_TO_APPLICANT or not parties_of(found, by) & FILLS_IN:
        raise Missing
    return found


def _too_many_files(found: Registration, place: int) -> Problem | None:
    """Why no further file is taken: too many were, those that were replaced among them."""
    most = case_limit("filed_times")
    sent = RegistrationMaterial.objects.filter(registration=found, file__isnull=False).count()
    return refusal("own.too_many_files", f"material-{place}", most=most) if sent >= most else None


def _counts(found: Registration, answers: Mapping[str, str]) -> dict[str, str]:
    """How many lines of each kind the form says it has."""
    names = [f"{row.name}_count" for row in row_kinds(("people",))]
    return {name: answers[name][:3] for name in names if answers.get(name, "").isdecimal()}


def _is_same(known: Registration, new: NewRegistration) -> bool:
    """Whether a form sent again is about the same thing for the same person."""
    thing, code = (
        (known.reservation, new.reservation)
        if new.kind is RegistrationKind.FOUND
        else (known.enterprise, new.enterprise)
    )
    told = (known.kind, known.mode, known.applicant_name)
    return told == (new.kind, new.mode, new.applicant_name) and thing is not None and thing.code == code


def _drafted(new: NewRegistration, *, by: Actor, at: datetime) -> Registration:
    acting = acting_body(by.region, REGISTRAR, day_of(at))
    facts = _founding(new, by, at) if new.kind is RegistrationKind.FOUND else _about(new, by)
    return Registration.objects.create(
        region_id=by.region, unit=acting.unit, entry=acting.entry, item_code=acting.item_code,
        code=secrets.token_hex(16), kind=new.kind, mode=new.mode, applicant_name=new.applicant_name,
        applicant_phone=new.applicant_phone, once=new.once or secrets.token_hex(16), at_window=new.at_window,
        made_by=by.username, made_at=at, **facts,
    )  # fmt: skip


def _founding(new: NewRegistration, by: Actor, at: datetime) -> dict[str, Any]:
    """The name that is kept, for one registration at a time."""
    kept = NameReservation.objects.select_for_update().filter(
        region=by.region, code=new.reservation, by=by.username, standing=True, used=False,
        until__gte=day_of(at),
    ).first()  # fmt: skip
    if kept is None:
        raise Refused([refusal("registration.name_kept", "name")])
    if Registration.objects.filter(reservation=kept).exclude(state__in=FAILED).exists():
        raise Refused([refusal("registration.name_in_use", "name")])
    return {"reservation": kept, "name": kept.name}


def _about(new: NewRegistration, by: Actor) -> dict[str, Any]:
    """The enterprise, which the account registered, or any at the window; what it said last is filled in."""
    rows = Enterprise.objects.filter(region=by.region, code=new.enterprise, standing=True)
    found = (rows if new.at_window else rows.filter(owner=by.username)).first()
    if found is None:
        raise Missing
    keeps = registration_modes()[new.mode].keeps(found.numbers)
    refuse_if(None if keeps else refusal("registration.keeps_code", "mode"))
    return {
        "enterprise": found, "name": found.name, "numbers": found.numbers,
        "answers": {**found.answers, **found.tax_profile},
    }  # fmt: skip


def _receive(
    found: Registration, action: str, data: dict[str, str], *, by: Actor, at: datetime
) -> RegistrationReceipt:
    refuse_if(_busy(found))
    found.number = next_number(found.unit, day_of(at))
    found.received_at = at
    found.check_due_on = working_days_on(day_of(at), limits().check_days)
    secret = new_code()
    found.secret_digest = secret_digest(found.number, secret)
    said = data | {"code": found.code, "answers": digest(found.answers), "kind": found.kind}
    step_registration(found, action, by=by, at=at, data=said)
    materials = RegistrationMaterial.objects.filter(registration=found, replaced=False).order_by("place")
    names = "、".join(one.name for one in materials)
    paper = write_paper(
        found, "receipt", {"materials": names, "contact": found.unit.name}, by=by, at=at,
        reply_until=found.check_due_on,
    )  # fmt: skip
    return RegistrationReceipt(number=found.number, code=secret, paper=paper.code)


def _busy(found: Registration) -> Problem | None:
    """Two at once cannot change one enterprise."""
    if found.enterprise is None:
        return None
    others = Registration.objects.filter(enterprise=found.enterprise, received_at__isnull=False)
    live = others.filter(state__in=["received", "correcting", "in_review", "objected"]).first()
    if live:
        return refusal("registration.busy", "send", number=live.number)
    return None if found.enterprise.standing else refusal("registration.ended", "send")
