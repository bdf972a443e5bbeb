-- Seals of entries: a chain without gaps, added to and never changed.

CREATE OR REPLACE FUNCTION guard_check_seal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.sealed_at := clock_timestamp();
  NEW.id := nextval('projects_ledgerseal_id_seq');
  IF NEW.number <> 1 + coalesce(
      (SELECT number FROM projects_ledgerseal WHERE chain = NEW.chain ORDER BY number DESC LIMIT 1), 0) THEN
    PERFORM guard_raise('seal_without_gap');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_ledgerseal_insert BEFORE INSERT ON projects_ledgerseal
FOR EACH ROW EXECUTE FUNCTION guard_check_seal();

CREATE OR REPLACE TRIGGER guard_ledgerseal_change BEFORE UPDATE OR DELETE ON projects_ledgerseal
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_ledgerseal_truncate BEFORE TRUNCATE ON projects_ledgerseal
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
