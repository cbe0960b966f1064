"""Run as a program by tests: the city's worker, impatient, with waits of a second where the city's are minutes."""

import django

django.setup()

from dataclasses import replace  # noqa: E402
from datetime import timedelta  # noqa: E402

from qingdan.base.jobs import tasks, worker  # noqa: E402
from qingdan.data import docking  # noqa: E402
from qingdan.docking.services import delivering  # noqa: E402

SECOND = timedelta(seconds=1)

if __name__ == "__main__":
    tasks.STALLED, worker.SIGN_OF_LIFE = 4.0, 1.0
    hasty = replace(docking.sending(), waits=(SECOND,) * 200, rest=SECOND)
    delivering.sending = lambda: hasty
    worker.run_worker()
