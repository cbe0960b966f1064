"""Addresses of the channels' own pages; without sign-in."""

from django.urls import path

from qingdan.web.channels.pages import channel

urlpatterns = [path("<slug:code>/", channel, name="channel")]
