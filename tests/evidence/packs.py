"""Small evidence packs for tests, made by hand; and hands that change them, honestly or with all digests made anew."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from typing import Any

from qingdan.rules.canonical import canonical
from qingdan.verify_pack import NAMES, NOTHING, Report, link, seal, verify

EDITION = "360900-power_list-1"
DAYS = ("2026-06-01", "2026-06-02", "2026-06-03", "2026-06-05")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a pack tells, before it is written down: items by code, digests of events day by day, who published when."""

    items: Mapping[str, Any] = field(
        default_factory=lambda: {
            f"36090000102{n:04d}00": {"code": f"36090000102{n:04d}00", "name": f"点灯{n}"}
            for n in range(1, 7)
        }
    )
    events: tuple[tuple[str, ...], ...] = tuple(
        tuple(sha256(f"{day}/{n}".encode()).hexdigest() for n in range(5 + day)) for day in range(4)
    )
    open_events: tuple[str, ...] = ()
    shown: str = "2026-06-05T09:00:00+08:00"


def parts_of(story: Story) -> dict[str, bytes]:
    """The files of the honest pack of a story."""
    entries = {code: _digest(item) for code, item in story.items.items()}
    resolution = {"meeting": "第6次常务会议", "draft_digest": "a" * 64}
    manifest = canonical(
        {
            "region": "360900",
            "list": "power_list",
            "number": 1,
            "entries": entries,
            "resolution": resolution,
        }
    )
    edition = sha256(manifest.encode()).hexdigest()
    told = _told(edition, story.shown)
    days = (*story.events[:-1], (*story.events[-1], *(_digest(one) for one in told)))
    digests = [*(one for day in days for one in day), *story.open_events]
    first = sum(map(len, story.events)) + 1
    acts = [{"n": number, "event": one} for number, one in enumerate(told, first)]
    texts = {
        "manifest.json": manifest,
        "items.ndjson": _lines(story.items[code] for code in sorted(story.items)),
        "resolution.json": canonical(resolution),
        "opinions.json": canonical({"rounds": []}),
        "proofs.ndjson": _lines(one for one in acts if one["event"]["kind"] == "ChannelProved"),
        "acts.ndjson": _lines(one for one in acts if one["event"]["kind"] != "ChannelProved"),
        "events.ndjson": _lines(_chained(digests)),
        "sheets.ndjson": _lines(_sheets(days)),
    }
    return headed({name: text.encode() for name, text in texts.items()})


def headed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with a pack.json made anew over them."""
    sheets, events = rows_of(parts, "sheets.ndjson"), rows_of(parts, "events.ndjson")
    head = {
        "edition": EDITION,
        "digest": sha256(parts["manifest.json"]).hexdigest(),
        "events": max((one["n"] for one in events), default=0),
        "last_day": sheets[-1]["day"] if sheets else "",
        "files": {name: sha256(parts[name]).hexdigest() for name in NAMES[1:]},
    }
    return {**parts, "pack.json": canonical(head).encode()}


def anchors_of(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """What was published while the story was still true."""
    shown = max((one["event"]["at"][:10] for one in rows_of(parts, "proofs.ndjson")), default="")
    return {
        "sheets": rows_of(parts, "sheets.ndjson"),
        "editions": [
            {"code": EDITION, "digest": json.loads(parts["pack.json"])["digest"], "shown_on": shown}
        ],
    }


def rows_of(parts: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in parts[name].splitlines()]


def with_rows(parts: Mapping[str, bytes], name: str, rows: list[dict[str, Any]]) -> dict[str, bytes]:
    """A file with other rows, nothing else made anew."""
    return {**parts, name: _lines(rows).encode()}


def packed(parts: Mapping[str, bytes]) -> BytesIO:
    """The files as a pack."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made


def checked(parts: Mapping[str, bytes], anchors: object = None) -> Report:
    """What the verifier says of these files."""
    return verify(packed(parts), anchors)


def without_last(story: Story, days: int = 1) -> Story:
    """The history as if the last days had not been."""
    return replace(story, events=story.events[:-days])


def _told(edition: str, at: str) -> list[dict[str, Any]]:
    """The acts of an edition in their order, two departments among its proofs."""
    its_own, of_list, about = f"edition:{EDITION}", "list:lanterns/power_list", {"digest": edition}
    proof = about | {"edition": EDITION}
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("EditionComposed", its_own, about),
        ("ChannelProved", of_list, proof | {"step": 1, "name": "市政府"}),
        ("EditionShown", its_own, about),
        *(("ChannelProved", of_list, proof | {"step": step}) for step in (2, 3, 4)),
        ("ChannelProved", of_list, proof | {"step": 4, "name": "市灯笼局"}),
        ("EditionPublished", of_list, proof | {"proofs": 5}),
    ]
    return [{"kind": kind, "subject": on, "at": at, "data": data} for kind, on, data in acts]


def _chained(digests: list[str]) -> list[dict[str, Any]]:
    rows, chain = [], NOTHING
    for number, digest in enumerate(digests, 1):
        chain = link(chain, digest)
        rows.append({"n": number, "digest": digest, "chain": chain})
    return rows


def _sheets(events: tuple[tuple[str, ...], ...]) -> list[dict[str, Any]]:
    rows, previous, first = [], NOTHING, 1
    for day, digests in zip(DAYS, events, strict=False):
        made = seal(day, previous, digests)
        last = first + len(digests) - 1
        rows.append({"day": day, "first": first, "last": last, "previous": previous, "seal": made})
        previous, first = made, last + 1
    return rows


def _lines(rows: Any) -> str:
    return "".join(f"{canonical(one)}\n" for one in rows)


def _digest(item: Any) -> str:
    return sha256(canonical(item).encode()).hexdigest()
