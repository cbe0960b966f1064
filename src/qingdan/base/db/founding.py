"""Making all tables of an app in one step of a migration: an empty city is ready in seconds (ADR 0036)."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """Creates models that may refer to each other, as they are after the last of `operations`.

    Django draws all models related to a new one anew after every operation, tens of milliseconds each time; here
    the registry is drawn once, after all. So `operations` may only create: CreateModel with its indexes and
    constraints inside, triggers, extensions. An operation that alters a model stands outside.
    """

    serialization_expand_args = ["operations"]  # noqa: RUF012  (the name and the type are Django's)
    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.operations)} models and what belongs to them"
