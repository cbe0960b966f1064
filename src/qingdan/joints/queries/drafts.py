"""A draft of a joint application as its steps show it, and how many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.applicants.queries.accounts import KeptMaterial, vault_of
from qingdan.base.actor import Actor
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, refusal
from qingdan.cases.queries.filed import MaterialLine, filed_shown
from qingdan.cases.queries.trial import trial_on
from qingdan.data.case import case_limit
from qingdan.joints.models import JointApplication, JointMaterial
from qingdan.joints.queries.forms import JointForm, form_of, outdated
from qingdan.joints.queries.own import Filed, digest_to_sign, filed_places, get_own_joint, other_problems
from qingdan.licences.queries.held import HeldLicence, licences_of
from qingdan.projects.queries.projects import codes_of_owner
from qingdan.rules.application_form import Field, asked_fields, form_problems
from qingdan.rules.guide import MaterialSource
from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine(MaterialLine):
    """A material of the one set; `wanted_by`: the names of the departments that need it."""

    wanted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAnswer:
    """A field of the one form as the last step repeats it."""

    name: str
    label: str
    unit: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointDraft:
    """A draft. `items`: name of each matter with its department; `outdated`: names of those whose guide is newer.
    `wanted_by`: name of a field → the departments that ask for it; `projects`: verified codes of the applicant, names.

    `errors` stop the submission; `digest` is of all that is sent.
    """

    code: str
    version: int
    plan: str
    item_name: str
    items: tuple[tuple[str, str], ...]
    outdated: tuple[str, ...]
    applicant: str
    applicant_kind: str
    number: str
    agent: str
    phone: str
    address: str
    agreed_to_electronic: bool
    answers: Mapping[str, str]
    fields: tuple[Field, ...]
    wanted_by: Mapping[str, tuple[str, ...]]
    answers_shown: tuple[SharedAnswer, ...]
    materials: tuple[SharedLine, ...]
    form_errors: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    assurance: int
    least_assurance: int
    digest: str
    vault: tuple[KeptMaterial, ...]
    licences: tuple[HeldLicence, ...]
    begun_at: datetime
    trial: bool
    projects: tuple[tuple[str, str], ...]

    @property
    def materials_lacking(self) -> int:
        """How many materials are demanded that nobody filed."""
        return sum(one.lacks for one in self.materials)


def joint_draft(by: Actor, code: str, *, on: date) -> JointDraft:
    """A draft with all that was filled in and what is wrong with it. Raises Missing."""
    joint = get_own_joint(by, code, on=on)
    if joint.number:
        raise Missing
    form, applicant = form_of(joint.form), joint.own_applicant
    filed, wrong = filed_places(joint), form_problems(form.asked, joint.answers)
    return JointDraft(
        code=joint.code,
        version=joint.version,
        plan=joint.plan.plan.code,
        item_name=joint.name,
        items=tuple((one["name"], one["unit_name"]) for one in form.guides.values()),
        outdated=tuple(form.guides[item]["name"] for item in outdated(form)),
        applicant=applicant.name,
        applicant_kind=applicant.kind,
        number=applicant.id_number,
        agent=agent_of(joint),
        phone=joint.phone,
        address=joint.address,
        agreed_to_electronic=joint.agreed_to_electronic,
        answers=joint.answers,
        fields=form.asked,
        wanted_by={one.field.name: units_of(form, one.owners) for one in form.fields},
        answers_shown=answers_shown(form, joint.answers),
        materials=shared_lines(form, filed),
        form_errors=wrong,
        errors=(*wrong, *other_problems(joint, form, filed, on)),
        assurance=applicant.assurance,
        least_assurance=form.least_assurance,
        digest=digest_to_sign(joint, filed),
        vault=vault_of(by, on=on, applicant=applicant.pk),
        licences=licences_of(applicant, on=on),
        begun_at=joint.made_at,
        trial=trial_on(joint.region_id, on),
        projects=codes_of_owner(applicant.id_number) if _invests(form) else (),
    )


def number_of_joint(by: Actor, code: str) -> str:
    """The number that a draft of an account got; "" while it is a draft, or where it is none of this account."""
    rows = JointApplication.objects.of_account(by).filter(code=code) if by.username else None
    return (rows.values_list("number", flat=True).first() or "") if rows is not None else ""


def joint_drafts_problem(by: Actor) -> Problem | None:
    """Why an account opens no further draft: it has too many."""
    most = case_limit("open_drafts")
    count = JointApplication.objects.filter(made_by=by.username, number="").count()
    return refusal("own.too_many_drafts", "who", most=most) if count >= most else None


def joint_filing_problem(joint: JointApplication, field: str) -> Problem | None:
    """Why no further file is taken: too many were, those that were replaced among them."""
    most = case_limit("filed_times") * max(1, len(form_of(joint.form).guides))
    count = JointMaterial.objects.filter(joint=joint).count()
    return refusal("own.too_many_files", field, most=most) if count >= most else None


def agent_of(joint: JointApplication) -> str:
    """The name of who made it for somebody else; "" where the applicant did."""
    if joint.made_by == joint.own_applicant.user.username:
        return ""
    found = User.objects.filter(username=joint.made_by).values_list("name", flat=True)
    return found.first() or ""


def answers_shown(form: JointForm, answers: Mapping[str, str]) -> tuple[SharedAnswer, ...]:
    """The fields that were asked, with their answers."""
    return tuple(
        SharedAnswer(name=one.name, label=one.label, unit=one.unit, value=answers.get(one.name, ""))
        for one in asked_fields(form.asked, answers)
    )


def shared_lines(form: JointForm, filed: Filed) -> tuple[SharedLine, ...]:
    """The one set of materials with what stands filed."""
    return tuple(
        SharedLine(
            asked=one.material,
            fetched=one.material.source is MaterialSource.SHARED,
            filed=filed_shown(filed[one.material.place]) if one.material.place in filed else None,
            wanted_by=units_of(form, one.owners),
        )
        for one in form.materials
    )


def _invests(form: JointForm) -> bool:
    return any(one.get("investment") for one in form.guides.values())


def units_of(form: JointForm, owners: Mapping[str, object]) -> tuple[str, ...]:
    """The departments of some items, each once, in the plan's order."""
    return tuple(dict.fromkeys(form.guides[item]["unit_name"] for item in form.guides if item in owners))
