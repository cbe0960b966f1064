"""Templates of duties we ship: `duties.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from qingdan.rules.responsibility import DutyTemplate


@cache
def load_duty_templates() -> tuple[DutyTemplate, ...]:
    """All templates, in the order in which the first that fits is taken."""
    table = tomllib.loads(files("qingdan.data").joinpath("duties.toml").read_text(encoding="utf-8"))
    return tuple(DutyTemplate(**(row | {"words": tuple(row["words"])})) for row in table["template"])
