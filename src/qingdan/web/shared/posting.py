"""The address of an act, opened as a page: after a refusal it stands in the address bar, and people go back to it."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import Resolver404, resolve


def post_only(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Posts alone are answered; whoever opens the address is sent on to the page above it, where the form stands."""

    @wraps(answer)
    def checked(request: HttpRequest, **words: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return HttpResponseRedirect(_page_above(request.path))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return answer(request, **words)  # type: ignore[no-any-return]

    checked.posted = True  # type: ignore[attr-defined]
    return checked


def _page_above(path: str) -> str:
    while path.strip("/"):
        path = path[: path.rstrip("/").rindex("/") + 1]
        with suppress(Resolver404):
            if not hasattr(resolve(path).func, "posted"):
                return path
    return "/"
