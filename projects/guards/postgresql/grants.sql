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
  IF NEW.amount_vnd > 0 AND NEW.reverses_id IS NULL AND EXISTS (
    SELECT 1 FROM projects_grant g
    JOIN promotion_decision decision ON decision.id = NEW.decision_id
    WHERE g.id = NEW.grant_id AND g.level = 'district' AND decision.signed_on > '2025-06-30') THEN
    PERFORM guard_raise('line_of_district_in_time');
  END IF;
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

CREATE OR REPLACE FUNCTION guard_check_grant() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN PERFORM guard_raise('id_set_by_database'); END IF;
  IF NEW.budget_year NOT BETWEEN 2000 AND 2100 THEN PERFORM guard_raise('grant_year_known'); END IF;
  IF NEW.source NOT IN ('national', 'local') THEN PERFORM guard_raise('grant_source_known'); END IF;
  IF NEW.level NOT IN ('province', 'district', 'commune')
    OR NEW.level <> 'province' AND NEW.source <> 'local'
    OR NEW.level = 'district' AND NEW.budget_year > 2025 THEN
    PERFORM guard_raise('grant_level_fits');
  END IF;
  IF NEW.approved_vnd <> 0 OR NEW.reported_vnd <> 0 OR NEW.confirmed_vnd <> 0
    OR NEW.to_recover_vnd <> 0 OR NEW.advanced_vnd <> 0 OR NEW.clearing_vnd <> 0
    OR NEW.cleared_vnd <> 0 OR NEW.last_line_id IS NOT NULL OR NEW.last_entry_id IS NOT NULL
    OR NEW.last_confirmation_id IS NOT NULL THEN
    PERFORM guard_raise('grant_begins_at_zero');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_grant_insert BEFORE INSERT ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_check_grant();

-- A change is right only as the work of one ledger row that is newer than the last one counted: the
-- whole row must be the one that is due. Ids of a grant's rows never go back, so none can be counted
-- twice or by hand. The depth alone would be no proof: anybody may reach it by a trigger on a
-- temporary table.
-- PostgreSQL reads the text of a CHECK and of a trigger's WHEN anew for each statement, which takes
-- longer than the question. So the trigger has no WHEN, and the grant has one CHECK.
CREATE OR REPLACE FUNCTION guard_check_grant_sums() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  due projects_grant := OLD;
  by_entry boolean := coalesce(NEW.last_entry_id, 0) > coalesce(OLD.last_entry_id, 0);
  by_confirmation boolean :=
    coalesce(NEW.last_confirmation_id, 0) > coalesce(OLD.last_confirmation_id, 0);
BEGIN
  IF by_entry THEN
    -- of one that waits, or of one that was agreed to and counts with its confirmation
    SELECT id, OLD.reported_vnd + amount_vnd, OLD.clearing_vnd + cleared_vnd
    INTO due.last_entry_id, due.reported_vnd, due.clearing_vnd
    FROM projects_disbursement
    WHERE id = NEW.last_entry_id AND grant_id = OLD.id
      AND (agreed_by_id IS NOT NULL) = by_confirmation;
    IF OLD.to_recover_vnd > 0 THEN
      SELECT CASE WHEN kind = 'reversal' AND concerns_id IS NOT NULL THEN OLD.to_recover_vnd
        ELSE least(OLD.to_recover_vnd, greatest(0, due.reported_vnd - OLD.approved_vnd)) END
      INTO due.to_recover_vnd FROM projects_disbursement WHERE id = NEW.last_entry_id;
    END IF;
  ELSIF NOT by_confirmation AND NEW.last_line_id IS DISTINCT FROM OLD.last_line_id THEN
    SELECT id, OLD.approved_vnd + amount_vnd,
      greatest(0, OLD.reported_vnd - OLD.approved_vnd - amount_vnd)
    INTO due.last_line_id, due.approved_vnd, due.to_recover_vnd
    FROM projects_grantline
    WHERE id = NEW.last_line_id AND id > coalesce(OLD.last_line_id, 0) AND grant_id = OLD.id;
  END IF;
  IF by_confirmation THEN
    SELECT confirmation.id, OLD.confirmed_vnd + entry.amount_vnd,
      OLD.advanced_vnd + entry.advance_vnd, OLD.cleared_vnd + entry.cleared_vnd
    INTO due.last_confirmation_id, due.confirmed_vnd, due.advanced_vnd, due.cleared_vnd
    FROM projects_confirmation confirmation
    JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
    WHERE confirmation.id = NEW.last_confirmation_id AND entry.grant_id = OLD.id
      AND (entry.agreed_by_id IS NOT NULL) = by_entry
      AND (NOT by_entry OR entry.id = NEW.last_entry_id);
  END IF;
  IF NEW IS DISTINCT FROM due OR pg_trigger_depth() < 2 AND NEW IS DISTINCT FROM OLD THEN
    PERFORM guard_raise(CASE
      WHEN (NEW.id, NEW.project_id, NEW.content_id, NEW.budget_year, NEW.source, NEW.level)
        IS DISTINCT FROM
          (OLD.id, OLD.project_id, OLD.content_id, OLD.budget_year, OLD.source, OLD.level)
      THEN 'grant_fixed' ELSE 'grant_sums_kept_by_ledger' END);
  END IF;
  -- More that is reported, and nothing else, breaks no bound but the CHECK's.
  IF NEW.reported_vnd > OLD.reported_vnd AND NOT by_confirmation THEN RETURN NEW; END IF;
  IF NEW.approved_vnd < 0 THEN PERFORM guard_raise('grant_approved_not_negative'); END IF;
  IF NEW.confirmed_vnd NOT BETWEEN 0 AND NEW.reported_vnd THEN
    PERFORM guard_raise('grant_confirmed_within_approved');
  END IF;
  IF NEW.cleared_vnd NOT BETWEEN 0 AND NEW.clearing_vnd OR NEW.clearing_vnd > NEW.advanced_vnd THEN
    PERFORM guard_raise('grant_cleared_within_advanced');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_grant_sums BEFORE UPDATE ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_check_grant_sums();

CREATE OR REPLACE TRIGGER guard_grant_delete BEFORE DELETE ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_refuse('grant_fixed');

CREATE OR REPLACE TRIGGER guard_grant_truncate BEFORE TRUNCATE ON projects_grant
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('grant_fixed');
