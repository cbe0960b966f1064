"""Addresses of cases."""

from django.urls.converters import StringConverter


class CaseNumberConverter(StringConverter):
    """151126-360900-013-00001-7, and numbers of earlier systems: capitals and digits with hyphens."""

    regex = r"[0-9A-Z]+(?:-[0-9A-Z]+)+"
