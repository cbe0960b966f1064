"""The table of messages."""

from django.db import models

from qingdan.base.orgs.models import Region
from qingdan.base.people.models import User


class Message(models.Model):
    """One message to one person, sent in a region. `once` keeps the same message from being sent twice."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=120)
    text = models.TextField()
    link = models.CharField(max_length=200, blank=True)
    once = models.CharField(max_length=160, unique=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
