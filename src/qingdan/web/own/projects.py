"""我的项目: the cards of investment projects, one in full with what can be applied for now, approvals cited."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from qingdan.applicants.queries.accounts import identities_of
from qingdan.base.refusal import Missing
from qingdan.cases.queries.citable import citable_approvals
from qingdan.cases.queries.of_project import project_course
from qingdan.cases.services.citing import cite_approval
from qingdan.data.projects import project_names
from qingdan.projects.queries.projects import own_project, own_projects, places_of
from qingdan.projects.services.cards import change_project, register_project
from qingdan.rules.project import MatterState
from qingdan.rules.project_card import LENGTHS, ProjectCard
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.own.typed import once_of
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.project_chart import time_chart
from qingdan.web.shared.request import done

PART = "projects"


@mine
def projects(my: Mine) -> Page:
    """The projects of the account."""
    return Page(template="projects", context={"projects": own_projects(my.by), "part": PART})


@mine
def new_project(my: Mine) -> Page:
    """An empty card."""
    own = [one for one in identities_of(my.by, on=my.today) if not one.principal]
    context = {"identities": own, "card": ProjectCard(), "once": once_of(my), **_choices(my)}
    return Page(template="project_form", context=context)


@does(on=new_project)
def register(my: Mine) -> HttpResponse:
    """Registers it, to be verified."""
    key = register_project(
        card=_card(my), applicant=my.word("who", 20), once=my.word("once", 32), by=my.by, at=my.at
    )
    return done(reverse("own:project", args=[key]), said="project_registered")


@mine
def project(my: Mine, key: str) -> Page:
    """One project: matters, what can be applied for, chart of time."""
    found = own_project(my.by, key, on=my.today)
    course = project_course(my.by, found, today=my.today)
    settled = {
        one.matter.name
        for stage in course.stages
        for one in stage.matters
        if one.standing.state not in {MatterState.OPEN, MatterState.BLOCKED}
    }
    context = {
        "project": found,
        "course": course,
        "chart": time_chart(found.line.name, course, my.today),
        "citable": [one for one in citable_approvals(my.by, key, on=my.today) if one.matter not in settled],
        "part": PART,
    }
    return Page(template="project", context=context)


@mine
def card(my: Mine, key: str) -> Page:
    """The card of a project whose code is not verified yet, to be mended. 404 for one that is."""
    found = own_project(my.by, key, on=my.today)
    if found.verified and not my.refusal:
        raise Missing
    return Page(template="project_form", context={"project": found, "card": found.card, **_choices(my)})


@does(on=card)
def save_card(my: Mine, key: str) -> HttpResponse:
    """Keeps it; it waits to be verified again."""
    version = number_in(my.word("version", 9))
    change_project(key=key, version=version, card=_card(my), by=my.by, at=my.at)
    return done(reverse("own:project", args=[key]), said="project_registered")


@does(on=project)
def cite(my: Mine, key: str) -> HttpResponse:
    """Lets a licence already held stand for the matter of its item."""
    cite_approval(key=key, licence=my.word("licence", 60), by=my.by, at=my.at)
    return done(reverse("own:project", args=[key]), said="project_cited")


def _card(my: Mine) -> ProjectCard:
    typed = my.request.POST
    return ProjectCard(**{name: str(typed.get(name, ""))[:4_000] for name in LENGTHS})


def _choices(my: Mine) -> dict[str, Any]:
    return {
        "kinds": project_names("classes").items(),
        "places": places_of(my.by.regions),
        "part": PART,
    }
