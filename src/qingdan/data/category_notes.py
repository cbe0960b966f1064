"""What the categories of power mean, in plain words of our own (`category_notes.toml`), for 附件4."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from qingdan.rules.power_item import Category


@cache
def category_meanings() -> Mapping[Category, str]:
    """Category → what it means, with examples."""
    text = files("qingdan.data").joinpath("category_notes.toml").read_text(encoding="utf-8")
    return {Category(key): one["meaning"] for key, one in tomllib.loads(text).items()}
