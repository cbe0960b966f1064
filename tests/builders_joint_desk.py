"""People of the departments that approve together, and joint applications as pages meet them: at this very moment."""

from datetime import datetime

from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_cases import HEAD, WINDOW
from tests.builders_joints import BUILD, LAND, NAMES, RIVER, at_unit, checked, submitted_jointly, the_joint

from qingdan.base.clock import day_of, now
from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.joints.services.checking import accept_joint, tell_defects
from qingdan.joints.services.extending import ask_extension
from qingdan.joints.services.sessions import NewSession, call_session
from qingdan.rules.role import Role

OF_DEPARTMENTS = {
    "window": Role.WINDOW,
    "handler": Role.HANDLER,
    "second": Role.HANDLER,
    "approver": Role.APPROVER,
    "principal": Role.PRINCIPAL,
}
ABOVE = {
    "centre": Role.SERVICE_CENTRE,
    "government": Role.GOVERNMENT_OFFICE,
    "supervisor": Role.SUPERVISOR,
    "informatics": Role.INFORMATISATION,
    "leading": Role.LEADING_GROUP,
}
SEATS = (
    *((f"{name}-{item[6:9]}", role, item[:9]) for item in NAMES for name, role in OF_DEPARTMENTS.items()),
    *((name, role, f"{CITY}002") for name, role in ABOVE.items()),
)
"""User name, role, unit."""


def seated_jointly() -> None:
    """An account for each of these seats."""
    for username, role, unit in SEATS:
        open_account(username=username, name=f"程{username}", password=PASSWORD, by=SETTER, at=NOW)
        appoint(username=username, unit=unit, role=role, by=SETTER, at=NOW)


def received_jointly(plan: str, *, at: datetime | None = None) -> str:
    """With every department, nobody has looked; the number."""
    return submitted_jointly(plan, at=at or now()).number


def all_checked(plan: str, *lacks: str, at: datetime | None = None) -> str:
    """Every department has looked; what the river's found to lack."""
    moment = at or now()
    number = received_jointly(plan, at=moment)
    for item in (LAND, BUILD):
        checked(number, item, at=moment)
    checked(number, RIVER, *lacks, at=moment)
    return number


def correcting_jointly(plan: str) -> str:
    """The applicant was told what the river's office misses."""
    number = all_checked(plan, "field-bank")
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=now())
    return number


def reviewed_jointly(plan: str, *, at: datetime | None = None) -> str:
    """Accepted: two departments review, the third waits for the land."""
    moment = at or now()
    number = all_checked(plan, at=moment)
    accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=moment)
    return number


def called_jointly(plan: str) -> str:
    """In review, all three asked for a visit."""
    number = reviewed_jointly(plan)
    moment = now()
    session = NewSession(
        kind="visit", matter="看灯塔的地", due_on=day_of(moment), held_on=day_of(moment), place="灯塔山", part="",
        items=tuple(NAMES), bodies=(),
    )  # fmt: skip
    version = the_joint(number).version
    call_session(number=number, version=version, session=session, by=at_unit(WINDOW, LAND), at=moment)
    return number


def extension_asked(plan: str) -> str:
    """The lead's head has asked for ten days more."""
    number = reviewed_jointly(plan)
    version = the_joint(number).version
    ask_extension(
        number=number, version=version, days=10, reason="要等专家看", by=at_unit(HEAD, LAND), at=now()
    )
    return number
