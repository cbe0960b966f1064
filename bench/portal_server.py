"""The city's application with two addresses beside it that do nothing: one without Django, one as a Django view.

`python -m bench.portal_server` serves them all, with the settings of `qingdan serve`.
"""

from collections.abc import Iterable
from typing import Any

from qingdan.config.runtime import make_ready, serve_pages

HELLO = b"hello"
VIEW = "/hello-view"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """GET /hello: five bytes, without Django; everything else is the city's, the view among it."""
    if environ["PATH_INFO"] == "/hello":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(HELLO)))])
        return [HELLO]
    return _city()(environ, start_response)


_READY: list[Any] = []


def _city() -> Any:
    if not _READY:
        from django.conf import settings  # noqa: PLC0415  (needs the settings)

        settings.ROOT_URLCONF = "bench.portal_urls"
        from qingdan.config.wsgi import application as city  # noqa: PLC0415

        _READY.append(city)
    return _READY[0]


if __name__ == "__main__":
    from qingdan.config.environment import read_environment

    make_ready(read_environment().home)
    serve_pages(read_environment().port, application="bench.portal_server:application")
