"""The event log: kept with its act, whole or found out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import NOW, SETTER

from qingdan.base.clock import day_of
from qingdan.base.events.models import Event
from qingdan.base.events.queries import faults
from qingdan.base.events.services import append, seal_days
from qingdan.base.transactions import reading, writing

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-events")]


def _happen(days: int = 0) -> Event:
    with writing(SETTER):
        return append("LanternLit", "lantern:1", by=SETTER, at=NOW + timedelta(days=days), data={"lit": 1})


def test_log__is_whole_after_sealing() -> None:
    _happen(), _happen(1), _happen(1)

    sheets = seal_days(day_of(NOW) + timedelta(days=5))

    assert [sheet.events for sheet in sheets] == [1, 2]
    assert faults() == []


@pytest.mark.parametrize("statement", ["UPDATE events_event SET kind = 'x'", "DELETE FROM events_event"])
def test_database__refuses_to_change_what_happened(statement: str) -> None:
    _happen()

    with (
        pytest.raises(DatabaseError, match="append only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_page__cannot_write() -> None:
    with pytest.raises(DatabaseError, match="read-only"), reading(SETTER):
        append("LanternLit", "lantern:1", by=SETTER, at=NOW)


def test_application_role__is_no_superuser_and_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, (SELECT count(*) FROM pg_tables WHERE tableowner = current_user)"
            " FROM pg_roles WHERE rolname = current_user"
        )

        assert cursor.fetchone() == (False, 0)
