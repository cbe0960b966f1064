"""The last gates as people work them: consultation concluded, words given, charts and items judged, papers issued."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.urls import reverse
from tests.builders_account import signed_in
from tests.builders_filings import PRINCIPAL
from tests.builders_lists import at_legality, chart_approved, cleared, published, signed_off
from tests.builders_powers import CAMPAIGN, a_campaign
from tests.builders_reviews import POWER, a_colleague, the_review

from qingdan.base.transactions import reading
from qingdan.reviews.models import ChartReview, LegalityOpinion, Review, SignOff
from qingdan.rules.role import Role
from qingdan.web.desk.legality.revising import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-057", "R-058", "R-059", "R-108", "R-109")]


def _as(role: Role, unit: int) -> Client:
    """Somebody with this role at a unit, signed in, the second factor just shown."""
    return signed_in(a_colleague(role, unit=unit).username, factor_ago=0)


def _item(name: str) -> str:
    return reverse(f"desk:{name}", args=[CAMPAIGN, POWER, the_review().number])


def _chart(name: str) -> tuple[str, ChartReview]:
    with reading(PRINCIPAL):
        chart = ChartReview.objects.get()
    return reverse(f"desk:{name}", args=[CAMPAIGN, chart.code]), chart


def test_the_office__concludes_what_can_be_concluded(item: Review) -> None:
    office = _as(Role.ESTABLISHMENT_OFFICE, 2)

    assert "可以结束征求意见" in office.get(reverse("desk:gates")).text
    office.post(reverse("desk:gates_conclude"), {"campaign": CAMPAIGN, "kind": POWER})

    assert the_review().state == "legality"
    assert "未认可：市灯笼局" in office.get(reverse("desk:gates")).text


def test_the_deputy__gives_the_units_word_over_all_items(item: Review) -> None:
    deputy = _as(Role.DEPUTY, 1)
    page = deputy.get(reverse("desk:sign_offs"))

    assert "认可这 1 项" in page.text
    waiting = page.context["waiting"]
    deputy.post(reverse("desk:sign_off"), {"campaign": CAMPAIGN, "kind": POWER, "digest": waiting.digest})
    with reading(PRINCIPAL):
        assert SignOff.objects.count() == 1
    assert "现在没有要认可的事项" in deputy.get(reverse("desk:sign_offs")).text


def test_a_newer_campaign__hides_nothing_that_waits_for_the_units_word(item: Review) -> None:
    a_campaign(code="lanterns-2027", notice_on=date(2027, 5, 1))

    assert "认可这 1 项" in _as(Role.DEPUTY, 1).get(reverse("desk:sign_offs")).text


def test_another_set_than_was_read__is_refused_on_the_page(item: Review) -> None:
    answer = _as(Role.DEPUTY, 1).post(
        reverse("desk:sign_off"), {"campaign": CAMPAIGN, "kind": POWER, "digest": "0" * 64}
    )

    assert answer.status_code == 422 and "看到的不是这一稿" in answer.text


def test_a_liaison__reads_and_gives_no_word(item: Review) -> None:
    liaison = _as(Role.LIAISON, 1)

    assert "等负责同志" in liaison.get(reverse("desk:sign_offs")).text
    assert liaison.post(reverse("desk:sign_off")).status_code == 404


def test_a_chart__is_judged_beside_its_template(item: Review) -> None:
    lawyer = _as(Role.LEGAL_AFFAIRS, 3)
    address, chart = _chart("chart_review")

    assert "从第一幅开始" in lawyer.get(reverse("desk:chart_reviews")).text
    assert "模板" in lawyer.get(address).text
    judge = _chart("chart_judge")[0]
    refused = lawyer.post(judge, {"version": chart.version, "action": "return", "reason": ""})
    assert refused.status_code == 422 and "要写明理由" in refused.text
    lawyer.post(judge, {"version": chart.version, "action": "approve", "reason": ""})
    assert _chart("chart_review")[1].state == "approved"


def test_the_lawyer__clears_an_item_when_nothing_lacks(item: Review) -> None:
    lawyer = _as(Role.LEGAL_AFFAIRS, 3)
    _as(Role.ESTABLISHMENT_OFFICE, 2).post(
        reverse("desk:gates_conclude"), {"campaign": CAMPAIGN, "kind": POWER}
    )
    assert "合法，定稿</button>" not in lawyer.get(_item("legality_item")).text

    chart_approved()
    signed_off(PRINCIPAL)
    assert "可以定稿" in lawyer.get(reverse("desk:legality")).text
    assert "合法，定稿</button>" in lawyer.get(_item("legality_item")).text
    lawyer.post(_item("legality_judge"), {"version": the_review().version, "action": "clear"})
    assert the_review().public_code


def test_an_objection__needs_its_reason(item: Review) -> None:
    at_legality()
    lawyer = _as(Role.LEGAL_AFFAIRS, 3)

    answer = lawyer.post(_item("legality_judge"), {"version": the_review().version, "action": "object"})

    assert answer.status_code == 422 and 'id="e-reason"' in answer.text


def test_ticked_items__are_cleared_together(item: Review) -> None:
    one = at_legality()

    _as(Role.LEGAL_AFFAIRS, 3).post(
        reverse("desk:legality_bulk"), {"campaign": CAMPAIGN, "kind": POWER, "numbers": [one.number]}
    )

    assert the_review().state == "cleared"


def test_the_opinion_document__is_written_read_and_printed(item: Review) -> None:
    one = at_legality()
    lawyer = _as(Role.LEGAL_AFFAIRS, 3)
    lawyer.post(reverse("desk:legality_bulk"), {"campaign": CAMPAIGN, "kind": POWER, "numbers": [one.number]})
    digest = lawyer.get(reverse("desk:legality_opinions")).context["desk"].draft.digest
    form = {"campaign": CAMPAIGN, "kind": POWER, "digest": digest, "text": "审查认为合法。"}
    lawyer.post(reverse("desk:legality_issue"), form)

    with reading(PRINCIPAL):
        assert LegalityOpinion.objects.get().items == 1
    place = [CAMPAIGN, POWER, 1]
    assert one.name in lawyer.get(reverse("desk:legality_opinion", args=place)).text
    word = lawyer.get(reverse("desk:legality_opinion_print", args=[*place, "opinion.docx"]))
    cells = docx.Document(BytesIO(b"".join(word))).tables[0].rows[1].cells
    assert [cells[1].text, cells[2].text] == [the_review().public_code, one.name]
    pdf = lawyer.get(reverse("desk:legality_opinion_print", args=[*place, "opinion.pdf"]))
    assert b"".join(pdf).startswith(b"%PDF")
    assert lawyer.get(reverse("desk:legality_opinion_print", args=[*place, "x.exe"])).status_code == 404


def test_the_office__revises_an_item_with_a_reason(item: Review) -> None:
    office, one = _as(Role.ESTABLISHMENT_OFFICE, 2), at_legality()
    form = {"version": one.version, "name": one.name, "subject": "沿街商户"}

    refused = office.post(_item("revise_save"), form)
    assert refused.status_code == 422 and 'id="e-why"' in refused.text and "沿街商户" in refused.text
    office.post(_item("revise_save"), form | {"why": "按采纳的意见写明"})
    assert the_review().digest != one.digest
    assert "按采纳的意见写明" in office.get(_item("revise")).text


def test_the_office__takes_a_published_item_back(item: Review) -> None:
    published()
    office = _as(Role.ESTABLISHMENT_OFFICE, 2)

    assert "调整这一项" in office.get(_item("revise")).text
    form = {"version": the_review().version, "why": "法规修改"}
    office.post(_item("adjust"), form)
    assert the_review().state == "amending"


def test_an_approved_chart__is_reopened_by_the_office(item: Review) -> None:
    cleared()
    address, chart = _chart("chart_reopen")

    _as(Role.ESTABLISHMENT_OFFICE, 2).post(address, {"version": chart.version, "reason": "少一步"})

    assert the_review().state == "legality"


def test_the_kind_of_reason__is_chosen_by_its_name() -> None:
    found = {one.name: one for one in fields_of({"reason_code": "trade_rules"}, None)}["reason_code"]

    assert found.kind == "choice" and ("trade_rules", "转移：行规行约的制定") in found.choices
    old = {one.name: one for one in fields_of({"reason_code": "旧的"}, None)}["reason_code"]
    assert ("旧的", "旧的") in old.choices
