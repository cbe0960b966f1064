"""What was written into a form that its page shows no more is shown beside the reasons (G-hostile: nothing lost)."""

import pytest
from django.http import HttpResponse, QueryDict

from qingdan.base.refusal import refusal
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.unshown import all_shown, not_shown

pytestmark = pytest.mark.requirement("G-hostile")


def typed(**fields: str) -> QueryDict:
    form = QueryDict(mutable=True)
    form.update(fields)
    return form


def test_text_that_stands_on_the_page__however_it_is_set__is_not_repeated() -> None:
    page = '<textarea name="opinion">\n灯柱高 &lt;3&gt; 米，\n合格</textarea><input value="东大街 5 号">'

    assert not_shown(typed(opinion="灯柱高 <3> 米，\r\n合格", place="东大街 5 号"), page) == ()


def test_text_that_is_gone__is_named_once_and_marks_and_passwords_never() -> None:
    fields = typed(
        opinion="不合格", reason="不合格", token="f00d", password="Long-secret-1", version="3", has="有"
    )

    assert not_shown(fields, "<p>没有这个表</p>") == ("不合格",)


def test_refused_page__is_made_again_only_where_something_is_missing() -> None:
    told: list[Refusal] = []

    def answer(one: Refusal) -> HttpResponse:
        told.append(one)
        return HttpResponse(f"<p>{'，'.join(one.unshown)}</p>")

    def asked(word: str) -> str:
        told.clear()
        response = all_shown(Refusal(problems=(refusal("desk.stale"),), typed=typed(opinion=word)), answer)
        assert isinstance(response, HttpResponse)
        return response.text

    assert "灯不亮" in asked("灯不亮") and len(told) == 2
    assert asked("") == "<p></p>" and len(told) == 1
