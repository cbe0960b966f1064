"""Every answer names what may be loaded, also those that no page of ours gave."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-hostile")]
FORM = "multipart/form-data; boundary=x; charset=utf-7"


def fails(_request: HttpRequest) -> HttpResponse:
    """A page whose statement cannot be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s FROM nowhere", ["陈敏"])
    return HttpResponse()


urlpatterns = [path("fails", fails)]
handler500 = "qingdan.web.shared.errors.server_error"


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda one: one.generic("POST", "/desk/account/unit/", b"--x--\r\n", FORM), 400),
        (lambda one: one.get("/desk/", headers={"host": "elsewhere.example"}), 400),
        (lambda one: one.get("/nowhere"), 404),
        (lambda one: one.post("/accounts/login/"), 403),
        (lambda one: one.get("/healthz"), 200),
        (lambda one: one.get("/desk"), 301),
        (lambda one: one.get("/desk/"), 302),
        (lambda one: one.options("/desk/account/unit/"), 405),
        (lambda one: one.get("/desk/account/unit/"), 302),
    ],
)
def test_answer__has_the_policy_whoever_gave_it(ask: Callable[[Client], Any], status: int) -> None:
    answer = ask(Client(enforce_csrf_checks=True))

    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Permissions-Policy" in answer.headers


@override_settings(ROOT_URLCONF=__name__)
def test_answer__when_the_program_failed() -> None:
    answer = Client(raise_request_exception=False).get("/fails")

    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
