"""Addresses of investment projects."""

from django.urls import path

from qingdan.web.desk.projects import projects, stage_tables

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/list/", projects.read_list, name="project_list"),
    path("projects/stages/", stage_tables.stage_tables, name="stage_tables"),
    path("projects/stages/<slug:kind>/", stage_tables.stage_table, name="stage_table"),
    path("projects/stages/<slug:kind>/save/", stage_tables.save_table, name="stage_table_save"),
    path("projects/<slug:key>/", projects.project, name="project"),
    path("projects/<slug:key>/verify/", projects.verify, name="project_verify"),
    path("projects/<slug:key>/return/", projects.give_back, name="project_return"),
    path("projects/<slug:key>/take-back/", projects.take_back, name="project_take_back"),
]
