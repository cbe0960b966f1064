"""没有核验过的项目代码不受理: the database lets no investment case be accepted without a verified code."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qingdan_project_verified() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE investment boolean;
BEGIN
  SELECT coalesce((s.content::json ->> 'investment')::boolean, false) INTO investment
    FROM guides_guideversion g JOIN snapshots_snapshot s ON s.digest = g.digest WHERE g.id = NEW.version_read_id;
  IF investment AND NOT EXISTS (SELECT FROM projects_verifiedcode v WHERE v.code = NEW.project_code) THEN
    RAISE EXCEPTION 'acceptance of % refused: no verified project code', NEW.item_code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_verified BEFORE UPDATE ON cases_case FOR EACH ROW
  WHEN (OLD.state = 'received' AND NEW.state IN ('under_review', 'waiting') AND NOT NEW.deemed)
  EXECUTE FUNCTION qingdan_project_verified();
"""
BACK = """
DROP TRIGGER project_verified ON cases_case;
DROP FUNCTION qingdan_project_verified();
"""


class Migration(migrations.Migration):
    """Deemed acceptance (行政许可法 Art. 32(4)) is let through: the law says it happens, no agency does it."""

    dependencies = [
        ("cases", "0006_joint_and_project"),
        ("guides", "0002_versions_of_situations"),
        ("projects", "0001_founding"),
        ("snapshots", "0001_founding"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
