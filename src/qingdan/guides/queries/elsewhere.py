"""Items of other levels and regions that a guide names: where its cases are sent up or passed on, and what would be
asked for twice there (行政许可法 Art. 35, 43).

What the other guide says was published: it is read beyond the wall of the own region.
"""

from collections.abc import Iterator
from dataclasses import replace

from qingdan.base.actor import SYSTEM
from qingdan.base.refusal import Missing
from qingdan.base.transactions import seeing
from qingdan.guides.queries.content import Content, fields_of, limit_of, materials_of
from qingdan.guides.queries.published import PublishedGuide, guide_to_apply_by
from qingdan.rules.guide import MaterialSource
from qingdan.rules.problem import Problem, Severity, beside
from qingdan.rules.referral import EXAMINATION, asked_again
from qingdan.rules.time_limit import exceeds


def region_of_item(code: str) -> str:
    """The region that an item's public code begins with."""
    return code[:6]


def guide_elsewhere(item_code: str) -> PublishedGuide | None:
    """The guide that an item of any region goes by now; None: it has none."""
    region = region_of_item(item_code)
    found = None
    with seeing(replace(SYSTEM, region=region, regions=(region,))):
        try:
            found = guide_to_apply_by(item_code)
        except Missing:
            found = None
    return found


def elsewhere_problems(content: Content, own_region: str) -> Iterator[Problem]:
    """What is wrong with the items of others that a guide names, beside their fields."""
    if up := content["sent_up_to"]:
        yield from _one(content, up, own_region, "sent_up_to")
        statutory = limit_of(content["statutory"])
        if statutory and exceeds(statutory, EXAMINATION):
            yield _found("examination_too_long", "sent_up_to", limit=statutory.printed)
        if content["licence"]["kind"]:
            yield _found("examination_with_licence", "licence_kind")
    for code in content["passed_to"]:
        yield from _one(content, code, own_region, "passed_to")


def _one(content: Content, code: str, own_region: str, field: str) -> Iterator[Problem]:
    other = guide_elsewhere(code) if code.isascii() and region_of_item(code) != own_region else None
    if other is None:
        yield _found("elsewhere_unknown", field, code=code)
        return
    again = asked_again(_needed(other.content), _held(content))
    if again:
        yield _found("asked_again", field, names="、".join(again), item=other.content["name"])


def _needed(content: Content) -> list[str]:
    """What an application there cannot do without."""
    demanded = [
        one for one in materials_of(content) if one.required and one.source is not MaterialSource.SHARED
    ]
    return [one.name for one in demanded] + [one.label for one in fields_of(content) if one.required]


def _held(content: Content) -> list[str]:
    return [one.name for one in materials_of(content)] + [one.label for one in fields_of(content)]


def _found(key: str, field: str, **params: str) -> Problem:
    return beside(f"guide.{key}", field, params, Severity.BLOCKER)
