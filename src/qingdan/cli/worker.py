"""`qingdan worker`: does the long work that pages hand over."""

import argparse

from qingdan.cli.city import city_home, city_ready


def configure(_parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(_arguments: argparse.Namespace) -> int:
    """Works until stopped."""
    with city_ready(city_home()):
        from qingdan.base.jobs.worker import run_worker  # noqa: PLC0415  (needs the settings)

        run_worker()
    return 0
