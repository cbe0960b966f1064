"""Answering the problems of a checked workbook: adopt a suggestion, give a reason, take the answer back."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.powers.models import Upload
from qingdan.powers.queries.corrections import Replacement, corrected, corrected_fields
from qingdan.powers.queries.elsewhere import Place, places_of
from qingdan.powers.queries.upload_answers import ADOPTED, EXPLAINED, Answer, Asked, problem_asked
from qingdan.powers.services.drafting import drafting
from qingdan.powers.services.fields import plain, read_typed
from qingdan.powers.services.intake import not_ready, own_upload, unit_of_upload
from qingdan.powers.services.justifications import wrong_reason
from qingdan.rules.problem import Problem


def adopt_suggestion(*, code: str, problem: int, by: Actor, at: datetime) -> None:
    """Has the words of a row replaced by those a finding knows to be right, when the row is taken into the draft.

    The file stays as it is. Done again it changes nothing. Raises Refused: nothing to be replaced, accepted or dropped
    already; Missing.
    """
    with _asked(code, problem, by) as asked:
        before = asked.answer.replaced if asked.answer else ()
        if before and not asked.suggestion:
            return
        _, wrong = read_typed({}, asked.bases_corrected)
        refuse_if(None if asked.suggestion and not wrong else refusal("upload.no_suggestion"))
        _keep(asked, Answer(kind=ADOPTED, row=asked.row, replaced=(*before, *asked.suggestion)))
        _record("SuggestionAdopted", asked, by, at)


def adopt_elsewhere(*, code: str, problem: int, places: Collection[str], by: Actor, at: datetime) -> int:
    """Has what a finding suggests put in the places chosen (keys of `places_of`): of its row, and of others; how many.

    Raises Refused: nothing is chosen, a place is not there (any more), accepted or dropped already; Missing.
    """
    with _asked(code, problem, by) as asked:
        found = {one.key: one for one in places_of(asked)}
        chosen = [found[key] for key in dict.fromkeys(places) if key in found]
        refuse_if(
            None if places else refusal("upload.no_place", "places"),
            refusal("upload.no_suggestion") if set(places) - found.keys() else None,
        )
        own = tuple(two for one in chosen if one.problem == problem for two in one.wanted)
        others = [one for one in chosen if one.problem != problem]
        refuse_if(*_too_long(asked, own))
        if own:
            before = asked.answer.replaced if asked.answer else ()
            _keep(asked, Answer(kind=ADOPTED, row=asked.row, replaced=(*before, *own)))
        _keep_others(asked.upload, others)
        data = {"others": [one.problem for one in others]}
        _record("SuggestionAdopted", asked, by, at, **data)
    return len(chosen)


def _too_long(asked: Asked, wanted: Sequence[Replacement]) -> list[Problem]:
    bases = corrected(asked.filed.bases or (), wanted)
    fields = corrected_fields(asked.filed.fields, wanted)
    _, wrong = read_typed(fields, bases)
    return wrong if bases is not None else [refusal("upload.no_suggestion")]


def _keep_others(upload: Upload, others: Sequence[Place]) -> None:
    rows = upload.result["problems"]
    for one in others:
        answer = Answer(kind=ADOPTED, row=rows[one.problem - 1]["row"], replaced=one.wanted)
        upload.answers[str(one.problem)] = answer.as_json()
    if others:
        upload.save(update_fields=["answers"])


def explain_problem(*, code: str, problem: int, reason: str, by: Actor, at: datetime) -> None:
    """Keeps why a problem may stand; when the row is taken into the draft, it is the item's reason (`justify`).

    Said again it replaces what was said. Raises Refused, Missing.
    """
    reason = plain(reason)
    with _asked(code, problem, by) as asked:
        refuse_if(*wrong_reason(reason, asked.problem["severity"]))
        _keep(asked, Answer(kind=EXPLAINED, row=asked.row, reason=reason))
        _record("ProblemExplained", asked, by, at)


def take_answer_back(*, code: str, problem: int, by: Actor, at: datetime) -> None:
    """The problem stands as it was found. Raises Refused, Missing."""
    with _asked(code, problem, by) as asked:
        if asked.answer:
            _keep(asked, None)
            _record("ProblemAnswerTakenBack", asked, by, at)


@contextmanager
def _asked(code: str, problem: int, by: Actor) -> Iterator[Asked]:
    """A problem of a row, under the lock of the register. Raises Missing; Refused where the upload is not in hand."""
    with drafting(unit_of_upload(code, by), by):
        upload = own_upload(code, by)
        refuse_if(not_ready(upload))
        found = problem_asked(upload, problem)
        if found is None:
            raise Missing
        yield found


def _keep(asked: Asked, answer: Answer | None) -> None:
    upload: Upload = asked.upload
    upload.answers.pop(str(asked.number), None)
    if answer:
        upload.answers[str(asked.number)] = answer.as_json()
    upload.save(update_fields=["answers"])


def _record(kind: str, asked: Asked, by: Actor, at: datetime, **more: object) -> None:
    data = {"problem": asked.number, "code": asked.problem["code"], **more}
    append(kind, f"upload:{asked.upload.code}", by=by, at=at, unit=by.unit, data=data)
