-- Files of evidence are never changed or deleted.

CREATE OR REPLACE FUNCTION guard_check_document() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.uploaded_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_document_insert BEFORE INSERT ON promotion_document
FOR EACH ROW EXECUTE FUNCTION guard_check_document();

CREATE OR REPLACE TRIGGER guard_document_change BEFORE UPDATE OR DELETE ON promotion_document
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_document_truncate BEFORE TRUNCATE ON promotion_document
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
