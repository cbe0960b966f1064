"""The last gates of an item: consultation concluded, units' words, charts, the legal office, its document."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.builders import CITY
from tests.builders_filings import LATER, OFFICE, PRINCIPAL
from tests.builders_lists import (
    a_closed_round,
    a_lawyer,
    at_legality,
    chart_approved,
    clear,
    cleared,
    consulted,
    documented,
    signed_off,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN, LIAISON
from tests.builders_reviews import POWER, a_colleague, the_review

from qingdan.base.refusal import Missing, Refused
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.filings.models import Filing
from qingdan.reviews.models import ChartOpinion, ChartReview, LegalityOpinion, Review
from qingdan.reviews.queries.legality import opinion_draft
from qingdan.reviews.queries.sign_offs import waiting_for
from qingdan.reviews.services.charts import judge_chart, reopen_chart
from qingdan.reviews.services.gates import conclude_all, conclude_consultation, sign_off
from qingdan.reviews.services.legality import clear_items, issue_opinion, object_to_item
from qingdan.reviews.services.revising import revise_item
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-057", "R-058", "R-059", "R-108", "R-109")]


def _revise(one: Review, values: Mapping[str, str], reason: str = "按采纳的意见写明") -> None:
    revise_item(
        campaign=CAMPAIGN,
        number=one.number,
        version=one.version,
        values=values,
        reason=reason,
        by=OFFICE,
        at=LATER,
    )


def _chart(state: str = "pending") -> ChartReview:
    with reading(OFFICE):
        return ChartReview.objects.select_related("filing").get(state=state)


def _reopen(chart: ChartReview) -> int:
    return reopen_chart(
        campaign=CAMPAIGN, code=chart.code, version=chart.version, reason="少一步", by=OFFICE, at=LATER
    )


def test_consultation__is_concluded_after_a_closed_round(item: Review) -> None:
    consulted()

    assert conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER) == (0, 1)
    a_closed_round()
    one = the_review()
    conclude_consultation(
        campaign=CAMPAIGN, kind=POWER, number=one.number, version=one.version, by=OFFICE, at=LATER
    )
    assert the_review().state == "legality"


def test_what_the_office_revises_after_a_round__needs_no_other_round(item: Review) -> None:
    consulted()
    a_closed_round()
    _revise(the_review(), {"subject": "沿街商户"})

    assert conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER) == (1, 0)


def test_each_gate__keeps_an_item_back(item: Review) -> None:
    consulted()
    a_closed_round()
    conclude_all(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)

    with pytest.raises(Refused, match=r"signed_off.*charts_approved"):
        clear(the_review())
    chart_approved()
    with pytest.raises(Refused, match="signed_off"):
        clear(the_review())
    signed_off(PRINCIPAL)
    assert clear(the_review()).startswith(f"{CITY}00102")


def test_a_revision__needs_the_units_word_again(item: Review) -> None:
    _revise(at_legality(), {"subject": "沿街商户"})

    with pytest.raises(Refused, match="signed_off"):
        clear(the_review())
    assert signed_off(PRINCIPAL) == 1 and clear(the_review())


def test_a_revision_without_change_or_reason__is_refused(item: Review) -> None:
    one = at_legality()

    with pytest.raises(Refused, match="reason"):
        _revise(one, {"name": one.name}, reason=" ")
    with pytest.raises(Refused, match="changed"):
        _revise(one, {"category": "levy"})
    with pytest.raises(Refused, match="choice"):
        _revise(one, {"disposition": "burn"})
    with pytest.raises(Refused, match="required"):
        _revise(one, {"name": " "})


def test_a_partner__is_asked_for_its_word_too(item: Review) -> None:
    one = at_legality()
    _revise(one, {"joint": "是", "joint_partners": "市河道局"})
    partner = a_colleague(Role.DEPUTY, unit=3)

    assert signed_off(PRINCIPAL) == 1
    with pytest.raises(Refused, match="signed_off"):
        clear(the_review())
    assert signed_off(partner) == 1
    with reading(partner):
        assert not waiting_for(partner, campaign=CAMPAIGN, kind=POWER).items


def test_a_word__is_given_for_what_was_read_by_who_may_give_it(item: Review) -> None:
    consulted()

    with pytest.raises(Refused, match="same_digest"):
        sign_off(campaign=CAMPAIGN, kind=POWER, digest="0" * 64, by=PRINCIPAL, at=LATER)
    with pytest.raises(Missing):
        sign_off(campaign=CAMPAIGN, kind=POWER, digest="0" * 64, by=LIAISON, at=LATER)


def test_a_lawyer_of_the_unit__clears_nothing_of_it(item: Review) -> None:
    one = at_legality()

    with pytest.raises(Refused, match="not_own_unit"):
        clear(one, a_colleague(Role.LEGAL_AFFAIRS, unit=1))


def test_who_judged_at_another_layer__does_not_clear(item: Review) -> None:
    one = at_legality()
    member = a_colleague(Role.MEMBER_UNIT, unit=3)
    both = a_colleague(Role.LEGAL_AFFAIRS, unit=3, username="both")

    with pytest.raises(Refused, match="four_eyes"):
        clear(one, replace(both, username=member.username))


def test_an_objection__goes_back_to_the_unit_with_its_reason(item: Review) -> None:
    one = at_legality()
    object_to_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=one.number,
        version=one.version,
        reason="条文没有给市级",
        by=a_lawyer(),
        at=LATER,
    )

    assert the_review().state == "answering"


def test_clearing_many__counts_what_passes_every_gate(item: Review) -> None:
    one, lawyer = at_legality(), a_lawyer()

    def clear(*numbers: str, campaign: str = CAMPAIGN) -> tuple[int, int]:
        return clear_items(campaign=campaign, kind=POWER, numbers=numbers, by=lawyer, at=LATER)

    assert clear(one.number) == (1, 0)
    with pytest.raises(Refused, match="wrong_state"):
        clear(one.number)
    with pytest.raises(Refused, match="nothing_chosen"):
        clear()
    with pytest.raises(Missing):
        clear(one.number, campaign="nowhere")


def test_the_opinion_document__is_numbered_frozen_and_over_what_none_holds(item: Review) -> None:
    cleared()

    with reading(OFFICE):
        one = LegalityOpinion.objects.get()
        content = thaw(one.digest)
        left = opinion_draft(the_reviews()[0].campaign, POWER).lines
    assert (one.number, one.items, content["items"][0]["outcome"], left) == (1, 1, "lawful", ())
    with pytest.raises(Refused, match="nothing_decided"):
        documented()


def test_the_opinion_document__needs_words_and_what_was_read(item: Review) -> None:
    clear(at_legality())

    with pytest.raises(Refused, match=r"same_digest.*required"):
        issue_opinion(campaign=CAMPAIGN, kind=POWER, text=" ", digest="0" * 64, by=a_lawyer(), at=LATER)
    with pytest.raises(Missing):
        issue_opinion(campaign=CAMPAIGN, kind=POWER, text="好", digest="0" * 64, by=OFFICE, at=LATER)


def test_a_returned_chart__is_the_units_again(item: Review) -> None:
    chart = _chart()
    judge_chart(
        campaign=CAMPAIGN,
        code=chart.code,
        version=chart.version,
        action="return",
        reason="少告知一步",
        by=a_lawyer(),
        at=LATER,
    )

    with reading(OFFICE):
        assert Filing.objects.get().reopened == [f"chart:{chart.code}"]
        assert ChartOpinion.objects.get().text == "少告知一步"


def test_a_reopened_chart__takes_the_clearing_back_but_not_the_code(item: Review) -> None:
    code = cleared().public_code

    assert _reopen(_chart("approved")) == 1
    assert (the_review().state, the_review().public_code) == ("legality", code)
    with pytest.raises(Refused, match="charts_approved"):
        clear(the_review())


def test_an_abolished_item__needs_no_chart(item: Review) -> None:
    one = at_legality()
    _revise(one, {"disposition": "abolish"})
    _reopen(_chart("approved"))
    signed_off(PRINCIPAL)

    assert clear(the_review())
