"""From the cleared item to the last channel: one digest from the 审议稿 to every site."""

import pytest
from tests.builders_filings import OFFICE
from tests.builders_lists import published
from tests.builders_reviews import the_review

from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.editions.models import EditionShown
from qingdan.lists.models import ChannelProof, ListProgress, Resolution, TabledDraft
from qingdan.lists.queries.composition import draft_items
from qingdan.reviews.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-060", "R-061", "R-062")]


def test_a_list__goes_to_every_channel_with_one_digest(item: Review) -> None:
    edition = published()

    with reading(OFFICE):
        draft, resolution = TabledDraft.objects.get(), Resolution.objects.get()
        proofs = set(ChannelProof.objects.values_list("digest", flat=True))
        manifest = thaw(edition.digest)
        entries = {one["code"]: one["entry"] for one in draft_items(draft)}
    assert resolution.digest == draft.digest == manifest["resolution"]["draft_digest"]
    assert manifest["entries"] == entries
    assert proofs == {edition.digest}


def test_the_last_proof__publishes_list_and_items(item: Review) -> None:
    published()

    with reading(OFFICE):
        assert ListProgress.objects.get().state == "published"
        assert EditionShown.objects.count() == 1
    assert (the_review().state, the_review().public_code) == ("published", "36090000102000100")
