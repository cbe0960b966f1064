"""Search over what is published: names, everyday words, sounds, initials, departments, laws; in a region or in all."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from qingdan.editions.queries.entries import short_code
from qingdan.editions.queries.search import Found, search
from qingdan.editions.queries.shown import edition_name
from qingdan.web.portal.addresses import edition_address
from qingdan.web.portal.pages import EVERYBODY, passing
from qingdan.web.portal.rendering import Asked, Page

ON_THE_PAGE = 30
EVERYWHERE = "all"
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One answer: what it is called, whose it is, its code in short; `guide`: how to apply, else the item itself."""

    name: str
    address: str
    department: str
    region: str
    code: str
    guide: bool


def search_page(request: HttpRequest) -> HttpResponse:
    """`?q=`, in the region named (`region`: its code, or all of them), else in the city of this site."""
    region = request.GET.get("region", "")
    if len(region) == 6 and region.isascii() and region.isdecimal():
        return _page(request, region=region)
    return _page(request)


def _found(asked: Asked) -> Page:
    words = asked.word("q", LONGEST)
    everywhere = asked.word("region") == EVERYWHERE
    results = search(words, limit=ON_THE_PAGE, region="" if everywhere else asked.place.code) if words else []
    elsewhere = not results and words and not everywhere and bool(search(words, limit=1))
    names = dict(asked.place.beside)
    context = {
        "words": words,
        "everywhere": everywhere,
        "results": [_result(one, names) for one in results],
        "full": len(results) == ON_THE_PAGE,
        "elsewhere": elsewhere,
        "coming": [
            (edition_name(one), edition_address(asked.place, one), one.stands_from)
            for one in asked.editions
            if one.stands_from > asked.today
        ],
    }
    return Page(template="search", context=context)


def _result(one: Found, names: dict[str, str]) -> Result:
    return Result(
        name=one.name,
        address=one.address,
        department=one.department,
        region=names.get(one.region, one.region),
        code=short_code(one.code),
        guide=one.kind == "guide",
    )


_page = passing(_found)
search_page.access, search_page.shows = EVERYBODY, _found  # type: ignore[attr-defined]
