"""What a benchmark hands in, and how a run is timed."""

import gc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure, with `value` and `baseline` in `unit`.

    The goal bounds `ratio`, or `value` where there is no baseline.
    `ratio` is always "times as costly as the baseline", also for rates. Without a goal it is always ok.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    goal: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the goal is kept."""
        judged = self.value if self.ratio is None else self.ratio
        return self.goal is None or judged <= self.goal

    def as_json(self) -> dict[str, object]:
        """The fields of `var/bench.json`."""
        return {**asdict(self), "ok": self.ok}


def best_of(run: Callable[[], object], *, times: int = 3) -> float:
    """Seconds of the fastest of several runs: what the machine can do, not what else it was doing."""
    return min(_seconds(run) for _ in range(times))


def against(
    name: str,
    run: Callable[[], object],
    baseline: Callable[[], object],
    *,
    goal: float | None,
    times: int = 3,
) -> Measure:
    """Seconds of `run` as a ratio to those of `baseline`, taken in turn so that both see the same machine."""
    pairs = [(_seconds(run), _seconds(baseline)) for _ in range(times)]
    value, base = min(one for one, _ in pairs), min(one for _, one in pairs)
    return Measure(name=name, value=value, unit="s", baseline=base, ratio=value / base, goal=goal)


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    begun = perf_counter()
    run()
    return perf_counter() - begun
