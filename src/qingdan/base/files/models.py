"""The table of kept files."""

from django.db import models

from qingdan.base.orgs.models import DraftRows, Region, Unit


class StoredFile(models.Model):
    """A file as given. Its bytes lie under the home's folder of files by digest; `code` is its public address."""

    code = models.CharField(max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=180)
    kind = models.CharField(max_length=10)  # xlsx, xls, ods, csv, pdf, docx, png, jpg, txt, xml
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects = DraftRows["StoredFile"].as_manager()
