"""What a notice of defects listed, item by item, and whether it was mended since (行政许可法 Art. 32(4), (5)).

A material is mended when it was filed anew after the notice; a field when it says something, and something else than
when the notice was written.
"""

from dataclasses import dataclass

from qingdan.cases.models import Case, CaseDefect, CaseMaterial
from qingdan.cases.queries.frozen import frozen
from qingdan.guides.queries.content import fields_of, materials_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDefect:
    """An item of the last notice: `subject` (material-3, field-name), its name in the guide, `changed` since."""

    subject: str
    name: str
    what: str
    how: str
    changed: bool

    @property
    def of_form(self) -> bool:
        """Whether it is a field of the form."""
        return self.subject.startswith("field-")


def listed_defects(case: Case) -> tuple[ListedDefect, ...]:
    """The items of the last notice, in its order; none where nothing was told."""
    if not case.rounds:
        return ()
    names = listed_subjects(case)
    filed = CaseMaterial.objects.filter(case=case, round=case.rounds, replaced=False)
    brought = {f"material-{place}" for place in filed.values_list("place", flat=True)}
    return tuple(
        ListedDefect(
            subject=one.subject,
            name=names[one.subject],
            what=one.what,
            how=one.how,
            changed=one.subject in brought or _is_answered_anew(one, case),
        )
        for one in CaseDefect.objects.filter(case=case, round=case.rounds).order_by("pk")
    )


def listed_subjects(case: Case) -> dict[str, str]:
    """What may be found to lack: the guide's materials and the form's fields, by subject."""
    content = frozen(case.version_read.digest)
    listed = {f"material-{one.place}": one.name for one in materials_of(content)}
    return listed | {f"field-{one.name}": one.label for one in fields_of(content)}


def _is_answered_anew(defect: CaseDefect, case: Case) -> bool:
    now = case.answers.get(defect.subject.removeprefix("field-"), "").strip()
    return bool(now) and now != defect.answer.strip()
