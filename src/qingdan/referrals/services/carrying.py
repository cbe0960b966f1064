"""The case that carries another one on: made of it, with all that was handed in, in the region it goes to.

Nothing is asked of the applicant again: answers and materials come over as they stand, each under the name that the
guide there gives it; what it has no name for comes too.
"""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.rows import add
from qingdan.base.snapshots.services import freeze
from qingdan.cases.models import Case, CaseMark, CaseMaterial, CaseTask
from qingdan.cases.queries.devolved import exercised_by
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.trial import trial_on
from qingdan.cases.services.accepting import pin_and_begin
from qingdan.cases.services.numbers import next_number
from qingdan.cases.services.stepping import step_case
from qingdan.guides.models import GuideVersion
from qingdan.guides.queries.content import fields_of, materials_of
from qingdan.guides.queries.published import PublishedGuide, entry_in_force
from qingdan.rules.case_state import ClockEffect
from qingdan.rules.text import title_key

SNAPSHOT = "referral"


def carry_on(
    first: Case, guide: PublishedGuide, *, accepted: bool, used: int, by: Actor, at: datetime
) -> Case:
    """The case there, received at this instant; `accepted`: already here, so that it goes on under review.

    `used`: days that count as used up there. `by`: the program in the region there, seeing both. Raises Refused.
    """
    today = day_of(at)
    entry = entry_in_force(guide.region, guide.item_code, today)
    gone = exercised_by(guide.item_code, today)
    refuse_if(
        refusal("case.item_in_force", "item") if entry is None else None,
        refusal("case.not_devolved", "item", where=gone) if gone else None,
    )
    assert entry
    second = _drafted(first, guide, accepted=accepted, at=at)
    second.entry = entry
    second.trial = first.trial or trial_on(guide.region, today)
    second.save()
    _bring_materials(first, second, at=at)
    second.number = next_number(second.unit, today, trial=second.trial)
    second.received_at = at
    if used:
        _mark_used(second, used, today, at)
    step_case(second, "come_up" if accepted else "come_in", by=by, at=at)
    if accepted:
        pin_and_begin(second, at=at)
    return second


def travelled(first: Case, opinion: str, *, region: str, at: datetime) -> tuple[str, int]:
    """Freezes what goes over; its digest, and how many materials it has."""
    filed = list(CaseMaterial.objects.filter(case=first, replaced=False).select_related("file"))
    done = CaseTask.objects.filter(case=first, done_at__isnull=False)
    steps = done.exclude(step=first.run.get("decision")).order_by("pk")  # that one is the opinion itself
    content: dict[str, Any] = {
        "case": first.number,
        "item": first.item_code,
        "guide": first.version_read.digest,
        "answers": first.answers,
        "opinion": opinion,
        "opinions": [
            {"step": one.name, "by": one.done_by_name, "on": str(one.occurred_on), "opinion": one.opinion}
            for one in steps
        ],
        "materials": [
            {"name": one.name, "grade": one.grade, "file": one.file.digest if one.file else one.licence}
            for one in filed
        ],
    }
    return freeze(SNAPSHOT, content, region=region, at=at), len(filed)


def _drafted(first: Case, guide: PublishedGuide, *, accepted: bool, at: datetime) -> Case:
    same = (
        "applicant_id", "agent_name", "applicant_kind", "applicant_name", "id_number", "phone", "address",
        "agreed_to_electronic", "channel", "project_code", "made_by",
    )  # fmt: skip
    return Case(
        region_id=guide.region,
        unit=Unit.objects.get(code=guide.unit),
        code=secrets.token_hex(16),
        version_read=GuideVersion.objects.get(pk=guide.key),
        item_code=guide.item_code,
        item_name=guide.content["name"],
        answers=_answers(first, guide.content),
        once=f"ref:{first.number}",
        carries=first.number,
        carried_item=first.item_code,
        accepted_before=accepted,
        made_at=at,
        **{name: getattr(first, name) for name in same},
    )


def _answers(first: Case, content: Mapping[str, Any]) -> dict[str, str]:
    """By the name of the field there; where it has another, by what stands beside it."""
    given = dict(first.answers)
    labels = {title_key(one.label): one.name for one in fields_of(frozen(first.version_read.digest))}
    for field in fields_of(content):
        source = labels.get(title_key(field.label), "")
        if field.name not in given and source in given:
            given[field.name] = given[source]
    return given


def _bring_materials(first: Case, second: Case, *, at: datetime) -> None:
    places = {title_key(one.name): one.place for one in materials_of(frozen(second.version_read.digest))}
    CaseMaterial.objects.bulk_create(_materials(first, second, places, at))


def _materials(first: Case, second: Case, places: Mapping[str, int], at: datetime) -> Iterator[CaseMaterial]:
    same = ("name", "grade", "source", "copies", "licence", "by")
    for one in CaseMaterial.objects.filter(case=first, replaced=False).select_related("file"):
        yield CaseMaterial(
            region_id=second.region_id,
            case=second,
            place=places.get(title_key(one.name), 0),
            file=_file(one.file, second) if one.file else None,
            at=at,
            **{name: getattr(one, name) for name in same},
        )


def _file(file: StoredFile, second: Case) -> StoredFile:
    """The same bytes, known in the region they go to."""
    kept = ("name", "kind", "size", "digest", "by", "at")
    return StoredFile.objects.create(
        code=secrets.token_hex(16),
        region_id=second.region_id,
        unit_id=second.unit_id,
        **{name: getattr(file, name) for name in kept},
    )


def _mark_used(second: Case, used: int, today: date, at: datetime) -> None:
    mark = {
        "region_id": second.region_id, "case_id": second.pk, "effect": ClockEffect.CARRIES.value, "on": today,
        "until": None, "days": used, "reason": "", "at": at,
    }  # fmt: skip
    add(CaseMark, mark)
