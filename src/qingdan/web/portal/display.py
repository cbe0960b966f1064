"""显示设置: a page of its own, so that no other page depends on who reads it."""

from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from qingdan.base.refusal import Missing
from qingdan.web.portal.pages import EVERYBODY, dressed, missing
from qingdan.web.portal.rendering import Page, asked_for, render
from qingdan.web.shared.display import chosen, remember
from qingdan.web.shared.posting import post_only


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Size, contrast and theme as they are set; previewed without a script, kept in a cookie by the form."""
    try:
        asked = asked_for({}, address=request.path, query=request.GET.dict(), at=request.at)  # type: ignore[attr-defined]
    except Missing:
        return missing(request)
    back = asked.word("back", 300)
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    context = {"back": back if safe else "/", "display": chosen(request)}
    return dressed(request, render(Page(template="display", context=context), asked), 200)


@csrf_exempt
@post_only
@wraps(remember)
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the choice and goes back. It speaks for nobody: there is no token in the form."""
    return remember(request)


display.access = keep.access = EVERYBODY  # type: ignore[attr-defined]
