"""What changed as feeds: Atom, and JSON Feed 1.1. The marks of entries never change, wherever the site stands."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from qingdan.registers.writing.cell_text import cell_text
from qingdan.web.api.answers import FRESH, opened, sent
from qingdan.web.api.changes import News, news
from qingdan.web.portal.rendering import Asked, site_name


@opened
def atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Atom 1.0."""
    found = news(asked)
    feed = Atom1Feed(
        title=_title(asked),
        link=request.build_absolute_uri(f"{asked.place.root}/changes/"),
        description="",
        language="zh-CN",
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=_mark(f"feed {asked.place.code}"),
    )
    for one in found:
        feed.add_item(
            title=cell_text(one.title),
            link=request.build_absolute_uri(one.address),
            description=cell_text(one.summary),
            unique_id=_mark(one.mark),
            updateddate=_instant(one.on),
            pubdate=_instant(one.on),
            categories=[one.kind],
        )
    return sent(request, feed.writeString("utf-8").encode(), kind="atom", keep=FRESH)


@opened
def json_feed(request: HttpRequest, asked: Asked) -> HttpResponse:
    """JSON Feed 1.1; what else is known of a change stands under `_qingdan`."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(asked),
        "home_page_url": request.build_absolute_uri(f"{asked.place.root}/changes/"),
        "feed_url": request.build_absolute_uri(request.path),
        "language": "zh-CN",
        "items": [_item(request, one) for one in news(asked)],
    }
    return sent(request, json.dumps(feed, ensure_ascii=False).encode(), kind="json", keep=FRESH)


def change_facts(one: News) -> dict[str, Any]:
    """A change as a plain value."""
    return {
        "kind": one.kind,
        "on": one.on.isoformat(),
        "effective_on": one.effective_on.isoformat(),
        "edition": one.edition,
        "code": one.code,
        "name": one.name,
        "department": one.department,
        "before": one.before,
        "after": one.after,
        "url": one.address,
    }


def _item(request: HttpRequest, one: News) -> dict[str, Any]:
    return {
        "id": _mark(one.mark),
        "url": request.build_absolute_uri(one.address),
        "title": one.title,
        "content_text": one.summary or one.title,
        "date_published": _instant(one.on).isoformat(),
        "tags": [one.kind],
        "_qingdan": change_facts(one),
    }


def _title(asked: Asked) -> str:
    return f"{site_name(asked.place)}　清单的变化"


def _mark(of: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, of)}"


def _instant(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=UTC)
