"""Reading one's own messages."""

from datetime import datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.messages.models import Message
from qingdan.base.rows import rows


def messages_of(actor: Actor) -> "QuerySet[Message]":
    """Messages to this person, newest first."""
    return Message.objects.filter(user__username=actor.username).order_by("-at", "-pk")


def count_unread(actor: Actor) -> int:
    """How many of them wait to be read."""
    ((count,),) = rows(_UNREAD, username=actor.username)
    return int(count)


_UNREAD = """
SELECT count(*) FROM inbox_message JOIN people_user ON people_user.id = user_id
WHERE username = %(username)s AND read_at IS NULL
"""


def latest(actor: Actor, *, before: datetime | None = None, limit: int = 50) -> list[Message]:
    """A page of them; `before` goes on after the last one shown."""
    found = messages_of(actor)
    return list((found.filter(at__lt=before) if before else found)[:limit])
