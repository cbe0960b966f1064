"""The result of a check as one HTML file that needs nothing else: no script, no font, no address."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qingdan.data.labels import SEVERITY_NAMES, long_date
from qingdan.data.schemes import load_scheme
from qingdan.linter.result import CheckResult
from qingdan.reports.page import filters, sections
from qingdan.reports.readings import files, unchecked
from qingdan.reports.safe_text import visible
from qingdan.reports.summary import clean_items, severity_counts, verdict_counts
from qingdan.rules.legal_basis import Verdict

_VERDICT_MARKS = {
    Verdict.TEXT_FOUND: "ok",
    Verdict.ARTICLE_EXISTS: "ok",
    Verdict.TEXT_DIFFERS: "warn",
    Verdict.TEXT_ELSEWHERE: "warn",
    Verdict.TEXT_OTHER: "bad",
    Verdict.ARTICLE_MISSING: "bad",
}


def render(result: CheckResult) -> str:
    """The page. All text typed by others is escaped. Raises MissingWording."""
    severities = severity_counts(result)
    page = _environment().get_template("check-result.html")
    return page.render(
        result=result,
        on=long_date(result.on),
        scheme=load_scheme(result.scheme).title,
        severities=[(severity, SEVERITY_NAMES[severity], count) for severity, count in severities.items()],
        clean=clean_items(result),
        verdicts=[(_VERDICT_MARKS.get(one, ""), name, count) for one, name, count in verdict_counts(result)],
        sections=sections(result),
        filters=filters(result),
        files=files(result),
        unchecked=unchecked(result),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("qingdan.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[],
    )


def _harmless(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
