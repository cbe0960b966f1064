"""What is done at the end of a transaction: once, with all events of it, or not at all."""

from collections.abc import Sequence

import pytest
from tests.builders import NOW, SETTER

from qingdan.base.events import services
from qingdan.base.events.models import Event
from qingdan.base.events.services import Happened, append, on_events
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import writing

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-events")]
Calls = list[list[str]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The kinds of the events of each call of a reaction."""
    monkeypatch.setattr(services, "REACTIONS", [])
    seen: Calls = []
    on_events(lambda happened: seen.append([one.event.kind for one in happened]))
    return seen


def _happens(kind: str) -> None:
    append(kind, "lantern:1", by=SETTER, at=NOW)


def test_reaction__is_given_all_events_of_a_transaction_at_its_end(calls: Calls) -> None:
    with writing(SETTER):
        _happens("Lit")
        with writing(SETTER):
            _happens("Trimmed")
        assert calls == []

    assert calls == [["Lit", "Trimmed"]]


def test_reaction__not_to_what_was_taken_back(calls: Calls) -> None:
    with writing(SETTER):
        _happens("Lit")
        with pytest.raises(Refused), writing(SETTER):
            _happens("Trimmed")
            raise Refused([refusal("desk.required")])

    assert calls == [["Lit"]]


def test_reaction__not_when_all_is_taken_back(calls: Calls) -> None:
    with pytest.raises(Refused), writing(SETTER):
        _happens("Lit")
        raise Refused([refusal("desk.required")])

    assert calls == []
    with writing(SETTER):
        _happens("Trimmed")
    assert calls == [["Trimmed"]]


def test_reaction__to_what_a_reaction_did(calls: Calls) -> None:
    def answer(happened: Sequence[Happened]) -> None:
        if happened[0].event.kind == "Lit":
            _happens("Smoked")

    on_events(answer)
    with writing(SETTER):
        _happens("Lit")

    assert calls == [["Lit"], ["Smoked"]]


def test_reaction__that_refuses_takes_the_act_back(calls: Calls) -> None:
    def refuse(_: Sequence[Happened]) -> None:
        raise Refused([refusal("desk.required")])

    on_events(refuse)
    with pytest.raises(Refused), writing(SETTER):
        _happens("Lit")

    assert not Event.objects.filter(kind="Lit").exists()
