"""Addresses of the channels' own pages; without sign-in."""

from django.urls import path

from qingdan.web.portal.channels import channel

urlpatterns = [path("<slug:code>/", channel, name="channel")]
