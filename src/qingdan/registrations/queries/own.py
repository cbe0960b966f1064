"""The applicant's own registrations: drafts with what is still wrong, those under way, the enterprises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.data.registrations import (
    AskedMaterial,
    Mode,
    RowKind,
    asked_materials,
    form_fields,
    lines_of,
    parts_of,
    registration_modes,
    row_kinds,
    words_of,
)
from qingdan.registrations.models import Enterprise, Registration, RegistrationMaterial
from qingdan.registrations.queries.content import REGISTERED, answer_words
from qingdan.registrations.queries.facts import materials_missing, parties_of, problems_of_form
from qingdan.registrations.queries.ground import modes_on
from qingdan.registrations.queries.shown import RegistrationShown, registration_shown
from qingdan.registrations.queries.tax import tax_answers, tax_fields_asked
from qingdan.registrations.queries.visits import VisitSent, visits_sent
from qingdan.rules.application_form import Field
from qingdan.rules.canonical import digest
from qingdan.rules.problem import Problem
from qingdan.rules.registration import RegistrationKind, RegistrationParty, RegistrationState

FILLS_IN = frozenset({RegistrationParty.APPLICANT, RegistrationParty.WINDOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """A material that is asked, with what stands filed."""

    asked: AskedMaterial
    filed: bool
    file_name: str
    on_paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationDraft:
    """A form in hand. `parts` (key, name, how many things are wrong); `digest` of what is signed."""

    code: str
    number: str
    kind: str
    kind_name: str
    mode_name: str
    mode_note: str
    name: str
    applicant: str
    phone: str
    state: str
    version: int
    begun_at: datetime
    answers: Mapping[str, str]
    parts: tuple[tuple[str, str, int], ...]
    materials: tuple[MaterialLine, ...]
    lacking: tuple[str, ...]
    defects: tuple[Mapping[str, str], ...]
    digest: str
    at_window: bool

    @property
    def wrong(self) -> int:
        """How many things still stop it."""
        return sum(count for _, _, count in self.parts) + len(self.lacking)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A registration in a list: `address` is its number, of a draft its code."""

    address: str
    draft: bool
    name: str
    kind_name: str
    mode_name: str
    state_name: str
    mine: bool
    received_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseLine:
    """An enterprise of one's own; `modes`: how it may be changed or ended."""

    code: str
    name: str
    number: str
    standing: bool
    founded_on: date
    busy: bool
    modes: tuple[Mode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxVisit:
    """What the tax office has (label, answer), and what it still asks; `ready` once everybody has confirmed; `sent`: to
    the systems of tax bodies, of a reported one.
    """

    number: str
    name: str
    known: tuple[tuple[str, str], ...]
    asked: tuple[Field, ...]
    reported: bool
    ready: bool
    sent: tuple[VisitSent, ...]


def registration_draft(by: Actor, code: str) -> RegistrationDraft:
    """A form that may be filled in now, by who applies or by the window. Raises Missing."""
    found = _seen(by).filter(code=code).first() or _seen(by).filter(number=code).exclude(number="").first()
    open_states = (RegistrationState.DRAFT, RegistrationState.CORRECTING)
    if found is None or found.state not in open_states or not parties_of(found, by) & FILLS_IN:
        raise Missing
    kind, mode = RegistrationKind(found.kind), registration_modes()[found.mode]
    names = words_of("parts")
    return RegistrationDraft(
        code=found.code, number=found.number, kind=found.kind, kind_name=words_of("kinds")[found.kind],
        mode_name=mode.name, mode_note=mode.note, name=found.name, applicant=found.applicant_name,
        phone=found.applicant_phone, state=found.state, version=found.version, begun_at=found.made_at,
        answers=found.answers,
        parts=tuple((one, names[one], len(problems_of_form(found, one))) for one in parts_of(kind)),
        materials=_materials(found), lacking=tuple(one.name for one in materials_missing(found)),
        defects=tuple(found.defects), digest=digest_to_sign(found), at_window=found.at_window,
    )  # fmt: skip


def number_of_draft(by: Actor, code: str) -> str:
    """The number of what was a draft and was sent since; "" where it is one still or none."""
    found = _seen(by).filter(code=code).exclude(state=RegistrationState.CORRECTING)
    return found.values_list("number", flat=True).first() or ""


def form_rows(
    draft: RegistrationDraft, part: str
) -> tuple[tuple[Field, ...], tuple[tuple[RowKind, int], ...]]:
    """The fields of a part, and its kinds of lines with how many there are. Raises Missing."""
    if part not in {key for key, _, _ in draft.parts}:
        raise Missing
    fields = form_fields(RegistrationKind(draft.kind), draft.answers, part)
    return fields, tuple((one, lines_of(one, draft.answers)) for one in row_kinds((part,)))


def problems_of_part(by: Actor, code: str, part: str) -> tuple[Problem, ...]:
    """What is wrong with a part of a form in hand. Raises Missing."""
    found = _seen(by).filter(code=code).first()
    if found is None:
        raise Missing
    return problems_of_form(found, part)


def own_registrations(by: Actor) -> tuple[OwnLine, ...]:
    """All of an account, newest first."""
    found = _seen(by).filter(made_by=by.username, at_window=False).order_by("-made_at", "-pk")
    return tuple(_line(one) for one in found)


def own_registration(by: Actor, number: str) -> RegistrationShown:
    """One of them. Raises Missing."""
    return registration_shown(_own(by, number))


def own_registration_row(by: Actor, number: str) -> Registration:
    """Its row. Raises Missing."""
    return _own(by, number)


def own_enterprises(by: Actor, *, on: date) -> tuple[EnterpriseLine, ...]:
    """What an account has registered."""
    modes = modes_on(by.region, on)
    rows = Enterprise.objects.filter(region_id__in=by.regions, owner=by.username).order_by(
        "-founded_on", "-pk"
    )
    live = ["draft", "received", "correcting", "in_review", "objected"]
    busy = set(
        Registration.objects.filter(enterprise__in=rows, state__in=live).values_list("enterprise", flat=True)
    )
    return tuple(
        EnterpriseLine(
            code=one.code, name=one.name, number=one.main_number, standing=one.standing, founded_on=one.founded_on,
            busy=one.pk in busy, modes=tuple(mode for mode in modes if mode.keeps(one.numbers)),
        )
        for one in rows
    )  # fmt: skip


def tax_visit(by: Actor, number: str) -> TaxVisit:
    """The first visit to the tax office of an enterprise that was registered. Raises Missing."""
    return visit_of(_own(by, number))


def visit_of(found: Registration) -> TaxVisit:
    """The same of a registration that may be seen. Raises Missing: it founded nothing."""
    enterprise = found.enterprise
    if enterprise is None or found.kind != RegistrationKind.FOUND:
        raise Missing
    return TaxVisit(
        number=found.number,
        name=found.name,
        known=_known_to_tax(enterprise),
        asked=tax_fields_asked(enterprise),
        reported=found.state == RegistrationState.REPORTED,
        ready=found.state == RegistrationState.SHARED,
        sent=visits_sent(found),
    )


def own_registration_file(by: Actor, key: str, place: int) -> StoredFile:
    """A material that stands filed, for who applies and for officers of the registrar. Raises Missing."""
    found = _seen(by).filter(code=key).first()
    if found is None or not parties_of(found, by) & (FILLS_IN | {RegistrationParty.REGISTRAR}):
        raise Missing
    rows = RegistrationMaterial.objects.filter(
        registration=found, place=place, replaced=False, file__isnull=False
    )
    material = rows.select_related("file").first()
    if material is None or material.file is None:
        raise Missing
    return material.file


def licence_numbers_of(by: Actor) -> tuple[str, ...]:
    """Under which numbers an account's certificates were given."""
    numbers = _seen(by).filter(made_by=by.username, at_window=False).exclude(number="")
    return tuple(
        f"{number}-{place:02d}"
        for number in numbers.values_list("number", flat=True)
        for place in range(1, 10)
    )


def digest_to_sign(found: Registration) -> str:
    """Of all that the applicant sees and stands for."""
    filed = RegistrationMaterial.objects.filter(registration=found, replaced=False).select_related("file")
    return digest(
        {
            "code": found.code,
            "kind": found.kind,
            "mode": found.mode,
            "name": found.name,
            "phone": found.applicant_phone,
            "answers": found.answers,
            "materials": {str(one.place): one.file.digest if one.file else "paper" for one in filed},
        }
    )


def _known_to_tax(enterprise: Enterprise) -> tuple[tuple[str, str], ...]:
    """What is registered and what the tax office was told, (label, words); numbers first."""
    answers, names = tax_answers(enterprise), words_of("numbers")
    answers |= {name: text for name in REGISTERED if (text := enterprise.answers.get(name, ""))}
    fields = {one.name: one for one in form_fields(RegistrationKind.FOUND, enterprise.answers)}
    printed = words_of("printed")
    numbers = ((names[kind], text) for kind, text in enterprise.numbers.items() if kind in names)
    told = (
        (printed.get(name, one.label), answer_words(one, answers[name]))
        for name, one in fields.items()
        if name in answers
    )
    return (*numbers, *told)


def _seen(by: Actor) -> QuerySet[Registration]:
    return Registration.objects.visible_to(by).select_related("unit", "enterprise", "reservation")


def _own(by: Actor, number: str) -> Registration:
    found = _seen(by).filter(number=number, made_by=by.username, at_window=False).exclude(number="").first()
    if found is None:
        raise Missing
    row: Registration = found
    return row


def _materials(found: Registration) -> tuple[MaterialLine, ...]:
    rows = RegistrationMaterial.objects.filter(registration=found, replaced=False).select_related("file")
    filed = {one.place: one for one in rows}
    return tuple(
        MaterialLine(
            asked=one,
            filed=one.place in filed,
            file_name=there.file.name if (there := filed.get(one.place)) and there.file else "",
            on_paper=one.place in filed and filed[one.place].file is None,
        )
        for one in asked_materials(RegistrationKind(found.kind))
    )


def _line(one: Registration) -> OwnLine:
    draft = one.state == RegistrationState.DRAFT
    return OwnLine(
        address=one.code if draft else one.number,
        draft=draft,
        name=one.name,
        kind_name=words_of("kinds")[one.kind],
        mode_name=registration_modes()[one.mode].name,
        state_name=words_of("states")[one.state],
        mine=one.state in (RegistrationState.DRAFT, RegistrationState.CORRECTING),
        received_at=one.received_at,
    )
