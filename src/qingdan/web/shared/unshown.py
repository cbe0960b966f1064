"""What was written into a form that was refused and that its page shows no more: nobody's text is lost.

So where the form itself is gone: somebody else has done the step, decided the matter, closed the round.
"""

from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import TypeVar

from django.http import QueryDict
from django.http.response import HttpResponseBase

from qingdan.rules.pattern import pattern
from qingdan.web.shared.refusal import Refusal

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_WRITTEN = pattern(r"[一-鿿]")


def all_shown(refusal: Refusal, answer: Callable[[Refusal], _Answer]) -> _Answer:
    """The page with the reasons; where it lacks something that was written, once more with that beside them."""
    response = answer(refusal)
    unshown = not_shown(refusal.typed, _page(response))
    return answer(replace(refusal, unshown=unshown)) if unshown else response


def not_shown(typed: QueryDict, page: str) -> tuple[str, ...]:
    """The texts of a form that stand nowhere on a page, each once.

    Marks, codes, passwords and choices by their key hold no Chinese and are no texts.
    """
    seen = _flat(unescape(page))
    texts = dict.fromkeys(str(text).strip() for _, some in typed.lists() for text in some)
    return tuple([text for text in texts if _is_written(text) and _flat(text) not in seen])


def _is_written(text: str) -> bool:
    return len(text) > 1 and _WRITTEN.search(text) is not None


def _page(response: HttpResponseBase) -> str:
    content: bytes = getattr(response, "content", b"")
    return content.decode("utf-8", "replace")


def _flat(text: str) -> str:
    """Without the spaces and breaks, which pages set as they like."""
    return "".join(text.split())
