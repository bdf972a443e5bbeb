-- A centre's word that a period is complete is given once, and never changed or deleted.

CREATE OR REPLACE FUNCTION guard_check_return() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.sent_at := clock_timestamp();
  IF NOT NEW.synthetic AND NEW.sent_on <> (NEW.sent_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
    PERFORM guard_raise('return_dated_today');
  END IF;
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_periodicreturn_insert BEFORE INSERT ON projects_periodicreturn
FOR EACH ROW EXECUTE FUNCTION guard_check_return();

CREATE OR REPLACE TRIGGER guard_periodicreturn_change BEFORE UPDATE OR DELETE ON projects_periodicreturn
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_periodicreturn_truncate BEFORE TRUNCATE ON projects_periodicreturn
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
