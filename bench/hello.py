"""The city's application with one address beside it: a hello-world view of the same server, the measure of its pages.

`python -m bench.hello` serves both, with the settings of `qingdan serve`. GET /hello is a view of Django, through
Django's own handler but without any middleware: the bare stack that the goals were set by. On it a bare page of 20 rows
(one query, one template) has 0.08 to 0.13 of the rate of hello, a page of one row 0.2 to 0.26; beside five bytes
written without Django it would be 0.035. What sessions, people and content policy cost is the pages' own.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import ResolverMatch, path

from qingdan.config.runtime import make_ready, serve_pages

HELLO = b"hello"


def hello(_request: HttpRequest) -> HttpResponse:
    """Five bytes."""
    return HttpResponse(HELLO, content_type="text/plain", headers={"Content-Length": len(HELLO)})


urlpatterns = [path("hello", hello)]


class Bare(WSGIHandler):
    """Django's handler with the address above alone, and nothing around the view."""

    def load_middleware(self, is_async: bool = False) -> None:
        """None."""
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """By the addresses of this module."""
        request.urlconf = __name__
        return super().resolve_request(request)


@cache
def _city() -> Callable[..., Iterable[bytes]]:
    from qingdan.config.wsgi import application as city  # noqa: PLC0415  (needs the settings)

    return city


@cache
def _bare() -> Bare:
    return Bare()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """GET /hello by the bare handler; everything else is the city's."""
    city = _city()  # first: it makes Django ready
    answer = _bare() if environ["PATH_INFO"] == "/hello" else city
    return answer(environ, start_response)


if __name__ == "__main__":
    from qingdan.config.environment import read_environment

    make_ready(read_environment().home)
    serve_pages(read_environment().port, application="bench.hello:application")
