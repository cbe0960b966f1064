"""代理授权 gets a name of its own: `mandate` is 三定规定 (docs/glossary.md)."""

from django.db import migrations


class Migration(migrations.Migration):
    """Renames the table with its keys."""

    dependencies = [("applicants", "0001_founding")]
    operations = [migrations.RenameModel("Mandate", "Proxy")]
