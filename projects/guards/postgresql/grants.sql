-- Support approved by decisions, and the grant that carries all sums of its ledger.

-- A line locks its grant before the sums are read, so that they are those of all that committed;
-- it also keeps the project and its centre where they are until it commits. Its id is drawn under
-- the lock: rows of one grant are numbered in the order in which they count.
CREATE OR REPLACE FUNCTION guard_check_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  line projects_grantline;
BEGIN
  NEW.recorded_at := clock_timestamp();
  IF NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000 THEN
    PERFORM guard_raise('amount_in_whole_vnd');
  END IF;
  PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM guard_raise('grant_unknown'); END IF;
  NEW.id := nextval(pg_get_serial_sequence('projects_grantline', 'id'));
  PERFORM 1 FROM projects_project project JOIN promotion_centre centre ON centre.id = project.centre_id
  WHERE project.id = (SELECT project_id FROM projects_grant WHERE id = NEW.grant_id)
  FOR SHARE OF project, centre;
  IF NEW.reverses_id IS NULL THEN RETURN NEW; END IF;
  IF EXISTS (SELECT 1 FROM projects_grantline WHERE reverses_id = NEW.reverses_id) THEN
    PERFORM guard_raise('line_reversal_once');
  END IF;
  SELECT * INTO line FROM projects_grantline WHERE id = NEW.reverses_id;
  IF line.id IS NULL OR line.reverses_id IS NOT NULL OR line.grant_id <> NEW.grant_id
    OR line.kind <> NEW.kind OR line.amount_vnd <> -NEW.amount_vnd THEN
    PERFORM guard_raise('line_reversal_in_full');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_sum_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE projects_grant
  SET approved_vnd = approved_vnd + NEW.amount_vnd,
      to_recover_vnd = greatest(0, reported_vnd - (approved_vnd + NEW.amount_vnd)),
      last_line_id = NEW.id
  WHERE id = NEW.grant_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_grantline_insert BEFORE INSERT ON projects_grantline
FOR EACH ROW EXECUTE FUNCTION guard_check_line();

CREATE OR REPLACE TRIGGER guard_grantline_sum AFTER INSERT ON projects_grantline
FOR EACH ROW EXECUTE FUNCTION guard_sum_line();

CREATE OR REPLACE TRIGGER guard_grantline_change BEFORE UPDATE OR DELETE ON projects_grantline
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_grantline_truncate BEFORE TRUNCATE ON projects_grantline
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');

-- The grant -----------------------------------------------------------------------------------------

CREATE OR REPLACE TRIGGER guard_grant_insert BEFORE INSERT ON projects_grant
FOR EACH ROW WHEN (
  (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd, NEW.advanced_vnd,
    NEW.clearing_vnd, NEW.cleared_vnd) <> (0, 0, 0, 0, 0, 0, 0)
  OR NEW.last_line_id IS NOT NULL OR NEW.last_entry_id IS NOT NULL
  OR NEW.last_confirmation_id IS NOT NULL)
EXECUTE FUNCTION guard_refuse('grant_begins_at_zero');

CREATE OR REPLACE TRIGGER guard_grant_year BEFORE INSERT ON projects_grant
FOR EACH ROW WHEN (NEW.budget_year NOT BETWEEN 2000 AND 2100)
EXECUTE FUNCTION guard_refuse('grant_year_known');

CREATE OR REPLACE TRIGGER guard_grant_id BEFORE INSERT ON projects_grant
FOR EACH ROW WHEN (NEW.id NOT BETWEEN 1 AND 1000000000000000)
EXECUTE FUNCTION guard_refuse('id_set_by_database');

CREATE OR REPLACE TRIGGER guard_grant_keys BEFORE UPDATE ON projects_grant
FOR EACH ROW WHEN (
  (NEW.id, NEW.project_id, NEW.content_id, NEW.budget_year, NEW.source)
  IS DISTINCT FROM (OLD.id, OLD.project_id, OLD.content_id, OLD.budget_year, OLD.source))
EXECUTE FUNCTION guard_refuse('grant_fixed');

-- A change of the sums is right only as the work of one ledger row that is newer than the last one
-- counted; ids of a grant's rows never go back, so no row can be counted twice or by hand. The depth
-- alone would be no proof: anybody may reach it by a trigger on a temporary table.
CREATE OR REPLACE FUNCTION guard_check_grant_sums() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  line bigint := 0;
  entry projects_disbursement;
  counts_entry boolean := NEW.last_entry_id IS DISTINCT FROM OLD.last_entry_id;
  counts_confirmation boolean := NEW.last_confirmation_id IS DISTINCT FROM OLD.last_confirmation_id;
  reported bigint := 0;
  confirmed bigint := 0;
  to_recover bigint := OLD.to_recover_vnd;
BEGIN
  IF NEW.last_line_id IS DISTINCT FROM OLD.last_line_id THEN
    SELECT amount_vnd INTO line FROM projects_grantline
    WHERE id = NEW.last_line_id AND grant_id = NEW.id AND id > coalesce(OLD.last_line_id, 0);
    to_recover := greatest(0, OLD.reported_vnd - NEW.approved_vnd);
    IF line IS NULL OR counts_entry OR counts_confirmation THEN
      PERFORM guard_raise('grant_sums_kept_by_ledger');
    END IF;
  ELSIF counts_confirmation THEN
    SELECT d.* INTO entry FROM projects_confirmation c
    JOIN projects_disbursement d ON d.id = c.entry_id
    WHERE c.id = NEW.last_confirmation_id AND c.id > coalesce(OLD.last_confirmation_id, 0)
      AND d.grant_id = NEW.id AND (d.agreed_by_id IS NOT NULL) = counts_entry;
  ELSIF counts_entry THEN
    SELECT * INTO entry FROM projects_disbursement
    WHERE id = NEW.last_entry_id AND grant_id = NEW.id AND agreed_by_id IS NULL;
  END IF;
  IF counts_entry THEN
    reported := entry.amount_vnd;
    IF NOT (entry.kind = 'reversal' AND entry.concerns_id IS NOT NULL) THEN
      to_recover := least(to_recover, greatest(0, NEW.reported_vnd - OLD.approved_vnd));
    END IF;
  END IF;
  IF counts_confirmation THEN confirmed := entry.amount_vnd; END IF;
  IF pg_trigger_depth() < 2
    OR (counts_entry OR counts_confirmation) AND entry.id IS NULL
    OR counts_entry AND NOT (entry.id = NEW.last_entry_id AND entry.id > coalesce(OLD.last_entry_id, 0))
    OR (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd,
        NEW.advanced_vnd, NEW.clearing_vnd, NEW.cleared_vnd)
      IS DISTINCT FROM
      (OLD.approved_vnd + line, OLD.reported_vnd + reported, OLD.confirmed_vnd + confirmed, to_recover,
        OLD.advanced_vnd + CASE WHEN counts_confirmation THEN entry.advance_vnd ELSE 0 END,
        OLD.clearing_vnd + CASE WHEN counts_entry THEN entry.cleared_vnd ELSE 0 END,
        OLD.cleared_vnd + CASE WHEN counts_confirmation THEN entry.cleared_vnd ELSE 0 END) THEN
    PERFORM guard_raise('grant_sums_kept_by_ledger');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_grant_sums BEFORE UPDATE ON projects_grant
FOR EACH ROW WHEN (
  (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd, NEW.advanced_vnd,
    NEW.clearing_vnd, NEW.cleared_vnd,
    NEW.last_line_id, NEW.last_entry_id, NEW.last_confirmation_id)
  IS DISTINCT FROM (OLD.approved_vnd, OLD.reported_vnd, OLD.confirmed_vnd, OLD.to_recover_vnd,
    OLD.advanced_vnd, OLD.clearing_vnd, OLD.cleared_vnd,
    OLD.last_line_id, OLD.last_entry_id, OLD.last_confirmation_id))
EXECUTE FUNCTION guard_check_grant_sums();

CREATE OR REPLACE TRIGGER guard_grant_delete BEFORE DELETE ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_refuse('grant_fixed');

CREATE OR REPLACE TRIGGER guard_grant_truncate BEFORE TRUNCATE ON projects_grant
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('grant_fixed');
