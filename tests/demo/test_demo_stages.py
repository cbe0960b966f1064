"""The stage tables of the demonstration name units that its city has."""

import pytest

from qingdan.data.projects import project_names
from qingdan.data.sample_city import load_units
from qingdan.demo.stages import own_table
from qingdan.projects.queries.tables import shipped_version

pytestmark = pytest.mark.requirement("RQ-A8")


@pytest.mark.parametrize("kind", project_names("classes"))
def test_every_stage_and_matter__is_a_unit_of_the_city(kind: str) -> None:
    table = own_table(shipped_version("four_stage", kind).table)

    named = {stage.lead for stage in table.stages} | {one.department for one in table.matters}
    assert named <= {unit.name for unit in load_units()}
