"""How far a material can be trusted: the four grades of 国办函〔2016〕108号 (approval.md §6.7)."""

from enum import StrEnum


class MaterialGrade(StrEnum):
    """A is used directly, B again and again; of C the original is looked at each time; for D who gave it answers.

    A comes from the store of licences, D and C with an upload; B when a window has compared a C with its original.
    """

    OF_AGENCY = "A"
    COMPARED = "B"
    COPY = "C"
    OWN_MADE = "D"
