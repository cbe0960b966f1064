"""核验清单版次的证据包，不用联网，也不用别的程序：python qingdan_verify.py 证据包.zip [--anchors anchors.json]

Says what does not agree, and where; what no anchor covers. Exit: 0 whole, 1 differences, 2 unreadable. Python ≥ 3.11.
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

NAMES = ("pack.json", "manifest.json", "items.ndjson", "resolution.json", "opinions.json", "proofs.ndjson",
         "acts.ndjson", "events.ndjson", "sheets.ndjson")  # fmt: skip
BESIDE, NOTHING = ("qingdan_verify.py", "README.txt"), "0" * 64
PLAIN, Told = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), namedtuple("Told", "n event")
BYTES, WHOLE, LINE, ROWS, SAID, QUOTED = 800_000_000, 64_000_000, 4_000_000, 3_000_000, 500, 300
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2066-\u206f\ufeff\ud800-\udfff]")
Sheet, Event = namedtuple("Sheet", "day first last previous seal"), namedtuple("Event", "n digest chain")
DUE = {"EditionComposed": "编成这一版", 1: "第 1 步公布证明", "EditionShown": "公众看得到这一版"}
BY_ITSELF = {"approval_list": ("EditionComposed", "EditionShown")}  # adopted before: no order of sites
DUE |= {2: "第 2 步公布证明", 3: "第 3 步公布证明", 4: "第 4 步公布证明", "EditionPublished": "公布完毕"}
_KINDS: dict[str, type] = dict.fromkeys(("n", "step", "first", "last", "events", "proofs"), int)
_KINDS |= {"sheets": list, "editions": list, "entries": dict, "event": dict, "data": dict}


class Unreadable(Exception):
    """No evidence pack, or one that nobody honest would make."""


def verify(pack: Path | BinaryIO, anchors: object = None) -> "Report":
    """Checks a pack; `anchors` is what the address of the anchors answered, read as JSON. Raises Unreadable."""
    try:
        with zipfile.ZipFile(pack) as archive:
            names, size = archive.namelist(), sum(one.file_size for one in archive.infolist())
            known = {*NAMES} <= {*names} <= {*NAMES, *BESIDE} and len({*names}) == len(names)
            if not known or size > BYTES or any(one.compress_type not in PLAIN for one in archive.infolist()):
                raise Unreadable("不是清单的证据包：文件多了、少了、重名、压缩不对，或者大得不合情理")
            return Report(archive, anchors)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        gone = isinstance(error, FileNotFoundError)
        raise Unreadable("没有这个文件" if gone else f"文件损坏（{type(error).__name__}）") from error


class Report:
    """What was found. `faults`: every difference with its place; `notes`: what anchors cover, and what they do not."""

    def __init__(self, archive: zipfile.ZipFile, anchors: object) -> None:
        self.faults, self.notes, self._archive = list[str](), list[str](), archive
        self._pack, self._manifest = self._whole("pack.json"), self._whole("manifest.json")
        self._code = "-".join(str(self._manifest.get(name)) for name in ("region", "list", "number"))
        self._check_files()
        self._check_items()
        self._events = self._check_events()
        self._highest, self._sheets = max(self._events, default=0), [*self._rows("sheets.ndjson", Sheet)]
        self._check_sheets()
        self._check_anchors(anchors, self._check_acts())

    def print(self) -> int:
        """Every fault, every note, a last line; the exit status."""
        lines = [*(f"× {one}" for one in self.faults), *(f"· {one}" for one in self.notes)]
        print("\n".join(_STEERING.sub("�", one[:QUOTED]) for one in lines))
        print(f"有 {len(self.faults)} 处不符" if self.faults else "相符，没有发现改动")
        return 1 if self.faults else 0

    def _fault(self, words: str) -> None:
        if len(self.faults) < SAID:
            self.faults.append(_STEERING.sub("�", words[:QUOTED]))

    def _check_files(self) -> None:
        for name in NAMES[1:]:
            with self._archive.open(name) as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
            if found != _said(self._pack.get("files"), name):
                self._fault(f"{name}：与 pack.json 所记的摘要值不符")
            if name == "manifest.json" and found != _said(self._pack, "digest"):
                self._fault("manifest.json：清单目录与版次的摘要值不符")
        if self._manifest.get("resolution") != self._whole("resolution.json"):
            self._fault("resolution.json：与清单目录里的决议不符")

    def _check_items(self) -> None:
        """A line is the canonical text of an item: its digest is the manifest's, its place that of its code."""
        left = dict(_said(self._manifest, "entries"))
        due, found = sorted(left), list[str]()
        for number, line in self._lines("items.ndjson"):
            code = _said(_parsed(line), "code")
            if code not in left:
                self._fault(f"items.ndjson 第 {number} 行：{code or '这一行'} 不在清单目录里，或者重复")
                continue
            found.append(code)
            if hashlib.sha256(line).hexdigest() != left.pop(code):
                self._fault(f"items.ndjson 第 {number} 行：{code} 的内容被改")
        for code in [*left][:SAID]:
            self._fault(f"items.ndjson：少了 {code}，原在第 {due.index(code) + 1} 行")
        self._check_order("items.ndjson", found)

    def _check_order(self, name: str, found: Sequence[Any]) -> None:
        wrong = [n for n, (one, due) in enumerate(zip(found, sorted(found), strict=True)) if one != due]
        if wrong:
            between = "与第 {} 行对调" if len(wrong) == 2 else "到第 {} 行的次序被改"
            self._fault(f"{name}：第 {wrong[0] + 1} 行{between.format(wrong[-1] + 1)}")

    def _told(self, name: str) -> Iterator[Any]:
        """Events told in full: each must be the one whose digest stands at its number, and speak of this edition."""
        before, mine = 0, (self._code, _said(self._pack, "digest"))
        for number, (n, event) in enumerate(self._rows(name, Told), 1):
            kind, about = _said(event, "kind"), _said(event, "data")
            code = _said(about, "edition") or _said(event, "subject").removeprefix("edition:")
            text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            if self._events.get(n) != hashlib.sha256(text.encode(errors="replace")).hexdigest():
                self._fault(f"{name} 第 {number} 行：第 {n} 条事件不是它")
            elif n <= before or (code, _said(about, "digest")) != mine:
                self._fault(f"{name} 第 {number} 行：第 {n} 条事件说的不是这一版，重复，或者次序被改")
            before = n
            yield n, _said(about, "step") if kind == "ChannelProved" else kind, _said(about, "proofs")

    def _check_acts(self) -> int:
        """What must have happened, in turn, and as many proofs as were counted at the end; the last event's number."""
        acts = sorted([*self._told("acts.ndjson"), *self._told("proofs.ndjson")], key=lambda one: one[0])
        first = {what: (n, proofs) for n, what, proofs in reversed(acts)}
        for what in (one for one in BY_ITSELF.get(str(self._manifest.get("list")), DUE) if one not in first):
            self._fault(f"acts.ndjson、proofs.ndjson：没有“{DUE[what]}”：还没有到这一步，或者被抽去")
        if (turn := [first[what][0] for what in DUE if what in first]) != sorted(turn):
            self._fault("acts.ndjson、proofs.ndjson：公布没有依次进行")
        last, due = first.get("EditionPublished", (0, 0))
        if due != (here := sum(n < last and isinstance(what, int) for n, what, _ in acts)):
            self._fault(f"proofs.ndjson：公布完毕时有 {due} 个公布证明，这里有 {here} 个")
        return acts[-1][0] if acts else 0

    def _check_events(self) -> dict[int, str]:
        """Number → digest. Each row carries the chain: SHA-256 of the chain before it and its own digest."""
        events, before, chain = dict[int, str](), 0, NOTHING
        for row in self._rows("events.ndjson", Event):
            if row.n in events or row.n < 1:
                self._fault(f"events.ndjson：序号 {row.n} 重复或不对")
                continue
            if row.n == before + 1 and row.chain != link(chain, row.digest):
                self._fault(f"events.ndjson 第 {len(events) + 1} 行：第 {row.n} 条事件被改")
            events[row.n], before, chain = row.digest, row.n, row.chain
        for one, other in pairwise([0, *sorted(events)]):
            if other > one + 1:
                self._fault(f"events.ndjson：少了{_span(one + 1, other - 1)}，应在第 {one + 1} 行")
        self._check_order("events.ndjson", list(events))
        return events

    def _check_sheets(self) -> None:
        previous, ended, before = NOTHING, 0, "开头"
        for one in self._sheets:
            if one.first != ended + 1 or one.last < one.first or (previous != NOTHING and one.day <= before):
                bare = f"，{_span(ended + 1, one.first - 1)}没有日签" if one.first > ended + 1 else ""
                self._fault(f"sheets.ndjson：{before} 和 {one.day} 之间少了日签或次序被改{bare}")
            elif one.previous != previous:
                self._fault(f"sheets.ndjson：{one.day} 的日签接不上 {before} 的日签")
            elif one.last > self._highest:
                gone = _span(self._highest + 1, one.last)
                self._fault(f"events.ndjson：{one.day} 的日签管到第 {one.last} 条，少了{gone}")
            elif one.last <= len(self._events):  # else some are missing, which is said elsewhere
                digests = [self._events.get(number) for number in range(one.first, one.last + 1)]
                if None not in digests and seal(one.day, previous, digests) != one.seal:
                    self._fault(f"{one.day} 的日签与{_span(one.first, one.last)}不符：这一段被改写")
            previous, ended, before = one.seal, max(ended, one.last), one.day
        due, highest = _said(self._pack, "events"), self._highest
        if highest != due:
            what, span = "多" if highest > due else "少", _span(min(due, highest) + 1, max(due, highest))
            self._fault(f"events.ndjson：末尾{what}了{span}")
        day, last = (self._sheets[-1].day, self._sheets[-1].last) if self._sheets else ("", 0)
        if day != (said := _said(self._pack, "last_day")):
            self._fault(f"sheets.ndjson：日签应到 {said}，只到 {day or '开头'}：历史被截短或退回")
        if highest > last:
            self.notes.append(f"{_span(last + 1, highest)}还没有日签（当天结束才有）：过一天重新下载再核验")

    def _check_anchors(self, anchors: object, needed: int) -> None:
        """Against what was published: the first seal that differs, days that are gone, what no anchor covers."""
        if not isinstance(anchors, dict):
            self.notes.append("是否整个重写过没有对照：下载公布单位 /anchors.json，加 --anchors 再核验")
            return
        known = {_said(one, "day"): _said(one, "seal") for one in _said(anchors, "sheets")}
        here = {one.day: one for one in self._sheets}
        end, held, ended = max(here, default=""), "开头", 0
        for day in sorted(one for one in known if one <= end):
            if day not in here:
                self._fault(f"公布单位公布过 {day} 的日签，包里没有：抽去了一天")
            elif here[day].seal != known[day]:
                self._fault(f"{held}之后到 {day} 的历史被改写（{_span(ended + 1, here[day].last)}）")
                break
            else:
                held, ended = day, here[day].last
        published = {_said(one, "code"): one for one in _said(anchors, "editions")}
        if (code := self._code) not in published:
            self.notes.append(f"公布的日签文件里没有 {code} 这一版，它的摘要值没有对照过")
        elif (digest := _said(published[code], "digest")) != _said(self._pack, "digest"):
            self._fault(f"公布单位公布的 {code} 摘要值是 {digest[:16]}…，不是这一版")
        shown, last = _said(published.get(code), "shown_on"), self._sheets[-1].last if self._sheets else 0
        later = sorted(one for one in known if one > end)
        if later and (needed > last or end < next((one for one in sorted(known) if one >= shown), "")):
            self._fault(f"包只到 {end or '开头'}，公布单位已公布 {later[0]} 的日签：历史退回了一天以上")
        elif later:
            self.notes.append(f"包到 {end} 为止，公布单位其后还公布了 {len(later)} 天的日签")
        self.notes.append(f"对照相符：到 {held} 为止，{_span(1, ended)}" if ended else "没有一天的日签对照过")
        bare = f"{_span(ended + 1, self._highest)}；" if self._highest > ended else ""
        self.notes.append(f"没有对照：{bare}opinions.json；README.txt；{BESIDE[0]}；pack.json 里别处没有的话")

    def _whole(self, name: str) -> Mapping[str, Any]:
        small = self._archive.getinfo(name).file_size <= WHOLE
        if not small or not isinstance(found := _parsed(self._archive.read(name)), dict):
            raise Unreadable(f"{name} 读不懂")
        return found

    def _lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        with self._archive.open(name) as content:
            for number, line in enumerate(iter(lambda: content.readline(LINE), b""), 1):
                if number > ROWS or len(line) >= LINE:
                    raise Unreadable(f"{name} 长得不合情理")
                yield number, line.removesuffix(b"\n")

    def _rows(self, name: str, kind: Any) -> Iterator[Any]:
        for number, line in self._lines(name):
            if not isinstance(row := _parsed(line), dict):
                self._fault(f"{name} 第 {number} 行读不懂")
            yield kind(*(_said(row, part) for part in kind._fields))


def link(chain: str, digest: str) -> str:
    """The chain after one more event."""
    return hashlib.sha256((chain + digest).encode(errors="replace")).hexdigest()


def seal(day: str, previous: str, digests: Sequence[str | None]) -> str:
    """The seal of a day sheet: SM3 over its canonical text."""
    value = {"day": day, "events": digests, "previous": previous}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    return hashlib.new("sm3", text).hexdigest() if "sm3" in hashlib.algorithms_available else sm3(text)


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905-2016), for a Python whose hashlib has none."""

    def turn(word: int, by: int) -> int:
        return (word << by | word >> (32 - by)) & 0xFFFFFFFF

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    for block in range(0, len(padded), 64):
        words = [int.from_bytes(padded[n : n + 4], "big") for n in range(block, block + 64, 4)]
        for n in range(16, 68):
            x = words[n - 16] ^ words[n - 9] ^ turn(words[n - 3], 15)
            words.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(words[n - 13], 7) ^ words[n - 6])
        a, b, c, d, e, f, g, h = state
        for n in range(64):
            key = turn(0x79CC4519 if n < 16 else 0x7A879D8A, n % 32)
            one = turn((turn(a, 12) + e + key) & 0xFFFFFFFF, 7)
            ff, gg = (a ^ b ^ c, e ^ f ^ g) if n < 16 else ((a & b) | (a & c) | (b & c), (e & f) | (~e & g))
            first = (ff + d + (one ^ turn(a, 12)) + (words[n] ^ words[n + 4])) & 0xFFFFFFFF
            second = (gg + h + one + words[n]) & 0xFFFFFFFF
            a, b, c, d, f, g, h = first, a, turn(b, 9), c, e, turn(f, 19), g
            e = second ^ turn(second, 9) ^ turn(second, 17)
        state = [one ^ other for one, other in zip(state, (a, b, c, d, e, f, g, h), strict=True)]
    return "".join(f"{one:08x}" for one in state)


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=lambda of: dict(of) if len(dict(of)) == len(of) else None)
    except (ValueError, RecursionError):
        return None


def _said(row: object, name: str) -> Any:
    """What a row says under this name, empty where it says nothing of the kind."""
    kind, value = _KINDS.get(name, str), row.get(name) if isinstance(row, dict) else None
    return value if isinstance(value, kind) else kind()


def _span(first: int, last: int) -> str:
    return f"第 {first} 条事件" if first == last else f"第 {first}–{last} 条事件（{last - first + 1} 条）"


def main(arguments: list[str] | None = None) -> int:
    """The command; the exit status."""
    parser = argparse.ArgumentParser(description="核验清单版次的证据包")
    parser.add_argument("pack", type=Path, help="证据包（.zip）")
    parser.add_argument("--anchors", type=Path, help="公布单位网站上的日签文件（/anchors.json）")
    chosen = parser.parse_args(arguments)
    try:
        anchors = json.loads(chosen.anchors.read_bytes()) if chosen.anchors else None
        return verify(chosen.pack, anchors).print()
    except (Unreadable, OSError, ValueError, RecursionError) as error:
        print(f"不能核验：{_STEERING.sub('�', str(error)[:QUOTED])}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
