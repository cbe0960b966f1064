"""Flow charts of powers (权力运行流程图): the values, what is wrong with one, how it differs from another, its figures."""

from qingdan.rules.flows.values import (
    ACTING,
    Chart,
    Exit,
    Procedure,
    Step,
    StepKind,
    arrows,
    posts,
    renumbered,
    stages,
)

__all__ = [
    "ACTING",
    "Chart",
    "Exit",
    "Procedure",
    "Step",
    "StepKind",
    "arrows",
    "posts",
    "renumbered",
    "stages",
]
