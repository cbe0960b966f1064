"""The one form and set of materials that a joint application was begun with: pinned by digest, read once a process.

Its snapshot holds the items in the plan's order, each with the digest and key of the guide's version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qingdan.base.snapshots.queries import thaw
from qingdan.cases.queries.frozen import frozen
from qingdan.guides.queries.content import Content, fields_of, materials_of
from qingdan.guides.queries.published import guide_to_apply_by, newest_version
from qingdan.rules.application_form import Field
from qingdan.rules.guide import Material
from qingdan.rules.joint_form import SharedField, SharedMaterial, shared_fields, shared_materials


@dataclass(frozen=True, slots=True, kw_only=True)
class JointForm:
    """`versions`: item → key of its guide's version, in the plan's order; `guides`: item → what it says."""

    versions: Mapping[str, int]
    guides: Mapping[str, Content]
    fields: tuple[SharedField, ...]
    materials: tuple[SharedMaterial, ...]

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields of the one form."""
        return tuple(one.field for one in self.fields)

    @property
    def listed(self) -> tuple[Material, ...]:
        """The materials of the one set."""
        return tuple(one.material for one in self.materials)

    @property
    def least_assurance(self) -> int:
        """Of all the items, what the most careful one asks."""
        return max(int(one["least_assurance"]) for one in self.guides.values())


def rows_to_pin(items: Iterable[str]) -> list[dict[str, Any]]:
    """What pins the form of these items as one applies by it today. Raises Missing: by one of them nobody does."""
    guides = [guide_to_apply_by(one) for one in items]
    return [{"item": one.item_code, "version": one.key, "guide": one.digest} for one in guides]


@lru_cache(maxsize=512)
def form_of(digest: str) -> JointForm:
    """The form of a digest. Raises Snapshot.DoesNotExist."""
    return form_from(thaw(digest)["items"])


def form_from(rows: Iterable[Mapping[str, Any]]) -> JointForm:
    """The form of some items, pinned by `rows_to_pin`."""
    rows = tuple(rows)
    guides = {one["item"]: frozen(one["guide"]) for one in rows}
    return JointForm(
        versions={one["item"]: one["version"] for one in rows},
        guides=guides,
        fields=shared_fields({item: fields_of(content) for item, content in guides.items()}),
        materials=shared_materials({item: materials_of(content) for item, content in guides.items()}),
    )


def outdated(form: JointForm) -> tuple[str, ...]:
    """The items whose guide says something else by now, or by which nobody applies any more."""
    return tuple(item for item, key in form.versions.items() if newest_version(item) != key)
