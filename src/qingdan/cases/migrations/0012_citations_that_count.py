"""引用的批文: the database lets nothing count in a project but a good licence of its unit, for a matter with items."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qingdan_citation_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM licences_licence l JOIN projects_project p ON p.id = NEW.project_id
     WHERE l.code = NEW.licence AND l.state = 'valid' AND NOT l.trial
       AND replace(upper(l.holder_id), '-', '') = p.owner_number
  ) OR NOT EXISTS (
    SELECT FROM projects_project p
      JOIN projects_stagetableversion t ON t.id = p.table_id,
           jsonb_array_elements(t.content -> 'stages') stage,
           jsonb_array_elements(stage -> 'matters') matter
     WHERE p.id = NEW.project_id AND matter ->> 'name' = NEW.matter
       AND jsonb_array_length(matter -> 'items') > 0
  ) THEN
    RAISE EXCEPTION 'licence % cannot count for %', NEW.licence, NEW.matter
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER citation_counts BEFORE INSERT ON projects_citedapproval FOR EACH ROW
  EXECUTE FUNCTION qingdan_citation_counts();
"""
BACK = """
DROP TRIGGER citation_counts ON projects_citedapproval;
DROP FUNCTION qingdan_citation_counts();
"""


class Migration(migrations.Migration):
    """Whether the item is one that the matter names, the program judges: names are compared as titles are."""

    dependencies = [
        ("cases", "0011_lapsed_while_waiting"),
        ("licences", "0003_holder_amended"),
        ("projects", "0002_verification_taken_back"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACK)]
