-- The ledger guards itself. Entries, confirmations and decision lines move the sums of their
-- grant; the grant's row lock puts them in a line, and its CHECKs refuse what goes too far.

-- Support approved by decisions ------------------------------------------------------------

-- A line locks its grant before the sums are read, so that they are those of all that committed;
-- it also keeps the project and its centre where they are until it commits.
CREATE OR REPLACE FUNCTION guard_check_line() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  NEW.recorded_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  IF NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000 THEN
    PERFORM guard_raise('amount_in_whole_vnd');
  END IF;
  PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM guard_raise('grant_unknown'); END IF;
  PERFORM 1 FROM projects_project project JOIN promotion_centre centre ON centre.id = project.centre_id
  WHERE project.id = (SELECT project_id FROM projects_grant WHERE id = NEW.grant_id)
  FOR SHARE OF project, centre;
  RETURN NEW;
END $$;

-- Sums are set to what the ledger says, never added to: there is nothing to count twice.
CREATE OR REPLACE FUNCTION guard_sum_line() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  total bigint := (SELECT sum(amount_vnd) FROM projects_grantline WHERE grant_id = NEW.grant_id);
BEGIN
  UPDATE projects_grant
  SET approved_vnd = total, to_recover_vnd = greatest(0, reported_vnd - total),
      last_line_id = NEW.id
  WHERE id = NEW.grant_id;
  IF NOT FOUND THEN PERFORM guard_raise('grant_sums_kept_by_ledger'); END IF;
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

-- Entries ------------------------------------------------------------------------------------

-- A return and a confirmation of the same entry both lock the grant before they look, so that
-- the later one sees what the earlier one committed.
CREATE OR REPLACE FUNCTION guard_check_entry() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  entry projects_disbursement;
BEGIN
  NEW.recorded_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  IF NEW.voucher_on NOT BETWEEN DATE '2000-01-01' AND DATE '2100-12-31'
    OR NEW.booked_on NOT BETWEEN DATE '2000-01-01' AND DATE '2100-12-31' THEN
    PERFORM guard_raise('dates_are_days');
  END IF;
  PERFORM 1 FROM projects_grant WHERE id = NEW.grant_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM guard_raise('grant_unknown'); END IF;
  IF EXISTS (SELECT 1 FROM projects_disbursement WHERE idempotency_key = NEW.idempotency_key) THEN
    PERFORM guard_raise('disbursement_key_used');
  END IF;
  IF NEW.reverses_id IS NULL THEN RETURN NEW; END IF;
  IF EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = NEW.reverses_id) THEN
    PERFORM guard_raise('reversal_once');
  END IF;
  SELECT * INTO entry FROM projects_disbursement WHERE id = NEW.reverses_id;
  IF entry.id IS NULL OR entry.reverses_id IS NOT NULL OR entry.grant_id <> NEW.grant_id
    OR entry.amount_vnd <> -NEW.amount_vnd OR entry.booked_on <> NEW.booked_on THEN
    PERFORM guard_raise('reversal_in_full');
  END IF;
  IF EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.reverses_id) THEN
    PERFORM guard_raise('reversal_of_confirmed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_sum_entry() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  total bigint := (SELECT sum(amount_vnd) FROM projects_disbursement WHERE grant_id = NEW.grant_id);
BEGIN
  UPDATE projects_grant
  SET reported_vnd = total,
      to_recover_vnd = least(to_recover_vnd, greatest(0, total - approved_vnd)),
      last_entry_id = NEW.id
  WHERE id = NEW.grant_id;
  IF NOT FOUND THEN PERFORM guard_raise('grant_sums_kept_by_ledger'); END IF;
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

-- Confirmations --------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION guard_check_confirmation() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  entry projects_disbursement;
  place text;
  money text;
BEGIN
  NEW.confirmed_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  PERFORM 1 FROM projects_grant
  WHERE id = (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id)
  FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.entry_id) THEN
    PERFORM guard_raise('confirmation_once');
  END IF;
  SELECT * INTO entry FROM projects_disbursement WHERE id = NEW.entry_id;
  IF entry.reverses_id IS NOT NULL
    OR EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = NEW.entry_id) THEN
    PERFORM guard_raise('confirmation_of_returned');
  END IF;
  IF entry.recorded_by_id = NEW.confirmed_by_id THEN
    PERFORM guard_raise('confirmation_by_another');
  END IF;
  SELECT unit.current_id, g.source INTO place, money
  FROM projects_grant g
  JOIN projects_project project ON project.id = g.project_id
  JOIN promotion_centre centre ON centre.id = project.centre_id
  LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
  WHERE g.id = entry.grant_id;
  IF NOT EXISTS (
    SELECT 1 FROM promotion_user person
    LEFT JOIN provinces_province home ON home.unit = person.province_id
    WHERE person.id = NEW.confirmed_by_id
      AND (money = 'national' AND person.role = 'ministry'
        OR money = 'local' AND person.role = 'officer' AND home.current_id = place)) THEN
    PERFORM guard_raise('confirmation_by_source_side');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_sum_confirmation() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
  counted bigint := (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id);
BEGIN
  UPDATE projects_grant
  SET last_confirmation_id = NEW.id, confirmed_vnd = (
    SELECT sum(entry.amount_vnd) FROM projects_confirmation
    JOIN projects_disbursement entry ON entry.id = entry_id WHERE entry.grant_id = counted)
  WHERE id = counted;
  IF NOT FOUND THEN PERFORM guard_raise('grant_sums_kept_by_ledger'); END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_confirmation_insert BEFORE INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_check_confirmation();

CREATE OR REPLACE TRIGGER guard_confirmation_sum AFTER INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_sum_confirmation();

CREATE OR REPLACE TRIGGER guard_confirmation_change BEFORE UPDATE OR DELETE ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_confirmation_truncate BEFORE TRUNCATE ON projects_confirmation
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');

-- The grant, which carries the sums ---------------------------------------------------------------

CREATE OR REPLACE TRIGGER guard_grant_insert BEFORE INSERT ON projects_grant
FOR EACH ROW WHEN (
  (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd) <> (0, 0, 0, 0)
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

-- A sum changes only into what the ledger says: the depth alone would be no proof, as anybody may
-- reach depth 2 by a trigger on a temporary table.
CREATE OR REPLACE FUNCTION guard_check_grant_sums() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF pg_trigger_depth() < 2
    OR NEW.approved_vnd <> OLD.approved_vnd AND NEW.approved_vnd <> (
      SELECT coalesce(sum(amount_vnd), 0) FROM projects_grantline WHERE grant_id = NEW.id)
    OR NEW.reported_vnd <> OLD.reported_vnd AND NEW.reported_vnd <> (
      SELECT coalesce(sum(amount_vnd), 0) FROM projects_disbursement WHERE grant_id = NEW.id)
    OR NEW.confirmed_vnd <> OLD.confirmed_vnd AND NEW.confirmed_vnd <> (
      SELECT coalesce(sum(entry.amount_vnd), 0) FROM projects_confirmation
      JOIN projects_disbursement entry ON entry.id = entry_id WHERE entry.grant_id = NEW.id)
    OR NEW.to_recover_vnd > greatest(0, NEW.reported_vnd - NEW.approved_vnd)
    OR NEW.to_recover_vnd > OLD.to_recover_vnd AND NEW.approved_vnd >= OLD.approved_vnd
    OR NEW.last_line_id IS NULL AND OLD.last_line_id IS NOT NULL
    OR NEW.last_entry_id IS NULL AND OLD.last_entry_id IS NOT NULL
    OR NEW.last_confirmation_id IS NULL AND OLD.last_confirmation_id IS NOT NULL THEN
    PERFORM guard_raise('grant_sums_kept_by_ledger');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_grant_sums BEFORE UPDATE ON projects_grant
FOR EACH ROW WHEN (
  (NEW.approved_vnd, NEW.reported_vnd, NEW.confirmed_vnd, NEW.to_recover_vnd,
    NEW.last_line_id, NEW.last_entry_id, NEW.last_confirmation_id)
  IS DISTINCT FROM (OLD.approved_vnd, OLD.reported_vnd, OLD.confirmed_vnd, OLD.to_recover_vnd,
    OLD.last_line_id, OLD.last_entry_id, OLD.last_confirmation_id))
EXECUTE FUNCTION guard_check_grant_sums();

CREATE OR REPLACE TRIGGER guard_grant_delete BEFORE DELETE ON projects_grant
FOR EACH ROW EXECUTE FUNCTION guard_refuse('grant_fixed');

CREATE OR REPLACE TRIGGER guard_grant_truncate BEFORE TRUNCATE ON projects_grant
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('grant_fixed');

-- Where money belongs: a project's centre and a centre's province ---------------------------------

CREATE OR REPLACE FUNCTION guard_check_project() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id
    AND (last_line_id IS NOT NULL OR last_entry_id IS NOT NULL)) THEN
    PERFORM guard_raise('project_place_fixed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_project_update BEFORE UPDATE ON projects_project
FOR EACH ROW WHEN ((NEW.id, NEW.centre_id) IS DISTINCT FROM (OLD.id, OLD.centre_id))
EXECUTE FUNCTION guard_check_project();

CREATE OR REPLACE FUNCTION guard_check_centre() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_project project
    JOIN projects_grant g ON g.project_id = project.id
    WHERE project.centre_id = OLD.id
      AND (g.last_line_id IS NOT NULL OR g.last_entry_id IS NOT NULL)) THEN
    PERFORM guard_raise('centre_place_fixed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_centre_update BEFORE UPDATE ON promotion_centre
FOR EACH ROW WHEN ((NEW.id, NEW.province_id) IS DISTINCT FROM (OLD.id, OLD.province_id))
EXECUTE FUNCTION guard_check_centre();

-- Foreign keys are deferred: a project or centre that was deleted may come back elsewhere before
-- the transaction ends.
CREATE OR REPLACE FUNCTION guard_check_project_delete() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id) THEN
    PERFORM guard_raise('project_place_fixed');
  END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER guard_project_delete BEFORE DELETE ON projects_project
FOR EACH ROW EXECUTE FUNCTION guard_check_project_delete();

CREATE OR REPLACE FUNCTION guard_check_centre_delete() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_project WHERE centre_id = OLD.id) THEN
    PERFORM guard_raise('centre_place_fixed');
  END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER guard_centre_delete BEFORE DELETE ON promotion_centre
FOR EACH ROW EXECUTE FUNCTION guard_check_centre_delete();

CREATE OR REPLACE TRIGGER guard_user_update BEFORE UPDATE ON promotion_user
FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION guard_refuse('person_fixed');

CREATE OR REPLACE FUNCTION guard_check_user_delete() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_disbursement WHERE recorded_by_id = OLD.id)
    OR EXISTS (SELECT 1 FROM projects_confirmation WHERE confirmed_by_id = OLD.id)
    OR EXISTS (SELECT 1 FROM projects_grantline WHERE recorded_by_id = OLD.id)
    OR EXISTS (SELECT 1 FROM promotion_budgetline WHERE recorded_by_id = OLD.id) THEN
    PERFORM guard_raise('person_fixed');
  END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER guard_user_delete BEFORE DELETE ON promotion_user
FOR EACH ROW EXECUTE FUNCTION guard_check_user_delete();

CREATE OR REPLACE TRIGGER guard_province_update BEFORE UPDATE ON provinces_province
FOR EACH ROW WHEN (NEW.unit <> OLD.unit) EXECUTE FUNCTION guard_refuse('province_fixed');

CREATE OR REPLACE TRIGGER guard_content_update BEFORE UPDATE ON promotion_content
FOR EACH ROW WHEN (NEW.slug <> OLD.slug) EXECUTE FUNCTION guard_refuse('content_fixed');
