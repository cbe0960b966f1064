"""Sending messages, marking them read, and mailing what waits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.messages.models import Message
from qingdan.base.messages.queries import messages_of
from qingdan.base.people.models import Appointment, StandIn, User
from qingdan.base.rows import insert
from qingdan.base.transactions import reading, writing
from qingdan.data.wording import wording
from qingdan.rules.role import Role

AT_ONCE = 100
TRIED_FOR = timedelta(days=3)


def send(
    *,
    subject: str,
    text: str,
    once: str,
    users: Iterable[User] = (),
    unit: str = "",
    roles: Iterable[Role] = (),
    link: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """A message to people, and to all who hold (or stand in for) one of the roles at a unit; how many got it.

    It is sent in the sender's region; whoever gets it reads it wherever they work.
    `once` names the occasion ("late:360900013:filing"): nobody gets a message of the same occasion twice. `link` is
    a path of this site.
    """
    with writing(by):
        people = {one.pk: one for one in [*users, *_holders(unit, frozenset(roles), day_of(at))]}
        line = " ".join(subject.split())[:120]  # a mail with a subject of several lines is never sent
        new = {f"{once[:140]}:{one.code}": one for one in people.values()}
        told = {"region_id": by.region, "subject": line, "text": text, "link": link, "at": at}
        lines = [{**told, "user_id": one.pk, "once": key} for key, one in new.items()]
        sent = len(insert(Message, lines, but_known=True))
        if sent:
            append("MessageSent", f"message:{once}"[:120], by=by, at=at, unit=unit, data={"people": sent})
    return sent


def mails_go_out() -> bool:
    """Whether a mail server is set."""
    return bool(settings.EMAIL_HOST)


def mark_read(*, number: int | None = None, by: Actor, at: datetime) -> int:
    """Marks one message of this person as read (`number` as the page gives it), or all; how many were new."""
    with writing(by):
        unread = messages_of(by).filter(read_at=None)
        if number is not None:
            unread = unread.filter(pk=number)
        done: int = unread.update(read_at=at)
        if done:
            append("MessagesRead", f"account:{by.username}", by=by, at=at, data={"messages": done})
    return done


def mail_waiting(*, by: Actor, at: datetime) -> int:
    """Mails the messages that nobody was mailed yet, of the last three days; how many went out.

    Each is marked in a transaction of its own that is taken back when the server does not take it: that one is tried
    again by the next call, and none that was taken is mailed twice. A second caller at the same time passes over
    what is in work; `by` sees the regions whose messages are mailed. Nothing is done without a mail server. Raises
    OSError when the server does not answer.
    """
    if not mails_go_out():
        return 0
    waiting = Message.objects.filter(mailed_at=None, read_at=None, at__gt=at - TRIED_FOR)
    waiting = waiting.exclude(user__email="").filter(user__is_active=True)
    with reading(by):
        numbers = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    with get_connection(timeout=10) as connection:
        return sum(_mail(number, connection, by, at) for number in numbers)


def mail_now(address: str, subject: str, text: str) -> bool:
    """Mails something that must not be kept (an invitation); whether the server took it."""
    if not mails_go_out() or not address:
        return False
    try:
        with get_connection(timeout=10) as connection:
            return bool(EmailMessage(subject, text, to=[address], connection=connection).send())
    except OSError:  # of which SMTPException is one
        return False


def _mail(number: int, connection: BaseEmailBackend, by: Actor, at: datetime) -> int:
    try:
        with writing(by):
            locked = Message.objects.select_for_update(skip_locked=True, of=["self"]).select_related("user")
            message = locked.filter(pk=number, mailed_at=None).first()
            if message is None:
                return 0
            message.mailed_at = at
            message.save(update_fields=["mailed_at"])
            there = replace(by, region=message.region_id)
            append("MessageMailed", f"message:{message.once}"[:120], by=there, at=at)
            body = f"{message.text}\n\n{wording()['account.mail_foot']['message']}"
            EmailMessage(message.subject, body, to=[message.user.email], connection=connection).send()
    except (SMTPResponseException, SMTPRecipientsRefused):
        return 0
    return 1


def _holders(unit: str, roles: frozenset[Role], on: date) -> list[User]:
    if not unit or not roles:
        return []
    held = Appointment.objects.filter(
        Q(held_until__isnull=True) | Q(held_until__gt=on),
        held_from__lte=on,
        unit__code=unit,
        role__in=[one.value for one in roles],
    )
    acting = StandIn.objects.filter(appointment__in=held, acts_from__lte=on, acts_until__gt=on)
    found = Q(pk__in=held.values("user")) | Q(pk__in=acting.values("user"))
    return list(User.objects.filter(found, is_active=True).order_by("pk"))
