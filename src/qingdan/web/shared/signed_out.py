"""Whoever is not signed in, or no longer: to the sign-in page, and what they had written is not lost."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

LOGIN = "/accounts/login/"
_DESK = "/desk/"


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """On to the sign-in page, and from there back to where one was.

    A form that came with words when the session was over: a page (403) that shows them for copying. Choices, dates
    and codes are made again quickly; words are not.
    """
    address = f"{LOGIN}?{urlencode({'next': _place(request)})}"
    written = [word for _, some in request.POST.lists() for word in some if not word.isascii()]
    if not written:
        return HttpResponseRedirect(address)
    return render(request, "shared/signed_out.html", {"address": address, "written": written}, status=403)


def _place(request: HttpRequest) -> str:
    """The page in hand; of a form the page it stood on, for its own address cannot be opened."""
    if request.method != "POST":
        return request.get_full_path()
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc != request.get_host():
        return _DESK
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
