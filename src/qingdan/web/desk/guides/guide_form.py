"""The form of a guide and of its application form: every field with what stands in it and what is wrong there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from qingdan.data.case import case_names
from qingdan.data.guide import guide_names, label_of, row_names
from qingdan.guides.queries.desk import Change, GuidePage, changes_between
from qingdan.guides.queries.texts import FEE, FIELD, MATERIAL, QUESTION, RowAct, RowChange, Rows, rows_in
from qingdan.rules.problem import Problem
from qingdan.web.shared.refusal import Refusal

GROUPS: tuple[tuple[str, tuple[str, ...], Rows | None], ...] = (
    ("who", ("applicants", "scope", "conditions", "prohibitions", "no_prohibitions", "quantity"), None),
    ("materials", ("no_materials",), MATERIAL),
    ("time", ("promised", "pauses"), None),
    ("fees", ("free",), FEE),
    ("where", ("places", "hours", "consult_phone", "supervise_phone", "trips", "trips_reason"), None),
    ("result", ("result", "licence_kind", "licence_months", "delivery", "remedies"), None),
    (
        "rules",
        (
            "least_assurance",
            "correction_days",
            "lapse_is_withdrawal",
            "visits",
            "parallel",
            "investment",
            "sent_up_to",
            "passed_to",
        ),
        None,
    ),
    ("questions", (), QUESTION),
)
OF_LIST = ("statutory", "chart")
_AREAS = frozenset(
    {
        "scope",
        "conditions",
        "prohibitions",
        "places",
        "passed_to",
        "remedies",
        "standard",
        "answer",
        "choices",
        "why_not_shared",
    }
)
_MANY = frozenset({"applicants", "pauses", "delivery", "visits"})
_FILES = frozenset({"form", "sample"})
_ROW_ACTS = {rows.kind: rows for rows in (MATERIAL, FEE, QUESTION, FIELD)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field as a page draws it. `kind`: line, area, yes, one, many, file, kept (stands only in the form).

    `file` is the name of the file that stands there; `choices`: key, word, whether chosen.
    """

    name: str
    label: str
    value: str
    kind: str
    hint: str = ""
    choices: tuple[tuple[str, str, bool], ...] = ()
    file: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of a list, with what is wrong with it."""

    kind: str
    place: int
    title: str
    cells: tuple[FormField, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """A short part of the form; `list`: the name of its rows, "" where it has none."""

    key: str
    title: str
    fields: tuple[FormField, ...]
    kind: str
    list: str
    rows: tuple[FormRow, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideForm:
    """The whole form; `both`: what two people wrote differently; `of_list`: what is wrong with the list itself."""

    version: int
    groups: tuple[FormGroup, ...]
    of_list: tuple[Problem, ...]
    both: tuple[Change, ...]


def form_of(page: GuidePage, refusal: Refusal | None) -> GuideForm:
    """The form of a guide; after a refusal with what was typed."""
    made = _Made(page, refusal)
    return GuideForm(
        version=made.version,
        groups=tuple(made.group(*one) for one in GROUPS),
        of_list=tuple(one for one in page.problems if one.where.field in OF_LIST),
        both=made.both,
    )


def builder_of(page: GuidePage, refusal: Refusal | None) -> GuideForm:
    """The form of the application form."""
    made = _Made(page, refusal, fields=True)
    group = made.group("fields", (), FIELD)
    return GuideForm(version=made.version, groups=(group,), of_list=(), both=made.both)


def texts_in(form: QueryDict) -> dict[str, str]:
    """What a posted form holds; several answers of one field each on a line."""
    return {name: "\n".join(str(one) for one in form.getlist(name)) for name in form}


def change_in(words: str) -> RowChange | None:
    """What the button says that was pressed ("material drop 2"); None for none of them."""
    parts = words.split(" ")
    if len(parts) != 3 or parts[0] not in _ROW_ACTS or parts[1] not in set(RowAct):
        return None
    place = int(parts[2]) if parts[2].isdecimal() and len(parts[2]) < 4 else 0
    return RowChange(rows=_ROW_ACTS[parts[0]], act=RowAct(parts[1]), place=place)


def anchor_of(change: RowChange) -> str:
    """Where to go on after a row was changed."""
    moves = {RowAct.UP: -1, RowAct.DOWN: 1}
    return (
        f"f-{change.rows.list}"
        if change.act in {RowAct.ADD, RowAct.DROP}
        else (f"f-{change.rows.kind}-{max(1, change.place + moves[change.act])}")
    )


class _Made:
    """A form in the making: what stands in its fields, and where its problems belong."""

    def __init__(self, page: GuidePage, refusal: Refusal | None, *, fields: bool = False) -> None:
        typed = texts_in(refusal.typed) if refusal and "version" in refusal.typed else None
        theirs = refusal.theirs if refusal else {}
        self.page = page
        self.texts: Mapping[str, str] = page.texts if typed is None else typed
        self.problems = page.problems if typed is None else ()
        self.version = (refusal.version if refusal and refusal.version else None) or page.version
        self.both = changes_between(_part(theirs, fields), _part(self.texts, fields)) if theirs else ()

    def group(self, key: str, names: Sequence[str], rows: Rows | None) -> FormGroup:
        listed = rows.list if rows else ""
        return FormGroup(
            key=key,
            title=guide_names("groups").get(key, label_of(key)),
            fields=tuple(self.field(name) for name in names),
            kind=rows.kind if rows else "",
            list=listed,
            rows=tuple(self._rows(rows)) if rows else (),
            problems=self.at(listed) if listed else (),
        )

    def field(self, name: str) -> FormField:
        return FormField(
            name=name,
            label=label_of(name),
            value=self.texts.get(name, ""),
            kind=_kind(name),
            hint=guide_names("hints").get(name, ""),
            choices=self._choices(name, name),
            problems=self.at(name),
        )

    def at(self, name: str) -> tuple[Problem, ...]:
        """What is wrong beside a field."""
        return tuple(one for one in self.problems if one.where.field == name)

    def _rows(self, rows: Rows) -> Iterator[FormRow]:
        names = row_names(rows.kind)
        for place, row in enumerate(rows_in(self.texts, rows), 1):
            yield FormRow(
                kind=rows.kind,
                place=place,
                title=names["title"].format(place=place),
                cells=tuple(self._cell(rows, place, cell, row[cell], names[cell]) for cell in rows.blank),
                problems=self.at(f"{rows.kind}-{place}"),
            )

    def _cell(self, rows: Rows, place: int, cell: str, value: str, label: str) -> FormField:
        name = f"{rows.kind}-{place}-{cell}"
        return FormField(
            name=name,
            label=label,
            value=value,
            kind="kept" if name.startswith("field-") and cell == "name" else _kind(cell, rows.blank[cell]),
            choices=self._choices(name, cell, place),
            file=self.page.file_names.get(value, "") if cell in _FILES else "",
            problems=self.at(name),
        )

    def _choices(self, name: str, cell: str, place: int = 0) -> tuple[tuple[str, str, bool], ...]:
        chosen = self.texts.get(name, "").splitlines()
        words = self._words(cell, place)
        if cell == "resource":  # one that is registered no more still stands
            words = {"": "没有", **dict.fromkeys(chosen, ""), **words}
        return tuple(
            (key, word or key, key in chosen or (not key and not chosen)) for key, word in words.items()
        )

    def _words(self, cell: str, place: int) -> Mapping[str, str]:
        match cell:
            case "source" | "type":
                return guide_names(f"{cell}s")
            case "resource":
                return guide_names("resources")
            case "pauses":
                return case_names("pauses")
            case "visits":
                return {str(number): f"{number} {name}" for number, name in self.page.steps}
            case "applicants" | "delivery":
                return guide_names(cell)
            case "least_assurance":
                return guide_names("assurance")
            case "when_field" | "not_before":
                return {"": "不限", **dict(self._before(place))}
        return {}

    def _before(self, place: int) -> Iterator[tuple[str, str]]:
        """The fields above one: what it can depend on."""
        for number, row in enumerate(rows_in(self.texts, FIELD), 1):
            if number < place and row["name"]:
                yield row["name"], f"{number} {row['label']}"


def _kind(cell: str, blank: object = "") -> str:
    if isinstance(blank, bool) or cell in {
        "no_prohibitions",
        "no_materials",
        "free",
        "parallel",
        "investment",
        "lapse_is_withdrawal",
    }:
        return "yes"
    if cell in {"source", "type", "resource", "least_assurance", "when_field", "not_before"}:
        return "one"
    if cell in _FILES:
        return "file"
    return "many" if cell in _MANY else "area" if cell in _AREAS else "line"


def _part(texts: Mapping[str, str], fields: bool) -> dict[str, str]:
    """Those of the application form (`fields`), or those of the guide."""
    return {
        name: text
        for name, text in texts.items()
        if name.startswith("field-") == fields and name not in {"version", "then", "csrfmiddlewaretoken"}
    }
