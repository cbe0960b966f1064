"""没有核验过的项目代码不受理: a verification that was taken back counts as none, in the database too."""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION qingdan_project_verified() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE investment boolean;
BEGIN
  SELECT coalesce((s.content::json ->> 'investment')::boolean, false) INTO investment
    FROM guides_guideversion g JOIN snapshots_snapshot s ON s.digest = g.digest WHERE g.id = NEW.version_read_id;
  IF investment AND NOT EXISTS (SELECT FROM projects_verifiedcode v WHERE v.code = NEW.project_code{standing}) THEN
    RAISE EXCEPTION 'acceptance of % refused: no verified project code', NEW.item_code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
STANDING = " AND NOT EXISTS (SELECT FROM projects_withdrawncode w WHERE w.verified_id = v.id)"


class Migration(migrations.Migration):
    """The function of 0007 with one condition more."""

    dependencies = [("cases", "0008_two_levels"), ("projects", "0002_verification_taken_back")]
    operations = [migrations.RunSQL(_FUNCTION.format(standing=STANDING), _FUNCTION.format(standing=""))]
