"""The sites of publication: in order, proved by what is found there, stuck ones named and tried again (R-062)."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from tests.builders import CITY
from tests.builders_filings import OFFICE
from tests.builders_lists import (
    ADOPTED_AT,
    PROGRAM,
    adopted,
    composed,
    lay_channels,
    published,
    some_channels,
)
from tests.builders_powers import CAMPAIGN, LIAISON
from tests.builders_reviews import POWER, the_review
from tests.modules.lists.outside_site import Site, a_site

from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.editions.models import Edition, EditionShown
from qingdan.lists.models import ChannelProof, ListProgress
from qingdan.lists.queries import fetching
from qingdan.lists.queries.channels import ChannelState, own_path, required_channels, states_of
from qingdan.lists.queries.fetching import NotFetched, fetch_digests
from qingdan.lists.services.proving import prove_channel, prove_in_order, retry_troubles
from qingdan.lists.services.publishing import publish_edition
from qingdan.reviews.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-062", "R-042")]
LAST = f"{CITY}001-4"


@pytest.fixture
def site(settings: LazySettings) -> Iterator[Site]:
    """A site outside, on the operator's list."""
    with a_site() as one:
        settings.CHANNEL_HOSTS = (one.host,)
        yield one


@pytest.fixture
def edition(item: Review) -> Edition:
    """An edition that is on no channel yet."""
    adopted()
    some_channels()
    return composed()


def _states(edition: Edition) -> dict[str, ChannelState]:
    with reading(OFFICE):
        return {one.code: one for one in states_of(edition)}


def _prove(edition: Edition, channel: str) -> bool:
    return prove_channel(edition=edition.code, channel=channel, by=OFFICE, at=ADOPTED_AT)


def test_a_channel__before_its_turn_is_refused(edition: Edition) -> None:
    with pytest.raises(Refused, match="channel_order"):
        _prove(edition, f"{CITY}002-2")
    with pytest.raises(Refused, match="channel_order"):
        _prove(edition, LAST)


def test_an_own_page__shows_the_edition_only_when_its_turn_has_come(edition: Edition) -> None:
    first, second = own_path(f"{CITY}005-1"), own_path(f"{CITY}002-2")

    assert fetch_digests(first) == {edition.digest} and fetch_digests(second) == frozenset()
    _prove(edition, f"{CITY}005-1")
    assert fetch_digests(second) == {edition.digest}


def test_the_first_proof__shows_the_edition_to_the_public(edition: Edition) -> None:
    with reading(OFFICE):
        assert not EditionShown.objects.exists()

    _prove(edition, f"{CITY}005-1")

    with reading(OFFICE):
        assert EditionShown.objects.get().edition == edition


def test_departments__come_last_in_any_order(edition: Edition) -> None:
    for channel in (f"{CITY}005-1", f"{CITY}002-2", f"{CITY}006-3", f"{CITY}003-4"):
        assert _prove(edition, channel)

    assert the_review().state == "adopted"
    assert _prove(edition, LAST) and the_review().state == "published"


def test_proving_twice__keeps_one_proof(edition: Edition) -> None:
    assert _prove(edition, f"{CITY}005-1") and _prove(edition, f"{CITY}005-1")

    with reading(OFFICE):
        assert ChannelProof.objects.count() == 1


def test_a_stuck_site__is_named_since_when_and_stops_the_order(edition: Edition, site: Site) -> None:
    lay_channels({f"{CITY}002": site.address})

    assert prove_in_order(edition=edition.code, by=OFFICE, at=ADOPTED_AT) == (1, 4)
    later = ADOPTED_AT + timedelta(hours=1)
    prove_in_order(edition=edition.code, by=OFFICE, at=later)

    trouble = _states(edition)[f"{CITY}002-2"].trouble
    assert trouble and (trouble.since, trouble.tried_at, trouble.tries) == (ADOPTED_AT, later, 2)
    assert not _states(edition)[f"{CITY}006-3"].open


def test_a_site_that_shows_it_later__is_found_by_the_program(edition: Edition, site: Site) -> None:
    lay_channels({f"{CITY}002": site.address})
    prove_in_order(edition=edition.code, by=OFFICE, at=ADOPTED_AT)
    site.show(edition.digest)

    assert retry_troubles(by=PROGRAM, at=ADOPTED_AT) == 1

    with reading(OFFICE):
        assert ListProgress.objects.get().state == "published"
    assert retry_troubles(by=PROGRAM, at=ADOPTED_AT) == 0


@pytest.mark.parametrize(
    ("page", "status", "reason"),
    [
        ("没有摘要值", 200, "没有清单的摘要值"),
        (f'<meta name="qingdan-edition" content="{"0" * 64}">', 200, "另一版"),
        ("", 404, "404"),
        ("", 500, "500"),
    ],
)
def test_what_is_wrong_on_a_site__is_said(
    edition: Edition, site: Site, page: str, status: int, reason: str
) -> None:
    lay_channels({f"{CITY}005": site.address})
    site.page, site.status = page, status

    assert not _prove(edition, f"{CITY}005-1")

    trouble = _states(edition)[f"{CITY}005-1"].trouble
    assert trouble and reason in trouble.reason


def test_a_redirect__is_not_followed(site: Site, item: Review) -> None:
    with a_site() as other:
        site.sends_to = other.address
        with pytest.raises(NotFetched, match="status"):
            fetch_digests(site.address)
        assert other.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/",
        "ftp://127.0.0.1/",
        "file:" + "//" + "/etc/hostname",
        "http://[::1]/",
        "//example.invalid/",
        "http://user:word@127.0.0.1/",
    ],
)
def test_a_host_that_nobody_named__is_not_asked(site: Site, item: Review, address: str) -> None:
    with pytest.raises(NotFetched):
        fetch_digests(address)
    some_channels()
    with pytest.raises(Refused, match="host_not_allowed"):
        lay_channels({f"{CITY}002": address})


def test_a_page_without_end__is_left(site: Site) -> None:
    site.page = "灯" * 2_000_000

    with pytest.raises(NotFetched, match="too_long"):
        fetch_digests(site.address)


@pytest.mark.parametrize("part", ["head", "page"])
def test_a_site_that_drips__is_left(site: Site, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.5)
    site.drips, site.page = part, "x" * 60
    begun = time.monotonic()

    with pytest.raises(NotFetched, match="no_answer"):
        fetch_digests(site.address)

    assert time.monotonic() - begun < 2


def test_a_channel_that_ends__completes_the_publication_that_waited_for_it_alone(edition: Edition) -> None:
    for channel in (f"{CITY}005-1", f"{CITY}002-2", f"{CITY}006-3", f"{CITY}003-4"):
        assert _prove(edition, channel)
    with writing(OFFICE):
        Unit.objects.filter(code=f"{CITY}001").update(kind="county")

    lay_channels()

    with reading(OFFICE):
        assert ListProgress.objects.get().state == "published"
    assert the_review().state == "published"


def test_channels__stand_in_their_order_and_follow_the_units(item: Review) -> None:
    some_channels()
    lay_channels()

    with reading(OFFICE):
        steps = [(one.step, one.code) for one in required_channels(CITY)]
    assert [step for step, _ in steps] == [1, 2, 3, 4, 4]


def test_an_edition__is_not_composed_without_channels_nor_before_adoption(item: Review) -> None:
    with pytest.raises(Refused, match=r"wrong_state.*channels_missing"):
        publish_edition(
            campaign=CAMPAIGN, kind=POWER, effective_on=ADOPTED_AT.date(), by=OFFICE, at=ADOPTED_AT
        )


def test_a_drafter__proves_nothing(item: Review) -> None:
    edition = published()

    with pytest.raises(Missing):
        prove_channel(edition=edition.code, channel=LAST, by=LIAISON, at=ADOPTED_AT)
