"""Scans that a window makes of the papers brought to it, each beside its material."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.files.services import SCANS, Upload, store_file
from qingdan.base.refusal import Refused, refusal
from qingdan.cases.services.applying import Filed
from qingdan.rules.problem import Problem

COPY = "C"
"""Grade of a scan of which nobody said that its original was seen (approval.md §6.7)."""


def keep_scans(
    filed: Sequence[Filed], scans: Mapping[int, Upload], *, unit: str, by: Actor, at: datetime
) -> list[Filed]:
    """What was brought, with the files of its scans; a scan alone counts as a copy brought.

    Within the transaction of the act. Raises Refused, every file that is not taken beside its material.
    """
    brought = {one.place: one for one in filed}
    problems: list[Problem] = []
    for place, upload in sorted(scans.items()):
        try:
            file = store_file(upload, unit=unit, kinds=SCANS, by=by, at=at)
        except Refused as error:
            problems += [refusal(one.key, f"material-{place}", **one.params) for one in error.problems]
            continue
        paper = brought.get(place) or Filed(place=place, grade=COPY, source="paper")
        brought[place] = replace(paper, file=file.code)
    if problems:
        raise Refused(problems)
    return [brought[place] for place in sorted(brought)]
