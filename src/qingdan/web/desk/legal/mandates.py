"""三定 functions of each unit: added, changed, repealed with their days."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.powers.queries.legal import mandates_of, units_with_mandates
from qingdan.powers.queries.mandates import FunctionShown
from qingdan.powers.services.legal import keep_mandate, repeal_mandate
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

FIELDS = ("number", "text", "office", "under", "document", "valid_from")


@page(Role.LEGAL_AFFAIRS)
def units(request: DeskRequest) -> HttpResponse:
    """The units to choose from."""
    return render(request, "desk/legal/units.html", {"units": units_with_mandates(request.actor)})


@page(Role.LEGAL_AFFAIRS)
def mandates(request: DeskRequest, unit: str) -> HttpResponse:
    """The functions of a unit; `?change=` opens one of them in the form."""
    found = mandates_of(request.actor, unit)
    opened = request.GET.get("change", "") or (request.POST.get("number", "") if request.refusal else "")
    one = next((each for each in found.functions if str(each.number) == opened), None)
    values = {"number": str(found.next_number)}
    if one:
        begun = one.valid_from.isoformat() if one.valid_from else ""
        values = {"number": str(one.number), "text": one.text, "office": one.office, "document": one.document}
        values |= {"valid_from": begun, "under": _above(found.functions, one.number)}
    if request.refusal:
        values |= {name: request.refusal.typed.get(name, "") for name in FIELDS}
    changing = one is not None and not request.path.endswith("/add")
    context = {"page": found, "values": values, "one": one if changing else None}
    return render(request, "desk/legal/mandates.html", context)


@act(Role.LEGAL_AFFAIRS, on=mandates)
def add(request: DeskRequest, unit: str) -> HttpResponse:
    """Enters a function."""
    return _keep(request, unit, new=True)


@act(Role.LEGAL_AFFAIRS, on=mandates)
def change(request: DeskRequest, unit: str) -> HttpResponse:
    """Corrects a function."""
    return _keep(request, unit, new=False)


@act(Role.LEGAL_AFFAIRS, on=mandates)
def repeal(request: DeskRequest, unit: str) -> HttpResponse:
    """Repeals a function."""
    form = request.POST
    number, on = number_in(form.get("number", "")), form.get("on", "")
    repeal_mandate(unit=unit, number=number, on=on, by=request.actor, at=request.at)
    return done(reverse("desk:legal_mandates", args=[unit]), said="mandate_repealed")


def _keep(request: DeskRequest, unit: str, *, new: bool) -> HttpResponse:
    form = request.POST
    values = {name: form.get(name, "") for name in FIELDS}
    keep_mandate(unit=unit, new=new, **values, by=request.actor, at=request.at)
    return done(reverse("desk:legal_mandates", args=[unit]), said="mandate_kept")


def _above(functions: tuple[FunctionShown, ...], number: int) -> str:
    """The number of the function that one belongs under: the last before it that is one level up."""
    path: list[FunctionShown] = []
    for each in functions:
        del path[each.depth :]
        if each.number == number:
            return str(path[-1].number) if path else ""
        path.append(each)
    return ""
