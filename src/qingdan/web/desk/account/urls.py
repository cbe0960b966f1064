"""Addresses of accounts and organisations."""

from django.urls import path

from qingdan.web.desk.account import accounts, city_files, home, inbox, roles, unit_changes, units

HELD = "accounts/<slug:code>/roles/<slug:unit>/<slug:role>/"

urlpatterns = [
    path("", home.start, name="start"),
    path("account/", home.account, name="account"),
    path("account/unit/", home.choose_unit, name="choose_unit"),
    path("messages/", inbox.messages, name="messages"),
    path("messages/read/", inbox.read_messages, name="read_messages"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/open/", units.open_new_unit, name="open_unit"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("units/<slug:code>/complete/", units.complete, name="complete_unit"),
    path("units/<slug:code>/office/", units.add_office, name="add_office"),
    path("units/<slug:code>/post/", units.add_post, name="add_post"),
    path("units/<slug:code>/function/", units.add_function, name="add_function"),
    path("units/<slug:code>/change/", unit_changes.change_unit, name="change_unit"),
    path("units/<slug:code>/rename/", unit_changes.rename, name="rename_unit"),
    path("units/<slug:code>/merge/", unit_changes.merge, name="merge_unit"),
    path("units/<slug:code>/split/", unit_changes.split, name="split_unit"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/open/", accounts.open_new_account, name="open_account"),
    path("accounts/invite/", accounts.invite_waiting, name="invite_waiting"),
    path("accounts/<slug:code>/", accounts.one_account, name="one_account"),
    path("accounts/<slug:code>/change/", accounts.change, name="change_account"),
    path("accounts/<slug:code>/appoint/", accounts.give_role, name="appoint"),
    path("accounts/<slug:code>/invite/", accounts.send_invitation, name="invite"),
    path("accounts/<slug:code>/stop/", accounts.stop, name="stop_account"),
    path("accounts/<slug:code>/restore/", accounts.restore, name="restore_account"),
    path(HELD, roles.held_role, name="held_role"),
    path(f"{HELD}stand-in/", roles.set_stand_in, name="set_stand_in"),
    path(f"{HELD}stand-in/end/", roles.stop_stand_in, name="stop_stand_in"),
    path(f"{HELD}end/", roles.end_role, name="end_role"),
    path("city/", city_files.city_file, name="city_file"),
    path("city/empty.xlsx", city_files.empty_workbook, name="empty_city_workbook"),
    path("city/read/", city_files.upload_city, name="upload_city"),
    path("city/<slug:code>/", city_files.city_preview, name="city_preview"),
    path("city/<slug:code>/apply/", city_files.apply_city_file, name="apply_city"),
]
