"""Founds the whole small city in the home that the environment names: for cities of processes of their own."""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """The database must run; the codes of all things are printed."""
    from qingdan.config.runtime import make_ready  # noqa: PLC0415  (reads the environment)

    make_ready(Path(os.environ["QINGDAN_HOME"]))
    from tests.builders_whole_city import whole_city  # noqa: PLC0415  (needs the settings)

    from qingdan.base.clock import now  # noqa: PLC0415

    json.dump(whole_city(now()), sys.stdout)


if __name__ == "__main__":
    main()
