"""What the public says: the form, the receipt, the way of one's own comment, and all answers."""

from typing import Any

from django.http import HttpRequest

from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.comments.queries.public import answers_of, asked_units, tracked
from qingdan.comments.queries.routing import units_to_ask
from qingdan.comments.services.receiving import NewComment, receive_comment
from qingdan.data.comments import comment_kinds, days_to_answer
from qingdan.editions.queries.items import item_on
from qingdan.web.portal.addresses import item_address
from qingdan.web.portal.pages import passing, sent
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.portal.throttle import count_against, counted
from qingdan.web.shared.numbers import number_in

TRAP = "website"  # a field that nobody sees; programs fill it


@passing
def comments(asked: Asked) -> Page:
    """All answers of the region, of one unit."""
    unit = asked.word("unit", 9)
    found = answers_of(asked.place.code, today=asked.today, unit=unit, page=number_in(asked.word("page")))
    context = {
        "answers": found,
        "kinds": comment_kinds(),
        "units": asked_units(asked.place.code),
        "unit": unit,
        "query": {"unit": unit},
    }
    return Page(template="comments", context=context)


@passing
def item_comments(asked: Asked, code: str) -> Page:
    """The answers on one item. Raises Missing for an item that was never published."""
    item = item_on(asked.editions, code, asked.today)
    found = answers_of(asked.place.code, today=asked.today, entry=code, page=number_in(asked.word("page")))
    context = {
        "answers": found,
        "kinds": comment_kinds(),
        "item": item.content["name"],
        "code": code,
        "item_address": item_address(code),
        "query": {},
    }
    return Page(template="comments", context=context)


@passing
def new(asked: Asked) -> Page:
    """The form: an objection to an item (`item`), a question to a unit, a power outside the list (`kind`)."""
    code = asked.word("item", 17)
    kind = "objection" if code else asked.word("kind")
    if kind not in comment_kinds() or (kind == "objection" and not code):
        return Page(template="comment_kinds", context={"kinds": _kinds(), "section": "comments"})
    context: dict[str, Any] = {
        "kind": kind,
        "kind_name": comment_kinds()[kind],
        "days": days_to_answer(kind),
        "item": code,
        "unit": asked.word("unit", 9),
        "units": units_to_ask(asked.place.code) if kind == "question" else (),
        "trap": TRAP,
    }
    if code:
        item = item_on(asked.editions, code, asked.today)
        context |= {"item_name": item.content["name"], "unit_name": item.content["unit_name"]}
    return Page(template="comment_new", context=context)


@sent(on=new)
def send(asked: Asked, request: HttpRequest) -> Page:
    """Takes the comment in and shows, this once, number and query code."""
    refuse_if(refusal("comments.filled_by_machine", TRAP) if asked.word(TRAP) else None)
    typed = NewComment(
        kind=asked.word("kind"),
        text=asked.words.get("text", ""),
        entry=asked.word("item", 17),
        unit=asked.word("unit", 9),
        author=asked.words.get("author", ""),
        contact=asked.words.get("contact", ""),
    )
    with counted(request, "comment"):
        receipt = receive_comment(comment=typed, by=asked.visitor, at=asked.at)
    return Page(template="comment_received", context={"receipt": receipt, "section": "comments"})


@passing
def track(asked: Asked) -> Page:
    """The form for number and code."""
    return Page(template="comment_track", context={"section": "comments"})


@sent(on=track)
def look(asked: Asked, request: HttpRequest) -> Page:
    """How far one's comment is. A wrong number and a wrong code get the same answer."""
    count_against(request, "track")
    number, code = asked.word("number", 24), asked.word("query_code", 24)
    try:
        with reading(asked.visitor):
            found = tracked(number, code, today=asked.today)
    except Missing:
        raise Refused([refusal("comments.not_found", "number")]) from None
    context = {"comment": found, "kind_name": comment_kinds()[found.kind], "section": "comments"}
    return Page(template="comment_tracked", context=context)


@passing
def privacy(asked: Asked) -> Page:
    """What is kept of whoever reads or writes here."""
    return Page(template="privacy")


def _kinds() -> list[tuple[str, str, int]]:
    return [(key, name, days_to_answer(key)) for key, name in comment_kinds().items()]
