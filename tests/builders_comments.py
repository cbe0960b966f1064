"""Comments of the public for tests, received through the service."""

from dataclasses import replace

from tests.builders import CITY, NOW, a_city, an_actor
from tests.builders_editions import UNLIT_CODE, two_editions
from tests.builders_powers import OTHER
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.comments.models import Comment
from qingdan.comments.services.receiving import NewComment, Receipt, receive_comment
from qingdan.rules.role import Role

VISITOR = Actor(username="", name="", region=CITY, regions=(CITY,))
OBJECTION = NewComment(
    kind="objection",
    entry=UNLIT_CODE,
    text="承诺时限写错了，我叫沈灯明，电话 13800138000",
    author="沈灯明",
    contact="13800138000",
)
QUESTION = NewComment(kind="question", unit=OTHER, text="护灯奖励怎么申请")
OUTSIDE = NewComment(kind="outside_list", text="有单位收灯笼押金，清单里没有")


@kept
def a_commented_city() -> Actor:
    """The lantern city with two editions, people of 市灯笼局, and the office; the office's actor."""
    a_city()
    two_editions()
    an_actor(Role.LIAISON, unit=1)
    return replace(an_actor(Role.ESTABLISHMENT_OFFICE, unit=2), regions=(CITY,))


@kept
def received(comment: NewComment = OBJECTION) -> Receipt:
    """What the author gets."""
    return receive_comment(comment=comment, by=VISITOR, at=NOW)


def the_comment(number: str = "") -> Comment:
    """A comment as it stands."""
    with reading(VISITOR):
        found = Comment.objects.select_related("unit")
        return found.get(number=number) if number else found.get()
