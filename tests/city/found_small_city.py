"""Founds a small city with a liaison in the home that the environment names: for cities of processes of their own."""

import os
from pathlib import Path


def main() -> None:
    """Starts the database, makes the schema and what writers need: a unit, a campaign, an account `liaison`."""
    from qingdan.config.runtime import make_ready  # noqa: PLC0415  (reads the environment)

    make_ready(Path(os.environ["QINGDAN_HOME"]))
    from tests.builders import an_actor  # noqa: PLC0415  (needs the settings)
    from tests.builders_powers import a_register_city  # noqa: PLC0415

    from qingdan.rules.role import Role  # noqa: PLC0415

    a_register_city()
    an_actor(Role.LIAISON, username="liaison")


if __name__ == "__main__":
    main()
