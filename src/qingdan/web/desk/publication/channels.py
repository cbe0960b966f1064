"""Which sites publish the lists of the region: who heads each step, what is outside of Qingdan."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.orgs.queries import open_units
from qingdan.lists.queries.channels import own_path, required_channels
from qingdan.lists.queries.desk import SEEING
from qingdan.lists.services.channels import set_up_channels
from qingdan.web.desk.publication.places import OFFICE
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(SEEING))
HEADS = ((1, "government", "市政府网站"), (2, "office", "编办网站"), (3, "centre", "行政服务中心网站"))
OUTSIDE = "outside-"


@page(*SEEN_BY)
def channels(request: DeskRequest) -> HttpResponse:
    """The sites as they stand, and the form that lays them out."""
    region = request.actor.region
    standing = required_channels(region)
    heads = {one.step: one.unit.code for one in standing if one.step < 4}
    typed = request.refusal.typed if request.refusal else None
    context = {
        "standing": [(one, typed_or(typed, f"{OUTSIDE}{one.unit.code}", one.outside)) for one in standing],
        "paths": {one.code: own_path(one.code) for one in standing},
        "heads": [(name, label, typed_or(typed, name, heads.get(step, ""))) for step, name, label in HEADS],
        "units": open_units([region]),
        "office": bool(request.actor.roles & frozenset(OFFICE)),
    }
    return render(request, "desk/publication/channels.html", context)


@act(*OFFICE, on=channels)
def save(request: DeskRequest) -> HttpResponse:
    """Lays the sites out."""
    form = request.POST
    outside = {name.removeprefix(OUTSIDE): form[name].strip() for name in form if name.startswith(OUTSIDE)}
    set_up_channels(
        region=request.actor.region,
        **{name: form.get(name, "") for _, name, _ in HEADS},
        outside={unit: address for unit, address in outside.items() if address},
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:publication_channels"), said="channels_set_up")


def typed_or(typed: object, name: str, value: str) -> str:
    """What was typed into a refused form, else what stands."""
    found = typed.get(name) if hasattr(typed, "get") else None
    return str(found) if found is not None else value
