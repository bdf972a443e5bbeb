-- Months: closing, re-opening, and exceptions for one centre.

CREATE TRIGGER guard_monthclose_insert BEFORE INSERT ON projects_monthclose
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM projects_monthclose WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'month_is_first_day')
    WHERE NEW.month IS NOT date(NEW.month, '+0 days', 'start of month')
      OR NEW.expires_on IS NOT date(NEW.expires_on, '+0 days');
  SELECT RAISE(ABORT, 'monthclose_event_complete') WHERE NOT CASE NEW.event
    WHEN 'close' THEN NEW.centre_id IS NULL AND NEW.expires_on IS NULL
    WHEN 'reopen' THEN NEW.centre_id IS NULL AND NEW.expires_on IS NOT NULL AND NEW.reason <> ''
    WHEN 'exception' THEN NEW.centre_id IS NOT NULL AND NEW.expires_on IS NOT NULL
      AND NEW.reason <> ''
    ELSE 0 END;
  SELECT RAISE(ABORT, 'month_unit_of_today')
    WHERE NEW.province_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM provinces_province
        WHERE unit = NEW.province_id AND current_id = NEW.province_id)
      OR NEW.centre_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM promotion_centre centre
        LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
        WHERE centre.id = NEW.centre_id AND centre.current_id = NEW.centre_id
          AND unit.current_id IS NEW.province_id);
  SELECT RAISE(ABORT, 'month_by_source_side') WHERE NOT EXISTS (
    SELECT 1 FROM promotion_user person
    LEFT JOIN provinces_province home ON home.unit = person.province_id
    WHERE person.id = NEW.recorded_by_id
      AND (NEW.source = 'national' AND person.role = 'ministry'
        OR NEW.source = 'local' AND person.role = 'officer'
          AND home.current_id = NEW.province_id));
END;

CREATE TRIGGER guard_monthclose_close BEFORE INSERT ON projects_monthclose
WHEN NEW.event = 'close'
BEGIN
  SELECT RAISE(ABORT, 'month_closed_already') FROM projects_monthclose last
    WHERE last.month = NEW.month AND last.source = NEW.source
      AND last.province_id IS NEW.province_id AND last.event <> 'exception'
      AND (last.event = 'close' OR last.expires_on < date('now', '+7 hours'))
      AND NOT EXISTS (SELECT 1 FROM projects_monthclose later
        WHERE later.month = last.month AND later.source = last.source
          AND later.province_id IS last.province_id AND later.event <> 'exception'
          AND later.id > last.id)
      -- Closed once more, it ends the exceptions that hold.
      AND NOT EXISTS (SELECT 1 FROM projects_monthclose open
        WHERE open.month = last.month AND open.source = last.source
          AND open.province_id IS last.province_id AND open.event = 'exception'
          AND open.id > last.id AND open.expires_on >= date('now', '+7 hours'));
  SELECT RAISE(ABORT, 'month_not_over')
    WHERE date(NEW.month, '+1 month') > date('now', '+7 hours');
  SELECT RAISE(ABORT, 'month_has_unconfirmed')
    FROM projects_grant g
    JOIN projects_project project ON project.id = g.project_id
    JOIN promotion_centre centre ON centre.id = project.centre_id
    LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
    JOIN projects_disbursement entry ON entry.grant_id = g.id
    WHERE (g.reported_vnd > g.confirmed_vnd OR g.clearing_vnd > g.cleared_vnd)
      AND g.source = NEW.source AND unit.current_id IS NEW.province_id
      AND entry.booked_on >= NEW.month AND entry.booked_on < date(NEW.month, '+1 month')
      AND entry.kind <> 'reversal'
      AND NOT EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = entry.id)
      AND NOT EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = entry.id);
END;

CREATE TRIGGER guard_monthclose_open BEFORE INSERT ON projects_monthclose
WHEN NEW.event <> 'close'
BEGIN
  SELECT RAISE(ABORT, 'month_not_closed') WHERE NOT EXISTS (
    SELECT 1 FROM projects_monthclose last
    WHERE last.month = NEW.month AND last.source = NEW.source
      AND last.province_id IS NEW.province_id AND last.event <> 'exception'
      AND (last.event = 'close' OR last.expires_on < date('now', '+7 hours'))
      AND NOT EXISTS (SELECT 1 FROM projects_monthclose later
        WHERE later.month = last.month AND later.source = last.source
          AND later.province_id IS last.province_id AND later.event <> 'exception'
          AND later.id > last.id));
  SELECT RAISE(ABORT, 'month_expiry_past') WHERE NEW.expires_on < date('now', '+7 hours');
  SELECT RAISE(ABORT, 'month_reopened_by_another')
    WHERE NEW.event = 'reopen' AND NEW.source = 'local' AND NEW.recorded_by_id = (
      SELECT recorded_by_id FROM projects_monthclose
      WHERE month = NEW.month AND source = NEW.source AND province_id IS NEW.province_id
        AND event = 'close'
      ORDER BY id DESC LIMIT 1);
END;

CREATE TRIGGER guard_monthclose_id AFTER INSERT ON projects_monthclose
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_monthclose_update BEFORE UPDATE ON projects_monthclose
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_monthclose_delete BEFORE DELETE ON projects_monthclose
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
