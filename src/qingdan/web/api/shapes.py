"""Shapes of what the JSON interface answers; `/api/v1/openapi.json` is made from them. A field may be added, never
renamed (interfaces)."""

from typing import Any, Literal

from ninja import Schema
from pydantic import Field

SearchKind = Literal["", "power_item", "service_item", "guide"]
ListName = Literal["power_list", "responsibility_list"]
RegionCode = Field(
    default="", pattern=r"^([0-9]{6})?$", description="行政区划代码；空为本市（搜索时为所有地区）"
)


class SearchResult(Schema):
    """一条搜索结果。"""

    kind: str
    code: str
    name: str
    department: str
    region: str
    url: str


class SearchAnswer(Schema):
    """搜索结果，最相符的在前。"""

    results: list[SearchResult]
    took_ms: int


class EditionShape(Schema):
    """清单的一版。"""

    code: str
    name: str
    region: str
    list: str
    number: int
    digest: str
    entries: int
    effective_on: str
    shown_on: str
    resolution: dict[str, Any]
    url: str
    manifest: str
    items: str
    evidence: str


class EditionsShape(Schema):
    """一个地区公布过的各版，新的在前。"""

    region: str
    editions: list[EditionShape]


class EntryLineShape(Schema):
    """一版里的一项：目录所记。"""

    code: str
    unit: str
    category: str
    name: str
    disposition: str
    digest: str
    in_force: bool
    url: str


class EntriesShape(Schema):
    """一版的事项，按清单的次序；`next` 是下一页的起点，没有时为空。"""

    edition: str
    total: int
    offset: int
    next: int | None
    entries: list[EntryLineShape]


class EntryShape(Schema):
    """一版里的一项和它的全部内容；`digest` 是内容的规范文本的 SHA-256。"""

    edition: str
    code: str
    digest: str
    in_force: bool
    content: dict[str, Any]


class VersionShape(Schema):
    """事项的一个版本：从哪一版清单起这样写。"""

    number: int
    edition: str
    shown_on: str
    effective_on: str
    digest: str
    in_force: bool


class ItemShape(Schema):
    """一项权力在某一天的样子，它的责任，它的各个版本。"""

    code: str
    on: str
    edition: str
    digest: str
    listed: bool
    in_force: bool
    content: dict[str, Any]
    duties: dict[str, Any] | None
    versions: list[VersionShape]
    url: str


class ChangedFieldShape(Schema):
    """改动的一栏；`pieces` 每段是 [same|gone|new, 文字]。"""

    field: str
    title: str
    pieces: list[list[str]]


class EntryChangeShape(Schema):
    """两版之间不同的一项。"""

    kind: str
    kind_name: str
    code: str
    name: str
    department: str
    before: str
    after: str
    url: str
    fields: list[ChangedFieldShape]


class DifferenceShape(Schema):
    """两版之间的不同。"""

    before: str
    after: str
    total: int
    offset: int
    next: int | None
    changes: list[EntryChangeShape]


class ChangeShape(Schema):
    """最近变化的一条：公布了一版（edition），或一项新增（added）、取消（ended）、修改（changed）。"""

    kind: str
    on: str
    effective_on: str
    edition: str
    code: str
    name: str
    department: str
    before: str
    after: str
    url: str


class ChangesShape(Schema):
    """最近变化，新的在前。"""

    region: str
    changes: list[ChangeShape]


class Fault(Schema):
    """为什么没有答复。"""

    detail: str
