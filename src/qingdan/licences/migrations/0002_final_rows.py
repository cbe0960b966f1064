"""What a licence says is final: it changes only with a row that says so, ends once, and is never removed.

The triggers hold for the application's role, whatever the program forgot; LicenceChange only grows by the walls.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qingdan_licence_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT kind, digest, count(*) OVER () AS number INTO last FROM licences_licencechange
      WHERE licence_id = OLD.id ORDER BY id DESC LIMIT 1;
    IF OLD.state = 'valid' AND NEW.version = OLD.version + 1 AND last.number = OLD.version
      AND last.digest = NEW.digest
      AND (NEW.state = 'valid' OR NEW.state = last.kind)
      AND ((NEW.digest, NEW.holder_name) = (OLD.digest, OLD.holder_name) OR last.kind = 'amended')
      AND (NEW.valid_until IS NOT DISTINCT FROM OLD.valid_until
           OR last.kind = 'renewed' AND NEW.valid_until > OLD.valid_until)
      AND (NEW.id, NEW.region_id, NEW.unit_id, NEW.code, NEW.number, NEW.kind, NEW.item_code, NEW.case_number,
           NEW.holder_kind, NEW.holder_id, NEW.trial, NEW.issued_on, NEW.valid_from, NEW.withheld)
        = (OLD.id, OLD.region_id, OLD.unit_id, OLD.code, OLD.number, OLD.kind, OLD.item_code, OLD.case_number,
           OLD.holder_kind, OLD.holder_id, OLD.trial, OLD.issued_on, OLD.valid_from, OLD.withheld)
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % refused: a licence changes by what is written of it', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION qingdan_licence_request_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.approved IS NULL
      AND (NEW.id, NEW.region_id, NEW.licence_id, NEW.kind, NEW.ground, NEW.reason, NEW.content, NEW.asked_by,
           NEW.asked_by_name, NEW.asked_at)
        = (OLD.id, OLD.region_id, OLD.licence_id, OLD.kind, OLD.ground, OLD.reason, OLD.content, OLD.asked_by,
           OLD.asked_by_name, OLD.asked_at)
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % refused: it is answered once', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON licences_licence
  FOR EACH ROW EXECUTE FUNCTION qingdan_licence_final();
CREATE TRIGGER final_whole BEFORE TRUNCATE ON licences_licence
  FOR EACH STATEMENT EXECUTE FUNCTION qingdan_licence_final();
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON licences_licencerequest
  FOR EACH ROW EXECUTE FUNCTION qingdan_licence_request_final();
CREATE TRIGGER final_whole BEFORE TRUNCATE ON licences_licencerequest
  FOR EACH STATEMENT EXECUTE FUNCTION qingdan_licence_request_final();
"""
BACK = """
DROP TRIGGER final_whole ON licences_licencerequest;
DROP TRIGGER final ON licences_licencerequest;
DROP TRIGGER final_whole ON licences_licence;
DROP TRIGGER final ON licences_licence;
DROP FUNCTION qingdan_licence_request_final();
DROP FUNCTION qingdan_licence_final();
"""


class Migration(migrations.Migration):
    """The guards stand in the database."""

    dependencies = [("licences", "0001_founding")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
