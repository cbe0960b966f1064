"""Kept files, sent to whom their unit's drafts are open."""

from django.http import HttpResponse

from qingdan.base.files.queries import get_file_for, path_of
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.request import DeskRequest, page


@page()
def file(request: DeskRequest, code: str) -> HttpResponse:
    """The file as it was given."""
    found = get_file_for(request.actor, code)
    return attachment(path_of(found), name=found.name, kind=found.kind)
