"""Asking for a long print: the worker makes it, its file is kept for the unit."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.data.wording import wording
from qingdan.filings.queries.documents import FORMS
from qingdan.filings.queries.filings import get_unit_for, get_version_for, subject_of

PRINT_JOB = "print_filing"


def ask_for_print(*, campaign: str, unit: str, number: int, form: str, by: Actor, at: datetime) -> str:
    """Has the worker print a version (0: the drafts as they stand): the code of the job. Raises Missing."""
    if form not in FORMS:
        raise Missing
    with writing(by):
        owner = get_unit_for(by, unit)
        if number:
            get_version_for(by, campaign, unit, number)
        code = defer(
            PRINT_JOB,
            title=wording()[f"paper.{form.partition('.')[0]}"]["message"],
            unit=owner.code,
            by=by,
            at=at,
            campaign=campaign,
            number=number,
            form=form,
        )
        data = {"number": number, "form": form}
        append("PrintAsked", subject_of(campaign, unit), by=by, at=at, unit=owner.code, data=data)
    return code
