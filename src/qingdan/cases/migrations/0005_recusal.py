"""回避: the database takes no decision by who applies in the case, for himself or for another."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qingdan_decision_recusal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE decided record; bare varchar;
BEGIN
  SELECT applicant_id, made_by, item_code, id_number INTO decided FROM cases_case WHERE id = NEW.case_id;
  bare := upper(replace(decided.id_number, '-', ''));
  IF (decided.applicant_id IS NOT NULL AND decided.made_by = NEW."by")
    OR EXISTS (
      SELECT FROM applicants_applicant a JOIN people_user u ON u.id = a.user_id
      WHERE u.username = NEW."by"
      AND (a.id = decided.applicant_id OR (bare <> '' AND upper(replace(a.id_number, '-', '')) = bare))
    )
    OR EXISTS (
      SELECT FROM applicants_proxy p JOIN people_user u ON u.id = p.agent_id
      WHERE u.username = NEW."by" AND p.principal_id = decided.applicant_id AND p.ended_at IS NULL
      AND (jsonb_array_length(p.items) = 0 OR p.items @> to_jsonb(decided.item_code::text))
    )
  THEN
    RAISE EXCEPTION 'decision by % refused: an application of his own', NEW."by"
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recusal BEFORE INSERT ON cases_casedecision FOR EACH ROW EXECUTE FUNCTION qingdan_decision_recusal();
"""
BACK = """
DROP TRIGGER recusal ON cases_casedecision;
DROP FUNCTION qingdan_decision_recusal();
"""


class Migration(migrations.Migration):
    """The guard stands in the database, whatever the program forgot."""

    dependencies = [("cases", "0004_corrections_and_service"), ("applicants", "0001_founding")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
