"""Pages without sign-in."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from qingdan.web.shared.display import remember


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def display(request: HttpRequest) -> HttpResponse:
    """显示设置: a plain post, kept in a cookie, back to the page one came from."""
    return remember(request)
