"""A label of its own: Django has a `messages` already."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The app of messages to people."""

    name = "qingdan.base.messages"
    label = "inbox"
