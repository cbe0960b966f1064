"""Loads the table of administrative divisions we ship: `regions.csv`, code and name, sources in the file's head."""

from functools import cache
from importlib.resources import files

from qingdan.rules.codes.regions import Regions, regions_of


@cache
def load_regions() -> Regions:
    """Provinces and cities of the whole country, and Yichun down to its townships."""
    text = files("qingdan.data").joinpath("regions.csv").read_text(encoding="utf-8")
    rows = [line.partition(",") for line in text.splitlines() if not line.startswith("#")]
    return regions_of({code: name for code, _, name in rows})
