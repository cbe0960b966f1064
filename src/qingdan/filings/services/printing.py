"""Asking for a long print: the worker makes it, its file is kept for the unit."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.data.wording import note_words, wording
from qingdan.filings.queries.documents import FORMS, draft_papers
from qingdan.filings.queries.filings import get_unit_for, get_version_for, subject_of
from qingdan.rules.note import Note

PRINT_JOB = "print_filing"


def ask_for_print(*, campaign: str, unit: str, number: int, form: str, by: Actor, at: datetime) -> str:
    """Has the worker print a version (0: the drafts as they stand): the code of the job. Raises Missing.

    Asked for again while the same is being printed, it is the same job: of drafts, as long as they stand the same.
    """
    if form not in FORMS:
        raise Missing
    with writing(by):
        owner = get_unit_for(by, unit)
        if number:
            get_version_for(by, campaign, unit, number)
        state = "" if number else draft_papers(by, unit).signed.digest
        code = defer(
            PRINT_JOB,
            title=_title(owner.name, number, form),
            unit=owner.code,
            by=by,
            at=at,
            once=True,
            campaign=campaign,
            number=number,
            form=form,
            state=state,
        )
        data = {"number": number, "form": form}
        append("PrintAsked", subject_of(campaign, unit), by=by, at=at, unit=owner.code, data=data)
    return code


def _title(unit: str, number: int, form: str) -> str:
    """打印市灯笼局报送件全套（第1版）."""
    paper = wording()[f"paper.{form.partition('.')[0]}"]["message"]
    which = Note(key="paper.version" if number else "paper.draft", params={"number": number})
    words = {"unit": unit, "paper": paper, "which": note_words(which)}
    return note_words(Note(key="paper.printing", params=words))
