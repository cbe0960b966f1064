"""Reading the campaign's forms: days, numbers, people, files."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from qingdan.base.refusal import Refused, refusal
from qingdan.campaigns.services.contacts import Person


def day_in(request: HttpRequest, name: str) -> date | None:
    """The day typed into a field; None when it is empty. Raises Refused when it is no day."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused([refusal("campaigns.date_form", name)]) from None


def campaign_in(request: HttpRequest) -> str:
    """The code of the campaign asked for, in the address or by a form that was refused; "" for the one in hand."""
    return request.GET.get("campaign", "") or request.POST.get("campaign", "")


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
