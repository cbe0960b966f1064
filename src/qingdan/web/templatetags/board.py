"""Cells of the board's tables as finished html: they are hundreds, and all of two kinds."""

from html import escape

from django import template
from django.utils.safestring import SafeString

from qingdan.web.desk.campaign.board_page import BoardRow
from qingdan.web.shared.addresses import address_of
from qingdan.web.shared.words import grouped
from qingdan.web.templatetags.duties import duty_state

register = template.Library()


@register.simple_tag
def rows_behind(number: int | str, page: str, **wanted: str) -> SafeString:
    """A number with the link to its rows, asked for by what is `wanted`; nothing where there is none."""
    if not number:
        return SafeString()
    query = "&amp;".join(f"{name}={escape(word)}" for name, word in wanted.items() if word)
    words = grouped(number) if isinstance(number, int) else escape(number)
    return SafeString(f'<a href="{address_of(page)}?{query}">{words}</a>')


@register.simple_tag
def duty_cells(row: BoardRow) -> SafeString:
    """How each of a unit's duties stands; how far an unfinished return is stands below its cell."""
    cells = []
    for duty in row.duties:
        below = row.filing if duty and duty.obligation == "filing" and not duty.is_done else ""
        small = f'<br><small class="quiet-text">{escape(below)}</small>' if below else ""
        cells.append(f"<td>{duty_state(duty) if duty else ''}{small}</td>")
    return SafeString("".join(cells))
