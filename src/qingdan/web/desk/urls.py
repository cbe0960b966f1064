"""Addresses of the desk, part by part."""

from qingdan.web.desk.account.urls import urlpatterns as account
from qingdan.web.desk.approvals.urls import urlpatterns as approvals
from qingdan.web.desk.campaign.urls import urlpatterns as campaign
from qingdan.web.desk.cases.urls import urlpatterns as cases
from qingdan.web.desk.charts.urls import urlpatterns as charts
from qingdan.web.desk.comments.urls import urlpatterns as comments
from qingdan.web.desk.consultation.urls import urlpatterns as consultation
from qingdan.web.desk.docking.urls import urlpatterns as docking
from qingdan.web.desk.duties.urls import urlpatterns as duties
from qingdan.web.desk.filing.urls import urlpatterns as filing
from qingdan.web.desk.ground.urls import urlpatterns as ground
from qingdan.web.desk.guides.urls import urlpatterns as guides
from qingdan.web.desk.identity.urls import urlpatterns as identity
from qingdan.web.desk.joint.urls import urlpatterns as joint
from qingdan.web.desk.legal.urls import urlpatterns as legal
from qingdan.web.desk.legality.urls import urlpatterns as legality
from qingdan.web.desk.licences.urls import urlpatterns as licences
from qingdan.web.desk.projects.urls import urlpatterns as projects
from qingdan.web.desk.publication.urls import urlpatterns as publication
from qingdan.web.desk.register.disposition_urls import urlpatterns as dispositions
from qingdan.web.desk.register.intake_urls import urlpatterns as intake
from qingdan.web.desk.register.urls import urlpatterns as register
from qingdan.web.desk.registrations.urls import urlpatterns as registrations
from qingdan.web.desk.review.urls import urlpatterns as review
from qingdan.web.desk.search.urls import urlpatterns as search

urlpatterns = [
    *account,
    *ground,
    *guides,
    *campaign,
    *register,
    *dispositions,
    *intake,
    *legal,
    *charts,
    *filing,
    *comments,
    *consultation,
    *docking,
    *duties,
    *review,
    *legality,
    *licences,
    *projects,
    *publication,
    *approvals,
    *search,
    *identity,
    *cases,
    *registrations,
    *joint,
]
