"""The event log: kept with its act, whole or found out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import NOW, SETTER, TODAY

from qingdan.base.events.models import DaySheet, Event
from qingdan.base.events.queries import NO_SEAL, faults
from qingdan.base.events.services import append, seal_until
from qingdan.base.transactions import reading, writing

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-events")]


def _happen(days: int = 0) -> Event:
    with writing(SETTER):
        return append("LanternLit", "lantern:1", by=SETTER, at=NOW + timedelta(days=days), data={"lit": 1})


def test_log__is_whole_after_sealing() -> None:
    _happen(), _happen(1)
    first = seal_until(TODAY + timedelta(days=1))
    _happen(-3)  # tells of an earlier day, and stands behind the seal all the same
    second = seal_until(TODAY + timedelta(days=2))

    assert first and second and (first.events, second.events) == (2, 1)
    assert faults() == []


def test_day__is_sealed_once() -> None:
    _happen()
    seal_until(TODAY + timedelta(days=1))
    _happen()

    assert seal_until(TODAY + timedelta(days=1)) is None


def test_forged_event__is_found() -> None:
    forged = _happen()
    Event.objects.create(
        **{
            name: getattr(forged, name)
            for name in ("kind", "subject", "region", "at", "by", "by_name", "digest")
        },
        data={"lit": 2},
    )

    assert faults() == [f"event {Event.objects.latest('pk').pk}"]


def test_forged_sheet__is_found() -> None:
    happened = _happen()
    DaySheet.objects.create(
        day=TODAY,
        events=0,
        last_event=Event.objects.get(digest=happened.digest).pk,
        previous=NO_SEAL,
        seal="f" * 64,
    )

    assert faults() == [f"day {TODAY}"]


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
