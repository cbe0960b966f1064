"""A draft follows its guide: under a newer version it goes on, and nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseMaterial
from qingdan.cases.queries.drafts import newest_guide
from qingdan.cases.queries.facts import is_own
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.services.stepping import get_case
from qingdan.guides.queries.content import fields_of, materials_of
from qingdan.rules.case_state import CaseState

ELSE = "说明文字"
"""What changed where no material and no field came or went."""


def follow_guide(*, code: str, by: Actor, at: datetime) -> str:
    """Puts a draft under the newest version of its guide; what came or went, in names. "": nothing newer is there.

    Answers stay; a material stays filed where the new list has one of its name. Raises Missing.
    """
    with writing(by):
        case = get_case(by, code)
        if not is_own(case, by, day_of(at)):
            raise Missing
        newest = newest_guide(case) if case.state == CaseState.DRAFT else None
        if newest is None or newest.key == case.version_read_id:
            return ""
        changed = _changed(frozen(case.version_read.digest), newest.content)
        _place_anew(case, newest.content)
        case.version_read_id, case.version = newest.key, case.version + 1
        case.save(update_fields=["version_read", "version"])
        said = {"guide": newest.digest}
        append("ApplicationSaved", f"case:{code}", by=by, at=at, unit=case.unit.code, data=said)
        return changed


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    names = [
        {one.name for one in materials_of(content)} | {one.label for one in fields_of(content)}
        for content in (old, new)
    ]
    return "、".join(sorted(names[0] ^ names[1])) or ELSE


def _place_anew(case: Case, content: Mapping[str, Any]) -> None:
    places = {one.name: one.place for one in materials_of(content)}
    for filed in CaseMaterial.objects.filter(case=case, replaced=False):
        filed.place, filed.replaced = places.get(filed.name, filed.place), filed.name not in places
        filed.save(update_fields=["place", "replaced"])
