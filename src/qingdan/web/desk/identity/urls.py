"""Addresses of checking who somebody is."""

from django.urls import path

from qingdan.web.desk.identity import checking

urlpatterns = [
    path("identity/", checking.identity, name="identity"),
    path("identity/confirm/", checking.confirm, name="identity_confirm"),
    path("identity/password/", checking.password, name="identity_password"),
]
