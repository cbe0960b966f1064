"""The form of an opinion: what is typed, what stands in its fields."""

from dataclasses import dataclass

from django.http import QueryDict

from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.review import review_names
from qingdan.reviews.queries.items import ItemUnderReview
from qingdan.reviews.services.stepping import Typed
from qingdan.rules.review import ListKind
from qingdan.rules.review_guards import ASPECTS, GOOD, POOR, Verdict
from qingdan.web.shared.refusal import Refusal
from qingdan.web.shared.request import DeskRequest

HINTS = {
    "matching": "权力与依据相对应",
    "legality": "依据有效，层级有权设定",
    "reasonableness": "还有必要，放在这一级合适",
    "form": "名称、类别、表式合规",
    "accuracy": "内容、流程图、数字无误",
}
"""What each aspect asks, in a few words (R-096)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectField:
    """One aspect: `key` is the digit that leads to it; `verdict` "" while none is given."""

    name: str
    title: str
    key: int
    verdict: str
    note: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionForm:
    """The whole form. `kept`: what was begun and not given stands in it again."""

    version: int
    aspects: tuple[AspectField, ...]
    disposition: str
    dispositions: tuple[tuple[str, str], ...]
    reason: str
    kept: bool


def typed_opinion(form: QueryDict) -> Typed:
    """What a posted form holds. A verdict that is none of ours is none."""
    verdicts = {
        name: Verdict(
            verdict=_known(form.get(f"verdict-{name}", "")), note=_plain(form.get(f"note-{name}", ""))
        )
        for name in ASPECTS
    }
    given = {name: one for name, one in verdicts.items() if one.verdict or one.note}
    reason = _plain(form.get("reason", ""))
    return Typed(verdicts=given, disposition=form.get("disposition", ""), reason=reason)


def form_of(item: ItemUnderReview, refusal: Refusal | None) -> OpinionForm:
    """The form of an item: as typed when it was refused, else as begun, else with the disposition that stands."""
    typed, begun = (typed_opinion(refusal.typed) if refusal else None), item.begun
    verdicts = {one.aspect: (one.verdict, one.note) for one in begun.verdicts} if begun else {}
    if typed:
        verdicts = {name: (one.verdict, one.note) for name, one in typed.verdicts.items()}
    begun_disposition = begun.disposition if begun else ""
    return OpinionForm(
        version=item.head.version,
        aspects=tuple(_field(name, number, verdicts) for number, name in enumerate(ASPECTS, 1)),
        disposition=(typed.disposition if typed else begun_disposition) or item.head.disposition,
        dispositions=tuple((key.value, name) for key, name in DISPOSITION_NAMES.items())
        if item.head.kind is ListKind.POWER
        else (),
        reason=typed.reason if typed else begun.text if begun else "",
        kept=begun is not None and not typed,
    )


def refused_here(request: DeskRequest) -> Refusal | None:
    """The refusal of an opinion's form: other forms of the page have no version."""
    refusal = request.refusal
    return refusal if refusal and "version" in refusal.typed else None


def _field(name: str, number: int, verdicts: dict[str, tuple[str, str]]) -> AspectField:
    verdict, note = verdicts.get(name, ("", ""))
    return AspectField(
        name=name,
        title=review_names("aspects")[name],
        key=number,
        verdict=verdict,
        note=note,
        hint=HINTS[name],
    )


def _known(verdict: str) -> str:
    return verdict if verdict in {GOOD, POOR} else ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
