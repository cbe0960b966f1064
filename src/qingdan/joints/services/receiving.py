"""Making the cases of a joint application: each department gets its own fields and materials, and no other's."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.secret_codes import secret_digest
from qingdan.cases.models import Case, CaseMaterial
from qingdan.cases.queries.facts import is_own
from qingdan.cases.services.applying import ONLINE, form_row
from qingdan.cases.services.numbers import next_number
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import step_case
from qingdan.data.joint import joint_words
from qingdan.guides.models import GuideVersion
from qingdan.guides.queries.content import PROJECT_CODE, Content
from qingdan.guides.queries.published import entry_in_force
from qingdan.joints.models import JointApplication, JointBranch, JointMaterial
from qingdan.joints.queries.forms import JointForm
from qingdan.joints.queries.plans import frozen_plan
from qingdan.joints.services.branches import Whole, keep, program, whole_of
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.codes.project_code import kept_project_code
from qingdan.rules.joint_form import answers_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """For whom it is received, as every case keeps it; `agent`: who came to the window instead."""

    kind: str
    name: str
    id_number: str
    agent: str = ""


def receive_branches(
    joint: JointApplication, form: JointForm, person: Person, secret: str, *, by: Actor, at: datetime
) -> str:
    """A case for every matter, forwarded at once; the code of the one receipt. Raises Refused."""
    plan = frozen_plan(joint.plan.digest)
    filed = list(JointMaterial.objects.filter(joint=joint, replaced=False).select_related("file"))
    for place, item in enumerate(form.guides, 1):
        case = _case(joint, form, item, person, secret, at=at)
        _file(case, form, item, filed)
        in_force = {"item_in_force": True}
        step_case(
            case, "receive_jointly", by=program(by), at=at, typed=in_force, data={"joint": joint.number}
        )
        JointBranch.objects.create(
            region_id=joint.region_id, joint=joint, case=case, unit_id=case.unit_id, item=item, place=place,
            needs=sorted(plan.needs[item] & form.guides.keys()), forwarded_at=at,
        )  # fmt: skip
    whole = whole_of(program(by), joint.number)
    whole.joint = joint
    keep(whole)
    return _receipt(whole, filed, form, by=by, at=at)


def title(whole: Whole) -> str:
    """What papers of the whole name instead of one item."""
    items = "、".join(one.item_name for one in whole.cases.values())
    return joint_words("title").format(plan=whole.joint.name, items=items)


def _case(
    joint: JointApplication, form: JointForm, item: str, person: Person, secret: str, *, at: datetime
) -> Case:
    today, version = (
        day_of(at),
        GuideVersion.objects.select_related("guide__unit").get(pk=form.versions[item]),
    )
    entry = entry_in_force(joint.region_id, item, today)
    if entry is None:
        raise Refused([refusal("case.item_in_force")])
    unit = version.guide.unit
    answers = answers_of(item, form.fields, joint.answers)
    number = next_number(unit, today, trial=joint.trial)
    return Case.objects.create(
        region_id=joint.region_id,
        unit=unit,
        code=secrets.token_hex(16),
        number=number,
        secret_digest=secret_digest(number, secret),
        version_read=version,
        entry=entry,
        item_code=item,
        item_name=form.guides[item]["name"],
        applicant=joint.applicant,
        agent_name=person.agent,
        applicant_kind=person.kind,
        applicant_name=person.name,
        id_number=person.id_number,
        phone=joint.phone,
        address=joint.address,
        agreed_to_electronic=joint.agreed_to_electronic,
        channel=joint.channel,
        answers=answers,
        project_code=_project_code(form.guides[item], answers),
        once=secrets.token_hex(16),
        trial=joint.trial,
        joint=joint.number,
        received_at=at,
        made_by=joint.made_by,
        made_at=at,
    )


def _project_code(guide: Content, answers: Mapping[str, str]) -> str:
    """Of an investment item the project that the one form names."""
    return kept_project_code(answers.get(PROJECT_CODE, "")) if guide.get("investment") else ""


def _file(case: Case, form: JointForm, item: str, filed: list[JointMaterial]) -> None:
    given = {one.place: one for one in filed}
    CaseMaterial.objects.bulk_create(
        _material(case, one.owners[item], one.material.name, given[one.material.place])
        for one in form.materials
        if item in one.owners and one.material.place in given
    )


def _material(case: Case, place: int, name: str, one: JointMaterial) -> CaseMaterial:
    return CaseMaterial(
        region_id=case.region_id, case=case, place=place, name=name, grade=one.grade, source=one.source,
        copies=one.copies, file_id=one.file_id, licence=one.licence, by=one.by, at=one.at,
    )  # fmt: skip


def _receipt(whole: Whole, filed: list[JointMaterial], form: JointForm, *, by: Actor, at: datetime) -> str:
    names = {one.material.place: one.material.name for one in form.materials}
    rows = [{"name": names[one.place], "source": one.source, "copies": one.copies} for one in filed]
    rows = rows or [form_row(whole.carrier)]
    return write_receipt(whole, PaperKind.RECEIPT, rows, whole.carrier.check_due_on, by=by, at=at)


def write_receipt(
    whole: Whole,
    kind: PaperKind,
    given: Sequence[Mapping[str, object]],
    reply_until: date | None,
    *,
    by: Actor,
    at: datetime,
) -> str:
    """One receipt for what was given for all departments, till when they answer; its code.

    Without an officer's name where the applicant sent it himself.
    """
    assert reply_until
    online = is_own(whole.carrier, by, day_of(at))
    facts = {
        "case": whole.joint.number,
        "item_name": title(whole),
        "materials": given,
        **({"by": ONLINE} if online else {}),
        "received_at": at.isoformat(),
        "reply_until": reply_until.isoformat(),
        "guide": whole.carrier.version_read.digest,
    }
    return write_paper(whole.carrier, kind, facts, by=program(by) if online else by, at=at).code
