"""The letter with the link that sets a password: mailed when a server is set, else shown once to be handed over."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse

from qingdan.base.messages.services import mail_now
from qingdan.base.people.models import User
from qingdan.data.wording import note_words
from qingdan.rules.note import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """To whom, with which link; `mailed`: the server took it, so it is not shown."""

    name: str
    username: str
    link: str
    mailed: bool


def letter(
    request: HttpRequest, user: User, token: str, *, about: Literal["invitation", "reset"] = "invitation"
) -> Letter:
    """Writes it, and mails it when it can be. `about`: a new account, or a password that was lost."""
    facts = link_of(request, user, token)
    subject = note_words(Note(key=f"account.{about}_subject", params={}))
    words = note_words(Note(key=f"account.{about}_text", params=facts)).strip()
    return Letter(**facts, mailed=mail_now(user.email, subject, words))


def link_of(request: HttpRequest, user: User, token: str) -> dict[str, str]:
    """Name, user name and link, as the letter says them."""
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    return {"name": user.name, "username": user.username, "link": link}
