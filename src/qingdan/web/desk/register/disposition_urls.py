"""Addresses of dispositions, joint items, 附件3, functions and coverage."""

from django.urls import path

from qingdan.web.desk.register import disposition, mandates, partners, referrals
from qingdan.web.desk.register.urls import ITEM

_DISPOSITION = f"{ITEM}disposition"

urlpatterns = [
    path(_DISPOSITION, disposition.disposition, name="item-disposition"),
    path(f"{_DISPOSITION}/save", disposition.save, name="dispose"),
    path(f"{_DISPOSITION}/counties", disposition.ask_counties, name="ask_counties"),
    path(f"{_DISPOSITION}/merge", disposition.merge, name="merge"),
    path(f"{_DISPOSITION}/dissolve", disposition.dissolve, name="dissolve_merge"),
    path(f"{_DISPOSITION}/ask", disposition.ask_merge, name="ask_merge"),
    path(f"{_DISPOSITION}/propose", disposition.propose, name="propose_law_change"),
    path(f"{_DISPOSITION}/withdraw", disposition.withdraw, name="withdraw_law_change"),
    path(f"{ITEM}partners", partners.partners, name="item_partners"),
    path(f"{ITEM}partners/set", partners.set_joint, name="set_partners"),
    path("consents/", partners.consents, name="consents"),
    path("consents/agree", partners.agree_all, name="agree_to_consents"),
    path("consents/<slug:code>/", partners.consent, name="consent"),
    path("consents/<slug:code>/answer", partners.answer, name="answer_consent"),
    path("consents/<slug:code>/again", partners.again, name="ask_consent_again"),
    path("consents/<slug:code>/withdraw", partners.take_back, name="withdraw_consent"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/print", referrals.print_form, name="referrals_print"),
    path("referrals/workbook", referrals.workbook, name="referrals_workbook"),
    path(f"{ITEM}referral", referrals.referral, name="referral"),
    path(f"{ITEM}referral/keep", referrals.keep, name="keep_referral"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/link", mandates.link, name="link_mandates"),
    path("mandates/unlink", mandates.unlink, name="unlink_mandate"),
    path("coverage/", mandates.coverage, name="coverage"),
    path("coverage/read", mandates.read_library, name="read_grants"),
    path("coverage/add", mandates.add, name="add_grant"),
]
