"""Walls in the database: what it refuses by itself, whatever the program forgot.

Rows of other regions do not exist for a transaction; rows of append-only tables are never changed, removed or
truncated. Both hold for every role but a superuser, and the program never is one. They are raised after each
migration, over all tables that there are then: none can be forgotten.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connections

APPEND_ONLY = ("events_event", "events_daysheet", "snapshots_snapshot")
_REGIONS = "(SELECT string_to_array(current_setting('qingdan.regions', true), ','))::text[]"
_INSIDE = f"region_id = ANY ({_REGIONS})"  # asked once a statement, as a question in itself; else once a row
_LETTER = f"({_INSIDE} OR partner_{_INSIDE})"  # a question to a unit of another region: both see it
_MINE = "user_id = (SELECT id FROM people_user WHERE username = current_setting('qingdan.person', true))"
_PERSONAL = f"({_INSIDE} OR {_MINE})"  # a message to one person, who may work elsewhere by now
_GUARD = """
CREATE OR REPLACE FUNCTION qingdan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: append only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def raise_walls(database: str = "owner") -> None:
    """Puts every wall in its place; raising them again changes nothing."""
    with connections[database].cursor() as cursor:
        cursor.execute(_GUARD)
        kinds = dict.fromkeys(letter_tables(), _LETTER) | dict.fromkeys(personal_tables(), _PERSONAL)
        for table in walled_tables():
            inside = kinds.get(table, _INSIDE)
            cursor.execute(
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
                f"DROP POLICY IF EXISTS region ON {table};"
                f"CREATE POLICY region ON {table} USING ({inside}) WITH CHECK ({inside})"
            )
        for table in frozen_tables():
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION qingdan_append_only()"
            )


def walled_tables() -> list[str]:
    """Every table whose rows belong to a region, the histories among them; units and people are public."""
    return [table for label, table, columns in _tables() if label != "orgs" and "region_id" in columns]


def letter_tables() -> list[str]:
    """The tables whose rows go from one region to another."""
    return [table for _, table, columns in _tables() if "partner_region_id" in columns]


def personal_tables() -> list[str]:
    """The tables whose rows belong to a region and to one person."""
    return [table for _, table, columns in _tables() if {"region_id", "user_id"} <= columns]


def frozen_tables() -> list[str]:
    """The tables that only grow: events, seals, snapshots, the row histories, and what says `append_only` of itself."""
    histories = [table for _, table, columns in _tables() if "pgh_id" in columns]
    said = [one._meta.db_table for one in apps.get_models() if getattr(one, "append_only", False)]
    return [*APPEND_ONLY, *histories, *said]


def _tables() -> Iterator[tuple[str, str, set[str]]]:
    """Label of the app, name and columns of each of our own tables."""
    for model in apps.get_models():
        if model.__module__.startswith("qingdan."):
            yield (
                model._meta.app_label,
                model._meta.db_table,
                {str(field.column) for field in model._meta.concrete_fields},
            )
