"""The app of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates and static files."""

    name = "qingdan.web"
    label = "web"
