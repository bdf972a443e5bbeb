-- Monthly sums of confirmed money, which only confirmations move: each the one of its content and
-- the one of all contents, whose content is NULL.

-- Confirmations of one side come one after the other: two lists that share months could otherwise
-- wait for each other. Always in this order: side; then of each entry grant, month, monthly sum.
CREATE OR REPLACE FUNCTION guard_lock_side(unit text, money text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(
    hashtextextended(money || CASE money WHEN 'local' THEN coalesce(unit, '') ELSE '' END, 0)) $$;

CREATE OR REPLACE FUNCTION guard_sum_month() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  added record;
  moved integer;
BEGIN
  SELECT g.budget_year, date_trunc('month', entry.booked_on)::date AS month, project.centre_id,
    g.source, g.content_id, entry.amount_vnd, entry.advance_vnd - entry.cleared_vnd AS advances_vnd,
    entry.synthetic::integer AS synthetic INTO added
  FROM projects_disbursement entry
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  WHERE entry.id = NEW.entry_id;
  UPDATE projects_monthlysum
  SET confirmed_vnd = confirmed_vnd + added.amount_vnd,
      advances_vnd = advances_vnd + added.advances_vnd,
      entries = entries + 1,
      synthetic_entries = synthetic_entries + added.synthetic,
      last_confirmation_id = NEW.id
  WHERE budget_year = added.budget_year AND month = added.month AND centre_id = added.centre_id
    AND source = added.source AND (content_id = added.content_id OR content_id IS NULL);
  GET DIAGNOSTICS moved = ROW_COUNT;
  -- The first of its content, or the first at all.
  INSERT INTO projects_monthlysum (budget_year, month, centre_id, source, content_id,
    confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id)
  SELECT added.budget_year, added.month, added.centre_id, added.source, content,
    added.amount_vnd, added.advances_vnd, 1, added.synthetic, NEW.id
  FROM (VALUES (added.content_id, 1), (NULL, 0)) AS missing (content, beside)
  WHERE moved <= beside;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_confirmation_month AFTER INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_sum_month();

-- Each state of a row is the one before it, or nothing, and one confirmation that is newer than the
-- last one counted: none can be counted twice or by hand. The depth alone would be no proof.
CREATE OR REPLACE FUNCTION guard_check_monthly_sum() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was projects_monthlysum;
BEGIN
  IF TG_OP = 'UPDATE' THEN was := OLD; END IF;
  IF pg_trigger_depth() < 2 OR NEW.id <> was.id
    OR TG_OP = 'UPDATE' AND NEW.content_id IS DISTINCT FROM was.content_id OR NOT EXISTS (
    SELECT 1 FROM projects_confirmation confirmation
    JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
    JOIN projects_grant g ON g.id = entry.grant_id
    JOIN projects_project project ON project.id = g.project_id
    WHERE confirmation.id = NEW.last_confirmation_id
      AND confirmation.id > coalesce(was.last_confirmation_id, 0)
      AND (NEW.budget_year, NEW.month, NEW.centre_id, NEW.source)
        = (g.budget_year, date_trunc('month', entry.booked_on)::date, project.centre_id, g.source)
      AND (NEW.content_id = g.content_id OR NEW.content_id IS NULL)
      AND (NEW.confirmed_vnd, NEW.advances_vnd, NEW.entries, NEW.synthetic_entries)
        = (coalesce(was.confirmed_vnd, 0) + entry.amount_vnd,
          coalesce(was.advances_vnd, 0) + entry.advance_vnd - entry.cleared_vnd,
          coalesce(was.entries, 0) + 1,
          coalesce(was.synthetic_entries, 0) + entry.synthetic::integer)) THEN
    PERFORM guard_raise('monthlysum_kept_by_ledger');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_monthlysum_write BEFORE INSERT OR UPDATE ON projects_monthlysum
FOR EACH ROW EXECUTE FUNCTION guard_check_monthly_sum();

CREATE OR REPLACE TRIGGER guard_monthlysum_delete BEFORE DELETE ON projects_monthlysum
FOR EACH ROW EXECUTE FUNCTION guard_refuse('monthlysum_kept_by_ledger');

CREATE OR REPLACE TRIGGER guard_monthlysum_truncate BEFORE TRUNCATE ON projects_monthlysum
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('monthlysum_kept_by_ledger');
