"""The fields of an item's form as finished html: a page has dozens of them, and most have nothing wrong."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qingdan.data.wording import rule_words
from qingdan.powers.queries.findings import Finding
from qingdan.web.desk.register.item_form import FormField
from qingdan.web.shared.addresses import address_of
from qingdan.web.shared.words import problems_of, said

register = template.Library()
_NONE = SafeString()
_HEAD = '<div class="field{wide}"><label for="f-{name}">{label}</label>'
_NAMED = 'id="f-{name}" name="{name}"'
_LINE = f'<input {_NAMED} value="{{value}}" maxlength="{{most}}"{{list}} autocomplete="off"'
_TITLES = ' data-hx-get="{titles}" data-hx-trigger="input changed delay:300ms" data-hx-target="#titles"'
_MARKED = "{invalid}{told}"
_DRAWN = {
    "choice": f"<select {_NAMED}{_MARKED}>{{value}}</select>",
    "area": f'<textarea {_NAMED} rows="2" maxlength="{{most}}"{_MARKED}>\n{{value}}</textarea>',
    "quotation": f'<textarea {_NAMED} rows="3" maxlength="{{most}}"{_MARKED}>\n{{value}}</textarea>',
    "day": f'<input type="date" {_NAMED} value="{{value}}" class="short"{_MARKED}>',
    "line": f"{_LINE}{_MARKED}>",
    "instrument": f'{_LINE}{_TITLES} data-hx-swap="innerHTML"{_MARKED}>',
}
_WIDE = {"area", "quotation"}
_FOUND = '<div class="found" id="p-{name}">{found}</div>'


@register.filter
def rule_title(code: str) -> str:
    """C01 没有设定依据: a rule by its code and title."""
    return f"{code} {rule_words(code).title}"


@register.simple_tag(takes_context=True)
def item_fields(context: template.Context, fields: Mapping[str, FormField], names: str) -> SafeString:
    """The fields of these names, one after the other: label, what stands in it, what is wrong, what was found."""
    return SafeString("\n".join(_field(context, fields[name]) for name in names.split()))


@register.simple_tag(takes_context=True)
def wrong(context: template.Context, field: str) -> SafeString:
    """What is wrong with a field of the refused form, as shared/wrong.html says it."""
    if not context.get("refusal"):
        return _NONE
    problems = ((field, said(one)) for one in problems_of(context["refusal"], field))
    return format_html_join("", '<span class="wrong" id="e-{}">{}</span>', problems)


@register.simple_tag(takes_context=True)
def found(context: template.Context, findings: Sequence[Finding]) -> SafeString:
    """The findings on a part of the form."""
    if not findings:
        return _NONE
    assert context.template
    with context.push(findings=findings):
        drawn: SafeString = context.template.engine.get_template("desk/register/findings.html").render(
            context
        )
        return drawn


def _field(context: template.Context, one: FormField) -> str:
    errors = wrong(context, one.name)
    below = one.findings is not None
    frame = _frame(one.name, one.label, one.kind, one.most, one.list, below=below, wrong=bool(errors))
    value = _options(one.choices, one.value) if one.kind == "choice" else escape(one.value)
    return frame.format(value, errors, found(context, one.findings or ()))


@lru_cache(maxsize=1024)
def _frame(name: str, label: str, kind: str, most: int, suggestions: str, *, below: bool, wrong: bool) -> str:
    """All of a field but its value, what is wrong with it and what was found, which go into its three places."""
    told = [f"e-{name}"] * wrong + [f"p-{name}"] * below
    places = {"value": SafeString("{0}"), "wrong": SafeString("{1}"), "found": SafeString("{2}")}
    return format_html(
        f"{_HEAD}{_DRAWN[kind]}{{wrong}}{_FOUND if below else ''}</div>",
        **places,
        name=name,
        label=label,
        most=most,
        wide=" wide" if kind in _WIDE else "",
        list=format_html(' list="{}"', suggestions) if suggestions else "",
        titles=address_of("desk:law_titles"),
        invalid=SafeString(' aria-invalid="true"') if wrong else "",
        told=format_html(' aria-describedby="{}"', " ".join(told)) if told else "",
    )


@lru_cache(maxsize=1024)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    options = ((key, SafeString(" selected" if key == chosen else ""), word) for key, word in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
