"""核验一件办件的归档包，不用联网：python qingdan_verify_case.py 归档包.zip [--anchors anchors.json]

Says what does not agree, and where. Exit: 0 whole, 1 differences, 2 unreadable. Python ≥ 3.11; beside it lies
qingdan_verify.py, which verifies editions and from which the checks of days and seals are.
"""

import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

try:
    from qingdan import verify_pack as base
except ImportError:  # as a file of the pack itself
    import qingdan_verify as base  # type: ignore[import-not-found, no-redef]

NAMES = (
    "pack.json", "application.json", "guide.json", "papers.ndjson", "materials.ndjson", "acts.ndjson", "events.ndjson",
    "sheets.ndjson",
)  # fmt: skip
BESIDE = ("qingdan_verify.py", "qingdan_verify_case.py", "README.txt")
FOLDERS = ("papers/", "materials/")
FORM, SIGNED = "qingdan.case/2", "qingdan.paper/1"
ALONE = (
    "这个包前后一致。是不是整个重写过，还没有对照：从公布单位的网站下载 /anchors.json（每天公布的日签），"
    "再核验一次，在后面加上 --anchors 和这个文件"
)
_HEX = re.compile(r"(?:[0-9a-f]{2})*")

Point = tuple[int, int, int, int]
_P, _ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P


def verify_any(pack: Path | BinaryIO, anchors: object = None) -> Any:
    """Checks a pack of an edition or of a case; `anchors` as JSON. Raises Unreadable."""
    try:
        with zipfile.ZipFile(pack) as archive:
            of_case = "papers.ndjson" in archive.namelist()
            return CaseReport(archive, anchors) if of_case else base.verify(pack, anchors)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError) as error:
        gone = isinstance(error, FileNotFoundError)
        raise base.Unreadable("没有这个文件" if gone else f"文件损坏（{type(error).__name__}）") from error


class CaseReport(base.Report):
    """What was found in the pack of a case: `faults` with their places, `notes`."""

    def __init__(self, archive: zipfile.ZipFile, anchors: object) -> None:
        self.faults, self.notes, self._archive = list[str](), list[str](), archive
        names, infos = archive.namelist(), archive.infolist()
        known = all(one in {*NAMES, *BESIDE} or one.startswith(FOLDERS) for one in names)
        plain = all(one.compress_type in base.PLAIN for one in infos) and len({*names}) == len(names)
        if not known or not plain or not {*NAMES} <= {*names} or sum(i.file_size for i in infos) > base.BYTES:
            raise base.Unreadable("不是办件的归档包：文件多了、少了、重名、压缩不对，或者大得不合情理")
        self._pack = self._whole("pack.json")
        if self._pack.get("form") != FORM:
            raise base.Unreadable("pack.json 不是这种归档包的")
        self._case, self._digests = str(self._pack.get("case")), dict[str, str]()
        self._check_listed(names)
        events = {row["n"]: str(row["digest"]) for row in self._objects("events.ndjson", n=int, digest=str)}
        acts = [*self._acts(events)]
        self._check_record(acts)
        self._check_papers(acts)
        self._check_materials(acts)
        self._check_application(acts)
        self._check_days(events, anchors)

    def _check_listed(self, names: list[str]) -> None:
        """Each file is as pack.json says, none is missing and none is more."""
        listed = self._pack.get("files")
        listed = listed if isinstance(listed, dict) else {}
        for name in sorted({*listed, *names} - {"pack.json", *BESIDE}):
            if name not in names or name not in listed:
                self._fault(f"{name}：{'少了' if name in listed else 'pack.json 里没有'}")
                continue
            with self._archive.open(name) as content:
                self._digests[name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
            if self._digests[name] != listed[name]:
                self._fault(f"{name}：与 pack.json 所记的摘要值不符")

    def _acts(self, events: Mapping[int, str]) -> Iterator[Mapping[str, Any]]:
        """What was done in the case, told in full: each is the event whose digest stands at its number, in turn."""
        before, told = 0, 0
        for place, row in enumerate(self._objects("acts.ndjson", n=int, event=dict), 1):
            told += 1
            if events.get(row["n"]) != _digest(row["event"]):
                self._fault(f"acts.ndjson 第 {place} 行：第 {row['n']} 条事件不是它")
            if row["n"] <= before:
                self._fault(f"acts.ndjson 第 {place} 行：重复，或者次序被改")
            before = row["n"]
            yield row["event"]
        if told != self._pack.get("acts"):
            self._fault(f"acts.ndjson：应有 {self._pack.get('acts')} 条，这里有 {told} 条")

    def _check_record(self, acts: list[Mapping[str, Any]]) -> None:
        """The closing says how many acts there were before it, and a digest of theirs in turn."""
        own = [one for one in acts if str(one.get("subject")).startswith("case:")]
        at = next((place for place, one in enumerate(own) if one.get("kind") == "CaseArchived"), None)
        if at is None:
            if self._pack.get("state") == "archived":
                self._fault("acts.ndjson：没有归档的记录")
            self.notes.append("这一件还没有归档：归档以后重新下载，才能证明记录没有缺")
            return
        said, found = own[at]["data"], hashlib.sha256("".join(map(_digest, own[:at])).encode()).hexdigest()
        if (said.get("events"), said.get("record")) != (at, found):
            self._fault(f"acts.ndjson：归档时有 {said.get('events')} 条记录，这里有 {at} 条，或者内容不同")

    def _check_papers(self, acts: list[Mapping[str, Any]]) -> None:
        """A paper's data have its digest, and the event of its writing names both; none was taken out."""
        told = [one["data"] for one in acts if one.get("kind") == "PaperWritten"]
        written = {str(one.get("paper")): one.get("digest") for one in told}
        keys = {str(one.get("paper")): one.get("key", "") for one in told}
        for row in self._objects("papers.ndjson", number=str, digest=str, content=dict):
            number = row["number"]
            if _digest(row["content"]) != row["digest"]:
                self._fault(f"文书 {number}：内容被改，与摘要值不符")
            if written.pop(number, "") != row["digest"]:
                self._fault(f"文书 {number}：没有出具它的记录，或者摘要值不是当时的")
            self._check_signature(row, keys.get(number, ""))
            if f"papers/{number}.pdf" not in self._digests:
                self._fault(f"文书 {number}：少了 PDF")
        for number in written:
            self._fault(f"文书 {number}：出具过，这里没有")

    def _check_signature(self, row: Mapping[str, Any], written: str) -> None:
        """The signature is the key's over the digest, and the key the one of the writing (of papers since 2026)."""
        number, key, signature = row["number"], str(row.get("key")), str(row.get("signature"))
        if written and key != written:
            self._fault(f"文书 {number}：公钥不是出具时的那一个")
        if not _HEX.fullmatch(key + signature):
            self._fault(f"文书 {number}：公钥或者签名读不懂")
        elif not key and not signature:
            self.notes.append(f"文书 {number}：没有签名")
        elif len(key) != 64:
            self.notes.append(
                f"文书 {number}：用的是另一种签名（不是 Ed25519），这里不能验证，到公布单位的网站核对"
            )
        elif not is_signed(
            bytes.fromhex(key), f"{SIGNED}:{row['digest']}".encode(), bytes.fromhex(signature)
        ):
            self._fault(f"文书 {number}：签名不是这个公钥对这份内容签的")

    def _check_materials(self, acts: list[Mapping[str, Any]]) -> None:
        """The bytes of a material are those of the file that was taken in."""
        kept = {one["data"].get("digest") for one in acts if one.get("kind") == "FileStored"}
        for place, row in enumerate(self._objects("materials.ndjson", file=str, digest=str), 1):
            if row["file"] and self._digests.get(row["file"]) != row["digest"]:
                self._fault(f"materials.ndjson 第 {place} 行：{row['file']} 少了，或者被换过")
            elif row["file"] and row["digest"] not in kept:
                self._fault(f"materials.ndjson 第 {place} 行：没有收下这个文件的记录")

    def _check_application(self, acts: list[Mapping[str, Any]]) -> None:
        """The answers are those that the last act on them says, the guide is the one that the receipts name."""
        said, guide = self._whole("application.json"), self._whole("guide.json")
        told = [one["data"]["answers"] for one in acts if isinstance(one["data"].get("answers"), str)]
        if not told:
            self.notes.append("application.json：收件的记录里没有申请表的摘要值，这里不能证明")
        elif _digest(said.get("answers")) != told[-1]:
            self._fault("application.json：填写的内容与最后一次收下时的记录不符")
        named = [row["content"].get("guide") for row in self._objects("papers.ndjson", content=dict)]
        if _digest(guide.get("content")) not in named:
            self._fault("guide.json：不是接收凭证上写的那一版办事指南")

    def _check_days(self, events: Mapping[int, str], anchors: object) -> None:
        """Every day with something of the case can be computed again, and follows on the day before it."""
        known = anchors.get("sheets") if isinstance(anchors, dict) else None
        outside = {str(one.get("day")): one.get("seal") for one in known or [] if isinstance(one, dict)}
        covered, before = set[int](), ""
        for row in self._objects("sheets.ndjson", day=str, first=int, last=int, previous=str, seal=str):
            day, numbers = row["day"], range(row["first"], row["last"] + 1)
            if len(numbers) > base.ROWS or day <= before:
                self._fault(f"sheets.ndjson：{day} 的日签次序被改，或者不合情理")
                continue
            digests = [events.get(number) for number in numbers]
            if None in digests:
                self._fault(f"events.ndjson：少了 {day} 的事件")
            elif base.seal(day, row["previous"], digests) != row["seal"]:
                self._fault(f"{day} 的日签与这一天的事件不符：被改写")
            if outside and outside.get(day) != row["seal"]:
                self._fault(f"公布单位公布的 {day} 的日签不是这一张")
            covered, before = covered | {*numbers}, day
        bare = [number for number in events if number not in covered]
        if bare:
            self.notes.append(f"有 {len(bare)} 条办理记录还没有日签（当天结束才有）：过一天重新下载再核验")
        self.notes.append("日签与公布单位公布的相同" if outside else ALONE)
        self.notes.append(
            "文书是不是公布单位出的，只凭这个包证明不了：到公布单位的网站，用文书上的核验码核对"
        )

    def _objects(self, name: str, **parts: type) -> Iterator[dict[str, Any]]:
        """Rows that have these parts, of these types."""
        for number, line in self._lines(name):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict) and all(isinstance(row.get(part), kind) for part, kind in parts.items()):
                yield row
            else:
                self._fault(f"{name} 第 {number} 行读不懂")


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is the key's over the message (RFC 8032, 5.1.7); False for what is none."""
    public, nonce, factor = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or nonce is None or len(signature) != 64 or factor >= _ORDER:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little")
    base = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    assert base
    x, y, z, _ = _times(factor, base)
    other_x, other_y, other_z, _ = _plus(nonce, _times(hashed % _ORDER, public))
    return (x * other_z - other_x * z) % _P == (y * other_z - other_y * z) % _P == 0


def _point(encoded: bytes) -> Point | None:
    """The point of 32 bytes (5.1.3): y, and the last bit of x; None where there is none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if (v * x * x - u) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if len(encoded) != 32 or y >= _P or (v * x * x - u) % _P or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else _P - x
    return x, y, 1, x * y % _P


def _plus(one: Point, other: Point) -> Point:
    """Extended coordinates (5.1.4)."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % _P, (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while factor:
        found = _plus(found, point) if factor & 1 else found
        factor, point = factor >> 1, _plus(point, point)
    return found


def main() -> int:
    """The command; the exit status."""
    if len(sys.argv) not in {2, 4}:
        print(__doc__)
        return 2
    try:
        anchors = json.loads(Path(sys.argv[3]).read_bytes()) if len(sys.argv) == 4 else None
        found: int = verify_any(Path(sys.argv[1]), anchors).print()
    except (base.Unreadable, OSError, ValueError, RecursionError) as error:
        print(f"不能核验：{type(error).__name__} {str(error)[:200]!a}", file=sys.stderr)
        return 2
    return found


if __name__ == "__main__":
    sys.exit(main())
