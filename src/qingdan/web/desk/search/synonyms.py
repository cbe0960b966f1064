"""搜索用词: the synonyms of the own region, adding and removing them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.editions.queries.synonyms import words_of
from qingdan.editions.services.synonyms import add_synonym, remove_synonym, restore_word
from qingdan.rules.role import Role
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

KEEPERS = (Role.ADMINISTRATOR, Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE)


@page(*KEEPERS)
def synonyms(request: DeskRequest) -> HttpResponse:
    """All words by pages, those kept here first; `find`: only these."""
    form = request.POST or request.GET
    find = form.get("find", "")
    here = page_of(words_of(request.actor, find), request)
    return render(request, "desk/search/synonyms.html", {"here": here, "find": find})


@act(*KEEPERS, on=synonyms)
def add(request: DeskRequest) -> HttpResponse:
    """Keeps one more."""
    form = request.POST
    add_synonym(word=form.get("word", ""), means=form.get("means", ""), by=request.actor, at=request.at)
    return _back(request, "synonym_added", form.get("word", "").strip())


@act(*KEEPERS, on=synonyms)
def remove(request: DeskRequest) -> HttpResponse:
    """Takes one away."""
    form = request.POST
    remove_synonym(word=form.get("word", ""), means=form.get("means", ""), by=request.actor, at=request.at)
    return _back(request, "synonym_removed", form.get("find", ""))


@act(*KEEPERS, on=synonyms)
def restore(request: DeskRequest) -> HttpResponse:
    """Goes back to what came with the program."""
    restore_word(word=request.POST.get("word", ""), by=request.actor, at=request.at)
    return _back(request, "synonyms_restored", request.POST.get("find", ""))


def _back(request: DeskRequest, said: str, find: str) -> HttpResponse:
    """To where the word is seen."""
    place = {"find": find} if find else {}
    if number := request.POST.get("page", ""):
        place["page"] = number
    return done(reverse("desk:synonyms"), said=said, **place)
