"""Addresses of registrations on the desk."""

from django.urls import path

from qingdan.web.desk.cases.places import CaseNumberConverter
from qingdan.web.desk.registrations import ground, intake, registration, watching

assert CaseNumberConverter.regex  # it is registered with the addresses of cases

urlpatterns = [
    path("registrations/", registration.registrations, name="registrations"),
    path("registrations/intake/", intake.intake, name="registration_intake"),
    path("registrations/intake/send/", intake.take_in, name="registration_take_in"),
    path("registrations/reconciliation/", ground.reconciliation, name="registration_reconciliation"),
    path("registrations/reconciliation/now/", ground.compare_now, name="registration_compare"),
    path("registrations/codes/", ground.codes, name="registration_codes"),
    path("registrations/codes/add/", ground.bring_codes, name="registration_codes_add"),
    path("registrations/setup/", ground.setup, name="registration_setup"),
    path("registrations/setup/body/", ground.set_body, name="registration_set_body"),
    path("registrations/setup/mode/", ground.set_mode, name="registration_set_mode"),
    path("registration-watch/", watching.watch, name="registration_watch"),
    path("registrations/<case_number:number>/", registration.registration, name="registration"),
    path("registrations/<case_number:number>/receipt/", intake.receipt, name="registration_receipt"),
    path(
        "registrations/<case_number:number>/materials/<int:place>/",
        registration.material,
        name="registration_material",
    ),
    path("registrations/<case_number:number>/do/", registration.do, name="registration_do"),
    path("registrations/<case_number:number>/answer/", registration.answer, name="registration_answer"),
    path("registrations/<case_number:number>/supplement/", intake.supplement, name="registration_supplement"),
    path(
        "registrations/<case_number:number>/supplement/send/",
        intake.send_supplement,
        name="registration_supplement_send",
    ),
    path("registrations/<case_number:number>/tax/", registration.tax, name="registration_tax"),
    path("registrations/<case_number:number>/tax/send/", registration.send_tax, name="registration_tax_send"),
]
