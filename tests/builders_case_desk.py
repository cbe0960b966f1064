"""Cases as officers meet them today: pages read the real clock, so these are received at this very moment."""

from datetime import datetime, timedelta
from typing import Any

from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_cases import (
    APPROVER,
    CITIZEN,
    HANDLER,
    HEAD,
    WINDOW,
    an_application,
    stepped,
    submit_signed,
    taken_in,
    the_case,
)
from tests.builders_powers import OTHER, OWN

from qingdan.base.clock import now
from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.requests import Asked, approve, ask
from qingdan.rules.role import Role

LONG_AGO = timedelta(days=90)
SEATS = (
    ("window", "窗小口", Role.WINDOW, OWN),
    ("handler", "程办", Role.HANDLER, OWN),
    ("handler_2", "程二", Role.HANDLER, OWN),
    ("approver", "皮准", Role.APPROVER, OWN),
    ("principal", "焦长", Role.PRINCIPAL, OWN),
    ("stranger", "外人", Role.HANDLER, OTHER),
    ("supervisor", "督察", Role.SUPERVISOR, f"{CITY}002"),
    ("service_centre", "钟心", Role.SERVICE_CENTRE, f"{CITY}002"),
)


def seated() -> None:
    """An account for each of these seats, its password as everybody's."""
    for username, name, role, unit in SEATS:
        open_account(username=username, name=name, password=PASSWORD, by=SETTER, at=NOW)
        appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)


def received_now(once: str = "desk", *, at: datetime | None = None) -> str:
    """An application that came in on line; its number."""
    moment = at or now()
    code = an_application(at=moment, once=once)
    return submit_signed(code=code, version=2, by=CITIZEN, at=moment).number


def lacking_now(once: str = "lacking") -> str:
    """One that a window took in with nothing but a name."""
    return taken_in(at=now(), once=once).number


def accepted_now(once: str = "desk", *, at: datetime | None = None) -> str:
    """A case under review."""
    moment = at or now()
    number = received_now(once, at=moment)
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=moment)
    return number


def reviewed_now(once: str = "desk", *, at: datetime | None = None) -> str:
    """A case of which only the decision is open."""
    moment = at or now()
    number = accepted_now(once, at=moment)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way, at=moment)
    return number


def decided_now(once: str = "desk") -> str:
    """A granted case."""
    number, version = reviewed_now(once), 0
    version = the_case(number).version
    decided = Decided(granted=True, facts="灯都合格", clauses=(1,))
    decide_case(number=number, version=version, decided=decided, by=APPROVER, at=now())
    return number


def asked_now(number: str, action: str = "suspend", **more: Any) -> None:
    """A request before the head."""
    words = {"reason": "要请专家看", "kind": "expert_review", "ground": "第四条", "days": 5} | more
    ask(number=number, asked=Asked(action=action, **words), by=HANDLER, at=now())


def paused_now(once: str = "desk") -> str:
    """A case whose clock stands."""
    number = accepted_now(once)
    asked_now(number)
    approve(number=number, action="suspend", by=HEAD, at=now())
    return number
