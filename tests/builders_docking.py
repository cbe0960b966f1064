"""Docked systems, reached through services."""

from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from tests.builders import CITY, NOW, PASSWORD, SETTER
from tests.builders_cases import a_serving_city, who_visit
from tests.fake_partner import FakePartner
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading, writing
from qingdan.docking.models import Dispatch
from qingdan.docking.services.delivering import deliver
from qingdan.docking.services.partners import PartnerTyped, give_key, open_partner
from qingdan.docking.services.sending import dispatch
from qingdan.rules.role import Role

LANTERNS = "lanterns"
UNIT = f"{CITY}001"


def may_call(monkeypatch: pytest.MonkeyPatch, *ports: int) -> None:
    """The operator has named these ports of this machine."""
    monkeypatch.setattr(django_settings, "DOCKING_INSIDE", tuple(f"127.0.0.1:{one}" for one in ports))


@kept
def a_partner(
    fake: FakePartner | None = None, *, code: str = LANTERNS, unit: str = UNIT, level: int = 4, address: str = "",
    by: Actor = SETTER, at: datetime = NOW,
) -> str:  # fmt: skip
    """A system with a key; its secret, which the fake one knows too. `by`: the program in the region whose it is."""
    where = fake.address if fake else address or "https://lanterns.example/in"
    typed = PartnerTyped(name="灯笼许可系统", level=level, address=where)
    open_partner(unit=unit, code=code, typed=typed, by=by, at=at)
    secret = give_key(code=code, version=1, by=by, at=at)
    if fake:
        fake.secret = secret.encode()
    return secret


@kept
def a_docked_city(fake: FakePartner | None = None, *, level: int = 4) -> str:
    """The city with one licence on line, its unit's system docked; the people named by systems have accounts."""
    a_serving_city()
    who_visit()
    open_account(username="approver", name="皮准", password=PASSWORD, by=SETTER, at=NOW)
    appoint(username="approver", unit=UNIT, role=Role.APPROVER, by=SETTER, at=NOW)
    return a_partner(fake, level=level)


@kept
def sent(
    key: str = "k1", *, partner: str = LANTERNS, by: Actor = SETTER, at: datetime = NOW, **content: Any
) -> str:
    """Something in the outbox; its code."""
    with writing(by):
        said = content or {"case": "灯笼"}
        return dispatch(partner=partner, kind="branch", key=key, content=said, by=by, at=at)


def delivered(*, partner: str = LANTERNS, region: str = CITY, at: datetime = NOW) -> int:
    """One round of the worker."""
    return deliver(region=region, partner=partner, at=at)


def the_dispatch(code: str) -> Dispatch:
    """As it stands."""
    with reading(SETTER):
        return Dispatch.objects.get(code=code)
