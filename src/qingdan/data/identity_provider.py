"""How identity providers speak: `identity_provider.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from qingdan.rules.proved_identity import ClaimNames


@cache
def claim_names() -> ClaimNames:
    """Claims, kinds and classes of assurance by level."""
    text = files("qingdan.data").joinpath("identity_provider.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return ClaimNames(
        **table["claims"],
        kinds=table["kinds"],
        levels={int(level): classes for level, classes in table["levels"].items()},
    )
