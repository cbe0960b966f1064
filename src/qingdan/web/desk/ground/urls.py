"""Addresses of kept files and jobs."""

from django.urls import path

from qingdan.web.desk.ground import files, jobs

urlpatterns = [
    path("files/<slug:code>/", files.file, name="file"),
    path("jobs/<slug:code>/", jobs.job, name="job"),
]
