"""Words of a draft beside what it is compared with."""

from django import template

from qingdan.data.publication import field_title as title_of

register = template.Library()
_PRINTS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
_KINDS = {"added": "新增", "same": "一样", "withheld": "不予公开"}


@register.filter
def field_title(field: str) -> str:
    """What a field that differs is called."""
    return title_of(field)


@register.filter
def print_name(form: str) -> str:
    """Word, PDF, Excel."""
    return _PRINTS[form]


@register.filter
def kind_name(kind: str) -> str:
    """How an item stands to the other side."""
    return _KINDS.get(kind, "")
