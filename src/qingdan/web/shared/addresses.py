"""Addresses in templates: pages name the same ones hundreds of times, so each is worked out once."""

from functools import lru_cache

from django import template
from django.urls import resolve, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from qingdan.base.actor import Actor
from qingdan.rules.role import Role

register = template.Library()


@register.simple_tag
def address(name: str, *places: str) -> SafeString:
    """What `{% url %}` gives, for the parts of pages that are shown most. Raises NoReverseMatch."""
    return address_of(name, places)


@lru_cache(maxsize=16_384)
def address_of(name: str, places: tuple[str, ...] = ()) -> SafeString:
    """The same outside templates."""
    return escape(reverse(name, args=places))


@register.filter
def may_open(actor: Actor, name: str) -> bool:
    """Whether the page of this name (one without places) is for somebody with these roles."""
    roles = _roles_of(name)
    return not roles or bool(roles & actor.roles)


@lru_cache(maxsize=1_024)
def _roles_of(name: str) -> frozenset[Role]:
    found: frozenset[Role] = resolve(reverse(name)).func.access  # type: ignore[attr-defined]
    return found
