"""Situations (一件事): on the desk of the service centre, and as the public walks through them.

Content: {"intro": text, "items": [codes], "questions": [{"question": text, "answers": [{"answer", "items"}]}]}.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.guides.models import Situation as SituationRow
from qingdan.guides.models import SituationVersion
from qingdan.guides.queries.content import materials_of
from qingdan.guides.queries.public import GuideLine, guides_in_force, newest_contents
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role
from qingdan.rules.situation import (
    Answer,
    MergedMaterial,
    Question,
    Situation,
    Walk,
    merged_materials,
    situation_problems,
    walked,
)

BLANK: Mapping[str, Any] = {"intro": "", "items": [], "questions": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationVersionShown:
    """What the public saw from `at` on. `lines`: all it said, none when it was taken back; `gone` and `new`: what
    differs from the version before.
    """

    number: int
    digest: str
    at: datetime
    lines: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationPage:
    """One on the desk: `guides` are the items that can be named; `problems` keep it from the public; `versions`: what
    the public saw, the newest first.
    """

    code: str
    name: str
    content: Mapping[str, Any]
    published: bool
    version: int
    guides: tuple[GuideLine, ...]
    problems: tuple[Problem, ...]
    versions: tuple[SituationVersionShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationLine:
    """One in a list."""

    code: str
    name: str
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWalk:
    """Where somebody is on the way through one: the guides needed and, at the end, all their materials."""

    code: str
    name: str
    intro: str
    walk: Walk
    guides: tuple[GuideLine, ...]
    materials: tuple[MergedMaterial, ...]


def situation_of(content: Mapping[str, Any]) -> Situation:
    """The content as the rules know it."""
    return Situation(
        items=tuple(content["items"]),
        questions=tuple(
            Question(
                words=one["question"],
                answers=tuple(
                    Answer(words=each["answer"], items=tuple(each["items"])) for each in one["answers"]
                ),
            )
            for one in content["questions"]
        ),
    )


def situations_of(actor: Actor) -> list[SituationLine]:
    """All of the region, for the service centre. Raises Missing."""
    if Role.SERVICE_CENTRE not in actor.roles:
        raise Missing
    return [
        _line(one) for one in SituationRow.objects.filter(region_id=actor.region).order_by("name", "code")
    ]


def situation_page(actor: Actor, code: str, today: date) -> SituationPage:
    """One on the desk. Raises Missing."""
    found = SituationRow.objects.filter(code=code, region_id=actor.region).first()
    if found is None or Role.SERVICE_CENTRE not in actor.roles:
        raise Missing
    guides = guides_in_force(actor.region, today)
    known = frozenset(one.code for one in guides)
    return SituationPage(
        code=code,
        name=found.name,
        content=found.content,
        published=found.published,
        version=found.version,
        guides=guides,
        problems=situation_problems(situation_of(found.content), known),
        versions=tuple(_versions(found))[::-1],
    )


def public_situations(region: str) -> list[SituationLine]:
    """Those that the public can walk through."""
    found = SituationRow.objects.filter(region_id=region, published=True)
    return [_line(one) for one in found.order_by("name", "code")]


def public_walk(region: str, code: str, chosen: list[int], today: date) -> PublicWalk:
    """Where these answers lead. Raises Missing: none, or not published."""
    found = SituationRow.objects.filter(code=code, region_id=region, published=True).first()
    if found is None:
        raise Missing
    walk = walked(situation_of(found.content), chosen)
    guides = tuple(one for one in guides_in_force(region, today) if one.code in walk.items)
    contents = newest_contents(region) if walk.next is None else {}
    wanted = {one.code: materials_of(contents[one.code]) for one in guides if one.code in contents}
    return PublicWalk(
        code=code,
        name=found.name,
        intro=found.content["intro"],
        walk=walk,
        guides=guides,
        materials=merged_materials(wanted),
    )


def _versions(situation: SituationRow) -> Iterator[SituationVersionShown]:
    before: tuple[str, ...] = ()
    for one in SituationVersion.objects.filter(situation=situation):
        lines = tuple(_lines(thaw(one.digest))) if one.digest else ()
        yield SituationVersionShown(
            number=one.number,
            digest=one.digest,
            at=one.at,
            lines=lines,
            gone=tuple(line for line in before if line not in lines),
            new=tuple(line for line in lines if line not in before),
        )
        before = lines


def _lines(said: Mapping[str, Any]) -> Iterator[str]:
    """All that a version said, each line with enough to be told from another."""
    content = said["content"]
    yield f"名称：{said['name']}"
    yield f"说明：{content['intro']}"
    yield f"都要办：{'、'.join(content['items'])}"
    for question in content["questions"]:
        for answer in question["answers"]:
            yield f"{question['question']}　{answer['answer']}：{'、'.join(answer['items'])}"


def _line(one: SituationRow) -> SituationLine:
    return SituationLine(code=one.code, name=one.name, published=one.published)
