"""Several people on one list at once: each in a thread with a connection of its own, on a database of its own."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import connection
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import (
    ADOPTED_AT,
    a_city_of,
    a_lawyer,
    adopted,
    at_legality,
    clear,
    cleared,
    composed,
    published,
    some_channels,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN
from tests.builders_reviews import POWER
from tests.database_copy import copied_database, drop_copy
from tests.in_turn import second_after_first

from qingdan.base.refusal import Refused, Stale
from qingdan.base.transactions import reading
from qingdan.campaigns.services.starting import open_phase
from qingdan.editions.models import Edition
from qingdan.lists.models import ChannelProof, TabledDraft
from qingdan.lists.queries.composition import draft_items
from qingdan.lists.services.proving import prove_in_order
from qingdan.lists.services.publishing import publish_edition
from qingdan.lists.services.tabling import compose_draft
from qingdan.reviews.models import ChartReview
from qingdan.reviews.services.charts import reopen_chart
from qingdan.reviews.services.revising import adjust_item, revise_item
from qingdan.web.portal.writing import write_pages

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.requirement("R-059", "R-060", "R-062")]
COPY = "lists_at_once"
NAMES = tuple(f"对破坏{place}灯笼的处罚" for place in ("桥头", "河边", "山上", "庙前"))


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, law_home: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        yield
    drop_copy(city_cluster, COPY)


def _at_once(*acts: Callable[[], object]) -> list[object]:
    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except Refused as refused:
            return refused.problems[0].key
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(one, acts))


def test_items_cleared_at_once__get_codes_of_their_own() -> None:
    a_city_of(*NAMES)
    at_legality()
    lawyer = a_lawyer()

    codes = _at_once(*((lambda one=one: clear(one, lawyer)) for one in the_reviews()))

    assert sorted(map(str, codes)) == [f"36090000102000{n}00" for n in range(1, 6)]


def test_two_who_compose__make_one_draft() -> None:
    a_city_of()
    cleared()
    open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)
    compose = lambda: compose_draft(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER)  # noqa: E731

    assert sorted(map(str, _at_once(compose, compose, compose))) == [
        "1",
        "review.wrong_state",
        "review.wrong_state",
    ]


def test_two_who_publish__make_one_edition() -> None:
    a_city_of()
    adopted()
    some_channels()
    open_phase(campaign=CAMPAIGN, phase="power_decision", by=OFFICE, at=ADOPTED_AT)

    def publish() -> object:
        on = ADOPTED_AT.date()
        return publish_edition(campaign=CAMPAIGN, kind=POWER, effective_on=on, by=OFFICE, at=ADOPTED_AT)

    answers = _at_once(publish, publish, publish)

    assert sorted(map(str, answers))[0] == "360900-power_list-1" and len(set(answers)) == 2
    with reading(OFFICE):
        assert Edition.objects.count() == 1


def test_two_who_prove__keep_one_proof_a_channel() -> None:
    a_city_of()
    adopted()
    some_channels()
    edition = composed()

    _at_once(*[lambda: prove_in_order(edition=edition.code, by=OFFICE, at=ADOPTED_AT)] * 3)

    with reading(OFFICE):
        assert ChannelProof.objects.count() == 5
    assert [one.state for one in the_reviews()] == ["published"]


def test_pages_written_by_two_processes__are_those_of_one(tmp_path: Path) -> None:
    a_city_of()
    published()
    one, two = tmp_path / "one", tmp_path / "two"
    count = write_pages(one, at=ADOPTED_AT)
    shutil.rmtree(settings.QINGDAN_HOME / "pages")  # what was made is not made again

    assert write_pages(two, at=ADOPTED_AT, processes=2) == count > 0
    assert _files(one) == _files(two)


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_revision_while_the_draft_is_composed__is_in_no_draft_it_does_not_agree_with() -> None:
    a_city_of()
    one = cleared()
    open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)

    def revise() -> object:
        return revise_item(
            campaign=CAMPAIGN,
            number=one.number,
            version=one.version,
            values={"subject": "沿街商户"},
            reason="写明对象",
            by=OFFICE,
            at=LATER,
        )

    _at_once(lambda: compose_draft(campaign=CAMPAIGN, kind=POWER, by=OFFICE, at=LATER), revise)

    with reading(OFFICE):
        draft = TabledDraft.objects.first()
        held = draft_items(draft)[0]["reviewed"] if draft else ""
    after = the_reviews()[0]
    assert (after.state, held) in {("tabled", after.digest), ("legality", ""), ("legality", one.digest)}


def test_an_adjustment_during_publication__waits_for_the_last_channel() -> None:
    a_city_of()
    published()
    one = the_reviews()[0]
    adjust = lambda: adjust_item(  # noqa: E731
        campaign=CAMPAIGN,
        kind=POWER,
        number=one.number,
        version=one.version,
        reason="改",
        by=OFFICE,
        at=LATER,
    )

    answers = _at_once(adjust, adjust)

    assert sorted(map(str, answers)) == ["None", Stale({}, 0).problems[0].key]


def test_a_chart_reopened_while_its_item_is_cleared__takes_the_clearing_back() -> None:
    a_city_of()
    one = at_legality()
    lawyer = a_lawyer()
    with reading(OFFICE):
        chart = ChartReview.objects.get()

    def reopen() -> object:
        return reopen_chart(
            campaign=CAMPAIGN, code=chart.code, version=chart.version, reason="少一步", by=OFFICE, at=LATER
        )

    assert second_after_first(lambda: clear(one, lawyer), reopen, lawyer) == 1
    assert the_reviews()[0].state == "legality"
