"""The text-free index: what there is, of which days, and 32-bit hashes of the clauses. No text.

Layout of the file: 8 bytes magic; lengths of the directory and of the common hashes (4 bytes each; all
integers little-endian); the directory, a compressed JSON object; the common hashes; then a block for each
instrument, at the place the directory names.

directory  {"instruments": [[title, level, issuer, ending, offset, [[dated, valid_from, estimated, first,
           document numbers, titles it is made under], …]], …], "endings": {key: ending, …},
           "probe": hashes of a fixed text}; ending is null or [day, estimated, by title, by level]; days ISO
           or "", valid_from 0 where it is the version's date; offset from the end of the common hashes.
block      lengths of head and hashes (4 bytes each), the head, the hashes, both compressed, the hashes with
           the common ones as preset dictionary. Head: a JSON list with a `_facts` object for each version.
           Hashes: 4 bytes a clause, in the order of the text, version after version.
"""

import json
import struct
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qingdan.library.errors import LibraryDamaged, LibraryNotWritten, reason
from qingdan.library.store import Ending, Instrument, Store, Version, day_of
from qingdan.library.structure import Article, shape
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.text import clause_hash, clauses, title_key

MAGIC = b"QDLAWS1\n"
SHIPPED = Path(__file__).parent.parent / "data" / "laws.index"
_SHORTEST = 4
_MOST_VERSIONS = 1000
_COMMON = 8192  # as many as the window of the compression holds
_RAW = -15  # no checksum: a block is small and its numbers are checked when it is unpacked


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What the index holds of an article: the last 项 of each 款, and the hashes of its clauses in order."""

    shape: tuple[int, ...]
    hashes: "array[int]"


@dataclass(frozen=True, slots=True)
class IndexedVersion:
    """The articles of a version, kept packed: most are never asked for.

    `rows`: for each (number, insert) where its marks begin and end, and its hashes.
    """

    rows: dict[tuple[int, int], tuple[int, int, int, int]]
    marks: list[int]
    hashes: "array[int]"

    def article(self, place: tuple[int, int]) -> IndexedArticle | None:
        """One article; None where the version has none of that number."""
        row = self.rows.get(place)
        if row is None:
            return None
        return IndexedArticle(tuple(self.marks[row[0] : row[1]]), self.hashes[row[2] : row[3]])

    def holders(self) -> dict[int, list[tuple[int, int]]]:
        """The articles that hold each hash, in order."""
        found: dict[int, list[tuple[int, int]]] = {}
        for place, row in self.rows.items():
            for value in set(self.hashes[row[2] : row[3]]):
                found.setdefault(value, []).append(place)
        return found


def units(text: str) -> list[str]:
    """The clauses that are hashed: the same for building and checking.

    The words of an enumeration (、) stay together: alone they are too short to tell anything, and one hash
    for each would double the index.
    """
    return [clause for clause in clauses(text.replace("、", "")) if len(clause) >= _SHORTEST]


def hashes_of(text: str) -> list[tuple[int, int]]:
    """(hash, length) of the units of a text, in order."""
    return [(clause_hash(unit), len(unit)) for unit in units(text)]


def _probe() -> list[int]:
    """Hashes of a made-up text: an index whose probe differs was built with another normaliser."""
    return [
        value
        for value, _ in hashes_of(
            "（一）挂红灯、绿灯的，处５００元罚款；（二）……拒不改正，没收“灯笼”；（3）与他人共挂的。"
        )
    ]


class Index:
    """An index file opened; blocks are unpacked when asked for. Damage is raised as `LibraryDamaged`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                if file.read(8) != MAGIC:
                    raise LibraryDamaged(f"法规索引读不了：{path}（不是本版本的索引）")
                lengths = struct.unpack("<2I", file.read(8))
                directory = json.loads(zlib.decompress(file.read(lengths[0])))
                self._common = file.read(lengths[1])
        except (OSError, zlib.error, ValueError, struct.error) as error:
            raise _damaged(path, error) from error
        if directory.get("probe") != _probe():
            raise LibraryDamaged(f"法规索引与本版本的断句不合：{path}；请用 qingdan laws index 重制")
        self._begin = 16 + sum(lengths)
        self._rows: dict[str, list[Any]] = {title_of_row(row): row for row in directory["instruments"]}
        self._endings: dict[str, list[Any]] = directory["endings"]

    def __len__(self) -> int:
        return len(self._rows)

    def version_count(self) -> int:
        """How many versions are in it."""
        return sum(len(row[5]) for row in self._rows.values())

    def instrument(self, key: str) -> Instrument | None:
        """The instrument of a title key, its versions oldest first."""
        row = self._rows.get(key)
        return self._instrument(key, row) if row else None

    def instruments(self) -> Iterator[Instrument]:
        """All instruments."""
        for key, row in self._rows.items():
            yield self._instrument(key, row)

    def titles(self, words: str) -> list[str]:
        """The titles whose key holds the words."""
        return [row[0] for key, row in self._rows.items() if words in key]

    def ending(self, key: str) -> Ending | None:
        """The repeal of a title that is not in the index itself."""
        return _ending_of(self._endings.get(key))

    def _instrument(self, key: str, row: list[Any]) -> Instrument:
        title, level, issuer, ending, offset, versions = row
        return Instrument(
            key=key,
            title=title,
            level=InstrumentLevel(level),
            issuer=issuer,
            versions=tuple(
                Version(
                    row=(self._begin + offset) * _MOST_VERSIONS + place,
                    dated=day_of(dated),
                    valid_from=day_of(valid_from or dated),
                    from_estimated=bool(estimated),
                    first=bool(first),
                    has_text=False,
                    document_numbers=tuple(numbers),
                    implements=tuple(implements),
                )
                for place, (dated, valid_from, estimated, first, numbers, implements) in enumerate(versions)
            ),
            ending=_ending_of(ending),
        )

    def version(self, row: int) -> IndexedVersion:
        """The articles of a version (`Version.row`)."""
        place, number = divmod(row, _MOST_VERSIONS)
        try:
            with self.path.open("rb") as file:
                file.seek(place)
                lengths = struct.unpack("<2I", file.read(8))
                head = zlib.decompress(file.read(lengths[0]), wbits=_RAW)
                hashes = zlib.decompressobj(wbits=_RAW, zdict=self._common).decompress(file.read(lengths[1]))
            return _unpacked(head, hashes)[number]
        except (OSError, zlib.error, ValueError, KeyError, IndexError, TypeError, struct.error) as error:
            raise _damaged(self.path, error) from error


def title_of_row(row: list[Any]) -> str:
    """The key of a directory row."""
    return title_key(row[0])


def _ending_of(row: list[Any] | None) -> Ending | None:
    if not row:
        return None
    on, estimated, title, level = row
    return Ending(on=day_of(on), estimated=bool(estimated), by_title=title, by_level=InstrumentLevel(level))


def _damaged(path: Path, error: Exception) -> LibraryDamaged:
    return LibraryDamaged(f"法规索引读不了：{path}（{error}）；请重新安装清单，或用 qingdan laws index 重制")


def _unpacked(head: bytes, hashes: bytes) -> list[IndexedVersion]:
    values = array("I")
    values.frombytes(hashes)
    if sys.byteorder == "big":
        values.byteswap()
    found, clause = list[IndexedVersion](), 0
    for facts in json.loads(head):
        rows, after = _rows(facts, clause)
        found.append(IndexedVersion(rows, _numbers(facts["m"]), values[clause:after]))
        clause = after
    return found


def _rows(facts: dict[str, Any], begin: int) -> tuple[dict[tuple[int, int], tuple[int, int, int, int]], int]:
    """The rows of a version's articles, and where its hashes end in the block."""
    jumps = {place: (number, insert) for place, number, insert in facts["j"]}
    rows: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    number = mark = clause = 0
    counted = zip(_numbers(facts["p"]), _numbers(facts["c"]), strict=True)
    for place, (paragraphs, clauses_here) in enumerate(counted):
        number, insert = jumps.get(place, (number + 1, 0))
        rows[number, insert] = (mark, mark + paragraphs, clause, clause + clauses_here)
        mark, clause = mark + paragraphs, clause + clauses_here
    return rows, begin + clause


def _facts(articles: Sequence[Article], clause_counts: Iterable[int]) -> dict[str, object]:
    """What is stored of a version besides its hashes.

    j [place, number, insert] of each article whose number is not one more than that of the article before;
    and, each number written as the character so far after "0": p the paragraphs of each article, m the last
    项 of each paragraph, c the clauses of each article.
    """
    shapes = [shape(article.text) for article in articles]
    jumps, expected = [], 1
    for place, article in enumerate(articles):
        if (article.number, article.insert) != (expected, 0):
            jumps.append([place, article.number, article.insert])
        expected = article.number + 1
    return {
        "j": jumps,
        "p": _characters(map(len, shapes)),
        "m": _characters(mark for marks in shapes for mark in marks),
        "c": _characters(clause_counts),
    }


def _characters(numbers: Iterable[int]) -> str:
    return "".join(chr(ord("0") + number) for number in numbers)


def _numbers(characters: str) -> list[int]:
    return [ord(character) - ord("0") for character in characters]


def pack(versions: Sequence[tuple[Version, list[Article]]]) -> tuple[bytes, "array[int]"]:
    """Head and hashes of an instrument's block.

    A text without articles (number 0) can be cited by no article and is left without clauses.
    """
    facts, hashes = list[dict[str, object]](), array("I")
    for _, articles in versions:
        found = [[value for value, _ in hashes_of(one.text)] if one.number else [] for one in articles]
        facts.append(_facts(articles, [len(values) for values in found]))
        hashes.extend(value for values in found for value in values)
    return _compressed(_json(facts)), hashes


def _common_hashes(blocks: Iterable["array[int]"]) -> bytes:
    """The hashes that stand in most instruments, most frequent last, as a preset dictionary wants them."""
    counts = Counter(value for hashes in blocks for value in set(hashes))
    return _bytes(array("I", [value for value, _ in counts.most_common(_COMMON)][::-1]))


def _compressed(data: bytes, common: bytes = b"") -> bytes:
    packer = zlib.compressobj(9, wbits=_RAW, zdict=common)
    return packer.compress(data) + packer.flush()


def _bytes(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def index_store(store: Store, path: Path) -> int:
    """Make the index of everything in a store; returns its size in bytes. Raises `LibraryNotWritten`."""
    instruments = list(store.instruments())
    held = {instrument.key for instrument in instruments}
    endings = {key: ending for key, _, ending in store.endings() if key not in held}
    texts = (
        (one, [(version, store.articles(version.row)) for version in one.versions]) for one in instruments
    )
    return write_index(path, texts, endings)


def write_index(
    path: Path,
    instruments: Iterable[tuple[Instrument, list[tuple[Version, list[Article]]]]],
    endings: dict[str, Ending],
) -> int:
    """Write an index file, whole or not at all; returns its size in bytes. Raises `LibraryNotWritten`."""
    packed: list[tuple[bytes, array[int]]] = []
    titles: list[list[object]] = []
    for instrument, versions in instruments:
        days = [_days(version) for version, _ in versions]
        titles.append(
            [instrument.title, instrument.level.value, instrument.issuer, _row(instrument.ending), 0, days]
        )
        packed.append(pack(versions))
    common = _common_hashes(hashes for _, hashes in packed)
    blocks: list[bytes] = []
    offset = 0
    for title, (head, hashes) in zip(titles, packed, strict=True):
        body = _compressed(_bytes(hashes), common)
        blocks.append(struct.pack("<2I", len(head), len(body)) + head + body)
        title[4] = offset
        offset += len(blocks[-1])
    ended = {key: _row(ending) for key, ending in endings.items()}
    directory = zlib.compress(_json({"instruments": titles, "endings": ended, "probe": _probe()}), 9)
    data = b"".join([MAGIC, struct.pack("<2I", len(directory), len(common)), directory, common, *blocks])
    _write(path, data)
    return len(data)


def _days(version: Version) -> list[object]:
    dated = version.dated.isoformat() if version.dated else ""
    valid_from = version.valid_from.isoformat() if version.valid_from else ""
    return [
        dated,
        valid_from if valid_from != dated else 0,
        int(version.from_estimated),
        int(version.first),
        version.document_numbers,
        version.implements,
    ]


def _row(ending: Ending | None) -> list[object] | None:
    if ending is None:
        return None
    on = ending.on.isoformat() if ending.on else ""
    return [on, int(ending.estimated), ending.by_title, ending.by_level.value]


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise LibraryNotWritten(f"索引没有写成：{path}（{reason(error)}）") from error
