"""Reading the campaign's forms: days, numbers, people, files."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from qingdan.base.refusal import Refused, refusal
from qingdan.campaigns.queries.plans import Plan
from qingdan.campaigns.services.contacts import Person
from qingdan.rules.campaign_template import Owes
from qingdan.web.shared.numbers import day_typed

OWED_BY = {Owes.DEPARTMENTS: "各部门", Owes.COUNTIES: "各县（市、区）", Owes.OFFICES: "牵头单位"}


def day_in(request: HttpRequest, name: str) -> date | None:
    """The day typed into a field; None when it is empty. Raises Refused when it is no day."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        return day_typed(typed)
    except ValueError:
        raise Refused([refusal("campaigns.date_form", name)]) from None


def campaign_in(request: HttpRequest) -> str:
    """The code of the campaign asked for, in the address or by a form that was refused; "" for the one in hand."""
    return request.GET.get("campaign", "") or request.POST.get("campaign", "")


def obligation_choices(plan: Plan, owed_by: Iterable[Owes] = tuple(Owes)) -> list[tuple[str, str]]:
    """What is owed in a campaign, to choose from; two of one name are told apart by who owes them."""
    owed = [one for one in plan.template.obligations if one.owed_by in owed_by]
    often = {name for name, count in Counter(one.name for one in owed).items() if count > 1}
    return [
        (one.code, f"{one.name}（{OWED_BY[one.owed_by]}）" if one.name in often else one.name) for one in owed
    ]


def page_in(request: HttpRequest) -> int:
    """The page asked for in the address; 1 when it is no number."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) else 1


def people_in(request: HttpRequest, kinds: Iterable[str]) -> dict[str, Person]:
    """The people of a form whose fields are `<kind>_name`, `<kind>_title`, `<kind>_phone`."""
    return {
        kind: Person(
            name=request.POST.get(f"{kind}_name", ""),
            title=request.POST.get(f"{kind}_title", ""),
            phone=request.POST.get(f"{kind}_phone", ""),
        )
        for kind in kinds
    }


def file_in(request: HttpRequest, name: str = "file") -> "UploadedFile[Any] | None":
    """The file chosen, if one was."""
    found = request.FILES.get(name)
    return found if isinstance(found, UploadedFile) else None
