"""Template tags: names of roles."""

from django import template

from qingdan.data.city_workbook import role_names

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """联络员, 主要负责人 …"""
    return role_names()[role]
