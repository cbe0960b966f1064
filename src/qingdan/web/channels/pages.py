"""The page of a channel: the editions whose turn on it has come, named by their digests in its head (R-062)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingdan.base.actor import Actor
from qingdan.base.orgs.queries import all_regions
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading
from qingdan.lists.queries.publication import channel_page


@require_safe
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """What this site publishes now. No cookie, nothing of the visitor: the same for everybody."""
    visitor = Actor(username="", name="", regions=all_regions())
    try:
        with reading(visitor):
            found = channel_page(code)
    except Missing as error:
        raise Http404 from error
    response = render(request, "channels/channel.html", {"channel": found})
    response["Cache-Control"] = "public, max-age=60"
    return response
