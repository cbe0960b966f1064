"""The door to the desk: each role comes to the page of its work."""

import pytest
from tests.builders import a_city, an_actor
from tests.builders_account import signed_in

from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
FIRST = {
    Role.LIAISON: "/desk/department/",
    Role.PRINCIPAL: "/desk/department/",
    Role.COORDINATION_GROUP: "/desk/board/",
    Role.REVIEWER: "/desk/review/",
    Role.LEADING_GROUP: "/desk/counties/",
    Role.SERVICE_CENTRE: "/desk/publication/",
    Role.ADMINISTRATOR: "/desk/units/",
    Role.WINDOW: "/desk/cases/",
    Role.HANDLER: "/desk/cases/",
    Role.APPROVER: "/desk/cases/",
    Role.SUPERVISOR: "/desk/case-watch/",
}


@pytest.mark.parametrize("role", FIRST)
def test_door__leads_to_the_work_of_the_role(role: Role) -> None:
    a_city()
    actor = an_actor(role)

    assert signed_in(actor.username).get("/desk/")["Location"] == FIRST[role]
