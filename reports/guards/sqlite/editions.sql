-- A frozen version of a conference's papers is never changed or deleted, and follows the last one.

CREATE TRIGGER guard_frozenversion_insert BEFORE INSERT ON reports_frozenversion
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM reports_frozenversion WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.frozen_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.frozen_at)
      OR abs(strftime('%s', NEW.frozen_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'frozenversion_in_order')
    WHERE NEW.number <> 1 + (SELECT coalesce(max(number), 0) FROM reports_frozenversion
      WHERE edition_id = NEW.edition_id);
  SELECT RAISE(ABORT, 'frozenversion_has_summary')
    WHERE NEW.summary IS NULL OR NEW.summary_sha256 = '';
END;

CREATE TRIGGER guard_frozenversion_id AFTER INSERT ON reports_frozenversion
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_frozenversion_update BEFORE UPDATE ON reports_frozenversion
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_frozenversion_delete BEFORE DELETE ON reports_frozenversion
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
