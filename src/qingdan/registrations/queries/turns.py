"""Whose turn it is: what an account may do of a registration now, and for whom the others wait."""

from collections.abc import Iterator, Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.data.registrations import registration_bodies, words_of
from qingdan.registrations.models import BodyTask, Registration, TaskPhase, TaskState
from qingdan.registrations.queries.facts import ANSWERING, HANDLES
from qingdan.registrations.queries.ground import REGISTRAR, bodies_of_unit
from qingdan.rules.registration import RegistrationState
from qingdan.rules.role import Role

_ACCEPTING = frozenset({Role.WINDOW, Role.HANDLER})
_ANSWERED_IN = (
    RegistrationState.IN_REVIEW,
    RegistrationState.OBJECTED,
    RegistrationState.ISSUED,
    RegistrationState.SHARED,
    RegistrationState.REPORTED,
)


def turns_of(by: Actor, found: QuerySet[Registration]) -> Mapping[int, tuple[str, ...]]:
    """What an account has to do and may do now, in words, by registration; its own applications are left out."""
    rows = found.exclude(made_by=by.username, at_window=False)
    turns: dict[int, list[str]] = {}
    for key, words in (*_of_bodies(by, rows), *_of_registrar(by, rows)):
        turns.setdefault(key, []).append(words)
    return {key: tuple(words) for key, words in turns.items()}


def waits_for(found: Registration) -> str:
    """For whom a registration waits, in words; "" for nobody."""
    words = words_of("waits")
    tasks = BodyTask.objects.filter(registration=found, turn=found.turn).order_by("pk")
    names = registration_bodies()
    asked = [names[one.body].name for one in tasks if one.state in (TaskState.OPEN, TaskState.SENT)]
    state = (
        "bodies"
        if asked and found.state in (RegistrationState.IN_REVIEW, RegistrationState.ISSUED)
        else found.state
    )
    return words.get(state, "").format(unit=found.unit.name, bodies="、".join(asked))


def _of_bodies(by: Actor, rows: QuerySet[Registration]) -> Iterator[tuple[int, str]]:
    """Tasks that lie at the desk of a body of this unit, for who answers there."""
    bodies = [one for one in bodies_of_unit(by.region, by.unit) if by.roles & _answering(one)]
    tasks = BodyTask.objects.filter(
        registration__in=rows.filter(state__in=_ANSWERED_IN),
        turn=F("registration__turn"),
        body__in=bodies,
        unit__code=by.unit,
        state=TaskState.OPEN,
    )
    for key, body, phase in tasks.order_by("pk").values_list("registration", "body", "phase"):
        yield key, f"{registration_bodies()[body].name}{words_of('phases')[phase]}"


def _answering(body: str) -> frozenset[Role]:
    """Who decides at the registrar does not examine there."""
    return HANDLES if body == REGISTRAR else ANSWERING


def _of_registrar(by: Actor, rows: QuerySet[Registration]) -> Iterator[tuple[int, str]]:
    """What the registrar of a registration has to do by itself: accept, explain an objection, decide."""
    own, words = rows.filter(unit__code=by.unit, region=by.region), words_of("turns")
    for roles, what, chosen in (
        (_ACCEPTING, "accept", Q(state=RegistrationState.RECEIVED)),
        (HANDLES, "explain", Q(state=RegistrationState.OBJECTED)),
        (frozenset({Role.APPROVER}), "issue", _ripe(by)),
    ):
        if by.roles & roles:
            for key in own.filter(chosen).order_by("pk").values_list("pk", flat=True):
                yield key, words[what]


def _ripe(by: Actor) -> Q:
    """Agreed to by every body in this turn, and not examined by who would decide."""
    review = BodyTask.objects.filter(registration=OuterRef("pk"), phase=TaskPhase.REVIEW)
    turn = review.filter(turn=OuterRef("turn"))
    examined = review.filter(body=REGISTRAR, answered_by=by.username)
    parts = (Exists(turn), ~Exists(turn.exclude(state=TaskState.AGREED)), ~Exists(examined))
    return Q(state=RegistrationState.IN_REVIEW) & Q(*parts)
