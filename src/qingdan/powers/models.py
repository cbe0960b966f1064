"""Tables of the drafting desk. A row is the truth for work in progress; what is signed is a snapshot."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Mandate, Region, Unit
from qingdan.campaigns.models import Campaign
from qingdan.rules.role import Role


class PowerItemQuerySet(models.QuerySet["PowerItem"]):
    """Reads of items."""

    def visible_to(self, actor: Actor) -> Self:
        """The one filter of visibility: drafts of the own units, or all of the region for reviewers."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        return self.filter(region_id=actor.region, unit__code__in=actor.own_units)

    def kept(self) -> Self:
        """Without the deleted ones."""
        return self.filter(deleted_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PowerItem(models.Model):
    """One power as a unit drafts it: the fields of 附件2 (lists.md §1.1), as texts the person typed.

    `draft_number` is the unit's code and a running number, given once. `unit` is whose power it is; a subordinate's
    items are filed by its 主管部门. `version` counts the saves: an edit names the version it was made from.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    draft_number = models.CharField(max_length=16, unique=True)  # 360900013-00012
    order = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    category = models.CharField(max_length=30)  # key of the scheme, "" while not chosen
    name = models.TextField()
    sub_item = models.TextField(blank=True)
    item_code = models.CharField(max_length=40, blank=True)
    implementing_body = models.CharField(max_length=120, blank=True)
    body_kind = models.CharField(max_length=40, blank=True)
    office = models.CharField(max_length=80, blank=True)
    joint = models.CharField(max_length=20, blank=True)
    joint_lead = models.CharField(max_length=120, blank=True)
    joint_partners = models.TextField(blank=True)
    level = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    statutory_limit = models.CharField(max_length=120, blank=True)
    promised_limit = models.CharField(max_length=120, blank=True)
    fee = models.TextField(blank=True)
    use_count = models.CharField(max_length=80, blank=True)
    disposition = models.CharField(max_length=20, blank=True)  # retain … refer_up
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    receiver = models.TextField(blank=True)
    transition_from = models.DateField(null=True, blank=True)
    transition_until = models.DateField(null=True, blank=True)
    law_change = models.TextField(blank=True)
    publication = models.CharField(max_length=120, blank=True)
    duty = models.TextField(blank=True)  # the preliminary duty of a kept item
    remark = models.TextField(blank=True)

    # The bases of the rows of LegalBasis as one text, a line each: what is searched, compared and kept as history.
    basis_printed = models.TextField(blank=True)

    origin = models.CharField(
        max_length=20, default="typed"
    )  # typed, workbook, proposed, taken_over, last_year
    origin_ref = models.CharField(max_length=120, blank=True)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = PowerItemQuerySet.as_manager()

    class Meta:
        """Listed in the unit's order."""

        ordering = ("unit", "order", "pk")
        indexes = (
            models.Index(
                fields=["campaign", "unit", "category"],
                condition=Q(deleted_at__isnull=True),
                name="item_of_unit",
            ),
            models.Index(fields=["campaign", "disposition"], name="item_disposition"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(transition_from__isnull=True)
                | Q(transition_until__isnull=True)
                | Q(transition_until__gt=F("transition_from")),
                name="item_transition",
            ),
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LegalBasis(models.Model):
    """One basis of an item: instrument, place, quoted words, and the text of the document when the unit gives it.

    `text_digest` is of the article text the quotation was last checked against: a new law library can tell whom it
    concerns.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    locator = models.CharField(max_length=120, blank=True)  # 第五十九条第一款
    quotation = models.TextField(blank=True)
    attachment = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """In the order typed."""

        ordering = ("item", "order")


class ItemCheck(models.Model):
    """What the checks found on an item at a version of it: kept so that pages need not judge again."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    on = models.DateField()
    problems = models.JSONField()  # as in `qingdan check`: code, key, severity, certainty, field, params, …
    blockers = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()
    hints = models.PositiveSmallIntegerField()


class Justification(models.Model):
    """Why a unit lets a warning stand (不改，说明理由); falls away when the finding does."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=4)
    key = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """One reason for one finding."""

        constraints = (models.UniqueConstraint(fields=["item", "key"], name="justification_once"),)


class NilLine(models.Model):
    """A unit says that it has no power of a category (零报告, R-053); category "" is the whole unit."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=30, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Once a category."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "unit", "category"], name="nil_line_once"),
        )


class UploadQuerySet(models.QuerySet["Upload"]):
    """Reads of uploads."""

    def visible_to(self, actor: Actor) -> Self:
        """As the drafts of their units."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        return self.filter(region_id=actor.region, unit__code__in=actor.own_units)

    def light(self) -> Self:
        """Without what is only needed for one problem, or to accept it."""
        return self.defer("rows", "details", "accepted")


class Upload(models.Model):
    """A workbook given for a register: read and checked by a job, shown, then accepted or dropped."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)  # waiting, checked, failed, accepted, dropped
    job = models.CharField(max_length=32, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    result = models.JSONField(
        default=dict
    )  # what the page lists: figures, how it was read, problems in a line each
    rows = models.JSONField(default=list)  # each row as read, with what it says in the fields of an item
    details = models.JSONField(default=list)  # each problem in full, in the order of the list
    accepted = models.JSONField(
        default=dict
    )  # draft number → what the file said: the base of the next comparison
    answers = models.JSONField(
        default=dict
    )  # number of a problem, from 1 → what is to become of it when it is accepted (queries.upload_answers)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of questions to other units."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who ask, those who are asked, and the reviewers of the region."""
        mine = Q(asker__code__in=actor.own_units)
        if actor.reviews:
            mine |= Q(region_id__in=actor.regions)
        return self.filter(mine | self.answerable(actor))

    def asked_of(self, actor: Actor) -> Self:
        """Those that this person may answer."""
        return self.filter(self.answerable(actor))

    @staticmethod
    def answerable(actor: Actor) -> Q:
        """Asked of the own units; a county's 编办 answers for every unit of the county."""
        asked = Q(unit__code__in=actor.own_units)
        return asked | Q(partner_region_id=actor.region) if Role.COUNTY_OFFICE in actor.roles else asked


class Consent(models.Model):
    """Another unit asked about an item: as co-implementer, receiver, or owner of a consolidated source.

    `partner_region` is that of the unit asked: both regions see the row (base/walls.py). `summary` is all that the unit
    asked gets to see of the item, as it stood when it was asked; `item_version` its version then.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner_region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=13)  # joint, receiver, consolidation
    note = models.TextField(blank=True)  # which item of theirs is meant, for a consolidation
    summary = models.JSONField()
    item_version = models.PositiveIntegerField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, blank=True)  # agree, object
    reason = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        """Asked once; asked again, the row is the same."""

        constraints = (models.UniqueConstraint(fields=["item", "unit", "kind"], name="consent_once"),)


class Handover(models.Model):
    """How a devolved item goes down (下放): by law or by delegation, whether the county is able to, and when."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=10, blank=True)  # statutory, delegated
    capability = models.TextField(blank=True)
    training = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)


class Referral(models.Model):
    """The row of 附件3 of an item that the province is asked to change (R-047); the rest comes from the item."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, related_name="+")
    holder = models.CharField(max_length=120, blank=True)  # 现行实施层级及主体
    change = models.CharField(max_length=20, blank=True)  # 取消, 下放市级, …: the choices of the form
    receiver = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)


class Merge(models.Model):
    """An item that goes into another by consolidation (整合)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """A source goes into one target."""

        constraints = (
            models.UniqueConstraint(fields=["source"], name="merge_source_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_not_into_itself"),
        )


class MandateLink(models.Model):
    """An item carries out a function of the 三定 provisions (R-021)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Once."""

        constraints = (models.UniqueConstraint(fields=["item", "mandate"], name="mandate_link_once"),)


class Grants(models.Model):
    """What the law library grants a unit on a day, read by a job; `state` tells the library it was read from."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=64)
    instruments = models.PositiveIntegerField()
    articles = models.JSONField()
    at = models.DateTimeField()


class LawChangeQuerySet(models.QuerySet["LawChange"]):
    """Reads of proposals."""

    def visible_to(self, actor: Actor) -> Self:
        """As the drafts of their units."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        return self.filter(region_id=actor.region, unit__code__in=actor.own_units)


class LawChange(models.Model):
    """A proposal to change an instrument (R-034, R-113): from a unit to the 法制办, answered there."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    instrument = models.CharField(max_length=200)
    locator = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=20)  # reform, conflict, no_object, unused
    proposal = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    accepted = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = LawChangeQuerySet.as_manager()


class LocalInstrument(models.Model):
    """One text of a local instrument or 三定 provision, entered by the 法制办; checks use it at once.

    An amended text is a row of its own under the same title. `valid_until` is the first day it is repealed.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=30)
    issuer = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    text = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
