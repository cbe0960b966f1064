"""Merging, splitting and renaming units: each an operation with its day and its document."""

from collections.abc import Sequence
from typing import Literal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.orgs.queries import administered, administered_unit, open_units
from qingdan.base.orgs.services import rename_unit
from qingdan.base.people.queries import roles_at_unit
from qingdan.base.people.services import reorganise
from qingdan.base.refusal import Refused, refusal
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import day, text
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(Role.ADMINISTRATOR)
@with_factor
def change_unit(request: DeskRequest, code: str) -> HttpResponse:
    """What can become of a unit: a new name, a merger into another, a split among several."""
    owner = administered_unit(request.actor, code)
    others = open_units(administered(request.actor)).filter(region=owner.region_id).exclude(pk=owner.pk)
    words = {"unit": owner, "others": others, "people": roles_at_unit(code, on=day_of(request.at))}
    return render(request, "desk/account/change_unit.html", words)


@act(Role.ADMINISTRATOR, on=change_unit)
@with_factor
def rename(request: DeskRequest, code: str) -> HttpResponse:
    """Another name."""
    owner = administered_unit(request.actor, code)
    rename_unit(
        unit=owner.code,
        name=text(request, "name"),
        short_name=text(request, "short_name")[:30],
        on=day(request, "on"),
        document=text(request, "document"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:unit", args=[code]), said="unit_renamed")


@act(Role.ADMINISTRATOR, on=change_unit)
@with_factor
def merge(request: DeskRequest, code: str) -> HttpResponse:
    """Into another unit, which takes over what was begun."""
    return _replace(request, code, "merge", [text(request, "target")])


@act(Role.ADMINISTRATOR, on=change_unit)
@with_factor
def split(request: DeskRequest, code: str) -> HttpResponse:
    """Among several units."""
    return _replace(request, code, "split", request.POST.getlist("targets"))


def _replace(
    request: DeskRequest, code: str, kind: Literal["merge", "split"], targets: Sequence[str]
) -> HttpResponse:
    owner = administered_unit(request.actor, code)
    for target in targets:
        if not open_units(administered(request.actor)).filter(code=target).exists():
            raise Refused([refusal("orgs.no_unit", "targets")])
    held = roles_at_unit(code, on=day_of(request.at))
    moves = {
        (one.user.username, one.role): text(request, f"to-{one.user.code}-{one.role.value}") for one in held
    }
    reorganise(
        kind=kind,
        sources=[owner.code],
        targets=list(targets),
        on=day(request, "on"),
        document=text(request, "document"),
        moves=moves,
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:unit", args=[code]), said="units_replaced")
