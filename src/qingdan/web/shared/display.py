"""显示设置: size, contrast and theme, kept in a cookie and written on <html> by the server."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "display"
CHOICES = {"size": "large", "contrast": "more", "theme": "dark"}
YEAR = 365 * 86_400


def chosen(request: HttpRequest) -> dict[str, bool]:
    """Which of the three are on."""
    kept = request.COOKIES.get(COOKIE, "").split(".")
    return {name: name in kept for name in CHOICES}


def remember(request: HttpRequest) -> HttpResponse:
    """Keeps what the form says and goes back."""
    back = request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    response = HttpResponseRedirect(back if safe else "/")
    kept = [name for name, value in CHOICES.items() if request.POST.get(name) == value]
    response.set_cookie(COOKIE, ".".join(kept), max_age=YEAR, httponly=True, samesite="Lax")
    return response
