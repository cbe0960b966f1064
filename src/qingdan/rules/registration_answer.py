"""What a body answers about a packet, read and checked: garbage, a wrong code or another's is no answer.

An answer says to which registration and round it belongs, whether the body agrees or objects, its number where it is to
give one, its office in charge, and the receipt under which it keeps the packet. All is text; more than is asked for is
left aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qingdan.rules.codes.identification import bare_number
from qingdan.rules.problem import Problem, beside
from qingdan.rules.registration_codes import Knowledge, NumberKind, number_problems

AGREE, OBJECT = "agree", "object"
LONGEST = 500
_TEXTS = ("registration", "result", "number", "office", "receipt", "reason", "digest", "round")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAnswer:
    """What an answer must fit: `gives` the number it must bring (None: it brings none), `digest` of what was shared."""

    registration: str
    round: int
    known: Knowledge
    gives: NumberKind | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyAnswer:
    """An answer as read. `numbers`: what the body says it keeps of the enterprise."""

    agreed: bool
    number: str = ""
    office: str = ""
    receipt: str = ""
    reason: str = ""
    digest: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)


def read_answer(content: object, expected: ExpectedAnswer) -> tuple[BodyAnswer | None, tuple[Problem, ...]]:
    """The answer, or everything that is wrong with it."""
    if not isinstance(content, Mapping):
        return None, (_wrong("no_answer"),)
    texts = {name: content.get(name, "") for name in _TEXTS}
    if any(not isinstance(one, str | int) or isinstance(one, bool) for one in texts.values()):
        return None, (_wrong("no_answer"),)
    said = {name: str(text).strip() for name, text in texts.items()}
    problems = [*_whose(said, expected), *_what(said, expected)]
    if problems:
        return None, tuple(problems)
    return _answer(said, _numbers(content)), ()


def _whose(said: Mapping[str, str], expected: ExpectedAnswer) -> list[Problem]:
    """Whether it is of this registration and this round."""
    found = []
    if said["registration"] != expected.registration:
        found.append(_wrong("answer_of_other", number=said["registration"][:40]))
    if said["round"] and said["round"] != str(expected.round):
        found.append(_wrong("answer_of_round", round=said["round"][:8]))
    return found


def _what(said: Mapping[str, str], expected: ExpectedAnswer) -> list[Problem]:
    if said["result"] not in (AGREE, OBJECT):
        return [_wrong("no_result", result=said["result"][:40])]
    found = [_wrong("answer_long", most=LONGEST) for text in said.values() if len(text) > LONGEST][:1]
    if said["result"] == OBJECT:
        return found + ([] if said["reason"] else [_wrong("objection_reason", "reason")])
    if expected.gives:
        found += number_problems(expected.gives, said["number"], expected.known)
    if expected.digest and said["digest"] != expected.digest:
        found.append(_wrong("answer_digest"))
    return found


def _answer(said: Mapping[str, str], numbers: Mapping[str, str]) -> BodyAnswer:
    return BodyAnswer(
        agreed=said["result"] == AGREE,
        number=bare_number(said["number"]) if said["result"] == AGREE else "",
        office=said["office"],
        receipt=said["receipt"],
        reason=said["reason"],
        digest=said["digest"],
        numbers=numbers,
    )


def _numbers(content: Mapping[object, object]) -> dict[str, str]:
    given = content.get("numbers")
    if not isinstance(given, Mapping):
        return {}
    kinds = {one.value for one in NumberKind}
    return {str(kind): bare_number(str(text)[:40]) for kind, text in given.items() if kind in kinds}


def _wrong(key: str, beside_field: str = "answer", **params: str | int) -> Problem:
    return beside(f"registration.{key}", beside_field, params)
