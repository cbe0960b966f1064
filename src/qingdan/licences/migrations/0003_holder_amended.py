"""An amendment says name and number of the holder; both change with the row that says so."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION qingdan_licence_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    SELECT kind, digest, count(*) OVER () AS number INTO last FROM licences_licencechange
      WHERE licence_id = OLD.id ORDER BY id DESC LIMIT 1;
    IF OLD.state = 'valid' AND NEW.version = OLD.version + 1 AND last.number = OLD.version
      AND last.digest = NEW.digest
      AND (NEW.state = 'valid' OR NEW.state = last.kind)
      AND ((NEW.digest, NEW.holder_name, NEW.holder_id) = (OLD.digest, OLD.holder_name, OLD.holder_id)
           OR last.kind = 'amended')
      AND (NEW.valid_until IS NOT DISTINCT FROM OLD.valid_until
           OR last.kind = 'renewed' AND NEW.valid_until > OLD.valid_until)
      AND (NEW.id, NEW.region_id, NEW.unit_id, NEW.code, NEW.number, NEW.kind, NEW.item_code, NEW.case_number,
           NEW.holder_kind, NEW.trial, NEW.issued_on, NEW.valid_from, NEW.withheld)
        = (OLD.id, OLD.region_id, OLD.unit_id, OLD.code, OLD.number, OLD.kind, OLD.item_code, OLD.case_number,
           OLD.holder_kind, OLD.trial, OLD.issued_on, OLD.valid_from, OLD.withheld)
    THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% of % refused: a licence changes by what is written of it', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
BACK = """
CREATE OR REPLACE FUNCTION qingdan_licence_final() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """The guard of 0002 lets the number change together with the name."""

    dependencies = [("licences", "0002_final_rows")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
