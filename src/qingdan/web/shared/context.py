"""What every template gets: who acts, the menu, display settings, what was just recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from qingdan.base.actor import Actor
from qingdan.base.messages.queries import count_unread
from qingdan.base.transactions import reading
from qingdan.web.shared.addresses import address_of
from qingdan.web.shared.display import chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One entry of the main navigation; `name`: of its address, of those that the menu has."""

    title: str
    address: str
    here: bool
    name: str = ""


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
        "provider": settings.IDENTITY_PROVIDER.name if settings.IDENTITY_PROVIDER else "",
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
    entries = [(title, name, address_of(name)) for title, name, whose in settings.DESK_MENU if roles & whose]
    here = _here(request.path, {name: address for _, name, address in entries})
    return [
        MenuEntry(title=title, name=name, address=address, here=name == here)
        for title, name, address in entries
    ]


def _here(path: str, entries: Mapping[str, str]) -> str:
    """The name of the one entry (name → address) that a page belongs to; "" for none."""
    above = [name for name, address in entries.items() if path.startswith(address)]
    if above:
        return max(above, key=lambda name: len(entries[name]))
    section = path.removeprefix(address_of("desk:start")).partition("/")[0]
    return next((name for name in settings.DESK_SECTIONS.get(section, ()) if name in entries), "")
