"""A city whose 点灯许可 has a guide, with the people who write and publish guides; texts as its form sends them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.builders import CITY, NOW, a_city, an_actor
from tests.builders_cases import GUIDE, HEAD, LAMP, WRITER, a_licence
from tests.builders_editions import an_edition
from tests.builders_files import PDF, given
from tests.builders_powers import OWN
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.guides.models import Guide
from qingdan.guides.queries.texts import texts_of
from qingdan.guides.services.situations import begin_situation, save_situation, show_situation
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

SECOND = f"{OWN}01000200"
"""灯会许可, of the same unit."""


@kept
def a_guided_city() -> dict[str, Actor]:
    """Two licences in force, neither with a guide; by role: who writes, who publishes, the service centre."""
    a_city()
    an_edition([a_licence(), a_licence_of_fairs()])
    roles = (Role.LIAISON, Role.PRINCIPAL)
    people = {role.value: an_actor(role) for role in roles}
    return people | {
        "service_centre": an_actor(Role.SERVICE_CENTRE, unit=2),
        "foreign": an_actor(Role.DRAFTER, unit=3),
    }


def a_licence_of_fairs() -> dict[str, Any]:
    """灯会许可, whose published chart says nothing of where the clock begins."""
    return {**a_licence(), "code": SECOND, "name": "灯会许可", "chart": {}}


@kept
def begun(code: str = LAMP) -> str:
    """A guide in which nothing was written."""
    return start_guide(item_code=code, by=WRITER, at=NOW)


@kept
def written(version: int = 1, code: str = LAMP, **more: Any) -> int:
    """A guide that may be published; its version."""
    begun(code)
    return save_guide(code=code, version=version, content={**GUIDE, **more}, by=WRITER, at=NOW)


@kept
def published(**more: Any) -> int:
    """The number of a new version that says `more`."""
    guide = Guide.objects.filter(code=LAMP).first()
    version = written(guide.version if guide else 1, **more)
    return publish_guide(code=LAMP, version=version, by=HEAD, at=NOW)


CENTRE = Actor(
    username="service_centre-2",
    name="钟心",
    roles=frozenset({Role.SERVICE_CENTRE}),
    region=CITY,
    regions=(CITY,),
    unit=f"{CITY}002",
)
FAIR = {
    "intro": "在街上办一场灯会",
    "items": [],
    "questions": [
        {
            "question": "要不要点灯",
            "answers": [{"answer": "要", "items": [LAMP]}, {"answer": "不要", "items": []}],
        },
        {
            "question": "在哪里办",
            "answers": [{"answer": "街上", "items": [LAMP]}, {"answer": "家里", "items": []}],
        },
    ],
}


@kept
def a_situation(*, shown: bool = True, content: dict[str, Any] | None = None) -> str:
    """办灯会: two questions that lead to 点灯许可; its code."""
    code = begin_situation(name="办灯会", by=CENTRE, at=NOW)
    words = {"name": "办灯会", "content": content or FAIR}
    version = save_situation(code=code, version=1, **words, by=CENTRE, at=NOW)
    if shown:
        show_situation(code=code, version=version, shown=True, by=CENTRE, at=NOW)
    return code


def typed(version: int = 1, **more: Any) -> dict[str, Any]:
    """What the form of the guide sends: everything that stands in it, and `more`."""
    texts = {name: text for name, text in texts_of(GUIDE).items() if not name.startswith("field-")}
    many = {"applicants", "pauses", "delivery", "visits"}
    sent = {name: text.splitlines() if name in many else text for name, text in texts.items()}
    return {**sent, "version": str(version), **more}


def licences_of(region: str, units: Sequence[str]) -> None:
    """A licence of each of these units of a region, in force."""
    approval = {**a_licence(), "list": ListKind.APPROVAL.value, "unit_name": "某局"}
    entries = [{**approval, "code": licence_of(unit), "unit": unit} for unit in units]
    an_edition(entries, kind=ListKind.APPROVAL, region=region)


def licence_of(unit: str) -> str:
    """The public code of a unit's licence."""
    return f"{unit}01000900"


def guide_things(unit: str, word: str, by: Actor, at: datetime) -> dict[str, str]:
    """A draft of the guide of the unit's licence, with a blank form: `guide`, `guide_file`, `situation`."""
    code = start_guide(item_code=licence_of(unit), by=by, at=at)
    content = {**GUIDE, "hours": f"{word}每天", "scope": f"{word}挂灯以前"}
    file = given(PDF + word.encode() + b"%%EOF", f"空白表{word}.pdf")
    save_guide(code=code, version=1, content=content, uploads={"material-1-form": file}, by=by, at=at)
    with reading(by):
        materials = Guide.objects.get(code=code).content["materials"]
    centre = replace(by, roles=frozenset({Role.SERVICE_CENTRE}))
    situation = begin_situation(name=f"{word}办灯会", by=centre, at=at)
    return {"guide": code, "guide_file": materials[0]["form"], "situation": situation}
