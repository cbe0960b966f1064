"""The four checks of an electronic file before it is archived (档案法实施条例 Art. 38–40): 真实 完整 可用 安全."""

from collections.abc import Iterator
from hashlib import sha256

from qingdan.base.events.models import Event
from qingdan.base.events.queries import event_digest
from qingdan.base.files.queries import path_of
from qingdan.base.snapshots.models import Snapshot
from qingdan.cases.models import Case, CaseMaterial, CasePaper, CaseService
from qingdan.rules.case_papers import PaperKind

_DECISIONS = {PaperKind.GRANT, PaperKind.REFUSAL, PaperKind.DEEMED_RENEWAL}


def failed_checks(case: Case) -> tuple[str, ...]:
    """The checks that do not hold, by name: genuine, whole, usable, safe."""
    return tuple(_failed(case))


def record_of(case: Case) -> dict[str, object]:
    """How many events a case has, and a digest of theirs in turn: kept with its closing."""
    subjects = [f"case:{case.number}", f"case:{case.code}"]
    digests = Event.objects.filter(subject__in=subjects).order_by("pk").values_list("digest", flat=True)
    return {"events": len(digests), "record": sha256("".join(digests).encode()).hexdigest()}


def _failed(case: Case) -> Iterator[str]:
    events = Event.objects.filter(subject=f"case:{case.number}")
    papers = list(CasePaper.objects.filter(case=case))
    if any(one.digest != event_digest(one) for one in events):
        yield "genuine"
    served = bool(case.carries) or CaseService.objects.filter(case=case).exists()  # else by who took it in
    if not _DECISIONS & {one.kind for one in papers} or not served:
        yield "whole"
    known = set(Snapshot.objects.filter(pk__in=[one.digest for one in papers]).values_list("pk", flat=True))
    if known != {one.digest for one in papers}:
        yield "usable"
    files = [one.file for one in CaseMaterial.objects.filter(case=case).select_related("file") if one.file]
    if not all(path_of(one).exists() for one in files):
        yield "safe"
