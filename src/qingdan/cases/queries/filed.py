"""What was filed for the materials asked, of a case and of a joint application alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qingdan.base.files.models import StoredFile
from qingdan.data.case import case_names
from qingdan.rules.guide import Material


class Given(Protocol):
    """A row of what was filed, of a case or of a joint application."""

    @property
    def place(self) -> int:
        """In the list of materials."""

    @property
    def grade(self) -> str:
        """A–D."""

    @property
    def source(self) -> str:
        """Where the applicant had it."""

    @property
    def licence(self) -> str:
        """Its number, where it is one of the store."""

    @property
    def file(self) -> StoredFile | None:
        """None of what came on paper or from the store."""

    @property
    def at(self) -> datetime:
        """When."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledMaterial:
    """What stands filed for a material. `file`: code of its file, "" for a licence or paper."""

    grade: str
    grade_words: str
    source: str
    file: str
    file_name: str
    size: int
    licence: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialLine:
    """A material of the guide's list with what was filed for it. `fetched`: the system gets it, nothing is asked."""

    asked: Material
    fetched: bool
    filed: FiledMaterial | None

    @property
    def place_word(self) -> str:
        """Its place, as names of fields end with it."""
        return str(self.asked.place)

    @property
    def lacks(self) -> bool:
        """Whether it is demanded and nobody filed it."""
        return self.asked.required and not self.fetched and self.filed is None


def materials_to_sign(filed: Iterable[Given]) -> list[list[object]]:
    """What an applicant stands for of the materials that stand filed, in their order."""
    return [
        [one.place, one.grade, one.source, (one.file and one.file.digest) or one.licence] for one in filed
    ]


def filed_shown(one: Given) -> FiledMaterial:
    """A material that stands filed, as a page shows it."""
    return FiledMaterial(
        grade=one.grade,
        grade_words=case_names("grades").get(one.grade, ""),
        source=one.source,
        file=one.file.code if one.file else "",
        file_name=one.file.name if one.file else "",
        size=one.file.size if one.file else 0,
        licence=one.licence,
        at=one.at,
    )
