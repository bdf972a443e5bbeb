-- A frozen version of a conference's papers is never changed or deleted, and follows the last one.

CREATE OR REPLACE FUNCTION guard_check_frozenversion() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.frozen_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  PERFORM 1 FROM reports_edition WHERE id = NEW.edition_id FOR NO KEY UPDATE;
  IF NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM reports_frozenversion
      WHERE edition_id = NEW.edition_id) THEN
    PERFORM guard_raise('frozenversion_in_order');
  END IF;
  IF NEW.summary IS NULL OR NEW.summary_sha256 = '' THEN
    PERFORM guard_raise('frozenversion_has_summary');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_frozenversion_insert BEFORE INSERT ON reports_frozenversion
FOR EACH ROW EXECUTE FUNCTION guard_check_frozenversion();

CREATE OR REPLACE TRIGGER guard_frozenversion_change
BEFORE UPDATE OR DELETE ON reports_frozenversion
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_frozenversion_truncate BEFORE TRUNCATE ON reports_frozenversion
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
