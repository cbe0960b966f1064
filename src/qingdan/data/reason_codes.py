"""Loads the reasons to choose from for each disposition (`reason_codes.toml`, R-023, R-034, R-036…R-038)."""

import tomllib
from functools import cache
from importlib.resources import files

from qingdan.rules.disposition_needs import ReasonCode
from qingdan.rules.power_item import Disposition


@cache
def load_reason_codes() -> tuple[ReasonCode, ...]:
    """All reasons in the order they are offered."""
    text = files("qingdan.data").joinpath("reason_codes.toml").read_text(encoding="utf-8")
    return tuple(
        ReasonCode(**(row | {"disposition": Disposition(row["disposition"])}))
        for row in tomllib.loads(text)["reason"]
    )


def reasons_of(disposition: str) -> tuple[ReasonCode, ...]:
    """The reasons of one disposition; none for an unknown one."""
    return tuple(one for one in load_reason_codes() if one.disposition == disposition)


def reason_code(disposition: str, code: str) -> ReasonCode | None:
    """The reason of that code for that disposition."""
    return next((one for one in reasons_of(disposition) if one.code == code), None)


@cache
def reason_names() -> dict[str, str]:
    """Code → name; a code belongs to one disposition."""
    return {one.code: one.name for one in load_reason_codes()}
