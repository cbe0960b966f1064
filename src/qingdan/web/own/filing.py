"""Files that were chosen on a page: all of them are taken with whatever button was pressed, none is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.cases.services.materials import reuse_material, upload_material, use_licence
from qingdan.rules.problem import Problem
from qingdan.web.own.pages import Mine

NAMED = ("file-", "kept-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The services that take a file, something of the vault, a licence, for a material of a thing."""

    upload: Callable[..., None]
    reuse: Callable[..., None]
    licence: Callable[..., None]


OF_A_CASE = Ways(upload=upload_material, reuse=reuse_material, licence=use_licence)


def file_chosen(my: Mine, key: str, *, asked: str = "", ways: Ways = OF_A_CASE) -> None:
    """Takes every file, kept material and licence that was chosen, each for its place.

    `asked`: the place whose own button was pressed; it is asked for a file where none was chosen for it. What is right
    is kept, what is wrong is told together: raises Refused; Missing.
    """
    problems: list[Problem] = []
    for place in dict.fromkeys([*_chosen(my), *([asked] if asked else [])]):
        try:
            _file(my, key, place, ways)
        except Refused as error:
            problems += [_beside(one, place_of(place)) for one in error.problems]
    if problems:
        raise Refused(problems)


def place_of(word: str) -> int:
    """The place of a material in an address or the name of a field. Raises Missing."""
    if not (word.isascii() and word.isdecimal() and len(word) < 4):
        raise Missing
    return int(word)


def _chosen(my: Mine) -> Iterator[str]:
    names = [*my.request.FILES, *(name for name, word in my.request.POST.items() if word)]
    return (name.partition("-")[2] for name in names if name.startswith(NAMED))


def _file(my: Mine, key: str, word: str, ways: Ways) -> None:
    """One of them; `file`, `kept`, `keep` without a place are of a form for one material."""
    place, post = place_of(word), my.request.POST
    kept = my.word(f"kept-{word}" if f"kept-{word}" in post else "kept", 80)
    way, _, code = kept.partition(":")
    if way == "file":
        ways.reuse(code=key, place=place, kept=code, by=my.by, at=my.at)
    elif way == "licence":
        ways.licence(code=key, place=place, licence=code, by=my.by, at=my.at)
    else:
        upload = my.request.FILES.get(f"file-{word}", my.request.FILES.get("file"))
        keep = "1" in {post.get(f"keep-{word}"), post.get("keep")}
        ways.upload(code=key, place=place, upload=upload, keep=keep, by=my.by, at=my.at)


def _beside(problem: Problem, place: int) -> Problem:
    """A problem of the file stands beside its material."""
    if problem.where.field != "file":
        return problem
    return refusal(problem.key, f"material-{place}", **problem.params)
