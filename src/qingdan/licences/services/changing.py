"""Changing a licence is asked for by one and decided by another: amended, revoked, withdrawn, cancelled.

Source: 行政许可法 Art. 8 (withdrawn where law or facts changed), 49 (amended), 69 (revoked), 70 (cancelled).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from qingdan.applicants.queries.accounts import has_number
from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.people.standing_in import accounts_in, selves_in, signed_in
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.licences.models import Licence, LicenceRequest
from qingdan.licences.queries.desk import HEADS
from qingdan.licences.services.issuing import CHANGES, amend_licence, demand_valid, end_licence
from qingdan.rules.codes.identification import normalise
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

AMENDED, LONGEST_NUMBER = "amended", 40
AMENDABLE = ("holder", "holder_id", "conditions")
"""Name and number of the holder stand together: an amendment says both."""

ASKING = HEADS | {Role.HANDLER, Role.APPROVER}


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceAsked:
    """`kind`: amended, revoked, withdrawn, cancelled; `ground` the article; `content` of an amendment by AMENDABLE."""

    kind: str
    ground: str
    reason: str
    content: Mapping[str, str] = field(default_factory=dict)


def ask_for_change(*, code: str, asked: LicenceAsked, by: Actor, at: datetime) -> None:
    """Puts a change before the head of the unit. Raises Refused with every reason, Missing."""
    with writing(by):
        licence = _own(code, by, ASKING)
        demand_valid(licence)
        waits = LicenceRequest.objects.filter(licence=licence, approved=None).exists()
        content = {name: asked.content.get(name, "").strip() for name in AMENDABLE}
        content["holder_id"] = normalise(content["holder_id"])
        amends = asked.kind == AMENDED
        refuse_if(
            refusal("desk.choice", "kind") if asked.kind not in CHANGES | {AMENDED} else None,
            refusal("desk.required", "ground") if not asked.ground.strip() else None,
            refusal("desk.required", "reason") if not asked.reason.strip() else None,
            *(_holder_problems(content) if amends else ()),
            refusal("licence.asked_already") if waits else None,
        )
        LicenceRequest.objects.create(
            region_id=licence.region_id, licence=licence, kind=asked.kind, ground=asked.ground.strip(),
            reason=asked.reason.strip(), content=content if amends else {}, asked_by=by.username,
            asked_by_name=signed_in(by, ASKING), asked_at=at,
        )  # fmt: skip
        facts = {"kind": asked.kind, "ground": asked.ground.strip()}
        append("LicenceChangeAsked", f"licence:{code}", by=by, at=at, unit=licence.unit.code, data=facts)


def decide_change(*, code: str, approved: bool, by: Actor, at: datetime) -> None:
    """The head says yes, and it is done, or no. Raises Refused: by who asked, or stands in for who did; Missing."""
    with writing(by):
        licence = _own(code, by, HEADS)
        asked = LicenceRequest.objects.select_for_update().filter(licence=licence, approved=None).first()
        if asked is None:
            raise Missing
        if asked.asked_by in selves_in(by, HEADS):
            raise Refused([refusal("case.other_approver")])
        asked.approved, asked.answered_at = approved, at
        asked.answered_by, asked.answered_by_name = by.username, signed_in(by, HEADS)
        asked.save()
        if not approved:
            append(
                "LicenceChangeDeclined", f"licence:{code}", by=by, at=at, unit=licence.unit.code,
                data={"kind": asked.kind},
            )  # fmt: skip
        elif asked.kind == AMENDED:
            amend_licence(code=code, content=asked.content, ground=asked.ground, by=by, at=at)
        else:
            end_licence(code=code, kind=asked.kind, ground=asked.ground, by=by, at=at)


def _holder_problems(content: Mapping[str, str]) -> Iterator[Problem | None]:
    """Whose an amended licence is: a name and the number on the document, whether they change or not."""
    for name in ("holder", "holder_id"):
        yield refusal("desk.required", name) if not content[name] else None
    yield too_long(content["holder_id"], "holder_id", LONGEST_NUMBER)


def _own(code: str, by: Actor, roles: frozenset[Role]) -> Licence:
    """The licence of one's own unit, locked. Raises Missing; Refused: who acts, or is stood in for, holds it (回避)."""
    found = Licence.objects.select_for_update(of=("self",)).select_related("unit")
    licence = found.filter(code=code, unit__code=by.unit, region_id=by.region).first()
    if licence is None or not by.roles & roles:
        raise Missing
    if has_number(accounts_in(by, ASKING), licence.holder_id):
        raise Refused([refusal("licence.recusal")])
    return licence
