"""Addresses of accounts and organisations."""

from django.urls import path

from qingdan.web.desk.account import home

urlpatterns = [
    path("", home.start, name="start"),
    path("account/", home.account, name="account"),
]
