"""One item: its form, and what is done with it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.powers.queries.history import history_of_item, values_at
from qingdan.powers.queries.items import FIELDS, item_page
from qingdan.powers.services.attachments import attach_text
from qingdan.powers.services.fields import plain
from qingdan.powers.services.items import delete_item, move_item, restore_item, save_item
from qingdan.powers.services.justifications import justify, withdraw_justification
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.desk.register.item_form import form_of, swapped, typed_bases
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)
WRITTEN_BY = tuple(DRAFTING)


@page(*SEEN_BY)
def item(request: DeskRequest, number: str) -> HttpResponse:
    """The form of an item with its problems beside the fields."""
    return render(request, "desk/register/item.html", _context(request, number))


@page(*SEEN_BY)
def history(request: DeskRequest, number: str) -> HttpResponse:
    """Who changed what of an item."""
    changes = history_of_item(request.actor, number)
    found = item_page(request.actor, number, on=day_of(request.at))
    return render(request, "desk/register/history.html", {"item": found, "changes": changes})


@act(*WRITTEN_BY, on=item)
def save(request: DeskRequest, number: str) -> HttpResponse:
    """Keeps the form: by its button, or by itself while somebody writes."""
    form = request.POST
    bases = typed_bases(form) if "basis-0-quotation" in form else None
    save_item(
        number=number,
        version=version_in(form.get("version", "")),
        values={name: form[name] for name in FIELDS if name in form},
        bases=bases,
        by=request.actor,
        at=request.at,
    )
    then = form.get("then", "")
    if then == "laws":
        return done(reverse("desk:item_laws", args=[number]))
    if then == "basis":
        return done(
            f"{reverse('desk:item', args=[number])}#basis-{sum(not one.is_empty for one in bases or ())}"
        )
    return done(reverse("desk:item", args=[then or number]), said="item_saved")


@act(*WRITTEN_BY, on=item)
def delete(request: DeskRequest, number: str) -> HttpResponse:
    """Takes it out of the register."""
    delete_item(number=number, by=request.actor, at=request.at)
    return done(reverse("desk:item", args=[number]), said="item_deleted")


@act(*WRITTEN_BY, on=item)
def restore(request: DeskRequest, number: str) -> HttpResponse:
    """Takes the deletion back."""
    restore_item(number=number, by=request.actor, at=request.at)
    return done(reverse("desk:item", args=[number]), said="item_restored")


@act(*WRITTEN_BY, on=item)
def move(request: DeskRequest, number: str) -> HttpResponse:
    """Puts it before another item."""
    move_item(number=number, before=request.POST.get("before", ""), by=request.actor, at=request.at)
    return done(reverse("desk:item", args=[number]), said="item_moved")


@page(*WRITTEN_BY)
def reason(request: DeskRequest, number: str) -> HttpResponse:
    """Why a warning may stand: the finding, and room for the reason."""
    found = item_page(request.actor, number, on=day_of(request.at))
    key = request.POST.get("key") or request.GET.get("key", "")
    findings = [one for one in found.findings if one.key == key]
    if not findings:
        raise Missing
    return render(request, "desk/register/reason.html", {"item": found, "findings": findings, "key": key})


@act(*WRITTEN_BY, on=reason)
def let_stand(request: DeskRequest, number: str) -> HttpResponse:
    """Lets a warning stand for a reason."""
    form = request.POST
    words = form.get("reason", "")
    justify(number=number, key=form.get("key", ""), reason=words, by=request.actor, at=request.at)
    return done(reverse("desk:item", args=[number]), said="justified")


@act(*WRITTEN_BY, on=item)
def ask_again(request: DeskRequest, number: str) -> HttpResponse:
    """Takes the reason back."""
    key = plain(request.POST.get("key", ""))
    withdraw_justification(number=number, key=key, by=request.actor, at=request.at)
    return done(reverse("desk:item", args=[number]), said="justification_withdrawn")


@act(*WRITTEN_BY, on=item)
def attach(request: DeskRequest, number: str) -> HttpResponse:
    """Attaches the text of a basis (依据文本)."""
    place = request.POST.get("basis", "")
    attach_text(
        number=number,
        place=number_in(place),
        instrument=request.POST.get(f"instrument-{place}", ""),
        upload=request.FILES.get(f"file-{place}"),
        by=request.actor,
        at=request.at,
    )
    return done(f"{reverse('desk:item', args=[number])}", said="text_attached")


def version_in(words: str) -> int:
    """The version a form was made from; 0, which no item has, where it does not say."""
    return number_in(words)


def _context(request: DeskRequest, number: str) -> dict[str, Any]:
    found = item_page(request.actor, number, on=day_of(request.at))
    refusal = request.refusal
    if refusal and "basis-0-quotation" not in refusal.typed:
        refusal = None  # another form of the page was refused: this one shows what stands
    before: dict[str, str] = {}
    if refusal:
        before = values_at(request.actor, number, version_in(refusal.typed.get("version", "")))
    form = form_of(found, refusal, before)
    return {"item": found, "form": form, "oob": swapped(form)}
