"""Addresses of this part of the desk."""

from django.urls import URLPattern, path

from qingdan.web.desk.legality import charts, gates, items, opinions, revising, sign_offs
from qingdan.web.desk.review import urls as review

assert review.urlpatterns  # its module names the kinds of parameters that stand in our addresses too

_ITEM = "<slug:campaign>/<list:kind>/<reviewed:number>/"
_CHART = "<slug:campaign>/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("legality/", items.legality, name="legality"),
    path("legality/bulk", items.bulk, name="legality_bulk"),
    path(f"legality/items/{_ITEM}", items.item, name="legality_item"),
    path(f"legality/items/{_ITEM}judge", items.judge, name="legality_judge"),
    path("legality/charts/", charts.chart_reviews, name="chart_reviews"),
    path(f"legality/charts/{_CHART}", charts.chart, name="chart_review"),
    path(f"legality/charts/{_CHART}judge", charts.judge, name="chart_judge"),
    path(f"legality/charts/{_CHART}reopen", charts.reopen, name="chart_reopen"),
    path("legality/opinions/", opinions.opinions, name="legality_opinions"),
    path("legality/opinions/issue", opinions.issue, name="legality_issue"),
    path(
        "legality/opinions/<slug:campaign>/<list:kind>/<int:number>/",
        opinions.opinion,
        name="legality_opinion",
    ),
    path(
        "legality/opinions/<slug:campaign>/<list:kind>/<int:number>/print/<str:form>",
        opinions.print_opinion,
        name="legality_opinion_print",
    ),
    path("gates/", gates.gates, name="gates"),
    path("gates/conclude", gates.conclude, name="gates_conclude"),
    path(f"gates/items/{_ITEM}", revising.revise, name="revise"),
    path(f"gates/items/{_ITEM}save", revising.save, name="revise_save"),
    path(f"gates/items/{_ITEM}adjust", revising.adjust, name="adjust"),
    path("sign-offs/", sign_offs.sign_offs, name="sign_offs"),
    path("sign-offs/sign", sign_offs.sign, name="sign_off"),
]
