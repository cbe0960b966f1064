"""A chart with too many lines is refused: it could not be drawn in time, nor read."""

import pytest

from qingdan.flows.services.typed import read_rows

pytestmark = [pytest.mark.requirement("R-048"), pytest.mark.requirement("G-hostile")]


def _rows(exits: int) -> list[dict[str, str]]:
    ways = "；".join(f"情形{number} → {number}" for number in range(1, exits + 1))
    return [{"kind": "decision", "name": f"环节{number}", "exits": ways} for number in range(1, 41)]


@pytest.mark.parametrize(("exits", "key"), [(2, None), (8, "flows.many_exits")])
def test_rows__with_many_exits_each(exits: int, key: str | None) -> None:
    steps, problems = read_rows(_rows(exits))

    assert [one.key for one in problems] == ([key] if key else [])
    assert bool(steps) is (key is None)
