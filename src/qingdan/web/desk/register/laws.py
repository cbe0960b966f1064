"""Picking a legal basis from the law library: a title, an article, its words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.items import item_page
from qingdan.powers.queries.laws import read_place, titles_like
from qingdan.powers.services.items import add_basis
from qingdan.rules.role import DRAFTING
from qingdan.web.desk.register.item import WRITTEN_BY
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*WRITTEN_BY)
def item_laws(request: DeskRequest, number: str) -> HttpResponse:
    """Titles that hold the words; of the title chosen, the article asked for."""
    found = item_page(request.actor, number, on=day_of(request.at))
    words, title = request.GET.get("words", ""), request.GET.get("title", "")
    place = request.GET.get("place", "")
    context = {
        "item": found,
        "words": words,
        "title": title,
        "place": place,
        "titles": titles_like(words, day_of(request.at)) if words and not title else (),
        "reading": read_place(title, place, day_of(request.at)) if title and place else None,
    }
    return render(request, "desk/register/laws.html", context)


@page(*tuple(DRAFTING))
def law_titles(request: DeskRequest) -> HttpResponse:
    """Titles for the list under a field of the form, as options."""
    words = next(iter(request.GET.values()), "")
    return render(
        request, "desk/register/titles.html", {"titles": titles_like(str(words), day_of(request.at))}
    )


@act(*WRITTEN_BY, on=item_laws)
def item_basis(request: DeskRequest, number: str) -> HttpResponse:
    """Puts the article found among the item's bases."""
    form = request.POST
    basis = BasisText(
        instrument=form.get("instrument", ""),
        locator=form.get("locator", ""),
        quotation=form.get("quotation", ""),
    )
    place = add_basis(number=number, basis=basis, by=request.actor, at=request.at)
    return done(f"{reverse('desk:item', args=[number])}#basis-{place}")
