"""What a workbook of units and people would change, against what stands; every row that cannot be, and why.

What stands and is not in the workbook is left as it is: a workbook adds and corrects, it never removes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qingdan.base.orgs.models import InnerOffice, Mandate, Post, Region, Unit
from qingdan.base.people.city_workbook import CityRow, CityRows, no_city
from qingdan.base.people.models import Appointment, User
from qingdan.data.city_workbook import city_sheets, kind_names, level_names, role_names
from qingdan.rules.problem import Problem

REGION = re.compile(r"\d{6}")
NUMBER = re.compile(r"\d{1,4}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NAME = re.compile(r"[\w.-]{2,40}", re.ASCII)
NOT_NUMBERED = (
    "000"  # a unit whose number cannot be: known all the same, so that its people are not wrong too
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityChange:
    """One line of the preview: what is new, or what differs (title, before, after)."""

    sheet: str
    row: int
    name: str
    new: bool
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityStep:
    """One act to be done: which service (its name) with which words."""

    act: str
    words: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class CityPlan:
    """The plan as it is made row by row, over what stands and what earlier rows add."""

    home: str
    problems: list[Problem] = field(default_factory=list)
    changes: list[CityChange] = field(default_factory=list)
    steps: list[CityStep] = field(default_factory=list)
    regions: dict[str, str] = field(default_factory=dict)  # name → code
    units: dict[tuple[str, str], str] = field(default_factory=dict)  # region, name → code
    taken: dict[str, str] = field(default_factory=dict)  # code of a unit, ever used → name
    standing: dict[str, Unit] = field(default_factory=dict)  # code → unit
    offices: dict[tuple[str, str], int | None] = field(default_factory=dict)  # unit, name → number, if right
    posts: set[tuple[str, str, str]] = field(default_factory=set)  # unit, office, name
    mandates: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    users: dict[str, dict[str, str]] = field(default_factory=dict)
    roles: set[tuple[str, str, str]] = field(default_factory=set)  # user name, unit, role

    def wrong(self, row: CityRow, key: str, field_name: str, **params: str | int) -> None:
        """Notes a cell that cannot be."""
        self.problems.append(row.problem(key, field_name, **params))

    def holds(self, fits: bool, row: CityRow, key: str, field_name: str, **params: str | int) -> bool:
        """Whether a cell fits; one that does not is noted."""
        if not fits:
            self.wrong(row, key, field_name, **params)
        return fits

    def region_of(self, row: CityRow) -> str:
        """The code of the row's region, "" when there is none of that name."""
        name = row.cells["region"]
        if name and name not in self.regions:
            self.wrong(row, "region", "region", name=name)
        return self.regions.get(name, "") if name else self.home

    def unit_of(self, row: CityRow) -> str:
        """The code of the row's unit, "" when there is none of that name."""
        region, name = self.region_of(row), row.cells["unit"]
        code = self.units.get((region, name), "")
        if region and not code:
            self.wrong(row, "unit", "unit", name=name)
        return code

    def put(self, row: CityRow, name: str, act: str, words: Mapping[str, Any], before: Any = None) -> None:
        """Adds an act, unless the row says what stands already (`before`: its texts by field)."""
        titles = next(one for one in city_sheets() if one.key == row.sheet)
        differences = tuple(
            (titles.title_of(key), old, row.cells[key])
            for key, old in (before or {}).items()
            if old != row.cells[key]
        )
        if before is None or differences:
            change = CityChange(
                sheet=titles.title, row=row.row, name=name, new=before is None, differences=differences
            )
            self.changes.append(change)
            self.steps.append(CityStep(act=act, words=words))


def plan_city(rows: CityRows, region: str) -> CityPlan:
    """The plan for a city; `region` its code, "" when the workbook itself names it."""
    plan = CityPlan(home=region)
    _regions(rows["regions"], plan)
    _load(plan)
    _units(rows["units"], plan)
    for row in rows["offices"]:
        _office(row, plan)
    for row in rows["mandates"]:
        _mandate(row, plan)
    for row in rows["posts"]:
        _post(row, plan)
    for row in rows["people"]:
        _person(row, plan)
    return plan


def _regions(rows: list[CityRow], plan: CityPlan) -> None:
    levels = {name: key for key, name in level_names().items()}
    cities = [row for row in rows if levels.get(row.cells["level"]) == "city"]
    plan.home = plan.home or (cities[0].cells["code"] if cities else "")
    standing = {one.code: one for one in Region.objects.filter(level__in=["city", "county"])}
    plan.regions = {one.name: one.code for one in standing.values() if plan.home in (one.code, one.parent_id)}
    for row in sorted(rows, key=lambda one: levels.get(one.cells["level"], "") != "city"):
        code, name, level = row.cells["code"], row.cells["name"], levels.get(row.cells["level"], "")
        known = plan.holds(bool(REGION.fullmatch(code)), row, "region_code", "code")
        one_city = (level == "city") == (code == plan.home) or not known
        if plan.holds(bool(level) and one_city, row, "level", "level") and known:
            old = standing.get(code)
            before = {"name": old.name} if old else None
            parent = "" if level == "city" else plan.home
            words = {"code": code, "name": name, "level": level, "parent": parent}
            plan.put(row, name, "open_region", words, before)
            plan.regions[name] = code
        plan.regions.setdefault(name, "")
    if not plan.home:
        plan.problems.append(no_city())


def _load(plan: CityPlan) -> None:
    """What stands in the plan's regions."""
    inside = {"unit__region_id__in": plan.regions.values(), "unit__valid_until": None}
    for unit in Unit.objects.filter(region_id__in=plan.regions.values()).select_related("supervising"):
        plan.taken[unit.code] = unit.name
        if unit.valid_until is None:
            plan.units[unit.region_id, unit.name] = unit.code
            plan.standing[unit.code] = unit
    for office in InnerOffice.objects.filter(**inside).select_related("unit"):
        plan.offices[office.unit.code, office.name] = office.number
    for post in Post.objects.filter(**inside).select_related("unit", "office"):
        plan.posts.add((post.unit.code, post.office.name if post.office else "", post.name))
    for one in Mandate.objects.filter(**inside, valid_until=None).select_related("unit", "office", "parent"):
        plan.mandates[one.unit.code, one.number] = {
            "text": one.text,
            "office": one.office.name if one.office else "",
            "parent": str(one.parent.number) if one.parent else "",
            "document": one.document,
        }
    for user in User.objects.all():
        plan.users[user.username.casefold()] = {"name": user.name, "email": user.email, "phone": user.phone}
    for held in Appointment.objects.filter(**inside, held_until=None).select_related("unit", "user"):
        plan.roles.add((held.user.username.casefold(), held.unit.code, held.role))


def _units(rows: list[CityRow], plan: CityPlan) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        region, name = plan.region_of(row), row.cells["name"]
        once = plan.holds((region, name) not in seen, row, "twice", "name", name=name)
        seen.add((region, name))
        if _is_number(row, plan) and region and once:
            _number(row, region, plan)
        if region:
            plan.units.setdefault((region, name), f"{region}{NOT_NUMBERED}")
    kinds = {name: key for key, name in kind_names().items()}
    for row in sorted(rows, key=lambda one: kinds.get(one.cells["kind"]) == "subordinate"):
        _unit(row, kinds.get(row.cells["kind"], ""), plan)


def _is_number(row: CityRow, plan: CityPlan) -> bool:
    number = row.cells["number"]
    fits = bool(NUMBER.fullmatch(number)) and 0 < int(number) < 1000
    return plan.holds(fits, row, "unit_number", "number")


def _number(row: CityRow, region: str, plan: CityPlan) -> None:
    number, name = row.cells["number"], row.cells["name"]
    code = f"{region}{int(number):03d}"
    standing = plan.units.get((region, name))
    if standing and standing != code:
        plan.wrong(row, "number_differs", "number", number=standing[-3:])
    elif plan.taken.get(code, name) != name or (code in plan.taken and not standing):
        plan.wrong(row, "number_taken", "number", number=number, name=plan.taken[code])
    else:
        plan.taken[code] = name
        plan.units[region, name] = code


def _unit(row: CityRow, kind: str, plan: CityPlan) -> None:
    region = plan.regions.get(row.cells["region"], "") if row.cells["region"] else plan.home
    code, supervising = plan.units.get((region, row.cells["name"]), ""), row.cells["supervising"]
    above = plan.units.get((region, supervising), "")
    known = plan.holds(bool(kind), row, "kind", "kind")
    below = (kind == "subordinate") == bool(supervising) or not known
    asked = not (region and supervising) or (bool(above) and supervising != row.cells["name"])
    fits = [
        known,
        plan.holds(below, row, "supervising", "supervising"),
        not below or plan.holds(asked, row, "unit", "supervising", name=supervising),
    ]
    if all(fits) and asked and code:
        _put_unit(row, code, {"kind": kind, "supervising": above}, plan)


def _put_unit(row: CityRow, code: str, words: dict[str, str], plan: CityPlan) -> None:
    old = plan.standing.get(code)
    texts = {"short_name": row.cells["short_name"], "law_name": row.cells["law_name"]}
    if old:
        before = {
            "short_name": old.short_name,
            "law_name": old.law_name,
            "kind": kind_names()[old.kind],
            "supervising": old.supervising.name if old.supervising else "",
        }
        plan.put(row, old.name, "change_unit", {"unit": code, **texts, **words}, before)
        return
    new = {"region": code[:-3], "number": int(code[-3:]), "name": row.cells["name"], **texts, **words}
    plan.put(row, row.cells["name"], "open_unit", new)


def _office(row: CityRow, plan: CityPlan) -> None:
    unit, name, number = plan.unit_of(row), row.cells["name"], row.cells["number"]
    old = plan.offices.setdefault((unit, name), None)
    if plan.holds(bool(NUMBER.fullmatch(number)), row, "number", "number") and unit:
        words = {"unit": unit, "name": name, "number": int(number)}
        before = None if old is None else {"number": str(old)}
        plan.put(row, f"{row.cells['unit']} {name}", "set_inner_office", words, before)
        plan.offices[unit, name] = int(number)


def _mandate(row: CityRow, plan: CityPlan) -> None:
    unit, number, parent = plan.unit_of(row), row.cells["number"], row.cells["parent"]
    office, known = row.cells["office"], True
    numbered = plan.holds(bool(NUMBER.fullmatch(number)), row, "number", "number")
    if numbered and unit and parent:
        known = _may_stand_above(parent, unit, int(number), plan)
        plan.holds(known, row, "parent", "parent", number=number)
    placed = not (unit and office) or (unit, office) in plan.offices
    plan.holds(placed, row, "office", "office", name=office)
    if unit and numbered:
        texts = {"text": row.cells["text"], "office": office, "document": row.cells["document"]}
        before = plan.mandates.get((unit, int(number)))
        plan.mandates[unit, int(number)] = {**texts, "parent": parent}
        if known and placed:
            words = {"unit": unit, "number": int(number), "parent": int(parent) if parent else None, **texts}
            plan.put(row, f"{row.cells['unit']} {number}", "set_mandate", words, before)


def _may_stand_above(parent: str, unit: str, number: int, plan: CityPlan) -> bool:
    return bool(NUMBER.fullmatch(parent)) and int(parent) < number and (unit, int(parent)) in plan.mandates


def _post(row: CityRow, plan: CityPlan) -> None:
    unit, office, name = plan.unit_of(row), row.cells["office"], row.cells["name"]
    known = not (unit and office) or (unit, office) in plan.offices
    if plan.holds(known, row, "office", "office", name=office) and unit:
        before: dict[str, str] | None = {} if (unit, office, name) in plan.posts else None
        words = {"unit": unit, "office": office, "name": name}
        plan.put(row, f"{row.cells['unit']} {name}", "set_post", words, before)
        plan.posts.add((unit, office, name))


def _person(row: CityRow, plan: CityPlan) -> None:
    unit, username, post = plan.unit_of(row), row.cells["username"], row.cells["post"]
    names = {name: key for key, name in role_names().items()}
    roles = [names.get(word.strip(), "") for word in re.split("[、,，]", row.cells["roles"])]
    named = bool(NAME.fullmatch(username)) and username.casefold() != "system"
    mailed = not row.cells["email"] or bool(MAIL.fullmatch(row.cells["email"]))
    posted = not (unit and post) or any((one[0], one[2]) == (unit, post) for one in plan.posts)
    fits = [
        plan.holds(named, row, "username", "username"),
        plan.holds(all(roles), row, "role", "roles"),
        plan.holds(mailed, row, "email", "email"),
        plan.holds(posted, row, "post", "post", name=post),
    ]
    if unit and all(fits):
        _put_person(row, unit, roles, plan)


def _put_person(row: CityRow, unit: str, roles: list[str], plan: CityPlan) -> None:
    username = row.cells["username"]
    texts = {key: row.cells[key] for key in ("name", "email", "phone")}
    old = plan.users.get(username.casefold())
    if old and old["name"] != texts["name"]:
        plan.wrong(row, "other_name", "name", name=old["name"])
        return
    before = None if old is None else {key: old[key] for key in ("email", "phone") if row.cells[key]}
    plan.put(row, texts["name"], "set_account", {"username": username, **texts}, before)
    plan.users[username.casefold()] = {**(old or {}), **{key: text for key, text in texts.items() if text}}
    for role in roles:
        if (username.casefold(), unit, role) not in plan.roles:
            words = {"username": username, "unit": unit, "role": role, "post": row.cells["post"]}
            name = f"{texts['name']}：{row.cells['unit']}{role_names()[role]}"
            plan.put(row, name, "appoint", words)
            plan.roles.add((username.casefold(), unit, role))
