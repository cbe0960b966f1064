"""Rows of a register chosen in its table: deleted together, taken back together."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from qingdan.powers.services.many import delete_items, restore_items
from qingdan.web.desk.register.item import WRITTEN_BY
from qingdan.web.desk.register.register import register
from qingdan.web.shared.request import DeskRequest, act, done

_ASKED = ("unit", "tab", "words", "problem", "disposition")


@act(*WRITTEN_BY, on=register)
def delete_many(request: DeskRequest) -> HttpResponse:
    """Deletes the rows ticked; the page then offers to take it back."""
    delete_items(numbers=request.POST.getlist("number"), by=request.actor, at=request.at)
    return _back(request, deleted=request.at.isoformat())


@act(*WRITTEN_BY, on=register)
def restore_many(request: DeskRequest) -> HttpResponse:
    """Takes the deletion of rows back."""
    restore_items(numbers=request.POST.getlist("number"), by=request.actor, at=request.at)
    return _back(request, said="items_restored")


def _back(request: DeskRequest, **more: str) -> HttpResponse:
    """Back to the table as it was filtered."""
    kept = {name: request.GET[name] for name in _ASKED if request.GET.get(name)}
    return done(f"{reverse('desk:register')}?{urlencode({**kept, **more})}")
