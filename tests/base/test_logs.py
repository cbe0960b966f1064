"""The log holds no values of a database's error: they are names and texts of people."""

import logging
from collections.abc import Mapping
from logging.config import DictConfigurator  # type: ignore[attr-defined]
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from qingdan.base.people.models import User
from qingdan.config import settings

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-accounts")]
SECRET = "chen.min-0795"
NAME = "陈敏\nDETAIL: 陈敏二\n\n陈敏三"


def formatter() -> logging.Formatter:
    """The one that settings name."""
    plain: Mapping[str, Any] = settings.LOGGING["formatters"]["plain"]  # type: ignore[index]
    made: logging.Formatter = DictConfigurator(settings.LOGGING).configure_formatter(dict(plain))
    return made


def logged(error: BaseException, message: str = "Internal Server Error: /desk/") -> str:
    """What the log would say of an error."""
    trace = (type(error), error, error.__traceback__)
    return formatter().format(logging.LogRecord("django.request", logging.ERROR, "", 1, message, (), trace))


def failing(sql: str, *values: object) -> DatabaseError:
    """The error of a statement, as Django raises it."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return caught.value


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("INSERT INTO people_user (username) VALUES (%s)", "NotNullViolation"),
        ("SELECT %s::text FROM nowhere", "UndefinedTable"),
        ("SELECT %s::text FROM people_user WHERE id ==", "SyntaxError"),
        ("SELECT %s::bigint", "InvalidTextRepresentation"),
        ("SELECT ('9999999999' || right(%s, 1))::integer", "NumericValueOutOfRange"),
        ("SELECT ('2026-02-30' || left(%s, 0))::date", "DatetimeFieldOverflow"),
    ],
)
def test_log__has_no_values_of_a_failed_statement(sql: str, kind: str) -> None:
    error = failing(sql, SECRET)
    said = logged(error)

    assert [one for one in (SECRET, "9999999999", "2026-02-30") if one in said] == []
    assert kind in said and "test_logs.py" in said


def test_log__has_no_values_of_a_row_that_is_there_already() -> None:
    User.objects.create_user(SECRET, name=NAME)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        User.objects.create_user(SECRET, name=NAME)
    said = logged(caught.value, f"job failed: {caught.value}")

    assert SECRET in str(caught.value)
    assert SECRET not in said and "陈敏" not in said
    assert "people_user_username_key" in said or "username_once" in said


def test_log__keeps_what_led_to_the_error() -> None:
    try:
        try:
            raise failing("INSERT INTO people_user (name) VALUES (%s)", NAME)
        except DatabaseError as error:
            raise RuntimeError("the register could not be kept") from error
    except RuntimeError as error:
        said = logged(error)

    assert "陈敏" not in said
    assert "The above exception was the direct cause" in said and "the register could not be kept" in said


@pytest.mark.parametrize(
    "before", ["/consultations/expert/", "/360901/consultations/expert/", "/invitation/"]
)
@pytest.mark.parametrize("after", ["", "/", "/items/360900001-00001/"])
def test_log__has_no_secret_of_an_address(before: str, after: str) -> None:
    secret = "Zk3_aq-77Bdd0"
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", (f"{before}{secret}{after}",), None
    )
    said = formatter().format(record)

    assert secret not in said and before in said and said.endswith(after)
