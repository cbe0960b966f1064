"""Starting the running city: database, schema, static files, then the web server."""

import logging
import os
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connections
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from qingdan.base.db.cluster import database_address
from qingdan.base.seal import seal_source

log = logging.getLogger(__name__)
SETTINGS = "qingdan.config.settings"
APPLICATION = "qingdan.config.wsgi:application"
THREADS = 4  # of each of the two processes: pages wait for the database most of the time


def make_ready(home: Path) -> None:
    """Database running and up to date. Raises DatabaseUnavailable, WrongSetting."""
    os.environ["QINGDAN_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    database_address(home, os.environ)
    django.setup()
    from qingdan.base.schema import bring_up_to_date  # noqa: PLC0415  (needs the settings)

    bring_up_to_date()
    log.info("日志封签用 SM3（%s）", seal_source())


def serve_pages(port: int, address: str = "127.0.0.1", *, application: str = APPLICATION) -> None:
    """Runs the web server until it is told to stop; the benchmarks serve theirs by the same settings."""
    call_command("collectstatic", verbosity=0, interactive=False)
    import_module(application.partition(":")[0])  # once, before the processes part: they share what is loaded
    connections.close_all()
    Granian(
        application,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=2,
        blocking_threads=THREADS,
        backpressure=256,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
