"""清单之外无职权: the database takes no registration and no task of a body on what no edition in force has."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qingdan_registration_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT qingdan_in_force(NEW.entry_id, NEW.item_code, (NEW.made_at AT TIME ZONE 'Asia/Shanghai')::date) THEN
    RAISE EXCEPTION 'registration on % refused: not in an edition in force', NEW.item_code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION qingdan_body_task_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT qingdan_in_force(NEW.entry_id, NEW.item_code, NEW.made_on) THEN
    RAISE EXCEPTION 'task on % refused: not in an edition in force', NEW.item_code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION qingdan_pool_code_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.code <> OLD.code OR (OLD.state <> 'free' AND NEW.registration <> OLD.registration)
     OR (OLD.state IN ('used', 'void') AND NEW.state <> OLD.state) OR (OLD.state = 'drawn' AND NEW.state = 'free') THEN
    RAISE EXCEPTION 'code % was given out and stays so', OLD.code USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER in_force BEFORE INSERT ON registrations_registration
  FOR EACH ROW EXECUTE FUNCTION qingdan_registration_in_force();
CREATE TRIGGER in_force BEFORE INSERT ON registrations_bodytask
  FOR EACH ROW EXECUTE FUNCTION qingdan_body_task_in_force();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON registrations_poolcode
  FOR EACH ROW EXECUTE FUNCTION qingdan_pool_code_stays();
"""
BACK = """
DROP TRIGGER in_force ON registrations_registration;
DROP TRIGGER in_force ON registrations_bodytask;
DROP TRIGGER stays ON registrations_poolcode;
DROP FUNCTION qingdan_registration_in_force();
DROP FUNCTION qingdan_body_task_in_force();
DROP FUNCTION qingdan_pool_code_stays();
"""


class Migration(migrations.Migration):
    """The guards stand in the database, whatever the program forgot; codes are given out once."""

    dependencies = [("registrations", "0001_founding"), ("cases", "0002_nothing_outside_the_list")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
