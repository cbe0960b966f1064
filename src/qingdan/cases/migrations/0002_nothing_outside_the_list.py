"""清单之外无职权: the database takes no case and no decision on what no edition in force has."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qingdan_in_force(entry bigint, item varchar, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM editions_editionentry e
    JOIN editions_edition d ON d.id = e.edition_id
    JOIN editions_editionshown s ON s.edition_id = d.id
    WHERE e.id = entry AND e.code = item AND e.in_force AND greatest(d.effective_on, s."on") <= day
    AND NOT EXISTS (
      SELECT FROM editions_edition newer
      JOIN editions_editionshown seen ON seen.edition_id = newer.id
      WHERE newer.region_id = d.region_id AND newer.list_kind = d.list_kind AND newer.number > d.number
      AND greatest(newer.effective_on, seen."on") <= day
    )
  )
$$;
CREATE FUNCTION qingdan_case_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT qingdan_in_force(NEW.entry_id, NEW.item_code, (NEW.made_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
    RAISE EXCEPTION 'case on % refused: not in an edition in force', NEW.item_code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION qingdan_decision_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item varchar;
BEGIN
  SELECT item_code INTO item FROM cases_case WHERE id = NEW.case_id;
  IF NOT qingdan_in_force(NEW.entry_id, item, NEW."on") THEN
    RAISE EXCEPTION 'decision on % refused: not in an edition in force', item
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_force BEFORE INSERT ON cases_case FOR EACH ROW EXECUTE FUNCTION qingdan_case_in_force();
CREATE TRIGGER in_force BEFORE INSERT ON cases_casedecision FOR EACH ROW EXECUTE FUNCTION qingdan_decision_in_force();
"""
BACK = """
DROP TRIGGER in_force ON cases_casedecision;
DROP TRIGGER in_force ON cases_case;
DROP FUNCTION qingdan_decision_in_force();
DROP FUNCTION qingdan_case_in_force();
DROP FUNCTION qingdan_in_force(bigint, varchar, date);
"""


class Migration(migrations.Migration):
    """The guards stand in the database, whatever the program forgot."""

    dependencies = [("cases", "0001_founding")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
