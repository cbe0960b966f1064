"""Asking for the print of a 审议稿: a city's list takes the worker some seconds, its file is kept."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.data.publication import LIST_NAMES
from qingdan.data.wording import note_words
from qingdan.lists.queries.drafts import read_draft
from qingdan.lists.queries.prints import FORMS, PRINT_JOB
from qingdan.rules.note import Note
from qingdan.rules.review import ListKind


def ask_for_draft(*, campaign: str, kind: ListKind, number: int, form: str, by: Actor, at: datetime) -> str:
    """Has the worker print a draft (`form` of FORMS): the code of the job. Raises Missing."""
    if form not in FORMS:
        raise Missing
    with writing(by):
        found, _ = read_draft(by, campaign=campaign, kind=kind, number=number)
        code = defer(
            PRINT_JOB,
            title=note_words(Note(key="lists.printing", params={"list": LIST_NAMES[kind], "number": number})),
            unit=by.unit,
            by=by,
            at=at,
            once=True,
            campaign=found.code,
            list=kind.value,
            number=number,
            form=form,
        )
        facts = {"number": number, "form": form}
        append("DraftPrintAsked", f"list:{found.code}/{kind}", by=by, at=at, data=facts)
    return code
