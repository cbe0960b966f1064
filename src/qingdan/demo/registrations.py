"""Registrations of the demonstration: both modes in force, one of each in the middle of its way, one done.

The bodies have no systems of their own here: every task lies at the desk of one of the accounts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Region, Unit
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.demo.hours import worked_before
from qingdan.demo.people import People
from qingdan.editions.models import EditionEntry
from qingdan.registrations.models import Registration, RegistrationBody
from qingdan.registrations.queries.facts import tasks_of
from qingdan.registrations.services.answering import DeskAnswer, answer_at_desk
from qingdan.registrations.services.intake import AtCounter, take_in_at_counter
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.pool import add_range
from qingdan.registrations.services.reconciling import reconcile
from qingdan.registrations.services.reviewing import accept_registration
from qingdan.registrations.services.setting_up import name_body, open_mode
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.role import Role

BODIES: Mapping[str, tuple[str, str, str]] = {
    "commerce": ("市工商行政管理局", "企业登记", "company_handler"),
    "quality": ("市质量技术监督局", "组织机构代码赋码", "quality_handler"),
    "state_tax": ("市国家税务局", "税务登记（国税）", "state_tax_handler"),
    "local_tax": ("市地方税务局", "税务登记（地税）", "local_tax_handler"),
}
"""Of each body: unit, item, account."""

FIRST, SIZE = "MA350000", 2_000
THREE, ONE = "three_certificates", "one_code"
_HOUR = timedelta(hours=1)
_PAPERS = range(1, 6)
_ONCE = "demo-registration-"
_ANSWERS = {
    "type": "有限责任公司", "address_area": "袁州区示例街道", "address": "示例路1号", "phone": "0795-0000005",
    "capital": "100", "currency": "人民币", "scope": "日用百货销售（示例）", "term": "长期", "copies": "1",
    "legal_name": "示例人", "legal_id": "360902198803041210", "legal_phone": "0795-0000006",
    "legal_post": "执行董事", "contact_name": "示例人", "contact_phone": "0795-0000006", "shareholder_count": "1",
    "shareholder_1_name": "示例人", "shareholder_1_id": "360902198803041210", "shareholder_1_amount": "100",
    "shareholder_1_way": "货币", "shareholder_1_until": "2035-12-31",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The bodies of the city with their people; `now`: the demonstration's."""

    people: People
    now: datetime

    def officer(self, username: str, role: Role, unit: str) -> Actor:
        """Somebody of a body, as the account has the name."""
        code = Unit.objects.get(region_id=self.people.by.region, name=unit).code
        user = User.objects.get(username=username)
        return replace(
            self.people.by,
            username=username,
            name=user.name,
            unit=code,
            unit_name=unit,
            roles=frozenset({role}),
        )

    def handler(self, body: str) -> Actor:
        """Who answers for a body."""
        unit, _, username = BODIES[body]
        return self.officer(username, Role.HANDLER, unit)

    def ago(self, days: int) -> datetime:
        """Some time in the office hours of the working day so many before now."""
        return worked_before(self.now, days, Random(f"registrations:{days}"))


def play_registrations(people: People, now: datetime) -> None:
    """All of it once, where the four bodies have their items in force: what stands is left."""
    registry = Registry(people=people, now=now)
    with reading(people.by):
        entries = EditionEntry.objects.filter(
            name__in=[item for _, item, _ in BODIES.values()], in_force=True
        )
        items = dict(entries.order_by("pk").values_list("name", "code"))
        there = RegistrationBody.objects.filter(region=people.by.region).exists()
        begun = {once[len(_ONCE) :] for once in Registration.objects.values_list("once", flat=True)}
    if len(items) < len(BODIES):
        return
    if not there:
        _set_up(registry, items)
    for word, play in _PLAYS.items():
        if word not in begun:
            play(registry, word)
    reconcile(by=people.by, at=now)


def _finished(registry: Registry, word: str) -> None:
    """Three certificates, everybody has confirmed: the tax office waits for the first visit."""
    _issued(registry, _reviewed(registry, word, THREE, registry.ago(20)), registry.ago(19))


def _being_shared(registry: Registry, word: str) -> None:
    """One code; two bodies have not confirmed: the reconciliation lists them."""
    _issued(registry, _reviewed(registry, word, ONE, registry.ago(15)), registry.ago(14), confirmed=1)


def _three_under_review(registry: Registry, word: str) -> None:
    """工商 and 质监 have it on their desks."""
    _accepted(registry, word, THREE, registry.ago(2))


def _one_under_review(registry: Registry, word: str) -> None:
    """工商 has it on its desk."""
    _accepted(registry, word, ONE, registry.ago(1))


def _at_window(registry: Registry, word: str) -> None:
    """To be accepted."""
    _taken_in(registry, word, THREE, registry.ago(1))


_PLAYS: Mapping[str, Callable[[Registry, str], None]] = {
    "宜示": _finished,
    "示例兴隆": _being_shared,
    "袁州示范": _three_under_review,
    "示例同心": _one_under_review,
    "示例平安": _at_window,
}
"""By the own word of the name."""


def _set_up(registry: Registry, items: Mapping[str, str]) -> None:
    centre, at = registry.people.centre(), registry.ago(30)
    for body, (unit, item, _) in BODIES.items():
        code = Unit.objects.get(region_id=centre.region, name=unit).code
        name_body(body=body, unit=code, item_code=items[item], by=centre, at=at)
    for mode in (THREE, ONE):
        ground = "演示：两种方式同时开通，真实的日期是 2015 年 10 月 1 日改为一照一码"
        open_mode(mode=mode, since=day_of(at), ground=ground, by=centre, at=at)
    add_range(first=FIRST, size=SIZE, document="示例码段，不是真实分配的", by=centre, at=at)


def _taken_in(registry: Registry, word: str, mode: str, at: datetime) -> str:
    """At the window of the registrar, with all papers."""
    window = registry.officer("company_window", Role.WINDOW, BODIES["commerce"][0])
    said = AtCounter(
        kind=RegistrationKind.FOUND, mode=mode, once=f"{_ONCE}{word}", applicant_name="示例人",
        phone="0795-0000006", word=word, trade="商贸", form="有限公司",
        place=Region.objects.get(code=window.region).name,
    )  # fmt: skip
    return take_in_at_counter(said=said, answers=_ANSWERS, papers=_PAPERS, by=window, at=at).number


def _accepted(registry: Registry, word: str, mode: str, at: datetime) -> str:
    number = _taken_in(registry, word, mode, at)
    accept_registration(number=number, by=registry.handler("commerce"), at=at + _HOUR)
    return number


def _reviewed(registry: Registry, word: str, mode: str, at: datetime) -> str:
    number = _accepted(registry, word, mode, at)
    while bodies := _waiting(registry, number, "review"):
        for body in bodies:
            _answer(registry, number, body, "review", at + 2 * _HOUR)
    return number


def _issued(registry: Registry, number: str, at: datetime, *, confirmed: int = 9) -> None:
    """Decided by the approver; so many bodies confirm the result."""
    approver = registry.officer("company_approver", Role.APPROVER, BODIES["commerce"][0])
    issue_registration(number=number, by=approver, at=at)
    for body in _waiting(registry, number, "share")[:confirmed]:
        _answer(registry, number, body, "share", at + _HOUR)


def _answer(registry: Registry, number: str, body: str, phase: str, at: datetime) -> None:
    by = registry.handler(body)
    said = DeskAnswer(agreed=True, office="登记科（示例）" if phase == "review" else "", receipt=f"{body}-1")
    answer_at_desk(number=number, body=body, phase=phase, said=said, by=by, at=at)


def _waiting(registry: Registry, number: str, phase: str) -> list[str]:
    with reading(registry.people.by):
        found = Registration.objects.get(number=number)
        return [one.body for one in tasks_of(found, phase) if one.state == "open"]
