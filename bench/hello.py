"""The city's application with two addresses beside it that say hello: what pages are measured by.

`python -m bench.hello` serves them, with the settings of `qingdan serve`. VIEW is the hello-world view of the same
server: a view among the city's own, through its middleware as every page (nobody is signed in, so nothing is asked of
the database). BARE is a view through Django's handler alone, without middleware, four to eight times as quick: on such
a bare stack a page of 20 rows (one query, one template) has 0.08 to 0.13 of the rate of hello.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import ResolverMatch, path

from qingdan.config.runtime import make_ready, serve_pages

VIEW, BARE = "/hello-view", "/bare"
HELLO = b"hello"


def hello(_request: HttpRequest) -> HttpResponse:
    """Five bytes."""
    return HttpResponse(HELLO, headers={"Content-Length": len(HELLO)})


urlpatterns = [path(BARE[1:], hello)]


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
    settings.ROOT_URLCONF = "bench.portal_urls"  # the city's addresses and VIEW
    from qingdan.config.wsgi import application as city  # noqa: PLC0415  (needs the settings)

    return city


@cache
def _bare() -> Bare:
    return Bare()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """BARE by the bare handler; everything else is the city's, VIEW among it."""
    city = _city()  # first: it makes Django ready
    answer = _bare() if environ["PATH_INFO"] == BARE else city
    return answer(environ, start_response)


if __name__ == "__main__":
    from qingdan.config.environment import read_environment

    make_ready(read_environment().home)
    serve_pages(read_environment().port, application="bench.hello:application")
