"""A draft whose guides were published anew is put under the new ones: nothing that was filled in is lost."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.guides.queries.published import newest_version
from qingdan.joints.models import JointApplication, JointMaterial
from qingdan.joints.queries.drafts import number_of_joint
from qingdan.joints.queries.forms import JointForm, form_of, outdated, rows_to_pin
from qingdan.joints.services.applying import SNAPSHOT, get_draft
from qingdan.rules.joint_form import carried_answers, carried_places


def follow_joint(*, code: str, by: Actor, at: datetime) -> str:
    """Puts a draft under the newest guides; the names of the matters whose guide has changed, "" none has.

    What was received meanwhile keeps its own. Raises Missing, Refused: nobody applies by one of the guides any more.
    """
    with writing(by):
        if number_of_joint(by, code):
            return ""
        joint = get_draft(by, code, at)
        old = form_of(joint.form)
        changed = outdated(old)
        if not changed:
            return ""
        gone = [old.guides[item]["name"] for item in changed if newest_version(item) is None]
        refuse_if(*(refusal("joint.guide_gone", "digest", name=name) for name in gone))
        joint.form = freeze(SNAPSHOT, {"items": rows_to_pin(old.versions)}, region=joint.region_id, at=at)
        new = form_of(joint.form)
        joint.answers = carried_answers(old.fields, new.fields, joint.answers)
        _move_materials(joint, old, new)
        joint.version += 1
        joint.save()
        append("JointFollowed", f"joint:{code}", by=by, at=at, data={"items": list(changed)})
        return "、".join(new.guides[item]["name"] for item in changed)


def _move_materials(joint: JointApplication, old: JointForm, new: JointForm) -> None:
    """What stands filed goes to its new place; what nobody wants any more stands filed no longer."""
    places = carried_places(old.materials, new.materials)
    for one in JointMaterial.objects.filter(joint=joint, replaced=False):
        one.replaced = one.place not in places
        one.place = places.get(one.place, one.place)
        one.save(update_fields=["place", "replaced"])
