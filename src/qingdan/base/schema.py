"""Bringing the database up to date: migrations, then walls."""

from collections.abc import Sequence

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from qingdan.base.walls import raise_walls


def bring_up_to_date() -> None:
    """Runs what migrations are open, as the owner of the tables; safe to call at every start."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    raise_walls()
    connections["owner"].close()


class ChangeTogether(Operation):
    """Creates and alters models that may refer to each other, as they are after the last of `operations`.

    Django draws all models related to a changed one anew after every operation, tens of milliseconds each time; here
    the registry is drawn once, after all, and where models are only created, they alone (ADR 0036). So no name may be
    given twice or changed on the way.
    """

    serialization_expand_args = ["operations"]  # noqa: RUF012  (the name and the type are Django's)
    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        drawn = vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if drawn and self._only_creates():
            drawn.render_multiple([state.models[app_label, name] for name in sorted(self._made())])
            vars(state)["apps"] = drawn

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            if not self._comes_with_its_model(operation):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Make {len(self.operations)} changes of models and what belongs to them"

    def _only_creates(self) -> bool:
        """Then nothing that was drawn before is other than it was: the new models are drawn beside it."""
        return all(isinstance(one, CreateModel) or self._comes_with_its_model(one) for one in self.operations)

    def _comes_with_its_model(self, operation: Operation) -> bool:
        """A model created here has its later fields, indexes and constraints from the first."""
        return (
            isinstance(operation, (AddField, AddIndex, AddConstraint))
            and operation.model_name_lower in self._made()
        )

    def _made(self) -> set[str]:
        return {one.name_lower for one in self.operations if isinstance(one, CreateModel)}
