"""Addresses of this part of the desk."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from qingdan.web.desk.register import item, laws, many, register, suggestion


class DraftNumber(StringConverter):
    """360900013-00012: what is no draft number is no address."""

    regex = r"[0-9]{9}-[0-9]{5,6}"


register_converter(DraftNumber, "draft")
ITEM = "register/items/<draft:number>/"

urlpatterns: list[URLPattern] = [
    path("register/", register.register, name="register"),
    path("register/add", register.add, name="item_add"),
    path("register/delete", many.delete_many, name="items_delete"),
    path("register/restore", many.restore_many, name="items_restore"),
    path("register/titles", laws.law_titles, name="law_titles"),
    path(ITEM, item.item, name="item"),
    path(f"{ITEM}save", item.save, name="item_save"),
    path(f"{ITEM}adopt", suggestion.adopt, name="item_adopt"),
    path(f"{ITEM}quick", register.quick, name="item_quick"),
    path(f"{ITEM}delete", item.delete, name="item_delete"),
    path(f"{ITEM}restore", item.restore, name="item_restore"),
    path(f"{ITEM}move", item.move, name="item_move"),
    path(f"{ITEM}history", item.history, name="item_history"),
    path(f"{ITEM}reason", item.reason, name="item_reason"),
    path(f"{ITEM}reason/keep", item.let_stand, name="item_let_stand"),
    path(f"{ITEM}reason/withdraw", item.ask_again, name="item_ask_again"),
    path(f"{ITEM}text", item.attach, name="item_attach"),
    path(f"{ITEM}laws", laws.item_laws, name="item_laws"),
    path(f"{ITEM}laws/use", laws.item_basis, name="item_basis"),
]
