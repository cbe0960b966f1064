"""Applying: a draft that loses nothing, submission on line, taking in at a window, supplements, withdrawal."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from qingdan.applicants.queries.accounts import get_identity
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.secret_codes import new_code, secret_digest
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseMaterial, Channel
from qingdan.cases.queries.corrections import ListedDefect, listed_defects
from qingdan.cases.queries.devolved import exercised_by
from qingdan.cases.queries.drafts import drafts_problem, guide_problem
from qingdan.cases.queries.facts import filed_materials, is_own, missing_materials, parties_of
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.own import digest_to_sign
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.services.numbers import next_number
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.running import pin_entry
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.papers import paper_words
from qingdan.guides.queries.content import PROJECT_CODE, fields_of, materials_of
from qingdan.guides.queries.published import PublishedGuide, entry_in_force, guide_to_apply_by
from qingdan.rules.application_form import as_kept, form_problems, too_long_answers
from qingdan.rules.canonical import digest
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CaseState
from qingdan.rules.codes.project_code import kept_project_code
from qingdan.rules.guide import Material
from qingdan.rules.problem import Problem

ONLINE = "online"  # in the place of an officer's name: no officer took it in
_RECEIVED = ("trial", "number", "received_at", "secret_digest", "entry_id")
OPEN_TO_APPLICANT = frozenset({CaseState.DRAFT, CaseState.CORRECTING})
"""While an officer looks at an application, nothing in it is changed under his eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Who applies for what. `applicant`: the key of an account's applicant, None at a window."""

    item_code: str
    once: str
    channel: Channel = Channel.WEB
    applicant: int | None = None
    kind: str = "person"
    name: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    agent_name: str = ""
    renews: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A material as given: `place` in the guide's list; `source` uploaded, paper, vault, licence, shared."""

    place: int
    grade: str
    source: str
    copies: int = 1
    file: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceipt:
    """What the applicant gets, this once: number and query code."""

    number: str
    code: str
    paper: str = ""


def begin_application(*, new: NewCase, by: Actor, at: datetime) -> str:
    """Opens a draft by the item's guide; its code. The same `once` for the same person gives the same draft.

    Raises Missing, Refused: the form was used for somebody else, the account has too many drafts.
    """
    with writing(by):
        if known := _begun(new, by):
            return known.code
        refuse_if(drafts_problem(by) if new.applicant else None)
        guide = guide_to_apply_by(new.item_code)
        case = _drafted(new, guide, by=by, at=at)
        append(
            "ApplicationBegun",
            f"case:{case.code}",
            by=by,
            at=at,
            unit=guide.unit,
            data={"item": new.item_code},
        )
        return case.code


def save_application(
    *, code: str, version: int, answers: Mapping[str, str], by: Actor, at: datetime, **person: Any
) -> int:
    """Keeps what was filled in, right or wrong; the new version. `person`: name, phone …

    What the form does not ask for, or a notice of what lacks did not, is not kept; what stood in a listed field stays
    with the notice. Raises Missing, Stale, Refused: an answer is too long.
    """
    with writing(by):
        case = get_case(by, code, version=version)
        _demand_open(case, by, at)
        asked = answers_asked(case, answers)
        refuse_if(*too_long_answers(fields_of(frozen(case.version_read.digest)), asked))
        put_answers(case, asked)
        for name, value in person.items():
            setattr(case, name, value)
        case.version += 1
        case.save()
        said = {"answers": digest(case.answers)}
        append("ApplicationSaved", f"case:{code}", by=by, at=at, unit=case.unit.code, data=said)
        return case.version


def file_material(*, code: str, filed: Filed, by: Actor, at: datetime) -> None:
    """A material with the application or its supplement; one already there is replaced. Raises Missing, Refused."""
    with writing(by):
        case = get_case(by, code)
        _demand_open(case, by, at)
        _file(case, filed, by=by, at=at)
        if case.number:  # who has the page open must look again; a draft is guarded by its digest
            case.version += 1
            case.save(update_fields=["version"])
        append(
            "MaterialFiled", f"case:{case.number or case.code}", by=by, at=at, unit=case.unit.code,
            data={"place": filed.place, "source": filed.source, "grade": filed.grade},
        )  # fmt: skip


def submit_application(*, code: str, version: int, signed: str, by: Actor, at: datetime) -> CaseReceipt:
    """The application enters the system: number, query code, receipt, at once. Raises Refused, Stale, Missing.

    Sent twice it is received once: the second time says the number, but the query code was given already.
    `signed`: the digest of what the applicant saw and stands for (`qingdan.cases.queries.own`), never left out.
    """
    with writing(by):
        case = get_case(by, code)
        if case.number:
            return CaseReceipt(number=case.number, code="")
        if version != case.version:
            case = get_case(by, code, version=version)
        refuse_if(guide_problem(case))
        filed = filed_materials(case)
        if signed != digest_to_sign(case, filed):
            raise Refused([refusal("own.changed" if signed else "own.unsigned", "digest")])
        return receive(case, "submit", filed=filed, signed=signed, by=by, at=at)


def take_in(*, code: str, by: Actor, at: datetime) -> CaseReceipt:
    """A window takes an application in, whatever it lacks. Raises Refused, Missing."""
    with writing(by):
        case = get_case(by, code)
        if case.number:
            return CaseReceipt(number=case.number, code="")
        return receive(case, "take_in", by=by, at=at)


def supplement(*, number: str, partly: bool = False, by: Actor, at: datetime) -> None:
    """What lacked was filed: the five days run anew (Art. 32(4)). `partly`: the applicant was asked and brings no more.

    Raises Refused: something that the notice listed was not touched, each by name; Missing.
    """
    with writing(by):
        case = get_case(by, number)
        listed = listed_defects(case) if case.state == CaseState.CORRECTING else ()
        if not partly or not any(one.changed for one in listed):
            untouched = [one for one in listed if not one.changed]
            refuse_if(*(refusal("case.untouched", one.subject, name=one.name) for one in untouched))
        refuse_if(*_wrong_still(case, {one.subject for one in listed if one.changed}))
        step_case(case, "supplement", by=by, at=at, data={"answers": digest(case.answers)})
        _receipt(case, PaperKind.SUPPLEMENT_RECEIPT, filed=_brought(case, listed), by=by, at=at)


def correct_on_the_spot(
    *, number: str, version: int, answers: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """What can be mended at once is mended (Art. 32(3)); the difference is kept. Raises Refused, Stale, Missing."""
    with writing(by):
        case = get_case(by, number, version=version)
        changed = {name: text for name, text in answers.items() if case.answers.get(name, "") != text}
        put_answers(case, changed)
        step_case(
            case, "correct", by=by, at=at, data={"fields": sorted(changed), "answers": digest(case.answers)}
        )


def withdraw_application(*, number: str, by: Actor, at: datetime) -> None:
    """The applicant takes the application back, before the decision. Raises Refused, Missing."""
    with writing(by):
        step_case(get_case(by, number), "withdraw", by=by, at=at)


def receive(
    case: Case,
    action: str,
    *,
    filed: Sequence[CaseMaterial] | None = None,
    signed: str = "",
    by: Actor,
    at: datetime,
) -> CaseReceipt:
    """Numbers a case and takes the step of receipt; whether it is a trial is what holds on this day.

    `filed`: its materials, where they were read already.
    """
    filed = filed_materials(case) if filed is None else filed
    case.trial = trial_on(case.region_id, day_of(at))
    case.number = next_number(case.unit, day_of(at), trial=case.trial)
    case.received_at = at
    secret = new_code()
    case.secret_digest = secret_digest(case.number, secret)
    missing = tuple(one.name for one in missing_materials(case, filed))
    typed = {"item_in_force": pin_entry(case, day_of(at)), "missing": missing}
    step_case(case, action, by=by, at=at, typed=typed, data=_received(case, signed), kept=_RECEIVED)
    paper = _receipt(case, PaperKind.RECEIPT, filed=[_row(one) for one in filed], by=by, at=at)
    return CaseReceipt(number=case.number, code=secret, paper=paper)


def _received(case: Case, signed: str) -> dict[str, object]:
    told = {"code": case.code, "signed": signed, "answers": digest(case.answers)}
    return told | ({"trial": True} if case.trial else {})


def listed_material(case: Case, place: int) -> Material:
    """The material of the guide's list. Raises Refused: it has none there (Art. 31)."""
    found = {one.place: one for one in materials_of(frozen(case.version_read.digest))}.get(place)
    if found is None:
        raise Refused([refusal("case.unlisted_material", "place")])
    return found


def file_all(case: Case, filed: Sequence[Filed], *, by: Actor, at: datetime) -> dict[str, list[int]]:
    """Files all that was brought to the counter; what its event says. The row is locked. Raises Refused."""
    for one in filed:
        _file(case, one, by=by, at=at)
    return {"places": sorted(one.place for one in filed)}


def _file(case: Case, filed: Filed, *, by: Actor, at: datetime) -> None:
    listed = listed_material(case, filed.place)
    file = StoredFile.objects.get(code=filed.file) if filed.file else None
    put_material(case, filed, name=listed.name, file=file, by=by, at=at)


def put_material(
    case: Case, filed: Filed, *, name: str, file: StoredFile | None, by: Actor, at: datetime
) -> None:
    """A material in the file of a case whose row is locked, in the place of what stood there."""
    CaseMaterial.objects.filter(case=case, place=filed.place, replaced=False).update(replaced=True)
    CaseMaterial.objects.create(
        region_id=case.region_id, case=case, place=filed.place, name=name, grade=filed.grade,
        source=filed.source, copies=filed.copies, file=file, licence=filed.licence, round=case.rounds,
        by=by.username, at=at,
    )  # fmt: skip


def answers_asked(case: Case, answers: Mapping[str, str]) -> dict[str, str]:
    """Those that the form asks for; while something is being corrected, those that the notice listed."""
    fields = {one.name: one for one in fields_of(frozen(case.version_read.digest))}
    names = set(fields)
    if case.state == CaseState.CORRECTING:
        names &= {one.subject.removeprefix("field-") for one in listed_defects(case) if one.of_form}
    return {name: as_kept(fields[name], text) for name, text in answers.items() if name in names}


def put_answers(case: Case, answers: Mapping[str, str]) -> None:
    """Puts answers into the case; that of an investment item which names its project gathers the case under it."""
    case.answers = {**case.answers, **answers}
    if PROJECT_CODE in answers and frozen(case.version_read.digest).get("investment"):
        case.project_code = kept_project_code(answers[PROJECT_CODE])


def _begun(new: NewCase, by: Actor) -> Case | None:
    """The case that the same form opened before. Raises Refused: it opened one for another person or thing."""
    found = Case.objects.filter(once=new.once).first() if new.once else None
    if found is None and new.once:
        return None
    if found is None or not _is_same(found, new, by):
        raise Refused([refusal("own.once", "once")])
    return found


def _is_same(case: Case, new: NewCase, by: Actor) -> bool:
    """Whether a form sent again is about the same thing for the same person."""
    if (case.made_by, case.item_code) != (by.username, new.item_code):
        return False
    if new.applicant:
        return case.applicant_id == new.applicant
    return (case.applicant_name, case.id_number) == (new.name, new.id_number)


def _demand_open(case: Case, by: Actor, at: datetime) -> None:
    """Raises Missing: nothing more is filed in this state, or a proxy is over."""
    if case.state not in OPEN_TO_APPLICANT or not parties_of(case, by, day_of(at)):
        raise Missing


def _drafted(new: NewCase, guide: PublishedGuide, *, by: Actor, at: datetime) -> Case:
    where = exercised_by(new.item_code, day_of(at))
    refuse_if(refusal("case.not_devolved", where=where) if where else None)
    entry = entry_in_force(guide.region, new.item_code, day_of(at))
    if entry is None:
        raise Refused([refusal("case.item_in_force")])
    applicant = (
        get_identity(by, str(new.applicant), on=day_of(at), item=new.item_code) if new.applicant else None
    )
    try:
        with transaction.atomic():
            return Case.objects.create(
                region_id=guide.region,
                unit=Unit.objects.get(code=guide.unit),
                code=secrets.token_hex(16),
                version_read_id=guide.key,
                entry=entry,
                item_code=new.item_code,
                item_name=guide.content["name"],
                applicant=applicant,
                agent_name=new.agent_name,
                applicant_kind=applicant.kind if applicant else new.kind,
                applicant_name=applicant.name if applicant else new.name,
                id_number=applicant.id_number if applicant else new.id_number,
                phone=(applicant.phone if applicant else "") or new.phone,
                address=(applicant.address if applicant else "") or new.address,
                channel=new.channel,
                once=new.once,
                renews=new.renews,
                trial=trial_on(guide.region, day_of(at)),
                made_by=by.username,
                made_at=at,
            )
    except IntegrityError:
        known = _begun(new, by)
        if known is None:
            raise
        return known


def _wrong_still(case: Case, subjects: set[str]) -> list[Problem]:
    """What is wrong with fields that were written anew."""
    problems = form_problems(fields_of(frozen(case.version_read.digest)), case.answers)
    return [one for one in problems if one.where.field in subjects]


def _brought(case: Case, listed: Sequence[ListedDefect]) -> list[dict[str, object]]:
    """What came since the notice: materials, then fields written anew; where nothing came, all that stands filed."""
    filed = filed_materials(case)
    rows = [_row(one) for one in filed if one.round == case.rounds]
    fields = [one for one in listed if one.of_form and one.changed]
    rows += [{"name": one.name, "source": "corrected", "copies": 1} for one in fields]
    return rows or [_row(one) for one in filed]


def _row(one: CaseMaterial) -> dict[str, object]:
    return {"name": one.name, "source": one.source, "copies": one.copies}


def _receipt(
    case: Case, kind: PaperKind, *, filed: Sequence[dict[str, object]], by: Actor, at: datetime
) -> str:
    assert case.check_due_on
    facts = {
        "materials": filed or [form_row(case)],
        **({"by": ONLINE} if is_own(case, by) else {}),
        "received_at": at.isoformat(),
        "reply_until": case.check_due_on.isoformat(),
        "guide": case.version_read.digest,
    }
    return write_paper(case, kind, facts, by=by, at=at).code


def form_row(case: Case) -> dict[str, object]:
    """What a receipt lists where no material was filed: the form, if anything was filled in."""
    if not any(text.strip() for text in case.answers.values()):
        return {"name": paper_words("nothing_filed")}
    return {"name": "申请表", "source": "window" if case.channel == Channel.WINDOW else "form", "copies": 1}
