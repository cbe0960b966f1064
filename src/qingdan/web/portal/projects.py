"""Investment projects for the public: what was granted in one, by whom and when, found by its code."""

from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.cases.queries.project_grants import public_grants
from qingdan.projects.queries.projects import public_project
from qingdan.rules.codes.project_code import is_project_code, printed_project_code
from qingdan.web.portal.pages import passing, visitor_everywhere
from qingdan.web.portal.rendering import Asked, Page


@passing
def find(asked: Asked) -> Page:
    """The page to type a code; with one, its project."""
    code = asked.word("code")
    return _project(asked, code) if code else Page(template="project_find", context={"section": "cases"})


@passing
def project(asked: Asked, project: str) -> Page:
    """What was granted in the project of a code."""
    return _project(asked, project)


def _project(asked: Asked, code: str) -> Page:
    by = visitor_everywhere(asked)
    try:
        with reading(by):
            found = public_project(code, by.regions)
            grants, withheld = public_grants(found.code, found.owner_number, by.regions)
    except Missing:
        words = {"section": "cases", "false": printed_project_code(code), "shaped": is_project_code(code)}
        return Page(template="project_find", context=words, status=404)
    context = {"project": found, "grants": grants, "withheld": withheld, "section": "cases"}
    return Page(template="project", context=context)
