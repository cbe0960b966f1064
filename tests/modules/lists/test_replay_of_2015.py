"""The plan replayed to 30 September and on through a year: every gate, one digest everywhere, each day as it was."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from tests.scenario_2015 import CITY, FOUNDER
from tests.scenario_2015_lists import START, VISITOR, YEAR, Replay, seen_on

from qingdan.base.events.queries import faults
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.consultations.models import RoundItem
from qingdan.editions.models import Edition, EditionShown
from qingdan.editions.queries.items import item_on
from qingdan.editions.queries.shown import shown_editions
from qingdan.lists.models import Channel, ChannelProof, Resolution, TabledDraft
from qingdan.lists.queries.channels import own_path
from qingdan.lists.queries.composition import draft_items
from qingdan.lists.queries.evidence import anchors, write_pack
from qingdan.lists.queries.fetching import fetch_digests
from qingdan.reviews.models import ChartOpinion, ChartReview, LegalityOpinion, Review, ReviewOpinion, SignOff
from qingdan.rules.review import ListKind
from qingdan.verify_pack import verify

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("law_home"),
    pytest.mark.requirement("R-042", "R-043", "R-056", "R-058", "R-060", "R-061", "R-062", "R-108", "R-109"),
]
SHOWN = [(ListKind.POWER, 1), (ListKind.RESPONSIBILITY, 1), (ListKind.POWER, 2)]


@pytest.mark.parametrize(
    ("units", "items"),
    [pytest.param(2, 2, id="sample"), pytest.param(69, 4, id="all", marks=pytest.mark.soak)],
)
def test_plan_to_30_september__is_followed_to_both_published_lists(units: int, items: int) -> None:
    replay = Replay(units=units, items=items)
    replay.play()

    _every_draft_before_the_gates_was_refused(replay)
    with reading(FOUNDER):
        drafts = list(TabledDraft.objects.order_by("pk"))
        assert [one.items for one in drafts] == [units * items] * 3
        assert [gate for one in drafts for gate in _missing_gates(one)] == []
    _one_digest_everywhere()
    _each_day_is_as_it_was(replay)
    assert faults() == []


def _every_draft_before_the_gates_was_refused(replay: Replay) -> None:
    first, second = {"review.all_cleared", "lists.nothing_cleared"}, {"lists.nothing_cleared"}
    assert replay.refused == [first] * 6 + [second] * 2


def _missing_gates(draft: TabledDraft) -> Iterator[tuple[str, str]]:
    """Items of a draft with the gate that they did not pass on exactly what the draft holds."""
    for line in draft_items(draft):
        if line["carried"]:
            continue
        review = Review.objects.get(campaign=draft.campaign, list_kind=draft.list_kind, number=line["number"])
        heard = ReviewOpinion.objects.filter(review=review, digest=line["reviewed"], at__lt=draft.composed_at)
        wanted = ["pass", *(["confirm"] if draft.list_kind == ListKind.POWER else []), "conclude", "clear"]
        said = set(heard.values_list("action", flat=True))
        yield from ((line["number"], gate) for gate in wanted if gate not in said)
        for gate, passed in _papers(review, line["reviewed"], draft):
            if not passed:
                yield line["number"], gate


def _papers(review: Review, digest: str, draft: TabledDraft) -> Iterator[tuple[str, bool]]:
    """Signature, consultation, the units' word, the chart, the opinion document."""
    place = {"campaign": draft.campaign, "list_kind": draft.list_kind}
    before = {"at__lt": draft.composed_at}
    closed = RoundItem.objects.filter(
        digest=digest, number=review.number, round__closed_at__lt=draft.composed_at
    )
    documents = LegalityOpinion.objects.filter(**place, **before).values_list("digest", flat=True)
    yield "filing", review.filing.state == "received"
    yield "round", closed.exists()
    yield "sign_off", SignOff.objects.filter(review=review, digest=digest, **before).exists()
    yield "document", any(one["digest"] == digest for key in documents for one in thaw(key)["items"])
    if review.list_kind == ListKind.POWER:
        chart = ChartReview.objects.get(campaign=draft.campaign, code=review.chart)
        approved = ChartOpinion.objects.filter(review=chart, action="approve", digest=chart.digest, **before)
        yield "chart", approved.exists()


def _one_digest_everywhere() -> None:
    """审议稿, resolution, manifest, every channel's proof and page, anchors, evidence pack."""
    with reading(FOUNDER):
        shown = list(EditionShown.objects.order_by("pk").select_related("edition"))
        editions = [one.edition for one in shown]
        published = [(one["code"], one["digest"]) for one in anchors(CITY)["editions"]]
        channels = Channel.objects.count()
    assert [(one.list_kind, one.number) for one in editions] == SHOWN
    assert [one.on for one in shown if one.on.month <= 9] == [date(2015, 6, 16), date(2015, 9, 18)]
    assert published == [(one.code, one.digest) for one in editions]
    for edition in editions:
        _one_digest(edition, channels)


def _one_digest(edition: Edition, channels: int) -> None:
    with reading(FOUNDER):
        manifest = thaw(edition.digest)
        resolution = Resolution.objects.get(digest=manifest["resolution"]["draft_digest"])
        proofs = ChannelProof.objects.filter(edition=edition)
        entries = {one["code"]: one["entry"] for one in draft_items(resolution.draft)}
        assert resolution.digest == resolution.draft.digest
        assert manifest["entries"] == entries
        assert (proofs.count(), {one.digest for one in proofs}) == (channels, {edition.digest})
        pack = io.BytesIO()
        write_pack(pack, edition.code)
        found = verify(pack, anchors(CITY))
    assert found.faults == []
    _is_on_the_channels_pages(edition)


def _is_on_the_channels_pages(edition: Edition) -> None:
    """The pages of the first three steps and of one department: those of the others are made by the same view."""
    with reading(FOUNDER):
        newest = not Edition.objects.filter(previous=edition).exists()
        codes = list(Channel.objects.order_by("step", "pk").values_list("code", flat=True)[:4])
    for code in codes:
        assert (edition.digest in fetch_digests(own_path(code))) or not newest


def _each_day_is_as_it_was(replay: Replay) -> None:
    """What is said a year later of each day is what was read on it, and what its snapshots say."""
    days = [START + timedelta(days=number) for number in range(YEAR)]
    later = dict(zip(days, seen_on(*days), strict=True))
    assert [day for day in days if later[day] != replay.seen[day]] == []
    with reading(VISITOR):
        found = EditionShown.objects.order_by("pk").select_related("edition")
        shown = [(max(one.on, one.edition.effective_on), thaw(one.edition.digest)) for one in found]
    assert [day for day in days if _snapshots_of(day, shown) != replay.seen[day]] == []
    changes = [day for day in days[1:] if replay.seen[day] != replay.seen[day - timedelta(days=1)]]
    assert changes == [date(2015, 6, 19), date(2015, 9, 21), date(2015, 11, 14)]
    for day in changes:
        _items_are_as_they_were(day, replay.seen[day])


def _snapshots_of(day: date, shown: Sequence[tuple[date, Any]]) -> dict[str, str]:
    """What the manifests say that were shown and in effect by the end of a day."""
    found: dict[str, str] = {}
    for since, manifest in shown:
        if since <= day:
            found |= {f"{manifest['list']}/{code}": key for code, key in manifest["entries"].items()}
    return found


def _items_are_as_they_were(day: date, seen: dict[str, str]) -> None:
    with reading(VISITOR):
        editions = shown_editions(CITY)
        for key, digest in seen.items():
            kind, code = key.split("/")
            item = item_on(editions, code, day)
            assert (item.content if kind == ListKind.POWER else item.duties) == thaw(digest)
