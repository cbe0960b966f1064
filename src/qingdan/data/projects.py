"""Investment projects as shipped (`projects.toml`): names, and the two models of stages from which a city starts."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("projects.toml").read_text(encoding="utf-8"))


def project_names(part: str) -> Mapping[str, str]:
    """Names by key; `part`: classes, models, states, matters, sessions, compared, ways."""
    found: Mapping[str, str] = _table()[part]
    return found


def standard_model() -> str:
    """The model that a city begins with."""
    found: str = _table()["standard"]
    return found


def shipped_stages(model: str, kind: str) -> dict[str, Any]:
    """The stage table of a model for a class of projects, as a city keeps it (`qingdan.projects.queries.tables`).

    What the class does not have is left out; who needs it needs what it needed. Raises KeyError: no such model.
    """
    said = _table()["model"][model]
    every = [matter for stage in said["stage"] for matter in stage["matter"]]
    left_out = {one["name"]: one.get("needs", []) for one in every if kind not in one["days"]}
    return {
        "model": model,
        "most_days": said["most_days"],
        "stages": [_stage(stage, kind, left_out) for stage in said["stage"] if kind in stage["days"]],
    }


def _stage(stage: Mapping[str, Any], kind: str, left_out: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "name": stage["name"],
        "lead": stage["lead"],
        "days": stage["days"][kind],
        "matters": [_matter(one, kind, left_out) for one in stage["matter"] if kind in one["days"]],
    }


def _matter(one: Mapping[str, Any], kind: str, left_out: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "department": one["department"],
        "days": one["days"][kind],
        "items": list(one["items"]),
        "needs": _needs(one.get("needs", []), left_out),
        "session": one.get("session", ""),
        "in_parts": one.get("in_parts", False),
    }


def _needs(names: Sequence[str], left_out: Mapping[str, Sequence[str]]) -> list[str]:
    found: list[str] = []
    for name in names:
        found += _needs(left_out[name], left_out) if name in left_out else [name]
    return list(dict.fromkeys(found))
