"""Consultation of the public, and of experts who come by a link: frozen copies, a form for an opinion (R-057)."""

from typing import Any

from django.http import HttpRequest

from qingdan.base.refusal import refusal, refuse_if
from qingdan.consultations.queries.rounds import (
    RoundLine,
    get_round,
    items_of_round,
    list_rounds,
    open_link,
    published_opinions,
    round_of_link,
    shown_item,
    statistics_of,
)
from qingdan.consultations.services.opinions import give_expert_opinion, give_public_opinion
from qingdan.data.publication import LIST_NAMES
from qingdan.rules.review import ListKind
from qingdan.web.portal.comments import TRAP
from qingdan.web.portal.pages import passing, sent
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.portal.throttle import counted
from qingdan.web.shared.item_facts import item_facts
from qingdan.web.shared.numbers import number_in

PAGE = 100


@passing
def rounds(asked: Asked) -> Page:
    """Every round in which the public is or was asked."""
    found = [(one, one.is_open(asked.today), _heading(one)) for one in list_rounds(asked.visitor)]
    return Page(template="consultations", context={"rounds": found})


@passing
def one_round(asked: Asked, round: str) -> Page:
    """A round: its items, and when it is over the figures and what became of the opinions. Raises Missing."""
    found = get_round(asked.visitor, round)
    return Page(
        template="consultation",
        context=_round(asked, found) | {"base": f"{asked.place.root}/consultations/{round}/"},
    )


@passing
def round_item(asked: Asked, round: str, number: str) -> Page:
    """One item of a round with the form for an opinion. Raises Missing."""
    found = get_round(asked.visitor, round)
    send = f"{asked.place.root}/consultations/{round}/say/"
    return Page(
        template="consultation_item", context=_item(asked, found, number) | {"send": send, "named": True}
    )


@passing
def form_again(asked: Asked, round: str) -> Page:
    """The page whose form was refused: the item's, or the round's. Raises Missing."""
    item = asked.word("item", 40)
    view = round_item if item else one_round
    found: Page = view.shows(asked, round, *filter(None, [item]))  # type: ignore[attr-defined]
    return found


@passing
def expert_form_again(asked: Asked, secret: str) -> Page:
    """The same for an expert. Raises Missing."""
    item = asked.word("item", 40)
    view = expert_item if item else expert
    found: Page = view.shows(asked, secret, *filter(None, [item]))  # type: ignore[attr-defined]
    return found


@sent(on=form_again)
def say(asked: Asked, request: HttpRequest, round: str) -> Page:
    """Takes an opinion of the public in."""
    refuse_if(refusal("comments.filled_by_machine", TRAP) if asked.word(TRAP) else None)
    with counted(request, "comment"):
        give_public_opinion(
            region=asked.place.code,
            code=round,
            item=asked.word("item", 40),
            text=asked.words.get("text", ""),
            author=asked.words.get("author", ""),
            contact=asked.words.get("contact", ""),
            by=asked.visitor,
            at=asked.at,
        )
    return Page(template="consultation_said", context={"back": f"{asked.place.root}/consultations/{round}/"})


@passing
def expert(asked: Asked, secret: str) -> Page:
    """A round as an invited expert sees it. Raises Missing for a link that is none, ended or past."""
    link = open_link(asked.place.code, secret, asked.at)
    found = round_of_link(asked.visitor, link)
    context = _round(asked, found) | {
        "expert": link.name,
        "base": f"{asked.place.root}/consultations/expert/{secret}/",
    }
    return Page(template="consultation", context=context)


@passing
def expert_item(asked: Asked, secret: str, number: str) -> Page:
    """One item for the expert, with the form. Raises Missing."""
    link = open_link(asked.place.code, secret, asked.at)
    found = round_of_link(asked.visitor, link)
    send = f"{asked.place.root}/consultations/expert/{secret}/say/"
    return Page(
        template="consultation_item",
        context=_item(asked, found, number) | {"send": send, "expert": link.name},
    )


@sent(on=expert_form_again)
def expert_say(asked: Asked, request: HttpRequest, secret: str) -> Page:
    """Takes an expert's opinion in."""
    with counted(request, "comment", link=secret):
        give_expert_opinion(
            region=asked.place.code,
            secret=secret,
            item=asked.word("item", 40),
            text=asked.words.get("text", ""),
            by=asked.visitor,
            at=asked.at,
        )
    back = f"{asked.place.root}/consultations/expert/{secret}/"
    return Page(template="consultation_said", context={"back": back})


def _round(asked: Asked, found: RoundLine) -> dict[str, Any]:
    words = asked.word("q")
    items = items_of_round(asked.visitor, found.code, words=words)
    pages = max(1, -(-len(items) // PAGE))
    page = min(max(1, number_in(asked.word("page"))), pages)
    return {
        "round": found,
        "heading": _heading(found),
        "open": found.is_open(asked.today),
        "items": items[(page - 1) * PAGE : page * PAGE],
        "total": len(items),
        "words": words,
        "page": page,
        "pages": pages,
        "query": {"q": words},
        "statistics": statistics_of(asked.visitor, found.code) if found.closed_at else (),
        "opinions": published_opinions(asked.visitor, found.code),
        "trap": TRAP,
    }


def _heading(one: RoundLine) -> str:
    """权力清单：第一轮: the title of a round, with the list it is about where it does not name it."""
    name = LIST_NAMES[ListKind(one.kind)]
    return one.title if name in one.title else f"{name}：{one.title}"


def _item(asked: Asked, found: RoundLine, number: str) -> dict[str, Any]:
    content = shown_item(asked.visitor, found.code, number)
    return {
        "round": found,
        "open": found.is_open(asked.today),
        "number": number,
        "item": content,
        "facts": item_facts(content["values"]),
        "trap": TRAP,
    }
