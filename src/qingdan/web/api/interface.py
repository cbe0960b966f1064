"""The JSON interface under /api/v1/, described by /api/v1/openapi.json (OpenAPI 3.1). It reads; nobody signs in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from time import perf_counter
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field

from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.editions.queries.difference import changes_between, fields_of_changes
from qingdan.editions.queries.entries import contents_of, entries_on, units_of
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.places import main_city, place_of
from qingdan.editions.queries.search import MOST, search
from qingdan.editions.queries.shown import ShownEdition, shown_editions
from qingdan.web.api import shapes
from qingdan.web.api.answers import FOR_A_DAY, FOR_EVER, FRESH, sent
from qingdan.web.api.changes import news
from qingdan.web.api.feeds import change_facts
from qingdan.web.api.plain import change_rows, edition_facts
from qingdan.web.portal.addresses import item_address
from qingdan.web.portal.rendering import Asked
from qingdan.web.portal.state import visitor_of

MOST_ENTRIES, MOST_OFFSET = 500, 1_000_000
Code = Annotated[str, Field(pattern=r"^[0-9]{6}-(power_list|responsibility_list)-[1-9][0-9]{0,4}$")]
ItemCode = Annotated[str, Field(pattern=r"^[0-9]{17}$")]
Offset = Annotated[int, Field(ge=0, le=MOST_OFFSET)]
NOT_THERE = {404: shapes.Fault, 422: shapes.Fault}


class Plain(JSONRenderer):
    """Chinese as Chinese."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012  (as the library has it)


api = NinjaAPI(
    title="清单开放接口",
    version="1",
    description="公布的权力清单、责任清单：搜索、版次、事项、差异、变化。只读，不用登录。",
    openapi_url=None,  # `described`: the library's own escapes Chinese
    renderer=Plain(),
    urls_namespace="api",
)


@api.exception_handler(Missing)
@api.exception_handler(Http404)
def not_there(request: HttpRequest, _error: Exception) -> HttpResponse:
    """What is not there, or not seen by the public."""
    return api.create_response(request, {"detail": "没有这个"}, status=404)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was asked wrongly: which parameter."""
    names = sorted({str(one["loc"][-1]) for one in error.errors})
    return api.create_response(request, {"detail": f"参数不对：{'、'.join(names)}"}, status=422)


@api.get("/search", response={200: shapes.SearchAnswer, 422: shapes.Fault}, url_name="search", summary="搜索")
def find(
    request: HttpRequest,
    q: str,
    limit: Annotated[int, Field(ge=1, le=MOST)] = 5,
    region: Annotated[str, shapes.RegionCode] = "",
    kind: shapes.SearchKind = "",
) -> dict[str, Any]:
    """事项的名称、常用的说法、拼音、首字母、部门、依据都可以搜；最相符的在前。"""
    begun = perf_counter()
    with reading(visitor_of(region)):
        found = search(q, limit=limit, region=region, kind=kind)
    results = [
        {
            "kind": one.kind,
            "code": one.code,
            "name": one.name,
            "department": one.department,
            "region": one.region,
            "url": one.address,
        }
        for one in found
    ]
    return {"results": results, "took_ms": round(1_000 * (perf_counter() - begun))}


@api.get(
    "/editions", response={200: shapes.EditionsShape} | NOT_THERE, url_name="editions", summary="各版清单"
)
def editions(request: HttpRequest, region: Annotated[str, shapes.RegionCode] = "") -> HttpResponse:
    """一个地区公布过的所有版次，新的在前。"""
    with _opened(request, region) as asked:
        found = [edition_facts(asked.place, one) for one in asked.editions]
        return _sent(request, {"region": asked.place.code, "editions": found}, FRESH)


@api.get(
    "/editions/{code}",
    response={200: shapes.EditionShape} | NOT_THERE,
    url_name="edition",
    summary="一版清单",
)
def edition(request: HttpRequest, code: Code) -> HttpResponse:
    """版次的事实、摘要值和各个文件的地址。"""
    with _opened(request, code[:6]) as asked:
        return _sent(request, edition_facts(asked.place, _edition(asked, code)), FOR_A_DAY)


@api.get(
    "/editions/{code}/entries",
    response={200: shapes.EntriesShape} | NOT_THERE,
    url_name="entries",
    summary="一版的事项",
)
def entries(
    request: HttpRequest,
    *,
    code: Code,
    unit: Annotated[str, Field(pattern=r"^([0-9]{9})?$")] = "",
    category: Annotated[str, Field(pattern=r"^[a-z_]{0,30}$")] = "",
    offset: Offset = 0,
    limit: Annotated[int, Field(ge=1, le=MOST_ENTRIES)] = 100,
) -> HttpResponse:
    """按清单的次序，一页一页地取；可以只要一个部门、一个类别。"""
    with _opened(request, code[:6]) as asked:
        one = _edition(asked, code)
        lines = [
            line for line in entries_on(one, one.stands_from, unit=unit) if category in ("", line.category)
        ]
        shown = [
            {
                "code": line.code,
                "unit": line.unit,
                "category": line.category,
                "name": line.name,
                "disposition": line.disposition,
                "digest": line.digest,
                "in_force": line.stands,
                "url": item_address(line.code),
            }
            for line in lines[offset : offset + limit]
        ]
        return _sent(
            request, {"edition": code, "entries": shown, **_page(len(lines), offset, limit)}, FOR_EVER
        )


@api.get(
    "/editions/{code}/entries/{item}",
    response={200: shapes.EntryShape} | NOT_THERE,
    url_name="entry",
    summary="一版里的一项",
)
def entry(request: HttpRequest, code: Code, item: ItemCode) -> HttpResponse:
    """这一版里这一项的全部内容。"""
    with _opened(request, code[:6]) as asked:
        one = _edition(asked, code)
        lines = [line for line in entries_on(one, one.stands_from, unit=item[:9]) if line.code == item]
        if not lines:
            raise Missing
        (line,) = lines
        facts = {"edition": code, "code": item, "digest": line.digest, "in_force": line.stands}
        return _sent(request, facts | {"content": contents_of(lines)[item]}, FOR_EVER)


@api.get(
    "/editions/{code}/difference",
    response={200: shapes.DifferenceShape} | NOT_THERE,
    url_name="difference",
    summary="两版之间的不同",
)
def difference(
    request: HttpRequest,
    code: Code,
    against: Code,
    offset: Offset = 0,
    limit: Annotated[int, Field(ge=1, le=MOST_ENTRIES)] = 100,
) -> HttpResponse:
    """从 against 到 code，逐项、逐栏、逐词；两版要是同一地区的同一种清单。"""
    with _opened(request, code[:6]) as asked:
        before, after = _edition(asked, against), _edition(asked, code)
        if before.kind != after.kind:
            raise Missing
        old, new = (entries_on(one, one.stands_from) for one in (before, after))
        units = {one.unit: one.name for one in (*units_of(old), *units_of(new))}
        changes = changes_between(old, new)
        shown = changes[offset : offset + limit]
        rows = change_rows(shown, fields_of_changes(shown), units)
        facts = {"before": against, "after": code, "changes": rows, **_page(len(changes), offset, limit)}
        return _sent(request, facts, FOR_EVER)


@api.get("/items/{code}", response={200: shapes.ItemShape} | NOT_THERE, url_name="item", summary="一项权力")
def item(request: HttpRequest, code: ItemCode, on: date | None = None) -> HttpResponse:
    """在某一天（不写是今天）的样子，它的责任和历来的版本。"""
    with _opened(request, code[:6]) as asked:
        day = on or asked.today
        found = item_on(asked.editions, code, day)
        facts = {
            "code": code,
            "on": day.isoformat(),
            "edition": found.edition.code,
            "digest": found.version.digest,
            "listed": found.listed,
            "in_force": found.stands,
            "content": found.content,
            "duties": found.duties,
            "versions": [
                {
                    "number": one.number,
                    "edition": one.edition.code,
                    "shown_on": one.edition.shown_on.isoformat(),
                    "effective_on": one.edition.effective_on.isoformat(),
                    "digest": one.digest,
                    "in_force": one.in_force,
                }
                for one in found.versions
            ],
            "url": item_address(code),
        }
        return _sent(request, facts, FRESH)


@api.get("/changes", response={200: shapes.ChangesShape} | NOT_THERE, url_name="changes", summary="最近变化")
def changes(
    request: HttpRequest, region: Annotated[str, shapes.RegionCode] = "", since: date | None = None
) -> HttpResponse:
    """公布了哪一版、每项改了什么，新的在前；另有 /feeds/changes.atom 和 /feeds/changes.json。"""
    with _opened(request, region) as asked:
        found = [change_facts(one) for one in news(asked, since or date.min)]
        return _sent(request, {"region": asked.place.code, "changes": found}, FRESH)


@api.get(
    "/schemas/{name}.json",
    response={200: dict[str, Any]} | NOT_THERE,
    url_name="schema",
    summary="数据的格式",
)
def schema(request: HttpRequest, name: Literal["entry", "manifest"]) -> HttpResponse:
    """JSON Schema：entry 是 items.ndjson 的一行，manifest 是清单目录。"""
    text = files("qingdan.data").joinpath("open_data", f"{name}.schema.json").read_bytes()
    return sent(request, text, kind="json", keep=FOR_A_DAY)


@api.api_operation(["GET", "HEAD"], "/openapi.json", include_in_schema=False, url_name="description")
def described(request: HttpRequest) -> HttpResponse:
    """What this interface is, as OpenAPI 3.1."""
    return _sent(request, api.get_openapi_schema(), FOR_A_DAY)


@contextmanager
def _opened(request: HttpRequest, region: str) -> Iterator[Asked]:
    place = place_of(region or main_city())
    with reading(visitor_of(place.code)):
        yield Asked(
            place=place,
            at=request.at,  # type: ignore[attr-defined]
            address=request.path,
            editions=shown_editions(place.code),
        )


def _edition(asked: Asked, code: str) -> ShownEdition:
    found = next((one for one in asked.editions if one.code == code), None)
    if found is None:
        raise Missing
    return found


def _page(total: int, offset: int, limit: int) -> dict[str, Any]:
    return {"total": total, "offset": offset, "next": offset + limit if offset + limit < total else None}


def _sent(request: HttpRequest, facts: Any, keep: str) -> HttpResponse:
    return sent(request, json.dumps(facts, ensure_ascii=False).encode(), kind="json", keep=keep)
