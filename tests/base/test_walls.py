"""Walls in the database, behind the queries."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection
from tests.builders import CITY, COUNTY, SETTER, TODAY, a_city

from qingdan.base.transactions import reading, writing
from qingdan.base.walls import walled_tables
from qingdan.campaigns.models import Campaign

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-walls")]
COUNTY_CLERK = replace(SETTER, region=COUNTY, regions=(COUNTY,))


def _campaign(region: str) -> Campaign:
    return Campaign.objects.create(
        region_id=region, code=f"c-{region}", template="yichun-2015", name="清理", notice_on=TODAY
    )


def test_rows_of_another_region__do_not_exist() -> None:
    a_city()
    with writing(SETTER):
        _campaign(CITY), _campaign(COUNTY)

    with reading(COUNTY_CLERK):
        assert [one.region_id for one in Campaign.objects.all()] == [COUNTY]


def test_rows_of_another_region__cannot_be_written() -> None:
    a_city()

    with pytest.raises(DatabaseError, match="row-level security"), writing(COUNTY_CLERK):
        _campaign(CITY)


def test_nothing_is_seen__when_no_region_is_named() -> None:
    a_city()
    with writing(SETTER):
        _campaign(CITY)

    with reading(replace(SETTER, regions=())):
        assert not Campaign.objects.exists()


def test_every_table_of_a_region__has_its_wall_forced() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {name for (name,) in cursor.fetchall()}

    assert set(walled_tables()) == walled
