"""A situation (一件事): a few questions whose answers lead to the items that somebody needs, and to all materials once.

Source: 国务院令第716号 Art. 7, 8 (nothing is asked twice, related matters are dealt with together); 宜春市"三单一网"
实施方案 四(四) (one window, joint approval).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qingdan.rules.guide import Material, MaterialSource
from qingdan.rules.problem import Problem, beside
from qingdan.rules.text import title_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer and the items (public codes) that it makes necessary."""

    words: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers, in order."""

    words: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What leads to items: those needed in any case, and questions."""

    items: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How far somebody has answered: what was answered, the next question (None: all are), the items needed so far."""

    answered: tuple[tuple[Question, Answer], ...]
    next: Question | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedMaterial:
    """A material that one or more items want, named once. `fetched`: the system gets it, nobody is asked."""

    name: str
    source: MaterialSource
    standards: tuple[str, ...]
    required: bool
    wanted_by: tuple[str, ...]

    @property
    def fetched(self) -> bool:
        """Whether nothing is asked."""
        return self.source is MaterialSource.SHARED


def walked(situation: Situation, chosen: Sequence[int]) -> Walk:
    """Where these answers lead (each counted from 1, in the order of the questions); it stops at one that is none."""
    answered: list[tuple[Question, Answer]] = []
    for question, number in zip(situation.questions, chosen, strict=False):
        if not 0 < number <= len(question.answers):
            break
        answered.append((question, question.answers[number - 1]))
    rest = situation.questions[len(answered) :]
    items = [*situation.items, *(item for _, answer in answered for item in answer.items)]
    return Walk(answered=tuple(answered), next=rest[0] if rest else None, items=tuple(dict.fromkeys(items)))


def merged_materials(wanted: Mapping[str, Sequence[Material]]) -> tuple[MergedMaterial, ...]:
    """All materials of some items (code → its list), each once. What one of them can fetch is fetched for all."""
    found: dict[str, list[tuple[str, Material]]] = {}
    for code, materials in wanted.items():
        for one in materials:
            found.setdefault(title_key(one.name), []).append((code, one))
    return tuple(_merged(some) for some in found.values())


def _merged(some: Sequence[tuple[str, Material]]) -> MergedMaterial:
    materials = [one for _, one in some]
    shared = any(one.source is MaterialSource.SHARED for one in materials)
    return MergedMaterial(
        name=materials[0].name,
        source=MaterialSource.SHARED if shared else materials[0].source,
        standards=tuple(dict.fromkeys(one.standard for one in materials if one.standard)),
        required=any(one.required for one in materials),
        wanted_by=tuple(dict.fromkeys(code for code, _ in some)),
    )


def situation_problems(situation: Situation, known: frozenset[str]) -> tuple[Problem, ...]:
    """What keeps it from the public; `known`: items that one can apply for."""
    return tuple(_problems(situation, known))


def _problems(situation: Situation, known: frozenset[str]) -> Iterator[Problem]:
    every = [*situation.items]
    for place, question in enumerate(situation.questions, 1):
        if not question.words.strip():
            yield beside("guide.situation_no_question", f"question-{place}", {"place": place})
        if len(question.answers) < 2:
            yield beside("guide.situation_few_answers", f"question-{place}", {"place": place})
        every += [item for answer in question.answers for item in answer.items]
    if not every:
        yield beside("guide.situation_no_items", "items", {})
    for item in dict.fromkeys(every):
        if item not in known:
            yield beside("guide.situation_unknown_item", "items", {"item": item})
