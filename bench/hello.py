"""The city's application with one address beside it that does nothing: what the server itself can do.

`python -m bench.hello` serves both, with the settings of `qingdan serve`.
"""

from collections.abc import Iterable
from typing import Any

from qingdan.config.runtime import make_ready, serve_pages

HELLO = b"hello"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """GET /hello: five bytes, without Django; everything else is the city's."""
    if environ["PATH_INFO"] == "/hello":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(HELLO)))])
        return [HELLO]
    from qingdan.config.wsgi import application as city  # noqa: PLC0415  (needs the settings)

    return city(environ, start_response)


if __name__ == "__main__":
    from qingdan.config.environment import read_environment

    make_ready(read_environment().home)
    serve_pages(read_environment().port, application="bench.hello:application")
