"""Tables of published editions: they only grow. `lists` writes them, everybody reads."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from qingdan.base.orgs.models import Region, Unit
from qingdan.rules.review import REVIEWED_LISTS, ListKind

LISTS = [(kind.value, kind.value) for kind in REVIEWED_LISTS]
PUBLISHED_LISTS = [(kind.value, kind.value) for kind in ListKind]


class Edition(models.Model):
    """A numbered edition of a region's list: `digest` is of the manifest, a snapshot that maps each code to a digest.

    `resolution`: meeting, number, day, digest of the tabled draft that was resolved. In force from `effective_on`, but
    not before it is shown (`EditionShown`).
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=PUBLISHED_LISTS)
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, unique=True)  # 360900-power_list-1
    campaign = models.CharField(max_length=30)
    effective_on = models.DateField()
    digest = models.CharField(max_length=64)
    resolution = models.JSONField()
    entries = models.PositiveIntegerField()
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    composed_by = models.CharField(max_length=40)
    composed_at = models.DateTimeField()

    class Meta:
        """Numbered within the list of a region."""

        constraints = (
            models.UniqueConstraint(fields=["region", "list_kind", "number"], name="edition_once"),
        )


class EditionEntry(models.Model):
    """One item of an edition: its public code and the digest of its content.

    `in_force`: may be exercised under this edition; what was abolished, devolved, transferred or merged by it stays in
    the list, marked, and cannot be used (R-006).
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    category = models.CharField(max_length=30)
    name = models.TextField()
    disposition = models.CharField(max_length=20)
    in_force = models.BooleanField()

    class Meta:
        """A code once in an edition."""

        ordering = ("edition", "order")
        constraints = (models.UniqueConstraint(fields=["edition", "code"], name="entry_once"),)
        indexes = (
            models.Index(fields=["region", "code"]),
            models.Index(fields=["edition", "unit", "category"]),
        )


class EditionShown(models.Model):
    """The first channel was proved: from this instant the public sees the edition (docs/adr/0026)."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()


class SearchEntry(models.Model):
    """What search knows of an entry in force: words of the name, apart from the rest; can be made anew at any time.

    `region` is a code and no key: what everybody may find stands behind no wall, since PostgreSQL does not look words
    up in an index from behind one (docs/adr/0028).
    """

    region = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)  # power_item, service_item, guide
    code = models.CharField(max_length=40)
    name = models.TextField()
    unit_name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    sounds = models.TextField()  # of each character of the name, without tones
    initials = models.TextField()
    name_words = SearchVectorField()
    text_words = SearchVectorField()

    class Meta:
        """Once a code; searched by words with the region as filter, and by likeness of initials."""

        constraints = (models.UniqueConstraint(fields=["region", "kind", "code"], name="search_entry_once"),)
        indexes = (
            GinIndex(fields=["region", "name_words"], name="search_name", fastupdate=False),
            GinIndex(fields=["region", "text_words"], name="search_text", fastupdate=False),
            GinIndex(
                fields=["region", "initials"],
                name="search_initials",
                opclasses=["text_ops", "gin_trgm_ops"],
                fastupdate=False,
            ),
        )


class Synonym(models.Model):
    """Two words for one thing, as people search: 房产证 and 不动产权证书. Kept by the city."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=40)
    means = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Said once."""

        constraints = (models.UniqueConstraint(fields=["region", "word", "means"], name="synonym_once"),)
