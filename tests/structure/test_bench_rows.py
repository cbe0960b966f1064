"""Rows that the benchmarks write in SQL of their own follow the tables: a column that is new is not forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

pytestmark = pytest.mark.requirement("G-habits")

INSERT = re.compile(r"INSERT INTO (\w+) \(([\w\s,\"]+)\)")


def test_rows_of_benchmarks__name_every_column_that_must_be(root: Path) -> None:
    written = list(_written(root))
    tables = {model._meta.db_table: model for model in apps.get_models()}
    missing = {
        f"{path}: {table}": lacks
        for path, table, columns in written
        if (lacks := _demanded(tables[table]) - columns)
    }

    assert len(written) > 5
    assert not missing


def _written(root: Path) -> Iterator[tuple[str, str, set[str]]]:
    for path in sorted((root / "bench").glob("*.py")):
        for table, columns in INSERT.findall(path.read_text(encoding="utf-8")):
            yield path.name, table, {one.strip().strip('"') for one in columns.split(",")}


def _demanded(model: type[Model]) -> set[str]:
    fields = model._meta.concrete_fields
    return {
        one.column
        for one in fields
        if one.column and not (one.null or one.primary_key or one.has_db_default())
    }
