"""Applying for several matters at once: a draft that loses nothing, one form, one set of materials, one submission.

On submission every department has its case within the same instant (转告, 行政许可法 Art. 26(2)): its own fields and
materials, under its own number. One query code opens the whole and each of its cases.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from qingdan.applicants.models import VaultMaterial
from qingdan.applicants.queries.accounts import get_identity
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.discarding import discard_file
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if
from qingdan.base.secret_codes import new_code, secret_digest
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.cases.models import Channel
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.services.applying import CaseReceipt, Filed
from qingdan.cases.services.numbers import next_number
from qingdan.joints.models import JointApplication, JointMaterial
from qingdan.joints.queries.drafts import joint_drafts_problem
from qingdan.joints.queries.forms import JointForm, form_of, outdated, rows_to_pin
from qingdan.joints.queries.own import digest_to_sign, draft_problems, is_own_joint
from qingdan.joints.queries.plans import PublishedPlan, frozen_plan, published_plan
from qingdan.joints.services.branches import one_at_a_time
from qingdan.joints.services.receiving import Person, receive_branches
from qingdan.rules.application_form import as_kept, too_long_answers
from qingdan.rules.joint import JointPlan

SNAPSHOT = "joint_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJoint:
    """Who applies by which plan for which of its matters; `applicant`: the key of one of the account's identities."""

    plan: str
    items: Sequence[str]
    applicant: int
    once: str
    channel: Channel = Channel.WEB


def begin_joint(*, new: NewJoint, by: Actor, at: datetime) -> str:
    """Opens a draft; its code. The same `once` gives the same draft. Raises Missing, Refused."""
    with writing(by):
        if known := _begun(new, by):
            return known.code
        refuse_if(joint_drafts_problem(by))
        plan = published_plan(new.plan)
        items = chosen_items(plan.plan, new.items)
        made = _drafted(new, plan, items, by=by, at=at)
        append("JointBegun", f"joint:{made.code}", by=by, at=at, data={"plan": plan.code, "items": items})
        return made.code


def save_joint(
    *, code: str, version: int, answers: Mapping[str, str], by: Actor, at: datetime, **person: Any
) -> int:
    """Keeps what was filled in, right or wrong; the new version. `person`: phone, address, agreed_to_electronic.

    Raises Missing, Stale, Refused: an answer is too long.
    """
    with writing(by):
        joint = get_draft(by, code, at, version=version)
        asked = asked_answers(form_of(joint.form), answers)
        joint.answers = {**joint.answers, **asked}
        for name, value in person.items():
            setattr(joint, name, value)
        _keep(joint)
        append("JointSaved", f"joint:{code}", by=by, at=at, data={"fields": sorted(asked)})
        return joint.version


def file_joint_material(*, code: str, filed: Filed, by: Actor, at: datetime) -> None:
    """A material of the one set; one already there is replaced. Raises Missing, Refused: the set has none there."""
    with writing(by):
        joint = get_draft(by, code, at)
        file_in_set(joint, form_of(joint.form), filed, by=by, at=at)
        _keep(joint)
        append("JointMaterialFiled", f"joint:{code}", by=by, at=at, data={"place": filed.place})


def submit_joint(*, code: str, version: int, signed: str, by: Actor, at: datetime) -> CaseReceipt:
    """All departments have it: number, query code, receipt. Sent twice it is received once; the code is said once.

    `signed`: the digest of what the applicant saw (`queries.own`). Raises Refused with every reason, Stale, Missing.
    """
    with writing(by):
        joint = _own(by, code, at)
        if joint.number:
            return CaseReceipt(number=joint.number, code="")
        if version != joint.version:
            raise Stale({"version": str(joint.version)}, joint.version)
        form = form_of(joint.form)
        refuse_if(refusal("joint.guide_older", "digest") if outdated(form) else None)
        if signed != digest_to_sign(joint):
            raise Refused([refusal("own.changed" if signed else "own.unsigned", "digest")])
        refuse_if(*draft_problems(joint, day_of(at)))
        person = Person(
            kind=joint.own_applicant.kind,
            name=joint.own_applicant.name,
            id_number=joint.own_applicant.id_number,
        )
        return receive_joint(joint, form, person, signed=signed, by=by, at=at)


def receive_joint(
    joint: JointApplication, form: JointForm, person: Person, *, signed: str = "", by: Actor, at: datetime
) -> CaseReceipt:
    """Numbers the whole and makes its cases; whether it is a trial is what holds on this day.

    Raises Refused: an item is on no list, or barred.
    """
    today = day_of(at)
    joint.trial = trial_on(joint.region_id, today)
    one_at_a_time(joint.region_id)
    joint.number = next_number(joint.lead, today, trial=joint.trial)
    joint.received_at, secret = at, new_code()
    joint.secret_digest = secret_digest(joint.number, secret)
    joint.save()
    paper = receive_branches(joint, form, person, secret, by=by, at=at)
    told = {"code": joint.code, "signed": signed, "items": [*form.guides]}
    append("JointReceived", f"joint:{joint.number}", by=by, at=at, unit=joint.lead.code, data=told)
    return CaseReceipt(number=joint.number, code=secret, paper=paper)


def chosen_items(plan: JointPlan, items: Sequence[str]) -> list[str]:
    """Those of the plan that were chosen, in its order. Raises Refused: fewer than two, none of the lead's."""
    chosen = [one.item for one in plan.matters if one.item in set(items)]
    leads = {one.item for one in plan.matters if one.unit == plan.lead}
    refuse_if(
        None if len(chosen) > 1 else refusal("joint.choose_two", "items"),
        None if leads & set(chosen) else refusal("joint.choose_lead", "items"),
    )
    return chosen


def asked_answers(form: JointForm, answers: Mapping[str, str]) -> dict[str, str]:
    """Those that the one form asks for, as they are kept. Raises Refused: one is too long."""
    fields = {one.name: one for one in form.asked}
    asked = {name: as_kept(fields[name], text) for name, text in answers.items() if name in fields}
    refuse_if(*too_long_answers(tuple(fields.values()), asked))
    return asked


def discard_joint(*, code: str, by: Actor, at: datetime) -> None:
    """Throws a draft away with its files; what was kept in the vault stays there. Raises Missing."""
    with writing(by):
        joint = get_draft(by, code, at)
        filed = JointMaterial.objects.filter(joint=joint)
        codes = list(filed.filter(file__isnull=False).values_list("file__code", flat=True))
        filed.delete()
        joint.delete()
        append("JointDiscarded", f"joint:{code}", by=by, at=at)
        kept = VaultMaterial.objects.filter(file__code__in=codes).values("file")
        for file in StoredFile.objects.filter(code__in=codes).exclude(pk__in=kept).select_related("unit"):
            discard_file(file, by=by, at=at)


def file_in_set(joint: JointApplication, form: JointForm, filed: Filed, *, by: Actor, at: datetime) -> None:
    """A material with the one set. Raises Refused: it has none there."""
    listed = {one.place for one in form.listed}
    refuse_if(None if filed.place in listed else refusal("case.unlisted_material", "place"))
    file = StoredFile.objects.get(code=filed.file) if filed.file else None
    put_in_set(joint, filed, file, by=by, at=at)


def put_in_set(
    joint: JointApplication, filed: Filed, file: StoredFile | None, *, by: Actor, at: datetime
) -> None:
    """A material in the one set, in the place of what stood there; the row of the whole is locked."""
    JointMaterial.objects.filter(joint=joint, place=filed.place, replaced=False).update(replaced=True)
    JointMaterial.objects.create(
        region_id=joint.region_id, joint=joint, place=filed.place, grade=filed.grade, source=filed.source,
        copies=filed.copies, file=file, licence=filed.licence, by=by.username, at=at,
    )  # fmt: skip


def get_draft(by: Actor, code: str, at: datetime, *, version: int | None = None) -> JointApplication:
    """An own draft, its row locked. Raises Missing, Stale."""
    joint = _own(by, code, at)
    if joint.number:
        raise Missing
    if version is not None and version != joint.version:
        raise Stale({"version": str(joint.version)}, joint.version)
    return joint


def _own(by: Actor, code: str, at: datetime) -> JointApplication:
    rows = JointApplication.objects.of_account(by).filter(code=code).select_for_update(of=("self",))
    joint = (
        rows.select_related("lead", "plan__plan", "applicant__user", "region").first()
        if by.username
        else None
    )
    if joint is None or not is_own_joint(joint, by, day_of(at)):
        raise Missing
    return joint


def _begun(new: NewJoint, by: Actor) -> JointApplication | None:
    """What the same form opened before. Raises Refused: it opened another thing."""
    found = JointApplication.objects.filter(once=new.once).select_related("plan__plan").first()
    if found is None:
        return None
    same = (found.made_by, found.applicant_id, found.plan.plan.code) == (by.username, new.applicant, new.plan)
    offered = {one.item for one in frozen_plan(found.plan.digest).matters}
    if not same or offered & set(new.items) != form_of(found.form).guides.keys():
        raise Refused([refusal("own.once", "once")])
    return found


def _drafted(
    new: NewJoint, plan: PublishedPlan, items: Sequence[str], *, by: Actor, at: datetime
) -> JointApplication:
    today = day_of(at)
    applicant, *_ = [get_identity(by, str(new.applicant), on=today, item=one) for one in items]
    rows = rows_to_pin(items)
    try:
        with transaction.atomic():
            return JointApplication.objects.create(
                region_id=plan.region, lead_id=plan.lead, code=secrets.token_hex(16), plan_id=plan.key,
                name=plan.plan.name, form=freeze(SNAPSHOT, {"items": rows}, region=plan.region, at=at),
                applicant=applicant, phone=applicant.phone, address=applicant.address, channel=new.channel,
                once=new.once, days=plan.plan.days, trial=trial_on(plan.region, today), made_by=by.username,
                made_at=at,
            )  # fmt: skip
    except IntegrityError:
        known = _begun(new, by)
        if known is None:
            raise
        return known


def _keep(joint: JointApplication) -> None:
    joint.version += 1
    joint.save()
