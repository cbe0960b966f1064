"""An opinion asked for by a link (征求意见): who has no account reads what is asked, and answers once.

Opening the link proves that the question arrived, which silence may count from: this page writes when it is read.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from qingdan.base.refusal import Missing
from qingdan.data.joint import joint_names
from qingdan.joints.queries.sessions import asked_by, program_of
from qingdan.joints.services.links import answer_by_link, opened
from qingdan.joints.services.sessions import LONGEST_CLAUSE, LONGEST_TEXT, Said
from qingdan.web.portal.pages import Answer, missing, passing, sent
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.portal.throttle import counted


def _notes_opening(view: Answer) -> Answer:
    """The page, after it was noted that its link was opened; asking for the head alone opens nothing."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **words: Any) -> HttpResponse:
        if request.method == "GET":
            try:
                opened(token=token, by=program_of(token), at=request.at)  # type: ignore[attr-defined]
            except Missing:
                return missing(request)
        return view(request, token=token, **words)

    return answer


@_notes_opening
@passing
def opinion(asked: Asked, token: str) -> Page:
    """What is asked, with the form. Raises Missing: no such link, its last day is over, the table is closed."""
    context = {
        "asked": asked_by(token, on=asked.today),
        "token": token,
        "stances": joint_names("stances"),
        "longest_clause": LONGEST_CLAUSE,
        "longest_text": LONGEST_TEXT,
        "section": "cases",
    }
    return Page(template="joint_opinion", context=context)


@sent(on=opinion)
def say(asked: Asked, request: HttpRequest, token: str) -> Page:
    """Takes the opinion in, once."""
    said = Said(
        stance=asked.word("stance", 20),
        clause=asked.words.get("clause", ""),
        text=asked.words.get("text", ""),
    )
    with counted(request, "comment", link=token):
        answer_by_link(
            token=token, said=said, name=asked.words.get("name", ""), by=program_of(token), at=asked.at
        )
    found = asked_by(token, on=asked.today)
    return Page(template="joint_opinion", context={"asked": found, "said": True, "section": "cases"})
