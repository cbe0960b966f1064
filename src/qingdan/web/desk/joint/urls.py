"""Addresses of joint approval on the desk."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from qingdan.web.desk.cases.places import CaseNumberConverter
from qingdan.web.desk.joint import calling, figures, intake, joint, plans, queue, watching
from qingdan.web.desk.joint.sending import SENDING


class JointFormConverter(StringConverter):
    """The name of an act's form."""

    regex = "|".join(SENDING)


class PlanCodeConverter(StringConverter):
    """360900-1a2b3c4d."""

    regex = r"[0-9]{6}-[0-9a-f]{1,16}"


register_converter(CaseNumberConverter, "joint_number")
register_converter(JointFormConverter, "joint_form")
register_converter(PlanCodeConverter, "plan_code")

urlpatterns = [
    path("joints/", queue.joints, name="joints"),
    path("joint-watch/", watching.watch, name="joint_watch"),
    path("joints/<joint_number:number>/", joint.joint, name="joint"),
    path("joints/<joint_number:number>/receipt/", intake.receipt, name="joint_receipt"),
    path("joints/<joint_number:number>/call/", calling.call, name="joint_call"),
    path("joints/<joint_number:number>/call-off/", calling.call_off, name="joint_call_off"),
    path("joints/<joint_number:number>/link/", calling.new_link, name="joint_link"),
    path("joints/<joint_number:number>/<joint_form:name>/", joint.send, name="joint_send"),
    path("joint-intake/", intake.intake, name="joint_intake"),
    path("joint-intake/send/", intake.send, name="joint_intake_send"),
    path("plans/", plans.plans, name="plans"),
    path("plans/begin/", plans.begin, name="plan_begin"),
    path("plans/<plan_code:code>/", plans.plan, name="plan"),
    path("plans/<plan_code:code>/trial/", plans.trial, name="plan_trial"),
    path("plans/<plan_code:code>/save/", plans.save, name="plan_save"),
    path("plans/<plan_code:code>/publish/", plans.publish, name="plan_publish"),
    path("plans/<plan_code:code>/withdraw/", plans.withdraw, name="plan_withdraw"),
    path("joint-figures/", figures.figures, name="joint_figures"),
    path("joint-figures/<slug:code>/", figures.rows, name="joint_figure_rows"),
    path("guarantees/", figures.four, name="guarantees"),
    path("guarantees/<slug:key>/", figures.one, name="guarantee"),
]
