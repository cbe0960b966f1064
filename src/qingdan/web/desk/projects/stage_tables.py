"""The editor of stage tables: stages, leads, limits, matters and their order, for new projects, without a release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.data.projects import project_names
from qingdan.projects.queries.tables import (
    shipped_version,
    table_in_use,
    table_versions,
    tables_in_use,
)
from qingdan.projects.services.tables import save_stage_table
from qingdan.rules.problem import Problem
from qingdan.rules.project import JointSession, Matter, Stage, StageTable
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

YES, SPARE_STAGES, SPARE_MATTERS = "yes", 1, 2
MOST_STAGES, MOST_MATTERS = 20, 120
STAGE_CELLS = ("name", "lead", "days")
MATTER_CELLS = ("stage", "name", "department", "days", "items", "needs", "session", "in_parts")
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """A row of the form: its field (`stage-2`), place and cells."""

    at: str
    place: int
    cells: Texts
    spare: bool


@page(Role.SERVICE_CENTRE)
def stage_tables(request: DeskRequest) -> HttpResponse:
    """The table of each class, as it is for new projects."""
    context = {"tables": tables_in_use(request.actor.region), "models": project_names("models")}
    return render(request, "desk/projects/stage_tables.html", context)


@page(Role.SERVICE_CENTRE)
def stage_table(request: DeskRequest, kind: str) -> HttpResponse:
    """The table of a class as a form; ?model=… fills it with one as shipped."""
    if kind not in project_names("classes"):
        raise Missing
    now = table_in_use(request.actor.region, kind)
    model = request.GET.get("model", "")
    shown = shipped_version(model, kind) if model in project_names("models") else now
    texts = _texts_again(_typed(request)) if request.refusal else _texts(shown.table)
    context = {
        "now": now,
        "kind": kind,
        "model": model if shown is not now else "",
        "stages": list(_rows(texts, "stage", STAGE_CELLS)),
        "matters": list(_rows(texts, "matter", MATTER_CELLS)),
        "most_days": texts.get("most_days", "0"),
        "model_name": texts.get("model", now.table.model),
        "versions": table_versions(request.actor.region, kind),
        "models": project_names("models").items(),
        "sessions": project_names("sessions").items(),
        "stage_names": [(str(place), texts[f"stage-{place}-name"]) for place in _places(texts, "stage")],
    }
    return render(request, "desk/projects/stage_table.html", context)


@act(Role.SERVICE_CENTRE, on=stage_table)
def save_table(request: DeskRequest, kind: str) -> HttpResponse:
    """A new version, for projects from now on."""
    typed = _typed(request)
    refuse_if(*_homeless(typed))
    save_stage_table(
        kind=kind,
        number=number_in(request.POST.get("number", "")),
        table=_table(typed),
        note=request.POST.get("note", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:stage_table", args=[kind]), said="stage_table_saved")


def _typed(request: DeskRequest) -> dict[str, str]:
    return {name: str(text)[:4_000] for name, text in request.POST.items()}


def _texts(table: StageTable) -> dict[str, str]:
    """A table as texts of the form: `stage-1-name`, `matter-3-needs`."""
    texts = {"model": table.model, "most_days": str(table.most_days)}
    place = 0
    for number, stage in enumerate(table.stages, 1):
        cells = {"name": stage.name, "lead": stage.lead, "days": str(stage.days)}
        texts |= {f"stage-{number}-{cell}": text for cell, text in cells.items()}
        for one in stage.matters:
            place += 1
            texts |= {f"matter-{place}-{cell}": text for cell, text in _matter_texts(one, number).items()}
    return texts


def _matter_texts(one: Matter, stage: int) -> dict[str, str]:
    return {
        "stage": str(stage),
        "name": one.name,
        "department": one.department,
        "days": str(one.days),
        "items": "\n".join(one.items),
        "needs": "\n".join(one.needs),
        "session": one.session.value,
        "in_parts": YES if one.in_parts else "",
    }


def _table(texts: Texts) -> StageTable:
    """The table that the form holds; a row without a name is none."""
    matters = [
        (texts.get(f"matter-{place}-stage", ""), _matter(texts, place)) for place in _places(texts, "matter")
    ]
    stages = tuple(
        Stage(
            name=_word(texts, f"stage-{place}-name"),
            lead=_word(texts, f"stage-{place}-lead"),
            days=number_in(texts.get(f"stage-{place}-days", "")),
            matters=tuple(one for stage, one in matters if stage == str(place)),
        )
        for place in _places(texts, "stage")
    )
    model = texts.get("model", "")
    return StageTable(
        model=model if model in project_names("models") else "four_stage",
        most_days=number_in(texts.get("most_days", "")),
        stages=stages,
    )


def _texts_again(typed: Texts) -> Texts:
    """What was typed, its rows in the order in which the problems count them; as typed where a row has no stage."""
    more = {"model": typed.get("model", ""), "most_days": typed.get("most_days", "")}
    return typed if any(_homeless(typed)) else _texts(_table(typed)) | more


def _homeless(texts: Texts) -> Iterator[Problem]:
    """Matters without a stage that is there: they would be lost."""
    stages = {str(place) for place in _places(texts, "stage")}
    for place in _places(texts, "matter"):
        if texts.get(f"matter-{place}-stage") not in stages:
            name = _word(texts, f"matter-{place}-name")
            yield refusal("project.matter_homeless", f"matter-{place}", name=name)


def _matter(texts: Texts, place: int) -> Matter:
    at = f"matter-{place}"
    session = texts.get(f"{at}-session", "")
    return Matter(
        name=_word(texts, f"{at}-name"),
        department=_word(texts, f"{at}-department"),
        days=number_in(texts.get(f"{at}-days", "")),
        items=_lines(texts.get(f"{at}-items", "")),
        needs=_lines(texts.get(f"{at}-needs", "")),
        session=JointSession(session) if session in set(JointSession) else JointSession.NONE,
        in_parts=texts.get(f"{at}-in_parts") == YES,
    )


def _places(texts: Texts, kind: str) -> list[int]:
    """The places of the rows that have a name."""
    most = MOST_STAGES if kind == "stage" else MOST_MATTERS
    return [place for place in range(1, most + 1) if texts.get(f"{kind}-{place}-name", "").strip()]


def _rows(texts: Texts, kind: str, cells: tuple[str, ...]) -> Iterator[RowShown]:
    places = _places(texts, kind)
    last, spare = max(places, default=0), SPARE_STAGES if kind == "stage" else SPARE_MATTERS
    for place in [*places, *range(last + 1, last + 1 + spare)]:
        at = f"{kind}-{place}"
        said = {cell: texts.get(f"{at}-{cell}", "") for cell in cells}
        yield RowShown(at=at, place=place, cells=said, spare=place > last)


def _word(texts: Texts, name: str) -> str:
    return " ".join(texts.get(name, "").split())[:60]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip()[:120] for line in text.splitlines() if line.strip()))[:20]
