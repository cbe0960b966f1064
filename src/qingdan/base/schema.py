"""Bringing the database up to date: migrations, then walls."""

from django.core.management import call_command
from django.db import connections

from qingdan.base.walls import raise_walls


def bring_up_to_date() -> None:
    """Runs what migrations are open, as the owner of the tables; safe to call at every start."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    raise_walls()
    connections["owner"].close()
