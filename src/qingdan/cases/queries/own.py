"""Cases as their applicant sees them: a draft to go on with, one case in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.applicants.queries.accounts import KeptMaterial, vault_of
from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.cases.models import Case, CaseDefect, CaseMaterial, CasePaper
from qingdan.cases.queries.facts import SEEN_AT_WINDOW, bars_of, filed_materials, is_own, project_verified
from qingdan.cases.queries.filed import MaterialLine, filed_shown, materials_to_sign
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.own_lines import cases_of
from qingdan.cases.queries.progress import Progress, progress_of
from qingdan.cases.queries.project_grants import approvals_of_project
from qingdan.cases.queries.tracking import ObjectionShown, objections_of
from qingdan.cases.queries.trial import trial_on
from qingdan.data.case import case_names
from qingdan.guides.queries.content import fields_of, materials_of
from qingdan.licences.queries.held import HeldLicence, licence_of_case, licences_of
from qingdan.projects.queries.projects import codes_of_owner
from qingdan.rules.application_check import Application, check_warnings
from qingdan.rules.application_form import Field, asked_fields, form_problems
from qingdan.rules.canonical import digest
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import CLOSED, CaseState
from qingdan.rules.guide import MaterialSource
from qingdan.rules.problem import Problem, Severity, beside

_BEFORE_DECISION = {
    CaseState.RECEIVED, CaseState.CORRECTING, CaseState.UNDER_REVIEW, CaseState.SUSPENDED, CaseState.REFERRED,
}  # fmt: skip
_OF_FIRST = frozenset({"withdraw", "consent"})
"""What is done in the case that was taken in, not in the one that carries it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationShown:
    """A draft as its steps show it. `errors` stop the submission, `warnings` do not; `digest` is of all that is sent.

    `vault` and `licences`: what the applicant has for reuse, those of `of_project` (codes) in the same project;
    `projects`: code and name of those that it may be for. `trial`: sent today it is part of a trial run.
    """

    code: str
    version: int
    item_code: str
    item_name: str
    unit_name: str
    applicant: str
    applicant_kind: str
    number: str
    agent: str
    phone: str
    address: str
    agreed_to_electronic: bool
    answers: Mapping[str, str]
    fields: tuple[Field, ...]
    asked: tuple[Field, ...]
    materials: tuple[MaterialLine, ...]
    form_errors: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    assurance: int
    least_assurance: int
    digest: str
    vault: tuple[KeptMaterial, ...]
    licences: tuple[HeldLicence, ...]
    of_project: frozenset[str]
    projects: tuple[tuple[str, str], ...]
    begun_at: datetime
    trial: bool

    @property
    def materials_lacking(self) -> int:
        """How many materials are demanded that nobody filed."""
        return sum(one.lacks for one in self.materials)

    @property
    def answers_shown(self) -> tuple[dict[str, str], ...]:
        """The fields that were asked, with their answers, as the last step repeats them."""
        return tuple(
            {"name": one.name, "label": one.label, "unit": one.unit, "value": self.answers.get(one.name, "")}
            for one in self.asked
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectShown:
    """One thing that lacks, as told: `place` of a material or `field` of the form."""

    name: str
    what: str
    how: str
    place: int
    field: Field | None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    """A paper of the case: `code` opens it and proves it."""

    code: str
    name: str
    number: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """A case in full. `licence`: what it was granted by.

    `may`: what its applicant can do now (withdraw, supplement, query_code, consent, object).
    """

    progress: Progress
    version: int
    applicant: str
    agent: str
    answers: tuple[tuple[str, str], ...]
    materials: tuple[MaterialLine, ...]
    defects: tuple[DefectShown, ...]
    correction_due_on: date | None
    told_at: datetime | None
    papers: tuple[PaperShown, ...]
    objections: tuple[ObjectionShown, ...]
    agreed_to_electronic: bool
    licence: HeldLicence | None
    may: frozenset[str]
    vault: tuple[KeptMaterial, ...]
    licences: tuple[HeldLicence, ...]

    @property
    def places_replaced(self) -> frozenset[int]:
        """Places where what was told as faulty still stands filed."""
        return frozenset(
            one.asked.place
            for one in self.materials
            if one.asked.place in self.places_asked
            and one.filed
            and one.filed.at <= (self.told_at or one.filed.at)
        )

    @property
    def places_asked(self) -> frozenset[int]:
        """Places of the materials that lack."""
        return frozenset(one.place for one in self.defects if one.place)


def draft_of(by: Actor, code: str, *, on: date) -> ApplicationShown:
    """A draft with everything that was filled in and what is wrong with it. Raises Missing."""
    case = cases_of(by, on).filter(code=code, state=CaseState.DRAFT).first()
    if case is None:
        raise Missing
    content = frozen(case.version_read.digest)
    fields, materials = fields_of(content), _materials(case, content)
    wrong = form_problems(fields, case.answers)
    assurance = case.applicant.assurance if case.applicant else SEEN_AT_WINDOW
    of_project = approvals_of_project(case.project_code, case.id_number) if case.project_code else frozenset()
    held = licences_of(case.applicant, on=on) if case.applicant else ()
    return ApplicationShown(
        code=case.code,
        version=case.version,
        item_code=case.item_code,
        item_name=case.item_name,
        unit_name=case.unit.name,
        applicant=case.applicant_name,
        applicant_kind=case.applicant_kind,
        number=case.id_number,
        agent=case.agent_name,
        phone=case.phone,
        address=case.address,
        agreed_to_electronic=case.agreed_to_electronic,
        answers=case.answers,
        fields=fields,
        asked=asked_fields(fields, case.answers),
        materials=materials,
        form_errors=wrong,
        errors=(*wrong, *_other_errors(case, content, materials, assurance, on)),
        warnings=check_warnings(fields, _looked_at(case), today=on),
        assurance=assurance,
        least_assurance=content["least_assurance"],
        digest=digest_to_sign(case),
        vault=vault_of(by, on=on, applicant=case.applicant_id) if case.applicant_id else (),
        licences=tuple(sorted(held, key=lambda one: one.code not in of_project)),
        of_project=of_project,
        projects=codes_of_owner(case.id_number) if content.get("investment") else (),
        begun_at=case.made_at,
        trial=trial_on(case.region_id, on),
    )


def own_case(by: Actor, number: str, *, on: date) -> OwnCase:
    """A case in full, for its applicant or the agent who made it. Raises Missing."""
    case = cases_of(by, on).filter(number=number).exclude(number="").first()
    if case is None or not is_own(case, by, on):
        raise Missing
    content = frozen(case.version_read.digest)
    fields = fields_of(content)
    correcting = case.state == CaseState.CORRECTING
    return OwnCase(
        progress=progress_of(case, on),
        version=case.version,
        applicant=case.applicant_name,
        agent=case.agent_name,
        answers=tuple(
            (one.label, case.answers.get(one.name, "")) for one in asked_fields(fields, case.answers)
        ),
        materials=_materials(case, content),
        defects=tuple(_defects(case, fields, content)) if correcting else (),
        correction_due_on=case.correction_due_on if correcting else None,
        told_at=_told_at(case) if correcting else None,
        papers=papers_of(case),
        objections=objections_of(case, on),
        agreed_to_electronic=case.agreed_to_electronic,
        licence=licence_of_case(case.number, on=on) if case.decided_on else None,
        may=_may(CaseState(case.state), bool(case.joint)) - (_OF_FIRST if case.carries else frozenset()),
        vault=vault_of(by, on=on, applicant=case.applicant_id) if correcting and case.applicant_id else (),
        licences=licences_of(case.applicant, on=on) if correcting and case.applicant else (),
    )


def own_file(by: Actor, key: str, place: int, *, on: date) -> StoredFile:
    """The file that stands filed for a material of an own case or draft. Raises Missing."""
    case = cases_of(by, on).filter(**{"number" if "-" in key else "code": key}).first()
    found = CaseMaterial.objects.filter(case=case, place=place, replaced=False, file__isnull=False)
    material = found.select_related("file").first() if case else None
    if material is None or material.file is None:
        raise Missing
    return material.file


def digest_to_sign(case: Case, filed: Sequence[CaseMaterial] | None = None) -> str:
    """What an applicant stands for: guide, person, answers, materials, way of service. Any change changes it.

    `filed`: its materials, where they were read already.
    """
    return digest(
        {
            "guide": case.version_read.digest,
            "applicant": [case.applicant_kind, case.applicant_name, case.id_number],
            "agent": case.agent_name,
            "contact": [case.phone, case.address],
            "electronic": case.agreed_to_electronic,
            "answers": case.answers,
            "materials": materials_to_sign(filed_materials(case) if filed is None else filed),
        }
    )


def papers_of(case: Case) -> tuple[PaperShown, ...]:
    """The papers of a case in the order they were written."""
    names = case_names("papers")
    return tuple(
        PaperShown(code=one.code, name=names[one.kind], number=one.number, dated=one.dated)
        for one in CasePaper.objects.filter(case=case)
    )


def _materials(case: Case, content: Mapping[str, Any]) -> tuple[MaterialLine, ...]:
    by_place = {one.place: one for one in filed_materials(case)}
    return tuple(
        MaterialLine(
            asked=one,
            fetched=one.source is MaterialSource.SHARED,
            filed=filed_shown(by_place[one.place]) if one.place in by_place else None,
        )
        for one in materials_of(content)
    )


def _other_errors(
    case: Case, content: Mapping[str, Any], materials: tuple[MaterialLine, ...], assurance: int, on: date
) -> Iterator[Problem]:
    """What beside the form stops a submission: the same that the guards of the step will find."""
    for one in materials:
        if one.lacks:
            place = f"material-{one.asked.place}"
            yield beside("own.material_lacks", place, {"name": one.asked.name}, Severity.BLOCKER)
    if assurance < (least := content["least_assurance"]):
        yield beside("case.identity", "identity", {"least": least, "level": assurance}, Severity.BLOCKER)
    if not project_verified(case) and case.project_code:
        yield beside("case.project_verified", "field-project_code", {}, Severity.BLOCKER)
    if bars_of(case.region_id, case.id_number, case.item_code, on):
        yield beside("case.not_barred", "identity", {}, Severity.BLOCKER)


def _looked_at(case: Case) -> Application:
    filed = CaseMaterial.objects.filter(case=case, replaced=False, file__isnull=False)
    return Application(
        kind=case.applicant_kind,
        id_number=case.id_number,
        phone=case.phone,
        answers=case.answers,
        files=dict(filed.values_list("place", "file__digest")),
    )


def _defects(case: Case, fields: tuple[Field, ...], content: Mapping[str, Any]) -> Iterator[DefectShown]:
    by_name = {one.name: one for one in fields}
    names = {one.place: one.name for one in materials_of(content)}
    for one in CaseDefect.objects.filter(case=case, round=case.rounds).order_by("pk"):
        kind, _, rest = one.subject.partition("-")
        field = by_name.get(rest) if kind == "field" else None
        place = int(rest) if kind == "material" else 0
        yield DefectShown(
            name=field.label if field else names.get(place, ""),
            what=one.what,
            how=one.how,
            place=place,
            field=field,
            answer=case.answers.get(field.name, "") if field else "",
        )


def _told_at(case: Case) -> datetime | None:
    """When the newest notice of what lacks was written."""
    notices = CasePaper.objects.filter(case=case, kind=PaperKind.CORRECTION_NOTICE)
    return notices.order_by("-pk").values_list("at", flat=True).first()


def _may(state: CaseState, joint: bool) -> frozenset[str]:
    """What is the whole's of a joint application is done there alone: correction, withdrawal, the query code."""
    alone = frozenset({"withdraw"} if state in _BEFORE_DECISION else ()) | (
        {"supplement"} if state is CaseState.CORRECTING else set()
    )
    return frozenset(
        (set() if joint else {*alone, "query_code"})
        | ({"object", "consent"} if state not in CLOSED | {CaseState.SERVED} else set())
        | ({"object"} if state is CaseState.SERVED else set())
    )
