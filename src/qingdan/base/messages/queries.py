"""Reading one's own messages."""

from datetime import datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.messages.models import Message


def messages_of(actor: Actor) -> "QuerySet[Message]":
    """Messages to this person, newest first."""
    return Message.objects.filter(user__username=actor.username).order_by("-at", "-pk")


def count_unread(actor: Actor) -> int:
    """How many of them wait to be read."""
    return messages_of(actor).filter(read_at=None).count()


def latest(actor: Actor, *, before: datetime | None = None, limit: int = 50) -> list[Message]:
    """A page of them; `before` goes on after the last one shown."""
    found = messages_of(actor)
    return list((found.filter(at__lt=before) if before else found)[:limit])
