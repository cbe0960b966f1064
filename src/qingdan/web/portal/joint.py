"""Plans of joint approval for the public: all of a region, and one in full with its one list of materials."""

from qingdan.data.guide import guide_names
from qingdan.joints.queries.public import PublicMaterial, public_plan, public_plans
from qingdan.web.portal.pages import published
from qingdan.web.portal.rendering import Asked, Page


@published
def plans(asked: Asked) -> Page:
    """Every plan that one can apply by."""
    found = public_plans(asked.place.code)
    return Page(template="joint_plans", context={"plans": found, "section": "guides"})


@published
def plan(asked: Asked, code: str) -> Page:
    """A plan: matters, days side by side, what waits for what, materials. Raises Missing."""
    found = public_plan(code, asked.today)
    context = {
        "plan": found,
        "saved": found.serial - found.whole,
        "yours": sum(not one.fetched for one in found.materials),
        "materials": [(one, _source(one)) for one in found.materials],
        "assurance": guide_names("assurance")[str(found.least_assurance)],
        "applicants": [guide_names("applicants")[one] for one in found.kinds],
        "section": "guides",
    }
    return Page(template="joint_plan", context=context)


def _source(one: PublicMaterial) -> str:
    return guide_names("sources")[one.material.source]
