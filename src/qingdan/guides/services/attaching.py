"""Files of a guide: taken in for a material, and kept to those that were given for this guide."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.files.services import SCANS, Upload, store_file
from qingdan.base.refusal import Refused
from qingdan.guides.models import Guide
from qingdan.guides.queries.files import PARTS, codes_in
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem

KINDS = (*SCANS, "docx", "xlsx")
_FIELD = pattern(r"^material-(\d{1,3})-(form|sample)$")


def with_files(
    guide: Guide, content: Mapping[str, Any], uploads: Mapping[str, Upload], *, by: Actor, at: datetime
) -> dict[str, Any]:
    """The content with what was sent in; a code that was never given for this guide is left out.

    Inside a transaction. Raises Refused, each file beside its field.
    """
    if "materials" not in content:
        return dict(content)
    known = set(codes_in(guide.content)) if guide.content.get("materials") else set()
    rows = [_own(one, known) for one in content["materials"]]
    wrong: list[Problem] = []
    for field, upload in uploads.items():
        found = _FIELD.search(field)
        if found is None or not 0 < int(found[1]) <= len(rows):
            continue
        try:
            kept = store_file(upload, unit=guide.unit.code, kinds=KINDS, by=by, at=at)
        except Refused as error:
            wrong += [replace(one, where=replace(one.where, field=field)) for one in error.problems]
        else:
            rows[int(found[1]) - 1][found[2]] = kept.code
    if wrong:
        raise Refused(wrong)
    return {**content, "materials": rows}


def _own(material: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {**material, **{part: one if (one := material.get(part, "")) in known else "" for part in PARTS}}
