"""Loads the matrix of who may set what: `set_power.toml`, with document and article of every line."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.checks.set_power import Grant, Period, Power, PowerKind, SetPower
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.vocabulary.instrument_level import Issuer


@cache
def load_set_power() -> SetPower:
    """The shipped matrix."""
    text = files("qingdan.data").joinpath("set_power.toml").read_text(encoding="utf-8")
    return _matrix(tomllib.loads(text))


def _matrix(table: dict[str, Any]) -> SetPower:
    return SetPower(
        periods=tuple(_period(row) for row in table["period"]),
        cities={row["name"]: row.get("since") for row in table["city"]},
        cities_from=table["cities_from"],
    )


def _period(row: dict[str, Any]) -> Period:
    kind, grants = PowerKind(row["kind"]), tuple(_grant(grant) for grant in row["grants"])
    return Period(**(row | {"kind": kind, "grants": grants}))


def _grant(row: dict[str, Any]) -> Grant:
    return Grant(
        levels=frozenset(InstrumentLevel(level) for level in row["levels"]),
        power=Power(row["power"]),
        article=row["article"],
        issuer=Issuer(row.get("issuer", "unknown")),
        exceptions=tuple(row.get("except", ())),
    )
