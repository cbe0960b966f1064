"""The worker: takes jobs from the queue and does them, until it is told to stop (SIGTERM, SIGINT)."""

import asyncio
import logging
import os
import signal
from contextlib import suppress

from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from qingdan.base.jobs import tasks

log = logging.getLogger(__name__)
SIDE_BY_SIDE = 2  # jobs at once: a long one does not hold up a short one
SIGN_OF_LIFE = 3.0  # seconds
LAST_WORDS = (
    15.0  # seconds that work in hand may go on after the word to stop; then it is cut off and rescued later
)
PAUSE = 2.0  # seconds before another try to reach the database


def run_worker() -> None:
    """Works until told to stop. A database that is away is waited for, not an end.

    Handlers are the functions of the modules' `reactions` marked with `on_job`.
    """
    autodiscover_modules("reactions")
    asyncio.run(_work())


async def _work() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for word in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(word, stop.set)
    while not stop.is_set():
        try:
            await _serve(stop)
        except Exception as error:  # the worker's loop: it outlives whatever befell the database
            log.error("worker: %s, tries again", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


async def _serve(stop: asyncio.Event) -> None:
    """Does jobs until told to stop, or until the queue gives up by itself (it lost the database)."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as queue:
        async with queue.open_async():
            with suppress(AlreadyEnqueued):
                await tasks.seal.configure(queueing_lock="seal").defer_async(timestamp=0)
            working = asyncio.create_task(
                queue.run_worker_async(
                    concurrency=SIDE_BY_SIDE,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    update_heartbeat_interval=SIGN_OF_LIFE,
                    stalled_worker_timeout=tasks.STALLED,
                )
            )
            await _until(working, stop)


async def _until(working: asyncio.Task[None], stop: asyncio.Event) -> None:
    """Waits for the end of the work, or for the word to stop: then what is in hand has a moment to end."""
    told = asyncio.create_task(stop.wait())
    await asyncio.wait((working, told), return_when=asyncio.FIRST_COMPLETED)
    if told.done():
        asyncio.get_running_loop().call_later(LAST_WORDS, os._exit, 0)
        working.cancel()
    told.cancel()
    with suppress(asyncio.CancelledError):
        await working
