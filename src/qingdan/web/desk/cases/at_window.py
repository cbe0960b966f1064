"""What is typed at a window that takes something in: who stands there, answers, what was brought."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from qingdan.base.files.services import Upload
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.intake import AtWindow
from qingdan.rules.application_form import Field
from qingdan.rules.guide import Material
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest

TAKING_IN = (Role.WINDOW, Role.HANDLER)
GRADES = {"paper": "B", "scan": "C"}
"""A paper whose original was seen, or a scan alone (approval.md §6.7)."""


def person_in(request: DeskRequest) -> AtWindow:
    """Who stands at the window."""
    return AtWindow(
        once=request.POST.get("once", "")[:32],
        id_kind=request.POST.get("id_kind", ""),
        **{name: _line(request, name) for name in ("name", "id_number", "phone", "address", "agent_name")},
    )


def answers_in(request: DeskRequest) -> dict[str, str]:
    """Answers of the form: fields are named answer-<name>."""
    return {
        name.removeprefix("answer-"): str(text).replace("\x00", "").strip()
        for name, text in request.POST.items()
        if name.startswith("answer-")
    }


def filed_in(request: DeskRequest) -> list[Filed]:
    """Materials brought: fields are named material-<place>, paper or scan."""
    found = []
    for name, how in request.POST.items():
        place = number_in(name.removeprefix("material-"))
        if name.startswith("material-") and place and how in GRADES:
            found.append(Filed(place=place, grade=GRADES[str(how)], source="paper"))
    return found


def scans_of(request: DeskRequest) -> dict[int, Upload]:
    """The scans by the place of their material: files are named scan-<place>."""
    named = {
        number_in(name.removeprefix("scan-")): name for name in request.FILES if name.startswith("scan-")
    }
    files = {place: request.FILES[name] for place, name in named.items() if place}
    return {place: file for place, file in files.items() if not isinstance(file, list)}


def field_rows(
    request: DeskRequest, fields: Iterable[Field], known: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """The fields of a form with what was typed, else with what is `known`."""
    return [
        {"field": one, "value": request.POST.get(f"answer-{one.name}", known.get(one.name, ""))}
        for one in fields
    ]


def material_rows(request: DeskRequest, materials: Iterable[Material]) -> list[dict[str, Any]]:
    """The materials of a list with how they were brought."""
    return [
        {"material": one, "place": str(one.place), "how": request.POST.get(f"material-{one.place}", "")}
        for one in materials
    ]


def _line(request: DeskRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).replace("\x00", "").split())
