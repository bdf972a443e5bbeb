-- A centre's word that a period is complete is given once, and never changed or deleted.

CREATE TRIGGER guard_periodicreturn_insert BEFORE INSERT ON projects_periodicreturn
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM projects_periodicreturn WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'periodicreturn_once') WHERE EXISTS (
    SELECT 1 FROM projects_periodicreturn
    WHERE centre_id = NEW.centre_id AND period_id = NEW.period_id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.sent_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.sent_at)
      OR abs(strftime('%s', NEW.sent_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'dates_are_days') WHERE NEW.sent_on IS NOT date(NEW.sent_on, '+0 days');
  SELECT RAISE(ABORT, 'return_dated_today')
    WHERE NOT NEW.synthetic AND NEW.sent_on <> date(NEW.sent_at, '+7 hours');
END;

CREATE TRIGGER guard_periodicreturn_id AFTER INSERT ON projects_periodicreturn
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_periodicreturn_update BEFORE UPDATE ON projects_periodicreturn
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_periodicreturn_delete BEFORE DELETE ON projects_periodicreturn
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
