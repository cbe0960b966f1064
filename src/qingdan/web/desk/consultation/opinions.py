"""An item of a round: what is asked about, saying something, answering."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.consultations.queries.rounds import get_round, opinions_of_round, shown_item
from qingdan.consultations.services.opinions import give_unit_opinion, say_nothing
from qingdan.reviews.services.consulting import answer_in_consultation
from qingdan.rules.role import LEADING
from qingdan.web.desk.campaign.tabs import EVERYBODY
from qingdan.web.desk.consultation.rounds import consultation
from qingdan.web.shared.item_facts import item_facts
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*EVERYBODY)
def consultation_item(request: DeskRequest, code: str, number: str) -> HttpResponse:
    """The frozen copy of an item, what was said of it, the form to say or answer something."""
    one, item = get_round(request.actor, code), shown_item(request.actor, code, number)
    shown = {
        "round": one,
        "open": one.is_open(day_of(request.at)),
        "number": number,
        "item": item,
        "facts": item_facts(item["values"]),
        "opinions": opinions_of_round(request.actor, code, item=number),
    }
    return render(request, "desk/consultation/item.html", shown)


def _form_again(request: DeskRequest, code: str) -> HttpResponse:
    """The page whose form was refused, with what was typed: the item's, or the round's."""
    if item := request.POST.get("item", ""):
        found: HttpResponse = consultation_item.reads(request, code=code, number=item)  # type: ignore[attr-defined]
        return found
    return consultation.reads(request, code=code)  # type: ignore[attr-defined,no-any-return]


@act(*EVERYBODY, on=_form_again)
def consultation_say(request: DeskRequest, code: str) -> HttpResponse:
    """What the person's unit says, on an item or on the whole."""
    item = request.POST.get("item", "")
    text = request.POST.get("text", "")
    give_unit_opinion(code=code, item=item, text=text, by=request.actor, at=request.at)
    address = reverse("desk:consultation_item", args=[code, item]) if item else _round(code)
    return done(address, said="opinion_given")


@act(*EVERYBODY, on=consultation)
def consultation_nothing(request: DeskRequest, code: str) -> HttpResponse:
    """The person's unit has nothing to say."""
    say_nothing(code=code, unit=request.POST.get("unit", ""), by=request.actor, at=request.at)
    return done(_round(code), said="no_opinion")


@act(*LEADING, on=_form_again)
def consultation_answer(request: DeskRequest, code: str, opinion: str) -> HttpResponse:
    """Whether an opinion is adopted, and why."""
    answer_in_consultation(
        code=opinion,
        version=number_in(request.POST.get("version", "")),
        answer=request.POST.get("answer", ""),
        reason=request.POST.get("reason", ""),
        public_text=request.POST.get("public_text", ""),
        by=request.actor,
        at=request.at,
    )
    item = request.POST.get("item", "")
    address = reverse("desk:consultation_item", args=[code, item]) if item else _round(code)
    return done(address, said="opinion_answered")


def _round(code: str) -> str:
    return reverse("desk:consultation", args=[code])
