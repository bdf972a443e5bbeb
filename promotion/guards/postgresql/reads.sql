-- What auditors read stays on record.

CREATE OR REPLACE FUNCTION guard_check_read() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.read_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_accesslog_insert BEFORE INSERT ON promotion_accesslog
FOR EACH ROW EXECUTE FUNCTION guard_check_read();

CREATE OR REPLACE TRIGGER guard_accesslog_change BEFORE UPDATE OR DELETE ON promotion_accesslog
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_accesslog_truncate BEFORE TRUNCATE ON promotion_accesslog
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
