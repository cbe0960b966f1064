"""Addresses of this part of the desk."""

from django.urls import URLPattern, path

from qingdan.web.desk.charts import chart, charts

_CHART = "charts/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("charts/", charts.charts, name="charts"),
    path("charts/city", charts.city, name="charts_city"),
    path("charts/print", charts.print_all, name="charts_print"),
    path("charts/start", charts.start, name="chart_start"),
    path("charts/start-own", charts.start_own, name="chart_start_own"),
    path(_CHART, chart.chart, name="chart"),
    path(f"{_CHART}edit", chart.edit, name="chart_edit"),
    path(f"{_CHART}save", chart.save, name="chart_save"),
    path(f"{_CHART}template", chart.compare, name="chart_template"),
    path(f"{_CHART}template/use", chart.use, name="chart_template_use"),
    path(f"{_CHART}import", chart.take_in, name="chart_import"),
    path(f"{_CHART}bpmn", chart.bpmn, name="chart_bpmn"),
    path(f"{_CHART}print", chart.print_one, name="chart_print"),
    path(f"{_CHART}delete", chart.delete, name="chart_delete"),
]
