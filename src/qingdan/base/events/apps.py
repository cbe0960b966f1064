"""Finds the reactions of all modules when the program starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    """The app of the event log."""

    name = "qingdan.base.events"
    label = "events"

    def ready(self) -> None:
        """Loads each module's `reactions`, so that none is forgotten by a process that did not need the module."""
        autodiscover_modules("reactions")
