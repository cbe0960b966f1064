"""Loads campaign templates (`campaigns/*.toml`) and the parties they name (`parties.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.campaign_template import (
    CampaignTemplate,
    Condition,
    ContactCard,
    DeadlineKind,
    Document,
    Form,
    Gate,
    Group,
    Happening,
    Milestone,
    Obligation,
    Owes,
    Part,
    Phase,
    Source,
    Stream,
)

DEFAULT_CAMPAIGN = "yichun-2015"


class UnknownCampaign(Exception):
    """There is no template of that code; `known` are those there are."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(code, known)
        self.code, self.known = code, known


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of the plan (lists.md §5.4). `kind`: body, office, group, person, unit, outside, platform.

    One that can sign in has the code of its `rules.role.Role`; `unit` is the city's unit that an office is.
    """

    code: str
    name: str
    kind: str
    unit: str = ""


def campaign_codes() -> tuple[str, ...]:
    """The codes of the shipped templates."""
    folder = files("qingdan.data").joinpath("campaigns")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


@cache
def load_campaign(code: str = DEFAULT_CAMPAIGN) -> CampaignTemplate:
    """The template of that code, with the counties' own; UnknownCampaign when there is none."""
    if code not in campaign_codes():
        raise UnknownCampaign(code, campaign_codes())
    text = files("qingdan.data").joinpath("campaigns", f"{code}.toml").read_text(encoding="utf-8")
    return _template(tomllib.loads(text))


@cache
def load_parties() -> dict[str, Party]:
    """The parties of the plan by code, in the order of the file."""
    text = files("qingdan.data").joinpath("parties.toml").read_text(encoding="utf-8")
    return {row["code"]: Party(**row) for row in tomllib.loads(text)["party"]}


@cache
def leading_names() -> tuple[str, ...]:
    """How the names of the offices end that run the work of a city or county and file nothing themselves."""
    text = files("qingdan.data").joinpath("parties.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["leading_names"])


def _template(table: dict[str, Any]) -> CampaignTemplate:
    return CampaignTemplate(
        code=table["code"],
        name=table["name"],
        notice_on=table["notice_on"],
        scheme=table["scheme"],
        phases=tuple(Phase(**(row | {"source": _source(row)})) for row in table["phase"]),
        obligations=tuple(_obligation(row) for row in table["obligation"]),
        gates=tuple(_gate(row) for row in table["gate"]),
        streams=tuple(_stream(row) for row in table["stream"]),
        documents=tuple(Document(**row) for row in table.get("document", ())),
        groups=tuple(Group(**row) for row in table.get("group", ())),
        forms=tuple(Form(**row) for row in table.get("form", ())),
        contact=_contact(table["contact"]) if "contact" in table else None,
        office_work=table.get("office_work", ""),
        county=_template(table["county"]) if "county" in table else None,
    )


def _source(row: dict[str, Any]) -> Source:
    table = row["source"]
    return Source(**(table | {"requirements": tuple(table["requirements"])}))


def _obligation(row: dict[str, Any]) -> Obligation:
    values = {key: value for key, value in row.items() if key != "part"}
    return Obligation(
        **values
        | {
            "owed_by": Owes(row["owed_by"]),
            "kind": DeadlineKind(row["kind"]),
            "source": _source(row),
            "offices": tuple(row.get("offices", ())),
            "parts": tuple(_part(part) for part in row.get("part", ())),
        }
    )


def _part(row: dict[str, Any]) -> Part:
    return Part(**row | {"when": Condition(row["when"]), "requirements": tuple(row["requirements"])})


def _gate(row: dict[str, Any]) -> Gate:
    return Gate(phase=row["phase"], requires=Happening(row["requires"]), source=_source(row))


def _stream(row: dict[str, Any]) -> Stream:
    return Stream(
        code=row["code"],
        name=row["name"],
        lead=row["lead"],
        source=_source(row),
        partners=tuple(row.get("partners", ())),
        milestones=tuple(Milestone(**(one | {"source": _source(one)})) for one in row["milestone"]),
    )


def _contact(table: dict[str, Any]) -> ContactCard:
    values = {key: value for key, value in table.items() if key != "telephone"}
    telephones = tuple((row["name"], row["number"]) for row in table["telephone"])
    return ContactCard(**values | {"telephones": telephones, "invented": frozenset(table["invented"])})
