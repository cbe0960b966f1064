"""What every template gets: who acts, the menu, display settings, what was just recorded."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from qingdan.base.actor import Actor
from qingdan.base.messages.queries import count_unread
from qingdan.base.transactions import reading
from qingdan.web.shared.display import chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One entry of the main navigation."""

    title: str
    address: str
    here: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    actor = getattr(request, "actor", None)
    signed_in = bool(actor and actor.username)
    return {
        "actor": actor if signed_in else None,
        "menu": _menu(request) if signed_in else (),
        "unread": partial(_unread, actor) if actor and signed_in else 0,
        "display": chosen(request),
        "demo": settings.DEMO,
        "refusal": getattr(request, "refusal", None),
        "said": request.GET.get("said", ""),
        "at": getattr(request, "at", None),
    }


def _unread(actor: Actor) -> int:
    """Also on pages that no transaction of ours surrounds: errors, the second factor."""
    if connection.in_atomic_block:
        return count_unread(actor)
    with reading(actor):
        return count_unread(actor)


def _menu(request: HttpRequest) -> list[MenuEntry]:
    roles = request.actor.roles  # type: ignore[attr-defined]
    return [
        MenuEntry(title=title, address=address, here=request.path.startswith(address))
        for title, name, for_roles in settings.DESK_MENU
        if roles & for_roles
        for address in [reverse(name)]
    ]
