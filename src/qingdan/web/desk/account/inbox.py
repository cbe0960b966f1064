"""Messages to oneself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.messages.queries import count_unread, latest
from qingdan.base.messages.services import mark_read
from qingdan.web.desk.account.typed import text
from qingdan.web.shared.request import DeskRequest, act, done, page


@page()
def messages(request: DeskRequest) -> HttpResponse:
    """The last hundred, newest first."""
    words = {"inbox": latest(request.actor, limit=100), "unread": count_unread(request.actor)}
    return render(request, "desk/account/messages.html", words)


@act(on=messages)
def read_messages(request: DeskRequest) -> HttpResponse:
    """Marks one as read (its number is typed by the form), or all."""
    word = text(request, "message")
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 19 else None
    if word and number is None:
        return done(reverse("desk:messages"))
    mark_read(number=number, by=request.actor, at=request.at)
    return done(reverse("desk:messages"), said="read")
