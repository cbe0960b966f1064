"""Plans and guides of what an investment project needs say before one applies that it needs a verified code."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.builders_cases import LAMP, a_serving_city
from tests.builders_joints import BUILD, LAND, a_joint_city

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A8", "R-084")]


@pytest.mark.parametrize(("investment", "said"), [((LAND, BUILD), 1), ((), 0)])
def test_plan__asks_for_the_code_first_where_a_matter_needs_it(
    investment: tuple[str, ...], said: int
) -> None:
    cache.clear()
    plan = a_joint_city(investment=investment)

    page = Client().get(f"/joint/{plan}/").content.decode()
    assert page.count("灯塔用地许可、灯塔营造许可是投资项目的事项，先要有项目代码") == said


@pytest.mark.parametrize("investment", [True, False])
def test_guide__asks_for_the_code_first_where_its_item_needs_it(*, investment: bool) -> None:
    cache.clear()
    a_serving_city(investment=investment)

    page = Client().get(f"/guides/{LAMP}/").content.decode()
    assert ("这是投资项目的事项，先要有项目代码" in page) is investment
