"""To whom the second layer of an item goes: the named member unit, never the one whose own item it is."""

import pytest

from qingdan.data.schemes import load_scheme
from qingdan.reviews.queries.routing import Routes

pytestmark = pytest.mark.requirement("R-097")
FINANCE, PERSONNEL, COUNTY_ONE = (
    ("360900014", "市财政局"),
    ("360900015", "市人力资源和社会保障局"),
    ("360902003", "财政局"),
)
CITY = Routes(
    scheme=load_scheme(), units={name: (code, name) for code, name in (FINANCE, PERSONNEL)}, others=()
)
COUNTY = Routes(scheme=load_scheme(), units={}, others=(COUNTY_ONE, PERSONNEL))


@pytest.mark.parametrize(
    ("routes", "category", "own", "units"),
    [
        (CITY, "levy", "360900001", (FINANCE,)),
        (CITY, "levy", FINANCE[0], (PERSONNEL,)),
        (CITY, "reward", PERSONNEL[0], (FINANCE,)),
        (COUNTY, "levy", "360902001", (COUNTY_ONE, PERSONNEL)),
        (COUNTY, "levy", COUNTY_ONE[0], (PERSONNEL,)),
    ],
)
def test_an_item__goes_to_who_may_speak_on_it(
    routes: Routes, category: str, own: str, units: tuple[tuple[str, str], ...]
) -> None:
    assert routes.units_for(category, "某项", own=(own,)) == units


def test_an_item_that_all_take_part_in__has_no_second_layer() -> None:
    assert CITY.units_for("levy", "某项", own=(FINANCE[0], PERSONNEL[0])) == ()
