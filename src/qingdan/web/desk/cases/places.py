"""Addresses of cases."""

from django.urls.converters import StringConverter


class CaseNumberConverter(StringConverter):
    """151126-360900-013-00001-7: what is no number of a case is no address."""

    regex = r"[0-9]{6}-[0-9]{6}-[0-9]{3}-[0-9]{5}-[0-9A-Z]"
