-- Files of evidence are never changed or deleted.

CREATE TRIGGER guard_document_insert BEFORE INSERT ON promotion_document
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM promotion_document WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.uploaded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.uploaded_at)
      OR abs(strftime('%s', NEW.uploaded_at) - strftime('%s', 'now')) > 60;
END;

CREATE TRIGGER guard_document_id AFTER INSERT ON promotion_document
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_document_update BEFORE UPDATE ON promotion_document
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_document_delete BEFORE DELETE ON promotion_document
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
