"""The evidence pack of an edition: all that a stranger needs to check it, offline, without trusting this program.

Of the event log it holds digests, all of them from the first to the end of the last sheet that is needed: a sheet can
be recomputed only from all of its events. No event that names a person is shown; those by which the edition came about
and was proved are the program's own and told in full, so that nothing of them can be changed. The same edition gives
the same bytes once the day of its last proof is sealed. `qingdan.verify_pack` says what is checked; the reasons are in
docs/adr/0029.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Count, Q, Sum
from django.db.models.functions import Length

from qingdan.base.actor import SYSTEM
from qingdan.base.events.models import DaySheet, Event
from qingdan.base.events.queries import event_content
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.models import Snapshot
from qingdan.consultations.models import Opinion, Round
from qingdan.editions.models import Edition, EditionEntry, EditionShown
from qingdan.editions.queries.frozen import frozen_text, item_lines
from qingdan.rules.canonical import canonical
from qingdan.verify_pack import NAMES, NOTHING, link

FORM, ANCHORS_FORM = "qingdan.pack/1", "qingdan.anchors/1"
VERIFIER = "qingdan_verify.py"
PROVED = "ChannelProved"
_MADE = (1980, 1, 1, 0, 0, 0)  # of every file in the pack, so that equal packs are equal bytes
_AT_ONCE = 2_000
_FIXED = 12_000  # bytes of the verifier and of what every pack holds


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedLog:
    """The event log as far as a pack needs it: lines of events and sheets, the last sealed day, how many events."""

    events: tuple[str, ...]
    sheets: tuple[str, ...]
    last_day: str
    numbers: Mapping[int, int]


def verifier_source() -> bytes:
    """The program that verifies packs, one file of the standard library alone."""
    return files("qingdan").joinpath("verify_pack.py").read_bytes()


def write_pack(target: BinaryIO, code: str) -> bool:
    """Writes the pack of an edition that the public sees; whether all of it is sealed, so that it never changes more.

    Runs in the transaction in hand. Raises Missing.
    """
    shown = EditionShown.objects.filter(edition__code=code).select_related("edition__region").first()
    if shown is None:
        raise Missing
    edition = shown.edition
    acts = _acts(edition)
    log = _log(max(acts, default=0))
    parts = _parts(edition, acts, log)
    digests = {name: _digest(name, lines) for name, lines in parts.items()}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _put(archive, "pack.json", [canonical(_head(shown, log, digests))])
        for name, lines in parts.items():
            _put(archive, name, lines)
        _put(archive, "README.txt", [READ_ME])
        archive.writestr(_file(VERIFIER), verifier_source())
    return len(log.events) == _sealed(log)


def pack_mark(code: str) -> str:
    """Names all that the pack of an edition is made from: another mark, another pack. Raises Missing: not shown."""
    shown = EditionShown.objects.filter(edition__code=code).select_related("edition").first()
    if shown is None:
        raise Missing
    acts = _acts(shown.edition)
    sheet = DaySheet.objects.filter(last_event__gte=max(acts, default=0)).order_by("day").first()
    program = hashlib.sha256(verifier_source()).hexdigest()
    seal = sheet.seal if sheet else "open"
    return " ".join((shown.edition.digest, str(len(acts)), seal, program))


def pack_size(code: str) -> int:
    """About how many bytes the pack of an edition has, without making it. Raises Missing: not shown.

    By measure: 80 bytes for an event and 45 for an entry (digests, which do not pack), a fifteenth of what items say.
    """
    shown = EditionShown.objects.filter(edition__code=code).select_related("edition").first()
    if shown is None:
        raise Missing
    needed = max(_acts(shown.edition), default=0)
    sheet = DaySheet.objects.filter(last_event__gte=needed).order_by("day").first()
    events = Event.objects.filter(pk__lte=sheet.last_event if sheet else needed).count()
    entries = EditionEntry.objects.filter(edition=shown.edition).values("digest")
    said = Snapshot.objects.filter(pk__in=entries).aggregate(length=Sum(Length("content")))["length"] or 0
    return int(_FIXED + 80 * events + 45 * shown.edition.entries + said // 15)


def anchors(region: str) -> dict[str, Any]:
    """What is published elsewhere: the seal of every day, and the digest of every edition that the public sees."""
    shown = EditionShown.objects.filter(region=region).select_related("edition").order_by("at", "pk")
    sheets = DaySheet.objects.order_by("day").values_list("day", "events", "seal")
    return {
        "form": ANCHORS_FORM,
        "region": region,
        "sheets": [{"day": str(day), "events": events, "seal": seal} for day, events, seal in sheets],
        "editions": [
            {"code": one.edition.code, "digest": one.edition.digest, "shown_on": str(one.on)} for one in shown
        ],
    }


def opinion_statistics(campaign: str, list_kind: str) -> dict[str, Any]:
    """How many opinions each audience gave in each round and what became of them; no word of them, no name."""
    rounds = Round.objects.filter(campaign__code=campaign, list_kind=list_kind).order_by("number")
    counted = Opinion.objects.filter(round__in=rounds).values("round", "audience", "answer")
    counts: dict[int, dict[str, dict[str, int]]] = {}
    for row in counted.annotate(count=Count("pk")).order_by("round", "audience", "answer"):
        counts.setdefault(row["round"], {}).setdefault(row["audience"], {})[row["answer"] or "open"] = row[
            "count"
        ]
    return {
        "rounds": [
            {
                "code": one.code,
                "opens_on": str(one.opens_on),
                "closes_on": str(one.closes_on),
                "audiences": one.audiences,
                "opinions": counts.get(one.pk, {}),
            }
            for one in rounds
        ]
    }


def _acts(edition: Edition) -> dict[int, dict[str, Any]]:
    """What the program wrote down of the edition: composed, shown, proved, all of it published; by number of row."""
    its_own = Q(subject=f"edition:{edition.code}", kind__in=("EditionComposed", "EditionShown"))
    of_list = Q(
        subject=f"list:{edition.campaign}/{edition.list_kind}",
        kind__in=(PROVED, "EditionPublished"),
        data__edition=edition.code,
    )
    found = Event.objects.filter(its_own | of_list, by=SYSTEM.username).order_by("pk")
    return {one.pk: event_content(one) for one in found}


def _log(needed: int) -> PackedLog:
    """All events to the end of the sheet that holds the row `needed`; to that row itself where there is none yet."""
    end = DaySheet.objects.filter(last_event__gte=needed).order_by("day").first()
    last = end.last_event if end else needed
    found = Event.objects.filter(pk__lte=last).order_by("pk").values_list("pk", "digest")
    numbers: dict[int, int] = {}
    events, chain = [], NOTHING
    for number, (pk, digest) in enumerate(found.iterator(chunk_size=_AT_ONCE), 1):
        chain, numbers[pk] = link(chain, digest), number
        events.append(canonical({"n": number, "digest": digest, "chain": chain}))
    sheets = list(DaySheet.objects.filter(last_event__lte=last).order_by("day"))
    return PackedLog(
        events=tuple(events),
        sheets=tuple(_sheet_lines(sheets)),
        last_day=str(sheets[-1].day) if sheets else "",
        numbers=numbers,
    )


def _sheet_lines(sheets: Iterable[DaySheet]) -> Iterator[str]:
    first = 1
    for one in sheets:
        last = first + one.events - 1
        seal = {"day": one.day, "first": first, "last": last, "previous": one.previous, "seal": one.seal}
        yield canonical(seal)
        first = last + 1


def _sealed(log: PackedLog) -> int:
    return int(json.loads(log.sheets[-1])["last"]) if log.sheets else 0


def _parts(edition: Edition, acts: Mapping[int, Mapping[str, Any]], log: PackedLog) -> dict[str, list[str]]:
    """Name of the file → its lines, in the order in which the verifier names them."""
    told = [(one["kind"], canonical({"n": log.numbers[pk], "event": one})) for pk, one in acts.items()]
    lines = {
        "manifest.json": [frozen_text(edition.digest)],
        "items.ndjson": list(item_lines(edition.code)),
        "resolution.json": [canonical(edition.resolution)],
        "opinions.json": [canonical(opinion_statistics(edition.campaign, edition.list_kind))],
        "proofs.ndjson": [line for kind, line in told if kind == PROVED],
        "acts.ndjson": [line for kind, line in told if kind != PROVED],
        "events.ndjson": list(log.events),
        "sheets.ndjson": list(log.sheets),
    }
    return {name: lines[name] for name in NAMES[1:]}


def _head(shown: EditionShown, log: PackedLog, digests: Mapping[str, str]) -> dict[str, Any]:
    edition = shown.edition
    return {
        "form": FORM,
        "edition": edition.code,
        "region": edition.region_id,
        "region_name": edition.region.name,
        "list": edition.list_kind,
        "number": edition.number,
        "digest": edition.digest,
        "effective_on": str(edition.effective_on),
        "shown_on": str(shown.on),
        "items": edition.entries,
        "events": len(log.events),
        "last_day": log.last_day,
        "files": dict(digests),
    }


def _written(name: str, lines: Iterable[str]) -> Iterator[bytes]:
    """A .json file is its one line as it is, so that its digest is the snapshot's; of others each line is ended."""
    end = b"" if name.endswith(".json") else b"\n"
    return (line.encode() + end for line in lines)


def _digest(name: str, lines: Iterable[str]) -> str:
    found = hashlib.sha256()
    for line in _written(name, lines):
        found.update(line)
    return found.hexdigest()


def _put(archive: ZipFile, name: str, lines: Iterable[str]) -> None:
    with archive.open(_file(name), "w") as target:
        for line in _written(name, lines):
            target.write(line)


def _file(name: str) -> ZipInfo:
    made = ZipInfo(name, _MADE)
    made.compress_type, made.external_attr = ZIP_DEFLATED, 0o644 << 16
    return made


READ_ME = """清单版次的证据包

  python qingdan_verify.py 这个包.zip --anchors anchors.json

不用联网，不用别的程序（Python 3.11 以上）。anchors.json 取自公布单位的 /anchors.json，最好是早先在别处存下的一份。

pack.json        这个包是哪一版的，每个文件的摘要值
manifest.json    清单目录：事项编码 → 摘要值；它自己的 SHA-256 就是这一版的摘要值
items.ndjson     全部事项，一行一项，按编码排；每行的 SHA-256 就是目录里的摘要值
resolution.json  决议：会议、文号、日期、审议稿的摘要值
opinions.json    征求意见的统计
proofs.ndjson    依次公布的证明，一条记录一行：哪个网站、网址、取到的摘要值、时间
acts.ndjson      编成、公布这一版的记录，一条一行
                 这两个文件里的 n 是第几条记录，event 是记录的全文，它的 SHA-256 在 events.ndjson 里
events.ndjson    全部记录的摘要值，逐条相接；不含内容和人名
sheets.ndjson    每天一张日签（国密 SM3）：盖住当天的记录和前一张日签
"""
