"""`qingdan serve`: the web server, with database and schema made ready before."""

import argparse

from qingdan.cli.city import city_home, city_ready


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to listen; the port comes from QINGDAN_PORT."""
    parser.add_argument("--address", default="127.0.0.1", metavar="地址", help="在哪个地址上听，默认只听本机")


def run(arguments: argparse.Namespace) -> int:
    """Serves until stopped; raises CommandError when something is missing."""
    home = city_home()
    with city_ready(home) as environment:
        from qingdan.config.runtime import serve_pages  # noqa: PLC0415  (needs the settings)

        serve_pages(environment.port, arguments.address)
    return 0
