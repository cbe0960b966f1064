"""Run as a program by the worker's tests: a worker with one kind of job, which takes its time the first time.

It loses patience with a silent worker after four seconds where the city's waits twelve.

`prepare` lays a city and asks for the job; `work FOLDER` is the worker. The job writes the number of each start
and end into the folder and reports its progress.
"""

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from tests.builders import CITY, NOW, SETTER, a_city  # noqa: E402

from qingdan.base.jobs import tasks, worker  # noqa: E402
from qingdan.base.jobs.services import defer  # noqa: E402
from qingdan.base.jobs.work import Work, on_job  # noqa: E402
from qingdan.base.transactions import writing  # noqa: E402

FOLDER = Path(os.environ["LANTERN_FOLDER"])


@on_job("light")
def light(work: Work) -> str:
    """Lights three lanterns: the first time it stays with the second one for long."""
    start = len(list(FOLDER.glob("start-*"))) + 1
    (FOLDER / f"start-{start}").touch()
    work.progress.pause = 0
    with writing(work.by):
        for number in (1, 2, 3):
            work.progress.step(number, 3, f"灯笼 {number}")
            if start == 1 and number == 2:
                (FOLDER / "in-hand").touch()
                time.sleep(300)
        if work.arguments.get("more"):
            defer("light", title="再点一次", unit=work.unit, by=work.by, at=work.at)
    return "lantern"


def prepare() -> None:
    """The city, and one job."""
    a_city()
    with writing(SETTER):
        defer("light", title="点灯", unit=f"{CITY}001", by=SETTER, at=NOW, more=True)


if __name__ == "__main__":
    tasks.STALLED, worker.SIGN_OF_LIFE = 4.0, 1.0
    prepare() if sys.argv[1] == "prepare" else worker.run_worker()
