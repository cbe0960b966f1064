"""The actor of a request: one question to the database for roles, regions, charges and posts."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.builders import COUNTY, NOW, SETTER, TODAY, a_city, a_unit, an_actor

from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_unit, rename_unit, replace_units
from qingdan.base.people.models import Appointment, User
from qingdan.base.people.queries import actor_of, posts_of
from qingdan.base.people.services import appoint, let_stand_in
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-008")]
OWN, OTHER = "360900001", "360900003"


@pytest.fixture(autouse=True)
def city() -> None:
    """The invented city."""
    a_city()


def somebody(username: str) -> User:
    """The account."""
    return User.objects.get(username=username)


@pytest.mark.parametrize(("chosen", "unit"), [("", OWN), (OWN, OWN), (OTHER, OTHER), ("360900002", OWN)])
def test_actor__of_two_units_works_for_the_chosen_one(
    chosen: str, unit: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = somebody(an_actor(Role.LIAISON).username)
    appoint(username=user.username, unit=OTHER, role=Role.DEPUTY, by=SETTER, at=NOW)
    with django_assert_num_queries(1):
        actor = actor_of(user, on=TODAY, unit=chosen)
    assert (actor.unit, actor.roles) == (unit, {Role.LIAISON if unit == OWN else Role.DEPUTY})
    assert actor.posts == posts_of(user, on=TODAY) == ((OWN, "市灯笼局"), (OTHER, "市河道局"))


@pytest.mark.parametrize(("day", "held"), [(-1, False), (0, True), (1, True), (2, False)])
def test_actor__role_from_its_first_day_to_the_day_before_its_end(day: int, held: bool) -> None:
    user = somebody(an_actor(Role.LIAISON).username)
    Appointment.objects.update(held_from=TODAY, held_until=TODAY + timedelta(days=2))
    assert bool(actor_of(user, on=TODAY + timedelta(days=day)).roles) is held


def test_actor__stands_in_for_the_time_agreed() -> None:
    holder, deputy = an_actor(Role.PRINCIPAL), somebody(an_actor(Role.DEPUTY).username)
    until = TODAY + timedelta(days=2)
    seat = {"username": holder.username, "unit": OWN, "role": Role.PRINCIPAL}
    let_stand_in(**seat, deputy=deputy.username, since=TODAY, until=until, by=holder, at=NOW)
    acting = actor_of(deputy, on=TODAY)
    assert (acting.roles, acting.standing_in_for) == ({Role.DEPUTY, Role.PRINCIPAL}, "周守清")
    over = actor_of(deputy, on=until)
    assert (over.roles, over.standing_in_for) == ({Role.DEPUTY}, "")
    assert actor_of(somebody(holder.username), on=TODAY).standing_in_for == ""


@pytest.mark.parametrize(
    ("role", "regions"),
    [(Role.ESTABLISHMENT_OFFICE, 2), (Role.LEGAL_AFFAIRS, 2), (Role.LIAISON, 1), (Role.PRINCIPAL, 1)],
)
def test_actor__city_wide_work_reads_the_counties(role: Role, regions: int) -> None:
    assert an_actor(role).regions == ("360900", COUNTY)[:regions]


def test_actor__a_county_reads_itself() -> None:
    open_unit(region=COUNTY, number=1, name="县编办", kind=UnitKind.INSTITUTION, by=SETTER, at=NOW)
    user = somebody(an_actor(Role.LIAISON, unit=3).username)
    Appointment.objects.all().delete()
    appoint(username=user.username, unit=f"{COUNTY}001", role=Role.COUNTY_OFFICE, by=SETTER, at=NOW)
    assert actor_of(user, on=TODAY).regions == (COUNTY,)


def test_actor__answers_for_subordinate_bodies_and_what_it_took_over() -> None:
    a_unit(4, "市灯彩所", UnitKind.SUBORDINATE, supervising=OWN)
    a_unit(5, "市彩灯局")
    a_unit(6, "市花灯局")
    rename_unit(
        unit="360900006",
        name="市花灯管理局",
        on=date(2026, 3, 1),
        document="临府〔2026〕1号",
        by=SETTER,
        at=NOW,
    )
    merge("360900006", into="360900005", document="临府〔2026〕2号")
    merge("360900005", into=OWN, document="临府〔2026〕3号")
    assert an_actor(Role.LIAISON).charges == ("360900004", "360900005", "360900006")
    assert an_actor(Role.LIAISON, unit=4).charges == ()


def merge(old: str, *, into: str, document: str) -> None:
    """One unit goes into another."""
    replace_units(kind="merge", sources=[old], targets=[into], on=TODAY, document=document, by=SETTER, at=NOW)
