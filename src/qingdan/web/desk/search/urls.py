"""Addresses of this part of the desk."""

from django.urls import path

from qingdan.web.desk.search import synonyms

urlpatterns = [
    path("search/", synonyms.synonyms, name="synonyms"),
    path("search/add/", synonyms.add, name="synonym_add"),
    path("search/remove/", synonyms.remove, name="synonym_remove"),
    path("search/restore/", synonyms.restore, name="synonym_restore"),
]
