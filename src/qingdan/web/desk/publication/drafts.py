"""A 审议稿: counts, items, in what they differ from before; its prints are made by the worker."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.files.queries import path_of
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.publication import LIST_NAMES
from qingdan.data.schemes import category_names
from qingdan.lists.queries.desk import READING, DraftShown
from qingdan.lists.queries.drafts import DraftPage, draft_page, lines_of
from qingdan.lists.queries.prints import print_file, prints_of
from qingdan.lists.services.printing import ask_for_draft
from qingdan.rules.review import ListKind
from qingdan.rules.role import REVIEWING, Role
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(READING))
AGAINST_NAMES = {"filed": "部门报送的", "reviewed": "审核通过的", "published": "现行版", "draft": "上一稿"}
KIND_NAMES = {"changed": "有修改", "added": "新增", "withheld": "不予公开", "same": "一样"}


@page(*SEEN_BY)
def draft(request: DeskRequest, campaign: str, kind: ListKind, number: int) -> HttpResponse:
    """One draft beside what it is compared with."""
    against = request.GET.get("against", "")
    found = draft_page(request.actor, campaign=campaign, kind=kind, number=number, against=against)
    context = {
        "found": found,
        "draft": found.draft,
        "list_name": LIST_NAMES[kind],
        "dispositions": DISPOSITION_NAMES.values(),
        "counts": counts_of(found.draft),
        "prints": prints_of(request.actor, campaign=found.campaign, kind=kind, number=number),
        "reviews": bool(request.actor.roles & REVIEWING),
        "records": Role.GOVERNMENT_OFFICE in request.actor.roles and found.region == request.actor.region,
    }
    return render(request, "desk/publication/draft.html", context | _lines(request, found))


@act(*SEEN_BY, on=draft)
def print_draft(request: DeskRequest, campaign: str, kind: ListKind, number: int) -> HttpResponse:
    """Has the worker print the draft."""
    form = request.POST.get("form", "")
    code = ask_for_draft(
        campaign=campaign, kind=kind, number=number, form=form, by=request.actor, at=request.at
    )
    return done(reverse("desk:job", args=[code]))


@page(*SEEN_BY)
def printed(request: DeskRequest, code: str) -> HttpResponse:
    """A print that was made."""
    file = print_file(request.actor, code)
    return attachment(path_of(file), name=file.name, kind=file.kind)


def counts_of(draft: DraftShown) -> list[tuple[str, list[int], int]]:
    """Category, items by disposition in the order of the plan, together; the sums last (R-110)."""
    names = category_names()
    rows = [
        (
            names.get(category, category),
            [found.get(one.value, 0) for one in DISPOSITION_NAMES],
            sum(found.values()),
        )
        for category, found in draft.counts.items()
    ]
    sums = [sum(row[1][place] for row in rows) for place in range(len(DISPOSITION_NAMES))]
    return [*rows, ("合计", sums, sum(row[2] for row in rows))]


def _lines(request: DeskRequest, found: DraftPage) -> dict[str, Any]:
    """The items asked for, by pages, and the choices of the form above them."""
    asked = request.GET.get("shown", "")
    shown = asked if asked in KIND_NAMES else "all"
    rows = [one for one in found.rows if shown in {"all", one.kind}]
    here = page_of(rows, request)
    return {
        "against_name": AGAINST_NAMES[found.against],
        "choices": [(key, AGAINST_NAMES[key]) for key in found.choices],
        "kinds": _kinds(found),
        "shown": shown,
        "count": len(rows),
        "here": here,
        "lines": lines_of(tuple(here.object_list), found.against),
    }


def _kinds(found: DraftPage) -> list[tuple[str, str, int]]:
    counts = [(key, name, found.of_kind(key)) for key, name in KIND_NAMES.items()]
    return [("all", "全部", len(found.rows)), *(one for one in counts if one[2])]
