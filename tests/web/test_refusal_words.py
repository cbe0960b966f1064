"""The summary of a refused form: each problem with the name of its field, leading to it."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve

from qingdan.base.refusal import refusal
from qingdan.rules.problem import Problem

SUMMARY = Template('{% include "shared/refusal.html" %}')
REQUIRED = "这一栏要填"


def _summary(problem: Problem, address: str = "/desk/register/uploads/") -> str:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    return SUMMARY.render(Context({"refusal": {"problems": (problem,)}, "request": request}))


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("office", "承办机构："),
        ("name", "权力名称："),
        ("basis-0-quotation", "第 1 条依据的条文原文："),
        ("row-3-name", "第 3 行："),
        ("360900001-00001.office", "承办机构："),
        ("", ""),
        ("no_such_field", ""),
    ],
)
def test_summary__names_the_field(field: str, words: str) -> None:
    page = _summary(refusal("desk.required", field))

    assert f'<a href="#f-{field or "file"}">{words}{REQUIRED}</a>' in page


def test_summary__words_that_name_the_field_stand_alone() -> None:
    page = _summary(refusal("joint.tick_something", "defects"), "/desk/plans/")

    assert ">没有勾选缺什么：" in page and "缺什么：没有" not in page


def test_summary__a_name_differs_between_parts_of_the_desk() -> None:
    assert f">名称：{REQUIRED}" in _summary(refusal("desk.required", "name"), "/desk/units/")
