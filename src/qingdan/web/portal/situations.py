"""A situation (一件事): question after question by plain forms, at the end all items and each material once."""

from qingdan.data.guide import guide_names
from qingdan.guides.queries.situations import public_walk
from qingdan.joints.queries.public import plans_with
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page
from qingdan.web.shared.numbers import number_in

MOST = 12


@published
def situation(asked: Asked, code: str) -> Page:
    """The next question, or what is needed. Raises Missing."""
    chosen = [number_in(asked.word(f"q{place}")) for place in range(1, MOST + 1)]
    found = public_walk(asked.place.code, code, chosen, asked.today)
    done = len(found.walk.answered)
    names = {one.code: one.name for one in found.guides}
    materials = [
        (one, guide_names("sources")[one.source], [names[code] for code in one.wanted_by])
        for one in found.materials
    ]
    context = {
        "found": found,
        "here": f"/situations/{code}/",
        "answered": [
            (question, answer, _before(chosen[:place]))
            for place, (question, answer) in enumerate(found.walk.answered)
        ],
        "kept": list(enumerate(chosen[:done], 1)),
        "number": done + 1,
        "materials": materials,
        "yours": sum(not one.fetched for one in found.materials),
        "plans": plans_with(asked.place.code, names) if len(names) > 1 else (),
        "section": "guides",
    }
    return Page(template="situation", context=context)


def _before(chosen: list[int]) -> str:
    """The query that leads back to a question: the answers before it."""
    return "&".join(f"q{place}={number}" for place, number in enumerate(chosen, 1))
