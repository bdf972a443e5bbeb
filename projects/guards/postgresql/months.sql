-- Months: closing, re-opening, and exceptions for one centre.

CREATE OR REPLACE FUNCTION guard_check_month() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last projects_monthclose;
  closed boolean;
BEGIN
  NEW.recorded_at := clock_timestamp();
  IF NEW.month <> date_trunc('month', NEW.month)::date THEN
    PERFORM guard_raise('month_is_first_day');
  END IF;
  IF NEW.province_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM provinces_province WHERE unit = NEW.province_id AND current_id = NEW.province_id)
    OR NEW.centre_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM promotion_centre centre
      LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
      WHERE centre.id = NEW.centre_id AND centre.current_id = NEW.centre_id
        AND unit.current_id IS NOT DISTINCT FROM NEW.province_id) THEN
    PERFORM guard_raise('month_unit_of_today');
  END IF;
  IF NOT guard_is_on_side(NEW.recorded_by_id, NEW.province_id, NEW.source) THEN
    PERFORM guard_raise('month_by_source_side');
  END IF;
  PERFORM pg_advisory_xact_lock(guard_month_lock(NEW.month));
  NEW.id := nextval('projects_monthclose_id_seq');
  closed := guard_is_closed(NEW.province_id, NEW.source, NEW.month, NULL);
  IF NEW.event <> 'close' THEN
    IF NOT closed THEN PERFORM guard_raise('month_not_closed'); END IF;
    IF NEW.expires_on < guard_today() THEN PERFORM guard_raise('month_expiry_past'); END IF;
    SELECT * INTO last FROM projects_monthclose
    WHERE month = NEW.month AND source = NEW.source
      AND province_id IS NOT DISTINCT FROM NEW.province_id AND event = 'close'
    ORDER BY id DESC LIMIT 1;
    IF NEW.event = 'reopen' AND NEW.source = 'local' AND last.recorded_by_id = NEW.recorded_by_id THEN
      PERFORM guard_raise('month_reopened_by_another');
    END IF;
    RETURN NEW;
  END IF;
  -- Closed once more, it ends the exceptions that hold.
  IF closed AND NOT EXISTS (
    SELECT 1 FROM projects_monthclose open
    WHERE open.month = NEW.month AND open.source = NEW.source
      AND open.province_id IS NOT DISTINCT FROM NEW.province_id
      AND open.event = 'exception' AND open.expires_on >= guard_today()
      AND open.id > (
        SELECT max(id) FROM projects_monthclose
        WHERE month = NEW.month AND source = NEW.source
          AND province_id IS NOT DISTINCT FROM NEW.province_id AND event <> 'exception')
  ) THEN PERFORM guard_raise('month_closed_already'); END IF;
  IF NEW.month + INTERVAL '1 month' > guard_today() THEN PERFORM guard_raise('month_not_over'); END IF;
  IF EXISTS (
    SELECT 1 FROM projects_grant g
    JOIN projects_project project ON project.id = g.project_id
    JOIN promotion_centre centre ON centre.id = project.centre_id
    LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
    JOIN projects_disbursement entry ON entry.grant_id = g.id
    WHERE (g.reported_vnd > g.confirmed_vnd OR g.clearing_vnd > g.cleared_vnd)
      AND g.source = NEW.source AND unit.current_id IS NOT DISTINCT FROM NEW.province_id
      AND entry.booked_on >= NEW.month AND entry.booked_on < NEW.month + INTERVAL '1 month'
      AND entry.kind <> 'reversal'
      AND NOT EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = entry.id)
      AND NOT EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = entry.id)) THEN
    PERFORM guard_raise('month_has_unconfirmed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_monthclose_insert BEFORE INSERT ON projects_monthclose
FOR EACH ROW EXECUTE FUNCTION guard_check_month();

CREATE OR REPLACE TRIGGER guard_monthclose_change BEFORE UPDATE OR DELETE ON projects_monthclose
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_monthclose_truncate BEFORE TRUNCATE ON projects_monthclose
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
