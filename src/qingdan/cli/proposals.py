"""How proposed items are shown, common to `propose` and `coverage`."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from qingdan.cli.errors import CommandError
from qingdan.cli.home import home

if TYPE_CHECKING:
    from datetime import date

    from qingdan.linter.propose import Draft, Proposal
    from qingdan.rules.checks.scheme import Scheme

TRUST_WORDS = {"suggested": "建议", "check_article": "请核对条文", "uncertain": "不确定"}
LEVEL_WORDS = {"province": "省级", "city": "市级", "county": "县级", "township": "乡级"}
NO_TEXTS = (
    "法规库里没有法规全文，只有索引，读不出条文授予的权力；"
    "先导入全文：qingdan laws import（数据包）或 qingdan laws import 路径"
)


def draft(body: str, on: "date", scheme: "Scheme") -> "Draft":
    """The draft for a department from the library at home; what cannot be done is one line and status 2."""
    from qingdan.library.errors import LibraryError  # noqa: PLC0415
    from qingdan.library.library import open_library  # noqa: PLC0415
    from qingdan.linter.propose import NoTexts, propose  # noqa: PLC0415

    if not body.strip():
        raise CommandError("不知道是哪个部门：用 --body 写明，如 --body 生态环境")
    try:
        return propose(open_library(home()), body=body, on=on, scheme=scheme)
    except NoTexts:
        raise CommandError(NO_TEXTS) from None
    except LibraryError as error:
        raise CommandError(str(error)) from error


def levels_in_words(proposal: "Proposal") -> str:
    """市级、县级; "" where the article names no level."""
    return "、".join(words for level, words in LEVEL_WORDS.items() if level in proposal.levels)


def place_of(proposal: "Proposal") -> dict[str, Any]:
    """Where a power is granted, as JSON: title, article, insert, paragraph, item, citation."""
    citation = proposal.citation
    return {
        "title": proposal.title,
        "article": citation.article,
        "insert": citation.insert,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "citation": f"《{proposal.title}》{proposal.locator}",
    }


def as_text(proposals: Iterable["Proposal"], scheme: "Scheme") -> Iterator[str]:
    """Lines for a terminal: by category, then by instrument, each item with its place and how far to trust it."""
    for category, of_category in groupby(proposals, key=lambda one: one.category):
        items = list(of_category)
        yield f"\n{scheme.name_of(category)}（{len(items)} 项，{TRUST_WORDS[items[0].trust]}）"
        for title, of_title in groupby(items, key=lambda one: one.title):
            yield f"  《{title}》"
            for one in of_title:
                level = levels_in_words(one)
                to = f"{one.granted_to}（{level}）" if level else one.granted_to
                yield f"    {one.locator}　{one.name}　{to}"
