"""The archive package of a case (国务院令第716号 Art. 12; 档案法实施条例 Art. 38–40): all of it, proved.

What was applied for with the answers, the version of the guide it was read by, data of its papers with signatures,
their PDFs, the materials, what was done told in full, and of each day on which
something was done the digests of all events with the day's seal. It names people: it is for the agency's archive, not
for the public. `qingdan.verify_case` says what is checked.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.events.models import DaySheet, Event
from qingdan.base.events.queries import event_content
from qingdan.base.files.names import safe_name
from qingdan.base.files.queries import path_of
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw, thaw_many
from qingdan.cases.models import Case, CaseMaterial, CasePaper
from qingdan.cases.queries.archive import failed_checks
from qingdan.cases.queries.printed_papers import printed_paper
from qingdan.documents.case_paper import case_paper_pdf
from qingdan.guides.queries.content import fields_of
from qingdan.rules.canonical import canonical
from qingdan.rules.case_state import CaseState
from qingdan.rules.role import HANDLING, Role
from qingdan.verify_case import FORM

PACKED = frozenset({CaseState.SERVED, CaseState.ARCHIVED, CaseState.RETURNED, CaseState.VOIDED})
_MADE = (1980, 1, 1, 0, 0, 0)  # of every file in the pack, so that equal packs are equal bytes
_PROGRAMS = {"qingdan_verify.py": "verify_pack.py", "qingdan_verify_case.py": "verify_case.py"}
Put = tuple[str, bytes]


def case_to_pack(number: str, by: Actor) -> Case:
    """A finished case that passes its four checks, for who handles or supervises it. Raises Missing."""
    case = Case.objects.visible_to(by).select_related("unit", "version_read").filter(number=number).first()
    if (
        case is None
        or not by.roles & (HANDLING | {Role.SUPERVISOR})
        or case.state not in PACKED
        or failed_checks(case)
    ):
        raise Missing
    return case


def write_case_pack(target: BinaryIO, case: Case) -> None:
    """Writes the package of a case; the same case gives the same bytes once its days are sealed."""
    acts, events, sheets = _log(case)
    parts = [
        *_application(case),
        *_papers(case),
        *_materials(case),
        ("acts.ndjson", _lines(acts)),
        ("events.ndjson", _lines(events)),
        ("sheets.ndjson", _lines(sheets)),
    ]
    head = {
        "form": FORM,
        "case": case.number,
        "item": case.item_code,
        "unit": case.unit.code,
        "unit_name": case.unit.name,
        "state": case.state,
        "trial": case.trial,
        "acts": len(acts),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in parts},
    }
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in [("pack.json", canonical(head).encode()), *parts, *_beside()]:
            made = ZipInfo(name, _MADE)
            made.compress_type, made.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(made, content)


def _application(case: Case) -> Iterator[Put]:
    """What was filled in, by field and by label, and the guide's version that the case was read by."""
    guide = thaw(case.version_read.digest)
    said = {
        "item": case.item_name, "applicant": case.applicant_name, "kind": case.applicant_kind,
        "id_number": case.id_number, "agent": case.agent_name, "phone": case.phone, "address": case.address,
        "electronic": case.agreed_to_electronic, "answers": case.answers,
        "labels": {one.name: one.label for one in fields_of(guide)},
    }  # fmt: skip
    yield "application.json", canonical(said).encode()
    yield "guide.json", canonical({"digest": case.version_read.digest, "content": guide}).encode()


def _papers(case: Case) -> Iterator[Put]:
    found = list(CasePaper.objects.filter(case=case).select_related("case"))
    contents = thaw_many([one.digest for one in found])
    rows = [
        {
            "number": one.number, "kind": one.kind, "code": one.code, "dated": one.dated, "digest": one.digest,
            "signature": one.signature, "key": one.key, "content": contents[one.digest],
        }
        for one in found
    ]  # fmt: skip
    yield "papers.ndjson", _lines(rows)
    for one in found:
        yield f"papers/{one.number}.pdf", case_paper_pdf(printed_paper(one))


def _materials(case: Case) -> Iterator[Put]:
    """Rows, then their files, named as the guide names them."""
    found = list(CaseMaterial.objects.filter(case=case).select_related("file").order_by("pk"))
    names = _names(found)
    rows = [
        {
            "place": one.place, "name": one.name, "grade": one.grade, "source": one.source, "round": one.round,
            "replaced": one.replaced, "licence": one.licence, "at": one.at, "file": names.get(one.pk, ""),
            "digest": one.file.digest if one.file else "",
        }
        for one in found
    ]  # fmt: skip
    yield "materials.ndjson", _lines(rows)
    for one in found:
        if one.file:
            yield names[one.pk], path_of(one.file).read_bytes()


def _names(found: Iterable[CaseMaterial]) -> dict[int, str]:
    """By key: materials/01 灯笼合格证.pdf; what was filed later in its place has a number of its own."""
    names, filed = dict[int, str](), Counter[int]()
    for one in found:
        if one.file:
            filed[one.place] += 1
            again = f" {filed[one.place]}" if filed[one.place] > 1 else ""
            said = f"{one.place:02d} {one.name}{again}.{one.file.kind}".replace("/", "_").replace("\\", "_")
            names[one.pk] = f"materials/{safe_name(said, one.file.kind)}"
    return names


def _log(case: Case) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """What was done in the case, the digests of all events of those days, the seals of those days."""
    codes = CaseMaterial.objects.filter(case=case, file__isnull=False).values_list("file__code", flat=True)
    subjects = [f"case:{case.number}", f"case:{case.code}", *(f"file:{code}" for code in codes)]
    own = {one.pk: event_content(one) for one in Event.objects.filter(subject__in=subjects).order_by("pk")}
    events, sheets, numbers = list[dict[str, Any]](), list[dict[str, Any]](), dict[int, int]()
    after, number = 0, 0
    for sheet in DaySheet.objects.order_by("day"):
        if any(after < pk <= sheet.last_event for pk in own):
            events += _numbered(Q(pk__gt=after, pk__lte=sheet.last_event), number, numbers)
            sheets.append(
                {
                    "day": sheet.day, "first": number + 1, "last": number + sheet.events,
                    "previous": sheet.previous, "seal": sheet.seal,
                }
            )  # fmt: skip
        after, number = sheet.last_event, number + sheet.events
    if own and max(own) > after:
        events += _numbered(Q(pk__gt=after, pk__lte=max(own)), number, numbers)
    return [{"n": numbers[pk], "event": one} for pk, one in own.items()], events, sheets


def _numbered(chosen: Q, before: int, numbers: dict[int, int]) -> list[dict[str, Any]]:
    found = Event.objects.filter(chosen).order_by("pk").values_list("pk", "digest")
    rows = []
    for number, (pk, digest) in enumerate(found, before + 1):
        numbers[pk] = number
        rows.append({"n": number, "digest": digest})
    return rows


def _lines(rows: Iterable[Any]) -> bytes:
    return "".join(f"{canonical(row)}\n" for row in rows).encode()


def _beside() -> Iterator[Put]:
    for name, source in _PROGRAMS.items():
        yield name, files("qingdan").joinpath(source).read_bytes()
    yield "README.txt", READ_ME.encode()


READ_ME = """办件的归档包

  python qingdan_verify_case.py 这个包.zip --anchors anchors.json

不用联网，不用别的程序（Python 3.11 以上）。anchors.json 取自公布单位的 /anchors.json。包里有个人信息，只供存档和查证。

pack.json         哪一件、每个文件的摘要值
application.json  申请表：填了什么；guide.json 是收件、审查所照的那一版办事指南
papers.ndjson     每份文书的数据、摘要值、签名和公钥；papers/ 是印出的 PDF
materials.ndjson  收下的材料；materials/ 是文件本身，前面的数是它在指南材料清单里的位置
acts.ndjson       办理的记录，全文
events.ndjson     有关各天全部记录的摘要值
sheets.ndjson     这些天的日签（国密 SM3）

不联网能证明：申请表、指南、文书、材料、记录没有增减改动，每份文书由 key 这个公钥签名（Ed25519），就是出具时的那一个。
不联网不能证明：这个公钥是公布单位的（在网上用文书的核验码核对）；PDF 与数据同样（数据为准，PDF 可以照数据再印）。
"""
