"""An opinion asked for by a link (征求意见): who has no account reads what is asked, and answers once.

What is asked is shown when its arrival was confirmed, which silence may count from: a link that was only fetched, as
machines fetch it that look through mail, proves nothing.
"""

from django.http import HttpRequest

from qingdan.data.joint import joint_names
from qingdan.joints.queries.sessions import asked_by, program_of
from qingdan.joints.services.links import answer_by_link, confirm_arrival
from qingdan.joints.services.sessions import LONGEST_CLAUSE, LONGEST_TEXT, Said
from qingdan.web.portal.pages import passing, sent
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.portal.throttle import counted
from qingdan.web.shared.words import field_words

FIELDS = ("stance", "clause", "text", "name")


@passing
def opinion(asked: Asked, token: str) -> Page:
    """Who asks; what is asked, with the form, when its arrival was confirmed.

    Raises Missing: no such link, its last day is over, the table is closed.
    """
    return _page(asked, token)


@sent(on=opinion)
def arrived(asked: Asked, request: HttpRequest, token: str) -> Page:
    """Who was asked confirms that it arrived, and reads it."""
    confirm_arrival(token=token, by=program_of(token), at=asked.at)
    return _page(asked, token)


def _page(asked: Asked, token: str) -> Page:
    context = {
        "asked": asked_by(token, on=asked.today),
        "token": token,
        "stances": joint_names("stances"),
        "longest_clause": LONGEST_CLAUSE,
        "longest_text": LONGEST_TEXT,
        "section": "cases",
        "field_labels": {one: field_words(one, "joint_link", "joint") for one in FIELDS},
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
