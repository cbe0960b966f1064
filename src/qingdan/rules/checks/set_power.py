"""Who may set what: category × level × issuer × date, as a value made from a table (`data/set_power.toml`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SetPower:
    """The set-power matrix as loaded."""
