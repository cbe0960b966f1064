"""Two reviewers, two editors and who signs, publication and whoever changes an item: at once, in any order.

Each race is of some acts in threads of their own, begun together and held up by chance. Whatever comes first, what was
answered as done stands afterwards, and everything else was refused.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random
from threading import Barrier
from time import sleep
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from tests.builders_filings import LATER, OFFICE
from tests.builders_lists import (
    ADOPTED_AT,
    a_city_of,
    at_legality,
    cleared_again,
    lay_channels,
    resolved,
    some_channels,
    the_draft,
    the_reviews,
)
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER
from tests.builders_review_desk import acted, supplemented
from tests.builders_reviews import ALL_GOOD, GROUP, ONE_POOR, POWER, a_colleague, a_reviewer, the_review
from tests.database_copy import copied_database, drop_copy

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.campaigns.services.starting import open_phase
from qingdan.editions.models import Edition
from qingdan.lists.models import ChannelProof, ListProgress, Resolution, TabledDraft
from qingdan.lists.queries.composition import draft_items
from qingdan.lists.services.proving import prove_in_order
from qingdan.lists.services.publishing import publish_edition
from qingdan.lists.services.tabling import compose_draft, withdraw_draft
from qingdan.powers.models import PowerItem
from qingdan.powers.services.items import save_item
from qingdan.reviews.models import Review, ReviewOpinion
from qingdan.reviews.services.groups import seat_reviewer
from qingdan.reviews.services.judging import judge_item
from qingdan.reviews.services.revising import adjust_item, revise_item
from qingdan.rules.review import ListState
from qingdan.rules.role import Role

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = [
    pytest.mark.usefixtures("own_database"),
    pytest.mark.requirement("G-hostile", "R-056", "R-060", "R-061", "R-062"),
]
COPY = "interleavings"
MANY = 100  # so often that every act comes first once
HELD_UP = 0.02  # seconds at most
SECOND_EDITOR = replace(LIAISON, username="liaison-2", name="陈远")
Act = Callable[[], object]
OFTEN = [pytest.param(4, id="sample"), pytest.param(170, id="all", marks=pytest.mark.soak)]


@pytest.fixture
def own_database(
    city_cluster: "Cluster", django_db_setup: None, law_home: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker):
        a_city_of()
        yield
    drop_copy(city_cluster, COPY)


def race(random: Random, *acts: Act) -> list[str]:
    """What each act answers: "" when it is done, else why not."""
    starting = Barrier(len(acts))
    waits = [random.random() * HELD_UP for _ in acts]

    def one(act: Act, wait: float) -> str:
        try:
            starting.wait()
            sleep(wait)
            act()
        except Refused as refused:
            return refused.problems[0].key
        except Missing:
            return "missing"
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(one, acts, waits))


@pytest.mark.parametrize("often", OFTEN)
def test_two_reviewers__one_is_heard_and_the_other_told(often: int) -> None:
    people = (a_reviewer(), a_reviewer("reviewer-3b"))
    seat = {"campaign": CAMPAIGN, "group": GROUP, "home_unit": OTHER, "expert": False}
    seat_reviewer(**seat, username=people[1].username, by=OFFICE, at=LATER)
    for seed in range(often):
        random, before = Random(f"reviewers {seed}"), the_review()
        chosen = [random.choice(("pass", "return", "refer")) for _ in people]
        with reading(OFFICE):
            records = ReviewOpinion.objects.count()

        answers = race(random, *(_judging(before, *one) for one in zip(chosen, people, strict=True)))

        assert sorted(answers) == ["", Stale({}, 0).problems[0].key], seed
        winner = answers.index("")
        after = the_review()
        with reading(OFFICE):
            last = ReviewOpinion.objects.latest("pk")
            assert ReviewOpinion.objects.count() == records + 1
        assert (last.action, last.by, after.version) == (
            chosen[winner],
            people[winner].username,
            before.version + 1,
        )
        _back_to_the_group(after)


def _judging(one: Review, action: str, by: Actor) -> Act:
    typed = replace(ALL_GOOD if action == "pass" else ONE_POOR, reason="灯笼两边说法不同")
    return lambda: judge_item(
        campaign=CAMPAIGN,
        kind=POWER,
        number=one.number,
        version=one.version,
        action=action,
        typed=typed,
        by=by,
        at=LATER,
    )


def _back_to_the_group(one: Review) -> None:
    ways = {"member_review": ("disagree", "hand_back", "agree"), "disputed": ("hand_back", "agree")}
    for action in ways.get(one.state, ("agree",)):
        acted(action)


@pytest.mark.parametrize("often", OFTEN)
def test_two_editors_and_who_signs__no_word_is_lost_and_what_is_signed_is_what_stands(often: int) -> None:
    for seed in range(often):
        random = Random(f"editors {seed}")
        acted("return")
        number = acted("amend").number
        _write(number, LIAISON, f"第{seed}回", anew=True)
        written: list[str] = []

        race(
            random,
            *(_writing(number, by, written, random) for by in (LIAISON, SECOND_EDITOR)),
            *([supplemented] if random.random() < 0.7 else []),
        )

        with reading(LIAISON):
            draft = PowerItem.objects.get(draft_number=number)
        assert all(word in draft.remark for word in written), seed
        if the_review().state == "amending":
            supplemented()
        with reading(OFFICE):
            frozen = thaw(the_review().digest)["values"]["remark"]
        assert (the_review().state, frozen) == ("group_review", draft.remark), seed


def _writing(number: str, by: Actor, written: list[str], random: Random) -> Act:
    """Adds two words, each on top of what stands; who comes late reads that and tries again."""
    waits = [random.random() * HELD_UP for _ in range(2)]

    def act() -> None:
        for turn, wait in enumerate(waits):
            word = f"〔{by.username}.{turn}〕"
            _write(number, by, word)
            written.append(word)
            sleep(wait)

    return act


def _write(number: str, by: Actor, word: str, *, anew: bool = False) -> None:
    with reading(by):
        item = PowerItem.objects.get(draft_number=number)
    remark, version = "" if anew else item.remark, item.version
    while True:
        try:
            values = {"remark": remark + word}
            save_item(number=number, version=version, values=values, by=by, at=LATER)
        except Stale as lost:
            remark, version = lost.theirs["remark"], lost.version
        else:
            return


@pytest.mark.parametrize("often", OFTEN)
def test_publication_and_changes__what_is_adopted_is_what_is_published(often: int) -> None:
    some_channels()
    lay_channels()
    open_phase(campaign=CAMPAIGN, phase="power_tabling", by=OFFICE, at=LATER)
    done: list[str] = []
    for seed in range(often):
        random, one = Random(f"publication {seed}"), _ready_for_the_list()
        state = _list_state()
        names = _MAY_HAPPEN[state]
        chosen = [names[0], *(random.choice(names) for _ in range(random.randint(1, 2)))]

        answers = race(random, *(_ACTS[name](one, seed) for name in chosen))

        assert "" in answers, (seed, state, chosen, answers)
        done += [name for name, answer in zip(chosen, answers, strict=True) if not answer]
        _nothing_disagrees(seed)
    assert set(done) <= _ACTS.keys() <= {*done, *(_ACTS if often < MANY else ())}


_MAY_HAPPEN: dict[str, Sequence[str]] = {
    "reviewing": ("compose", "compose", "revise"),
    "tabled": ("adopt", "adopt", "withdraw", "revise"),
    "adopted": ("publish", "publish", "revise", "adjust"),
    "publishing": ("prove", "prove", "adjust", "revise"),
    "published": ("adjust", "adjust", "revise"),
}
_LIST = {"campaign": CAMPAIGN, "kind": POWER, "by": OFFICE}
_ACTS: dict[str, Callable[[Review, int], Act]] = {
    "compose": lambda _one, _n: lambda: compose_draft(**_LIST, at=LATER),
    "withdraw": lambda _one, _n: lambda: withdraw_draft(**_LIST, reason="漏印了一页", at=LATER),
    "adopt": lambda _one, _n: _adopting(the_draft()),
    "publish": lambda _one, _n: _publish,
    "prove": lambda _one, _n: lambda: prove_in_order(edition=_last_edition(), by=OFFICE, at=ADOPTED_AT),
    "adjust": lambda one, _n: (
        lambda: adjust_item(**_LIST, number=one.number, version=one.version, reason="法规修改", at=LATER)
    ),
    "revise": lambda one, n: (
        lambda: revise_item(
            campaign=CAMPAIGN,
            number=one.number,
            version=one.version,
            values={"subject": f"第{n}种商户"},
            reason="写明对象",
            by=OFFICE,
            at=LATER,
        )
    ),
}


def _adopting(draft: TabledDraft) -> Act:
    clerk = a_colleague(Role.GOVERNMENT_OFFICE, unit=2, username="clerk")
    return lambda: resolved(draft, by=clerk)


def _publish() -> None:
    open_phase(campaign=CAMPAIGN, phase="power_decision", by=OFFICE, at=ADOPTED_AT)
    publish_edition(**_LIST, effective_on=ADOPTED_AT.date(), at=ADOPTED_AT)


def _ready_for_the_list() -> Review:
    """The item as it stands; brought through every gate again when somebody has changed it."""
    one = the_reviews()[0]
    if one.state == "amending":
        _write(one.number, LIAISON, "又改一处")
        supplemented()
    if one.state in {"amending", "group_review", "legality"}:
        at_legality()
        one = cleared_again()
    return one


def _list_state() -> str:
    with reading(OFFICE):
        found = ListProgress.objects.filter(list_kind=POWER).first()
    return found.state if found else ListState.REVIEWING


def _last_edition() -> str:
    with reading(OFFICE):
        return Edition.objects.latest("number").code


def _nothing_disagrees(seed: int) -> None:
    """Item and open draft, adopted draft and edition, edition and proofs say the same."""
    one = the_reviews()[0]
    with reading(OFFICE):
        for draft in TabledDraft.objects.filter(closed_at=None):
            (line,) = draft_items(draft)
            assert (one.state, one.digest) == ("tabled", line["reviewed"]), seed
        for edition in Edition.objects.all():
            adopted = Resolution.objects.get(digest=edition.resolution["draft_digest"])
            (line,) = draft_items(adopted.draft)
            assert thaw(edition.digest)["entries"] == {line["code"]: line["entry"]}, seed
            proofs = ChannelProof.objects.filter(edition=edition)
            assert {proof.digest for proof in proofs} <= {edition.digest}, seed
            assert proofs.count() == proofs.values("channel").distinct().count()
        assert Edition.objects.count() == Resolution.objects.count() - (_list_state() == "adopted"), seed
