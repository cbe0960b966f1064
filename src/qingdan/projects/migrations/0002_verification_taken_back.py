"""A verification can be taken back: it is said in a row of its own, and only then may the code be verified again."""

import django.db.models.deletion
import qingdan.base.schema
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION qingdan_code_verified_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM projects_verifiedcode v JOIN projects_withdrawncode w ON w.verified_id = v.id
                 WHERE v.code = NEW.code AND v.turn = NEW.turn - 1) THEN
    RAISE EXCEPTION 'project code % verified again: the verification before stands', NEW.code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER code_verified_anew BEFORE INSERT ON projects_verifiedcode FOR EACH ROW
  WHEN (NEW.turn <> 1) EXECUTE FUNCTION qingdan_code_verified_anew();
"""
BACK = """
DROP TRIGGER code_verified_anew ON projects_verifiedcode;
DROP FUNCTION qingdan_code_verified_anew();
"""


class Migration(migrations.Migration):
    """What was verified before has its first turn."""

    dependencies = [("projects", "0001_founding")]
    operations = [
        qingdan.base.schema.ChangeTogether(
            operations=[
                migrations.AddField(
                    model_name="verifiedcode",
                    name="turn",
                    field=models.PositiveSmallIntegerField(default=1),
                ),
                migrations.AlterField(
                    model_name="verifiedcode",
                    name="code",
                    field=models.CharField(max_length=29),
                ),
                migrations.AddConstraint(
                    model_name="verifiedcode",
                    constraint=models.UniqueConstraint(fields=("code", "turn"), name="code_verified_once"),
                ),
                migrations.CreateModel(
                    name="WithdrawnCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "verified",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.verifiedcode",
                            ),
                        ),
                    ],
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
