-- What auditors read stays on record.

CREATE TRIGGER guard_accesslog_insert BEFORE INSERT ON promotion_accesslog
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM promotion_accesslog WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.read_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.read_at)
      OR abs(strftime('%s', NEW.read_at) - strftime('%s', 'now')) > 60;
END;

CREATE TRIGGER guard_accesslog_id AFTER INSERT ON promotion_accesslog
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_accesslog_update BEFORE UPDATE ON promotion_accesslog
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_accesslog_delete BEFORE DELETE ON promotion_accesslog
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
