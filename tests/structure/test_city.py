"""Habits of the running city: what its modules are made of, how tables point, that acts leave events."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.requirement("G-habits")

Modules = dict[str, ast.Module]
STAGES = (
    "events",
    "snapshots",
    "orgs",
    "people",
    "files",
    "inbox",
    "jobs",
    "campaigns",
    "editions",
    "consultations",
    "powers",
    "flows",
    "responsibilities",
    "filings",
    "reviews",
    "lists",
    "comments",
    "guides",
    "applicants",
    "projects",
    "licences",
    "cases",
    "docking",
    "referrals",
    "joints",
    "registrations",
)
DOMAIN = STAGES[STAGES.index("campaigns") :]
APPENDING = {
    "append",
    "append_many",
    "append_joint",
    "append_session",
    "step_review",
    "step_chart",
    "step_list",
    "open_round",
    "answer_opinion",
    "step_case",
    "step_registration",
    "begin_review",
    "take_answer",
    "receive",
    "issue_licence",
    "end_licence",
    "write_paper",
    "file_material",
    "file_joint_material",
    "file_correction",
    "send",
    "serve_at_counter",
}
"""What writes an event: the log itself, and a step of the procedure, which writes its own."""
MAY_HOLD = {"models", "events", "queries", "services", "reactions", "migrations", "__init__", "__pycache__"}
PUBLIC = {"home", "healthz", "display", "invitation", "accept_invitation"}


def test_modules_of_a_stage__are_the_five(root: Path) -> None:
    odd = [
        path.relative_to(root).as_posix()
        for stage in DOMAIN
        for path in (root / "src" / "qingdan" / stage).iterdir()
        if path.name.removesuffix(".py") not in MAY_HOLD
    ]

    assert not odd


def test_foreign_keys__point_to_earlier_modules_and_leave_no_name_behind() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in _keys()
        if _later(model, field.related_model) or not (field.remote_field.related_name or "").endswith("+")
    ]

    assert not wrong


def test_services__take_who_and_when(modules: Modules) -> None:
    bare = [
        f"{path} {node.name}"
        for path, node in _services(modules)
        if not {"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs}
    ]

    assert not bare


def test_services__leave_an_event(modules: Modules) -> None:
    silent = [f"{path} {node.name}" for path, node in _services(modules) if not _appends(modules[path], node)]

    assert not silent


def test_every_address_of_the_desk__says_for_whom_it_is() -> None:
    open_to_all = [
        name
        for name, view in _views(get_resolver().url_patterns)
        if name not in PUBLIC and view.__module__.startswith("qingdan.") and not hasattr(view, "access")
    ]

    assert not open_to_all


def _keys() -> Iterator[tuple[type[Model], "ForeignKey[Model, Model]"]]:
    for model in apps.get_models():
        if model.__module__.startswith("qingdan.") and not hasattr(model, "pgh_tracked_model"):
            yield from ((model, field) for field in model._meta.fields if isinstance(field, ForeignKey))


def _later(model: type[Model], target: type[Model]) -> bool:
    label = target._meta.app_label
    return label in STAGES and STAGES.index(label) > STAGES.index(model._meta.app_label)


def _services(modules: Modules) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions of services that write (they open a transaction); what only lends one out is none."""
    for path, tree in modules.items():
        if not _is_service(path):
            continue
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef)
                and not node.name.startswith("_")
                and not node.decorator_list
                and _calls(node, "writing")
            ):
                yield path, node


def _is_service(path: str) -> bool:
    return path.endswith("/services.py") or "/services/" in path


def _appends(tree: ast.Module, node: ast.FunctionDef) -> bool:
    """Itself, or through a function of its own module."""
    own = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    called = [own[name] for name in _called(node) if name in own and own[name] is not node]
    return any(_called(one) & APPENDING for one in (node, *called))


def _calls(node: ast.AST, name: str) -> bool:
    return name in _called(node)


def _called(node: ast.AST) -> set[str]:
    calls = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    return {one.id for one in calls if isinstance(one, ast.Name)}


def _views(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern.name or "", pattern.callback
