-- Entries: what was paid, recovered or cleared, and what takes an entry back.

CREATE OR REPLACE FUNCTION guard_today() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;

-- Whether the month of the day is closed for the centre. of_unit: of today, NULL for central units.
CREATE OR REPLACE FUNCTION guard_is_closed(of_unit text, money text, day date, centre bigint)
RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last projects_monthclose;
BEGIN
  SELECT * INTO last FROM projects_monthclose
  WHERE month = date_trunc('month', day)::date AND source = money
    AND province_id IS NOT DISTINCT FROM of_unit AND event <> 'exception'
  ORDER BY id DESC LIMIT 1;
  IF last.id IS NULL OR last.event = 'reopen' AND last.expires_on >= guard_today() THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (
    SELECT 1 FROM projects_monthclose
    WHERE month = last.month AND source = money AND province_id IS NOT DISTINCT FROM of_unit
      AND event = 'exception' AND id > last.id AND centre_id = centre
      AND expires_on >= guard_today());
END $$;

-- Whose money a grant is today: unit (NULL for central units) and centre.
CREATE OR REPLACE FUNCTION guard_place_of(of_grant bigint, OUT unit text, OUT money text,
  OUT centre bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT unit.current_id, g.source, centre.current_id
  FROM projects_grant g
  JOIN projects_project project ON project.id = g.project_id
  JOIN promotion_centre centre ON centre.id = project.centre_id
  LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
  WHERE g.id = of_grant $$;

-- An entry shares the lock of its month, a closing takes it alone: of the two, one comes first.
-- It is one of all units and sources: to find those of every entry costs more than closings that
-- wait for each other. Made of nothing that depends on settings of the connection: only so
-- PostgreSQL puts it into the expression that asks instead of calling it.
CREATE OR REPLACE FUNCTION guard_month_lock(day date)
RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT (date_trunc('month', day::timestamp)::date - DATE '2000-01-01')::bigint $$;

CREATE OR REPLACE FUNCTION guard_check_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry projects_disbursement;
  place record;
  locked boolean;
  undoes boolean := NEW.kind = 'reversal' AND NEW.agreed_by_id IS NULL;
BEGIN
  -- A CHECK keeps the first before the second.
  IF NEW.voucher_on < DATE '2000-01-01' OR NEW.booked_on > DATE '2100-12-31' THEN
    PERFORM guard_raise('dates_are_days');
  END IF;
  IF NEW.agreed_by_id IS NOT NULL THEN
    SELECT * INTO place FROM guard_place_of(NEW.grant_id);
    PERFORM guard_lock_side(place.unit, place.money);
  END IF;
  -- An assignment is no query of its own, as PERFORM would be.
  IF NOT undoes THEN
    locked := pg_advisory_xact_lock_shared(guard_month_lock(NEW.booked_on)) IS NULL;
  END IF;
  -- A return and a confirmation of the same entry both lock the grant before they look, so that
  -- the later one sees what the earlier one committed. Id and time are drawn under the locks.
  PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM guard_raise('grant_unknown'); END IF;
  NEW.id := nextval('projects_disbursement_id_seq');
  NEW.recorded_at := clock_timestamp();
  -- No month is closed before it is over, so that nothing is asked until its last day; nor much of
  -- an earlier one that nobody closed.
  IF NOT undoes AND NEW.booked_on < date_trunc('month',
      NEW.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh' + INTERVAL '1 day') THEN
    IF EXISTS (SELECT 1 FROM projects_monthclose
        WHERE month = date_trunc('month', NEW.booked_on::timestamp)::date) THEN
      SELECT * INTO place FROM guard_place_of(NEW.grant_id);
      IF guard_is_closed(place.unit, place.money, NEW.booked_on, place.centre) THEN
        PERFORM guard_raise('month_closed');
      END IF;
    END IF;
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    SELECT * INTO entry FROM projects_disbursement WHERE id = NEW.reverses_id;
    IF EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = NEW.reverses_id) THEN
      PERFORM guard_raise('reversal_once');
    END IF;
    IF entry.id IS NULL OR entry.kind IN ('reversal', 'recovery') OR entry.grant_id <> NEW.grant_id
      OR (entry.amount_vnd, entry.advance_vnd, entry.cleared_vnd)
        <> (-NEW.amount_vnd, -NEW.advance_vnd, -NEW.cleared_vnd)
      OR NEW.booked_on < entry.booked_on OR undoes AND NEW.booked_on <> entry.booked_on
      OR NEW.concerns_id <> entry.id THEN
      PERFORM guard_raise('reversal_in_full');
    END IF;
    IF undoes = EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = entry.id) THEN
      PERFORM guard_raise(
        CASE WHEN undoes THEN 'reversal_of_confirmed' ELSE 'correction_of_confirmed' END);
    END IF;
    IF EXISTS (SELECT 1 FROM projects_disbursement
        WHERE concerns_id = entry.id AND kind = 'recovery') THEN
      PERFORM guard_raise('correction_of_recovered');
    END IF;
  ELSIF NEW.concerns_id IS NOT NULL THEN
    SELECT * INTO entry FROM projects_disbursement WHERE id = NEW.concerns_id;
    IF entry.id IS NULL OR entry.grant_id <> NEW.grant_id OR entry.kind = 'reversal' THEN
      PERFORM guard_raise('concerns_own_grant');
    END IF;
    IF NEW.kind = 'recovery' THEN
      IF entry.kind NOT IN ('advance', 'payment')
        OR NOT EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = entry.id)
        OR EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = entry.id) THEN
        PERFORM guard_raise('recovery_of_confirmed');
      END IF;
      IF NEW.advance_vnd <> (CASE entry.kind WHEN 'advance' THEN NEW.amount_vnd ELSE 0 END) THEN
        PERFORM guard_raise('disbursement_sign_fits_kind');
      END IF;
      IF entry.amount_vnd + NEW.amount_vnd + (
          SELECT coalesce(sum(amount_vnd), 0) FROM projects_disbursement
          WHERE concerns_id = entry.id AND kind = 'recovery') < 0 THEN
        PERFORM guard_raise('recovery_within_entry');
      END IF;
    ELSE
      IF NOT EXISTS (SELECT 1 FROM projects_disbursement
          WHERE reverses_id = entry.id AND concerns_id = entry.id) THEN
        PERFORM guard_raise('replacement_of_reversed');
      END IF;
      IF EXISTS (SELECT 1 FROM projects_disbursement
          WHERE concerns_id = entry.id AND kind NOT IN ('recovery', 'reversal')) THEN
        PERFORM guard_raise('replacement_once');
      END IF;
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- What is agreed to is confirmed as it is written; its confirmation then moves all sums at once.
-- The cap is asked by the statement that adds, so that each post finds its grant once; while there
-- is support left, nothing is to be recovered.
CREATE OR REPLACE FUNCTION guard_sum_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.agreed_by_id IS NOT NULL THEN
    INSERT INTO projects_confirmation (entry_id, confirmed_by_id) VALUES (NEW.id, NEW.agreed_by_id);
  ELSIF NEW.amount_vnd > 0 THEN
    UPDATE projects_grant
    SET reported_vnd = reported_vnd + NEW.amount_vnd, last_entry_id = NEW.id
    WHERE id = NEW.grant_id AND reported_vnd + NEW.amount_vnd <= approved_vnd;
    IF NOT FOUND THEN PERFORM guard_raise('grant_reported_within_approved'); END IF;
  ELSE
    UPDATE projects_grant
    SET reported_vnd = reported_vnd + NEW.amount_vnd,
        to_recover_vnd =
          least(to_recover_vnd, greatest(0, reported_vnd + NEW.amount_vnd - approved_vnd)),
        clearing_vnd = clearing_vnd + NEW.cleared_vnd,
        last_entry_id = NEW.id
    WHERE id = NEW.grant_id;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_disbursement_insert BEFORE INSERT ON projects_disbursement
FOR EACH ROW EXECUTE FUNCTION guard_check_entry();

CREATE OR REPLACE TRIGGER guard_disbursement_sum AFTER INSERT ON projects_disbursement
FOR EACH ROW EXECUTE FUNCTION guard_sum_entry();

CREATE OR REPLACE TRIGGER guard_disbursement_change BEFORE UPDATE OR DELETE ON projects_disbursement
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_disbursement_truncate BEFORE TRUNCATE ON projects_disbursement
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
