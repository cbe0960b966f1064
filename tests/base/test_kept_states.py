"""What tests of a file begin with is built once, and none sees what another wrote."""

from itertools import pairwise

import pytest
from tests.builders import SETTER, a_city, a_unit
from tests.kept_states import kept

from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading, writing

pytestmark = pytest.mark.django_db
built: list[str] = []


@kept
def a_bridge(name: str) -> list[str]:
    """A unit more, and that it was built."""
    a_unit(4, name)
    built.append(name)
    return [name]


def _names() -> list[str]:
    with reading(SETTER):
        return [*Unit.objects.order_by("code").values_list("name", flat=True)]


@pytest.mark.parametrize("name", ["石桥局", "石桥局", "木桥局", "石桥局"])
def test_state__is_the_same_whoever_came_before(name: str) -> None:
    a_city()
    handed = a_bridge(name)
    handed.append("changed by a test")

    assert _names() == ["市灯笼局", "市编办", "市河道局", name]
    with writing(SETTER):
        Unit.objects.filter(name=name).update(name="谁的局")
    a_unit(5, "市港务局")
    assert _names()[3:] == ["谁的局", "市港务局"]


def test_state__is_not_there_for_who_begins_otherwise() -> None:
    assert _names() == []


def test_state__was_built_once_for_those_that_follow_each_other() -> None:
    """In whatever order they ran."""
    assert all(one != following for one, following in pairwise(built))
