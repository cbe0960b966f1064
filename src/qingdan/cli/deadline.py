"""`qingdan deadline`: when a limit ends, and how that came out, as one JSON object.

`due_not_before` is reckoned from the notices alone, Monday to Friday where there is none, as its interface has always
said; where the holidays on fixed days of the year make the earliest day a later one, the explanation ends with it.
"""

import argparse
import json
from functools import partial
from typing import Any

from qingdan.cli.arguments import day
from qingdan.cli.errors import CommandError
from qingdan.data.calendar import load_calendar
from qingdan.data.wording import note_words
from qingdan.rules.calendar import Notice, calendar_of
from qingdan.rules.deadline import Deadline, DeadlineStatus, Pause, deadline
from qingdan.rules.note import Note
from qingdan.rules.power_item import DayKind

LONGEST_LIMIT = 36_500  # days: a hundred years


def configure(parser: argparse.ArgumentParser) -> None:
    """The start, the limit in days of one kind, and what lengthens it."""
    parser.add_argument(
        "--from", dest="start", type=day, required=True, metavar="日期", help="起算的日期（当日不计）"
    )
    limit = parser.add_mutually_exclusive_group(required=True)
    limit.add_argument("--working-days", type=_limit, metavar="天数", help="期限：多少个工作日")
    limit.add_argument("--natural-days", type=_limit, metavar="天数", help="期限：多少个自然日")
    parser.add_argument("--extend", type=_extension, default=0, metavar="天数", help="延长的天数（同一种日）")
    parser.add_argument(
        "--pause", type=_pause, action="append", default=[], metavar="起:止",
        help="暂停：从起日停止计算，到止日恢复（起日不计，止日计入）；可以有多次",
    )  # fmt: skip
    parser.add_argument(
        "--as-known-on", type=day, metavar="日期", help="只按这一天以前（含当日）发出的放假通知推算"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints the result; 0 also when it is provisional."""
    calendar = load_calendar()
    if arguments.as_known_on:
        calendar = calendar.known_on(arguments.as_known_on)
    working = arguments.working_days is not None
    ends = partial(
        deadline,
        start=arguments.start,
        days=arguments.working_days if working else arguments.natural_days,
        kind=DayKind.WORKING if working else DayKind.NATURAL,
        extension=arguments.extend,
        pauses=arguments.pause,
    )
    try:
        found, at_least = ends(calendar_of(calendar.notices)), ends(calendar)
    except OverflowError:
        raise CommandError("日期超出了能推算的范围（公元 9999 年以后）") from None
    print(json.dumps(_printed(found, at_least, arguments.pause), ensure_ascii=False))
    return 0


def _printed(found: Deadline, at_least: Deadline, pauses: list[Pause]) -> dict[str, Any]:
    """`found` by the notices alone, `at_least` with the holidays that need none."""
    fixed = Note(key="deadline.fixed", params={"ends_on": str(at_least.ends_on)})
    told = (*found.explanation, *([fixed] if at_least.ends_on > found.ends_on else []))
    published = found.status is DeadlineStatus.PUBLISHED
    return {
        "due_on": str(found.ends_on) if published else None,
        "status": found.status,
        **({} if published else {"due_not_before": str(found.ends_on)}),
        "pauses": [{"from": str(pause.start), "until": str(pause.until)} for pause in pauses],
        "paused_days": found.paused_days,
        "source": [_source(notice) for notice in found.notices if notice.number],
        "explanation": [note_words(note) for note in told],
    }


def _source(notice: Notice) -> str:
    issued = f"，{notice.issued}" if notice.issued else ""
    return f"{notice.number}《{notice.title}》{issued}"


def _limit(text: str) -> int:
    return _days(text, least=1)


def _extension(text: str) -> int:
    return _days(text, least=0)


def _days(text: str, *, least: int) -> int:
    plain = text.strip()
    days = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else -1
    if not least <= days <= LONGEST_LIMIT:
        raise argparse.ArgumentTypeError(f"天数要是 {least} 至 {LONGEST_LIMIT} 的整数，不能是 {text}")
    return days


def _pause(text: str) -> Pause:
    start, colon, until = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"暂停要写成 2015-09-08:2015-09-18 的样子，不能是 {text}")
    pause = Pause(start=day(start), until=day(until))
    if pause.until < pause.start:
        raise argparse.ArgumentTypeError(f"暂停的止日不能早于起日：{text}")
    return pause
