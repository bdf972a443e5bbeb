-- Sums of confirmed money, which only confirmations move: of a day the one of its content; of a
-- month the one of its content and the one of all contents, whose content is NULL.

-- Confirmations of one side come one after the other: two lists that share months could otherwise
-- wait for each other. Always in this order: side; then of each entry the
-- lock of its month, its grant, its day's sum, its month's sums.
CREATE OR REPLACE FUNCTION guard_lock_side(unit text, money text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(
    hashtextextended(money || CASE money WHEN 'local' THEN coalesce(unit, '') ELSE '' END, 0)) $$;

-- What a confirmation adds to sums, and to which.
CREATE OR REPLACE FUNCTION guard_confirmed(confirmation bigint)
RETURNS TABLE (budget_year smallint, month date, day date, centre_id bigint, source text,
  level text, content_id text, amount_vnd bigint, advances_vnd bigint, synthetic integer)
LANGUAGE sql STABLE AS $$
  SELECT g.budget_year, date_trunc('month', entry.booked_on)::date, entry.booked_on,
    project.centre_id, g.source::text, g.level::text, g.content_id::text, entry.amount_vnd,
    entry.advance_vnd - entry.cleared_vnd, entry.synthetic::integer
  FROM projects_confirmation said
  JOIN projects_disbursement entry ON entry.id = said.entry_id
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  WHERE said.id = confirmation $$;

CREATE OR REPLACE FUNCTION guard_sum_day() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  added record;
BEGIN
  SELECT * INTO added FROM guard_confirmed(NEW.id);
  UPDATE projects_dailysum
  SET confirmed_vnd = confirmed_vnd + added.amount_vnd,
      advances_vnd = advances_vnd + added.advances_vnd,
      entries = entries + 1,
      synthetic_entries = synthetic_entries + added.synthetic,
      last_confirmation_id = NEW.id
  WHERE budget_year = added.budget_year AND day = added.day AND centre_id = added.centre_id
    AND source = added.source AND level = added.level AND content_id = added.content_id;
  IF NOT FOUND THEN
    INSERT INTO projects_dailysum (budget_year, day, centre_id, source, level, content_id,
      confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id)
    VALUES (added.budget_year, added.day, added.centre_id, added.source, added.level,
      added.content_id,
      added.amount_vnd, added.advances_vnd, 1, added.synthetic, NEW.id);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION guard_sum_month() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  added record;
  moved integer;
BEGIN
  SELECT * INTO added FROM guard_confirmed(NEW.id);
  UPDATE projects_monthlysum
  SET confirmed_vnd = confirmed_vnd + added.amount_vnd,
      advances_vnd = advances_vnd + added.advances_vnd,
      entries = entries + 1,
      synthetic_entries = synthetic_entries + added.synthetic,
      last_confirmation_id = NEW.id
  WHERE budget_year = added.budget_year AND month = added.month AND centre_id = added.centre_id
    AND source = added.source AND level = added.level
    AND (content_id = added.content_id OR content_id IS NULL);
  GET DIAGNOSTICS moved = ROW_COUNT;
  -- The first of its content, or the first at all.
  INSERT INTO projects_monthlysum (budget_year, month, centre_id, source, level, content_id,
    confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id)
  SELECT added.budget_year, added.month, added.centre_id, added.source, added.level, content,
    added.amount_vnd, added.advances_vnd, 1, added.synthetic, NEW.id
  FROM (VALUES (added.content_id, 1), (NULL, 0)) AS missing (content, beside)
  WHERE moved <= beside;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_confirmation_day AFTER INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_sum_day();

CREATE OR REPLACE TRIGGER guard_confirmation_month AFTER INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_sum_month();

-- Each state of a row is the one before it, or nothing, and one confirmation that is newer than the
-- last one counted: none can be counted twice or by hand. The depth alone would be no proof.
CREATE OR REPLACE FUNCTION guard_check_sum() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  added record;
  in_its_time boolean;
BEGIN
  SELECT * INTO added FROM guard_confirmed(NEW.last_confirmation_id);
  IF TG_TABLE_NAME = 'projects_dailysum' THEN
    in_its_time := NEW.day = added.day;
  ELSE
    in_its_time := NEW.month = added.month;
  END IF;
  IF (pg_trigger_depth() >= 2 AND in_its_time
    AND (TG_OP = 'INSERT' OR NEW.id = OLD.id AND NEW.content_id IS NOT DISTINCT FROM OLD.content_id
      AND NEW.last_confirmation_id > OLD.last_confirmation_id)
    AND (NEW.budget_year, NEW.centre_id, NEW.source, NEW.level,
        coalesce(NEW.content_id, added.content_id))
      = (added.budget_year, added.centre_id, added.source, added.level, added.content_id)
    AND (NEW.confirmed_vnd, NEW.advances_vnd, NEW.entries, NEW.synthetic_entries)
      = (coalesce(OLD.confirmed_vnd, 0) + added.amount_vnd,
        coalesce(OLD.advances_vnd, 0) + added.advances_vnd,
        coalesce(OLD.entries, 0) + 1,
        coalesce(OLD.synthetic_entries, 0) + added.synthetic)) IS NOT TRUE THEN
    PERFORM guard_raise(TG_ARGV[0]);
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_dailysum_write BEFORE INSERT OR UPDATE ON projects_dailysum
FOR EACH ROW EXECUTE FUNCTION guard_check_sum('dailysum_kept_by_ledger');

CREATE OR REPLACE TRIGGER guard_dailysum_delete BEFORE DELETE ON projects_dailysum
FOR EACH ROW EXECUTE FUNCTION guard_refuse('dailysum_kept_by_ledger');

CREATE OR REPLACE TRIGGER guard_dailysum_truncate BEFORE TRUNCATE ON projects_dailysum
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('dailysum_kept_by_ledger');

CREATE OR REPLACE TRIGGER guard_monthlysum_write BEFORE INSERT OR UPDATE ON projects_monthlysum
FOR EACH ROW EXECUTE FUNCTION guard_check_sum('monthlysum_kept_by_ledger');

CREATE OR REPLACE TRIGGER guard_monthlysum_delete BEFORE DELETE ON projects_monthlysum
FOR EACH ROW EXECUTE FUNCTION guard_refuse('monthlysum_kept_by_ledger');

CREATE OR REPLACE TRIGGER guard_monthlysum_truncate BEFORE TRUNCATE ON projects_monthlysum
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('monthlysum_kept_by_ledger');
