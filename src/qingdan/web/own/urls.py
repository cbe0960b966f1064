"""Addresses of applicants' pages."""

from django.urls import path

from qingdan.web.own import account, apply, cases, materials, projects, provider
from qingdan.web.own.forgotten import forgotten
from qingdan.web.own.sign_up import register

urlpatterns = [
    path("register/", register, name="register"),
    path("forgotten/", forgotten, name="forgotten"),
    path("identity-provider/", provider.leave, name="provider"),
    path("identity-provider/back/", provider.come_back, name="provider_back"),
    path("identity-provider/choose/", provider.choose, name="provider_choose"),
    path("apply/<slug:item>/", apply.who, name="apply"),
    path("apply/<slug:item>/begin/", apply.begin, name="begin"),
    path("apply/<slug:item>/<slug:draft>/form/", apply.form, name="form"),
    path("apply/<slug:item>/<slug:draft>/form/save/", apply.save_form, name="save_form"),
    path("apply/<slug:item>/<slug:draft>/materials/", materials.materials, name="materials"),
    path("apply/<slug:item>/<slug:draft>/materials/file/", materials.file_all, name="file_all"),
    path(
        "apply/<slug:item>/<slug:draft>/materials/<slug:place>/",
        materials.file_for_draft,
        name="file_for_draft",
    ),
    path("apply/<slug:item>/<slug:draft>/check/", apply.check, name="check"),
    path("apply/<slug:item>/<slug:draft>/sign/", apply.sign, name="sign"),
    path("apply/<slug:item>/<slug:draft>/submit/", apply.submit, name="submit"),
    path("apply/<slug:item>/<slug:draft>/discard/", apply.discard, name="discard"),
    path("apply/<slug:item>/<slug:draft>/discard/confirm/", apply.discard_draft, name="discard_draft"),
    path("my/", cases.start, name="start"),
    path("my/received/<slug:number>/", apply.received, name="received"),
    path("my/cases/<slug:number>/", cases.case, name="case"),
    path("my/cases/<slug:number>/supplement/", cases.send_supplement, name="supplement"),
    path("my/cases/<slug:number>/supplement/<slug:place>/", materials.file_for_case, name="file_for_case"),
    path("my/cases/<slug:number>/withdraw/", cases.withdraw, name="withdraw"),
    path("my/cases/<slug:number>/consent/", cases.consent, name="consent"),
    path("my/cases/<slug:number>/query-code/", cases.new_query_code, name="query_code"),
    path("my/cases/<slug:number>/object/", cases.object_to, name="object"),
    path("my/files/<slug:key>/<slug:place>/", materials.material_file, name="material_file"),
    path("my/materials/", account.vault, name="vault"),
    path("my/materials/drop/", account.drop, name="drop_material"),
    path("my/projects/", projects.projects, name="projects"),
    path("my/projects/new/", projects.new_project, name="new_project"),
    path("my/projects/register/", projects.register, name="register_project"),
    path("my/projects/<slug:key>/", projects.project, name="project"),
    path("my/projects/<slug:key>/card/", projects.card, name="project_card"),
    path("my/projects/<slug:key>/card/save/", projects.save_card, name="save_project_card"),
    path("my/projects/<slug:key>/cite/", projects.cite, name="cite_approval"),
    path("my/licences/", account.licences, name="licences"),
    path("my/proxies/", account.proxies, name="proxies"),
    path("my/proxies/give/", account.give, name="give_proxy"),
    path("my/proxies/end/", account.end, name="end_proxy"),
    path("my/messages/", account.messages, name="messages"),
    path("my/messages/read/", account.read_all, name="read_messages"),
    path("my/identity/", account.identity, name="identity"),
    path("my/identity/add/", account.add_identity, name="add_identity"),
]
