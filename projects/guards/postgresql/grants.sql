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
  NEW.id := nextval('projects_grantline_id_seq');
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
FOR EACH ROW WHEN (NEW.approved_vnd <> 0 OR NEW.reported_vnd <> 0 OR NEW.confirmed_vnd <> 0
  OR NEW.to_recover_vnd <> 0 OR NEW.advanced_vnd <> 0 OR NEW.clearing_vnd <> 0
  OR NEW.cleared_vnd <> 0
  OR NEW.last_line_id IS NOT NULL OR NEW.last_entry_id IS NOT NULL
  OR NEW.last_confirmation_id IS NOT NULL)
EXECUTE FUNCTION guard_refuse('grant_begins_at_zero');

CREATE OR REPLACE TRIGGER guard_grant_year BEFORE INSERT ON projects_grant
FOR EACH ROW WHEN (NEW.budget_year < 2000 OR NEW.budget_year > 2100)
EXECUTE FUNCTION guard_refuse('grant_year_known');

CREATE OR REPLACE TRIGGER guard_grant_id BEFORE INSERT ON projects_grant
FOR EACH ROW WHEN (NEW.id < 1 OR NEW.id > 1000000000000000)
EXECUTE FUNCTION guard_refuse('id_set_by_database');

-- A change of the sums is right only as the work of one ledger row that is newer than the last one
-- counted; ids of a grant's rows never go back, so no row can be counted twice or by hand. The depth
-- alone would be no proof: anybody may reach it by a trigger on a temporary table.
-- The trigger has no WHEN: PostgreSQL reads the text of a condition anew for each statement, which
-- takes longer than the question. For the same reason what an entry that waits may do is asked first
-- and in one query: every post asks it.
CREATE OR REPLACE FUNCTION guard_check_grant_sums() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  by_line boolean := NEW.last_line_id IS DISTINCT FROM OLD.last_line_id;
  by_entry boolean := NEW.last_entry_id IS DISTINCT FROM OLD.last_entry_id;
  by_confirmation boolean := NEW.last_confirmation_id IS DISTINCT FROM OLD.last_confirmation_id;
  is_right boolean := false;
BEGIN
  IF (NEW.id, NEW.project_id, NEW.content_id, NEW.budget_year, NEW.source)
    IS DISTINCT FROM (OLD.id, OLD.project_id, OLD.content_id, OLD.budget_year, OLD.source) THEN
    PERFORM guard_raise('grant_fixed');
  END IF;
  IF by_entry AND NOT by_confirmation AND NOT by_line THEN
    is_right := EXISTS (
      SELECT 1 FROM projects_disbursement entry
      WHERE entry.id = NEW.last_entry_id AND entry.id > coalesce(OLD.last_entry_id, 0)
        AND entry.grant_id = NEW.id AND entry.agreed_by_id IS NULL
        AND (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd,
            NEW.advanced_vnd, NEW.clearing_vnd, NEW.cleared_vnd)
          = (OLD.approved_vnd, OLD.reported_vnd + entry.amount_vnd, OLD.confirmed_vnd,
            least(OLD.to_recover_vnd, greatest(0, NEW.reported_vnd - NEW.approved_vnd)),
            OLD.advanced_vnd, OLD.clearing_vnd + entry.cleared_vnd, OLD.cleared_vnd));
  ELSIF by_confirmation AND NOT by_line THEN
    -- of an entry that waited, or of one that was agreed to and counts with its confirmation
    is_right := EXISTS (
      SELECT 1 FROM projects_confirmation confirmation
      JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
      WHERE confirmation.id = NEW.last_confirmation_id
        AND confirmation.id > coalesce(OLD.last_confirmation_id, 0)
        AND entry.grant_id = NEW.id AND (entry.agreed_by_id IS NOT NULL) = by_entry
        AND (NOT by_entry
          OR entry.id = NEW.last_entry_id AND entry.id > coalesce(OLD.last_entry_id, 0))
        AND (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd,
            NEW.advanced_vnd, NEW.clearing_vnd, NEW.cleared_vnd)
          = (OLD.approved_vnd,
            OLD.reported_vnd + CASE WHEN by_entry THEN entry.amount_vnd ELSE 0 END,
            OLD.confirmed_vnd + entry.amount_vnd,
            CASE WHEN NOT by_entry OR entry.kind = 'reversal' AND entry.concerns_id IS NOT NULL
              THEN OLD.to_recover_vnd
              ELSE least(OLD.to_recover_vnd, greatest(0, NEW.reported_vnd - NEW.approved_vnd)) END,
            OLD.advanced_vnd + entry.advance_vnd,
            OLD.clearing_vnd + CASE WHEN by_entry THEN entry.cleared_vnd ELSE 0 END,
            OLD.cleared_vnd + entry.cleared_vnd));
  ELSIF by_line AND NOT by_entry AND NOT by_confirmation THEN
    is_right := EXISTS (
      SELECT 1 FROM projects_grantline line
      WHERE line.id = NEW.last_line_id AND line.id > coalesce(OLD.last_line_id, 0)
        AND line.grant_id = NEW.id
        AND (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd,
            NEW.advanced_vnd, NEW.clearing_vnd, NEW.cleared_vnd)
          = (OLD.approved_vnd + line.amount_vnd, OLD.reported_vnd, OLD.confirmed_vnd,
            greatest(0, NEW.reported_vnd - NEW.approved_vnd),
            OLD.advanced_vnd, OLD.clearing_vnd, OLD.cleared_vnd));
  ELSIF NOT by_line THEN
    -- by nothing: a row that was saved as it stands
    IF (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd,
        NEW.advanced_vnd, NEW.clearing_vnd, NEW.cleared_vnd)
      IS NOT DISTINCT FROM (OLD.approved_vnd, OLD.reported_vnd, OLD.confirmed_vnd,
        OLD.to_recover_vnd, OLD.advanced_vnd, OLD.clearing_vnd, OLD.cleared_vnd) THEN
      RETURN NEW;
    END IF;
  END IF;
  IF NOT is_right OR pg_trigger_depth() < 2 THEN
    PERFORM guard_raise('grant_sums_kept_by_ledger');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_grant_sums BEFORE UPDATE ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_check_grant_sums();

CREATE OR REPLACE TRIGGER guard_grant_delete BEFORE DELETE ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_refuse('grant_fixed');

CREATE OR REPLACE TRIGGER guard_grant_truncate BEFORE TRUNCATE ON projects_grant
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('grant_fixed');
