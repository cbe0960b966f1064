"""The bodies' own systems for tests: real servers, down, slow, answering twice or nonsense, as they are told."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

import pytest
from tests.builders import CITY, NOW, SETTER
from tests.builders_docking import a_partner, delivered, may_call
from tests.builders_registrations import FIRST, unit_code
from tests.fake_partner import FakePartner, fake_partner

from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading
from qingdan.docking.models import Partner
from qingdan.docking.services.answering import partner_actor, take_answer
from qingdan.rules.registration_codes import codes_of_range, tax_number

DOCKED = {"quality": "quality", "state_tax": "state-tax", "local_tax": "local-tax"}
Content = dict[str, Any]


@dataclass
class BodySystem:
    """A system and how it behaves: `down_until`, `late` (answers by a call of its own, later), `nonsense` (share)."""

    body: str
    random: Random
    codes: list[str]
    fake: FakePartner = field(default_factory=FakePartner)
    now: datetime = NOW
    down_until: datetime = NOW
    late: bool = False
    twice: bool = False
    nonsense: float = 0.0
    kept: dict[str, Content] = field(default_factory=dict)
    waiting: list[tuple[str, Content]] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    visits: dict[str, Content] = field(default_factory=dict)
    wrongs: int = 0

    def answer(self, _fake: FakePartner, said: Mapping[str, Any]) -> tuple[int, bytes]:
        """What goes back over the line."""
        if self.now < self.down_until:
            return 503, b""
        content = said["content"]
        found = self._told(said["kind"], content)
        told: Content = {"received": said["code"]}
        if self.late:
            self.waiting.append((said["code"], found))
        else:
            told["answer"] = found
        return 200, json.dumps(told, ensure_ascii=False).encode()

    def _told(self, kind: str, content: Content) -> Content:
        match kind:
            case "registration.inquiry":
                return self._inquired(content)
            case "registration.visit":
                return self._visited(content)
            case _:
                return self._handled(content)

    def call_back(self, at: datetime) -> None:
        """Answers what waits, in any order; twice where it is such a system: the second time something else."""
        self.random.shuffle(self.waiting)
        with reading(SETTER):
            partner = Partner.objects.select_related("unit").get(region=CITY, code=DOCKED[self.body])
        by = partner_actor(partner)
        for code, content in self.waiting:
            take_answer(partner=partner, code=code, content=content, by=by, at=at)
            if self.twice:
                with pytest.raises(Refused):
                    take_answer(
                        partner=partner, code=code, content={**content, "receipt": "again"}, by=by, at=at
                    )
        self.waiting.clear()

    def _handled(self, packet: Content) -> Content:
        if self.random.random() < self.nonsense:
            self.wrongs += 1
            return self._nonsense(packet)
        found = {
            "registration": packet["registration"],
            "round": packet["round"],
            "result": "agree",
            "receipt": "r1",
        }
        if packet["phase"] == "share":
            kept = {
                "digest": packet["digest"],
                "numbers": packet["numbers"],
                "number": _main(packet["numbers"]),
            }
            self.kept[kept["number"]] = kept
            return found | kept
        return found | {"number": self._number(packet)}

    def _visited(self, packet: Content) -> Content:
        """Keeps the finance and tax affairs under a receipt."""
        if self.random.random() < self.nonsense:
            self.wrongs += 1
            return {"registration": "another", "result": "agree"}
        self.visits[packet["registration"]] = packet["answers"]
        said = {"registration": packet["registration"], "result": "agree", "receipt": "v1"}
        return said | {"digest": packet["digest"]}

    def _number(self, packet: Content) -> str:
        if self.body == "quality":
            return self.given.setdefault(packet["registration"], self.codes.pop())
        return tax_number(region=CITY, code=packet["numbers"]["organisation_code"])

    def _nonsense(self, packet: Content) -> Content:
        said = {"registration": packet["registration"], "round": packet["round"], "result": "agree"}
        wrong = [
            {},
            {"result": "ok", "registration": packet["registration"]},
            {**said, "number": "MA3500008", "digest": "0" * 64},
            {**said, "registration": "another"},
            {**said, "round": 9, "number": "x" * 600},
            {**said, "number": {"code": 1}},
            {**said, "result": "object", "reason": ""},
        ]
        if self.given:  # another's code
            wrong.append({**said, "number": next(iter(self.given.values())), "digest": "1" * 64})
        return self.random.choice(wrong)

    def _inquired(self, content: Content) -> Content:
        kept = [self.kept[one] for one in content["numbers"] if one in self.kept]
        return {"kept": kept, "unknown": [one for one in content["numbers"] if one not in self.kept]}


def _main(numbers: Mapping[str, str]) -> str:
    return numbers.get("uscc") or numbers["registration_number"]


@contextmanager
def body_systems(
    monkeypatch: pytest.MonkeyPatch, *, seed: int, codes: int
) -> Iterator[dict[str, BodySystem]]:
    """The docked systems of three bodies; 质监 gives codes from the end of the range that the city has."""
    with ExitStack() as stack:
        found = {}
        for body, code in DOCKED.items():
            fake = stack.enter_context(fake_partner())
            system = BodySystem(
                body=body,
                random=Random(f"{seed} {body}"),
                codes=list(codes_of_range(FIRST, codes)),
                fake=fake,
            )
            fake.answer = system.answer
            found[body] = system
            ports = [one.fake.port for one in found.values()]
            may_call(monkeypatch, *ports)
            a_partner(fake, code=code, unit=unit_code(body))
        yield found


def deliver_all(systems: Mapping[str, BodySystem], at: datetime) -> None:
    """What is due goes out, what waits comes back, until nothing moves any more at this instant."""
    for system in systems.values():
        system.now = at
    while sum(delivered(partner=DOCKED[body], at=at) for body in systems):
        for system in systems.values():
            system.call_back(at)
