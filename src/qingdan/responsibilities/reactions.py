"""A power list that is shown opens its duty sheets, and marks those whose power it changed (R-017, R-065)."""

from collections.abc import Sequence

from qingdan.base.events.services import Happened, on_events
from qingdan.editions.models import Edition
from qingdan.responsibilities.services.drafting import open_sheets
from qingdan.rules.review import ListKind


@on_events
def open_duty_sheets(happened: Sequence[Happened]) -> None:
    """Done twice it does no more."""
    codes = {one.event.subject.partition(":")[2]: one for one in happened if one.event.kind == "EditionShown"}
    if not codes:
        return
    for code in Edition.objects.filter(code__in=codes, list_kind=ListKind.POWER).values_list(
        "code", flat=True
    ):
        open_sheets(edition=code, by=codes[code].by, at=codes[code].at)
