"""What an item says, a line a field, in the order of its form and in words: for the desk and the public alike."""

from collections.abc import Mapping

from qingdan.data.labels import FIELD_NAMES
from qingdan.web.shared.words import choice_name

ORDER = (
    "category", "name", "sub_item", "item_code", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "disposition",
    "reason_code", "reason", "receiver", "transition_from", "transition_until", "law_change", "publication", "duty",
    "remark",
)  # fmt: skip
"""The fields of an item as its form has them; the form stands in a module that public pages do not know."""
IN_HEAD = frozenset({"name", "category"})


def item_facts(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and words of each field that says something, without what the head of the page says."""
    places = {name: place for place, name in enumerate(ORDER)}
    named = sorted(values, key=lambda name: places.get(name, len(ORDER)))
    return [
        (FIELD_NAMES.get(name, name), choice_name(values[name], name))
        for name in named
        if values[name] and name not in IN_HEAD
    ]
