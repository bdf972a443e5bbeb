-- The ledger guards itself. A BEFORE INSERT trigger refuses an existing id or key, so that
-- REPLACE is no way round even where recursive_triggers is off. What a trigger of a row refuses is
-- refused by name and not left to the CHECK of the grant: OR IGNORE and connections without checks
-- would otherwise keep the row and skip its sum.

-- Support approved by decisions ------------------------------------------------------------

CREATE TRIGGER guard_grantline_insert BEFORE INSERT ON projects_grantline
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM projects_grantline WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'amount_in_whole_vnd') WHERE typeof(NEW.amount_vnd) <> 'integer'
    OR NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_unknown')
    WHERE NOT EXISTS (SELECT 1 FROM projects_grant WHERE id = NEW.grant_id);
  SELECT RAISE(ABORT, 'line_of_district_in_time')
    WHERE NEW.amount_vnd > 0 AND NEW.reverses_id IS NULL AND EXISTS (
      SELECT 1 FROM projects_grant g
      JOIN promotion_decision decision ON decision.id = NEW.decision_id
      WHERE g.id = NEW.grant_id AND g.level = 'district' AND decision.signed_on > '2025-06-30');
  SELECT RAISE(ABORT, 'line_reversal_once') WHERE EXISTS (
    SELECT 1 FROM projects_grantline WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'line_reversal_in_full') WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM projects_grantline line
    WHERE line.id = NEW.reverses_id AND line.reverses_id IS NULL AND line.grant_id = NEW.grant_id
      AND line.kind = NEW.kind AND line.amount_vnd = -NEW.amount_vnd);
END;

CREATE TRIGGER guard_grantline_sum AFTER INSERT ON projects_grantline
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_approved_not_negative') FROM projects_grant
    WHERE id = NEW.grant_id AND approved_vnd + NEW.amount_vnd > 1000000000000000;
  UPDATE projects_grant
  SET approved_vnd = approved_vnd + NEW.amount_vnd,
      to_recover_vnd = max(0, reported_vnd - (approved_vnd + NEW.amount_vnd)),
      last_line_id = NEW.id
  WHERE id = NEW.grant_id;
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant WHERE id = NEW.grant_id AND last_line_id = NEW.id);
END;

CREATE TRIGGER guard_grantline_update BEFORE UPDATE ON projects_grantline
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_grantline_delete BEFORE DELETE ON projects_grantline
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

-- The grant, which carries the sums ---------------------------------------------------------------

CREATE TRIGGER guard_grant_insert BEFORE INSERT ON projects_grant
BEGIN
  SELECT RAISE(ABORT, 'grant_fixed') WHERE EXISTS (
    SELECT 1 FROM projects_grant
    WHERE id = NEW.id OR (project_id = NEW.project_id AND content_id = NEW.content_id
      AND budget_year = NEW.budget_year AND source = NEW.source AND level = NEW.level));
  SELECT RAISE(ABORT, 'grant_year_known') WHERE typeof(NEW.budget_year) <> 'integer'
    OR NEW.budget_year NOT BETWEEN 2000 AND 2100;
  SELECT RAISE(ABORT, 'grant_source_known') WHERE NEW.source NOT IN ('national', 'local');
  SELECT RAISE(ABORT, 'grant_level_fits')
    WHERE NEW.level NOT IN ('province', 'district', 'commune')
      OR NEW.level <> 'province' AND NEW.source <> 'local'
      OR NEW.level = 'district' AND NEW.budget_year > 2025;
  SELECT RAISE(ABORT, 'grant_begins_at_zero')
    WHERE NEW.approved_vnd <> 0 OR NEW.reported_vnd <> 0 OR NEW.confirmed_vnd <> 0
      OR NEW.to_recover_vnd <> 0 OR NEW.advanced_vnd <> 0 OR NEW.clearing_vnd <> 0
      OR NEW.cleared_vnd <> 0 OR NEW.last_line_id IS NOT NULL
      OR NEW.last_entry_id IS NOT NULL OR NEW.last_confirmation_id IS NOT NULL;
END;

CREATE TRIGGER guard_grant_id AFTER INSERT ON projects_grant
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_grant_delete BEFORE DELETE ON projects_grant
BEGIN SELECT RAISE(ABORT, 'grant_fixed'); END;

CREATE TRIGGER guard_grant_keys BEFORE UPDATE ON projects_grant
WHEN NEW.id IS NOT OLD.id OR NEW.project_id IS NOT OLD.project_id
  OR NEW.content_id IS NOT OLD.content_id OR NEW.budget_year IS NOT OLD.budget_year
  OR NEW.source IS NOT OLD.source OR NEW.level IS NOT OLD.level
BEGIN SELECT RAISE(ABORT, 'grant_fixed'); END;

CREATE TRIGGER guard_grant_bounds BEFORE UPDATE ON projects_grant
BEGIN
  SELECT RAISE(ABORT, 'grant_approved_not_negative') WHERE NEW.approved_vnd < 0;
  SELECT RAISE(ABORT, 'grant_confirmed_within_approved')
    WHERE NEW.confirmed_vnd NOT BETWEEN 0 AND NEW.reported_vnd;
  SELECT RAISE(ABORT, 'grant_cleared_within_advanced')
    WHERE NEW.cleared_vnd NOT BETWEEN 0 AND NEW.clearing_vnd OR NEW.clearing_vnd > NEW.advanced_vnd;
END;

-- A change of the sums is right only as the work of one ledger row that is newer than the last
-- one counted; ids never go back, so no row can be counted twice or by hand.
CREATE TRIGGER guard_grant_sums BEFORE UPDATE ON projects_grant
WHEN NOT (
  (NEW.approved_vnd IS OLD.approved_vnd AND NEW.reported_vnd IS OLD.reported_vnd
    AND NEW.confirmed_vnd IS OLD.confirmed_vnd AND NEW.to_recover_vnd IS OLD.to_recover_vnd
    AND NEW.advanced_vnd IS OLD.advanced_vnd AND NEW.clearing_vnd IS OLD.clearing_vnd
    AND NEW.cleared_vnd IS OLD.cleared_vnd
    AND NEW.last_line_id IS OLD.last_line_id AND NEW.last_entry_id IS OLD.last_entry_id
    AND NEW.last_confirmation_id IS OLD.last_confirmation_id)
  -- a line of a decision
  OR (coalesce(NEW.last_line_id, 0) > coalesce(OLD.last_line_id, 0)
    AND NEW.last_entry_id IS OLD.last_entry_id
    AND NEW.last_confirmation_id IS OLD.last_confirmation_id
    AND NEW.reported_vnd IS OLD.reported_vnd AND NEW.confirmed_vnd IS OLD.confirmed_vnd
    AND NEW.advanced_vnd IS OLD.advanced_vnd AND NEW.clearing_vnd IS OLD.clearing_vnd
    AND NEW.cleared_vnd IS OLD.cleared_vnd
    AND NEW.to_recover_vnd IS max(0, NEW.reported_vnd - NEW.approved_vnd)
    AND EXISTS (SELECT 1 FROM projects_grantline line
      WHERE line.id = NEW.last_line_id AND line.grant_id = NEW.id
        AND NEW.approved_vnd = OLD.approved_vnd + line.amount_vnd))
  -- an entry that waits
  OR (coalesce(NEW.last_entry_id, 0) > coalesce(OLD.last_entry_id, 0)
    AND NEW.last_line_id IS OLD.last_line_id
    AND NEW.last_confirmation_id IS OLD.last_confirmation_id
    AND NEW.approved_vnd IS OLD.approved_vnd AND NEW.confirmed_vnd IS OLD.confirmed_vnd
    AND NEW.advanced_vnd IS OLD.advanced_vnd AND NEW.cleared_vnd IS OLD.cleared_vnd
    AND NEW.to_recover_vnd IS
      min(OLD.to_recover_vnd, max(0, NEW.reported_vnd - NEW.approved_vnd))
    AND EXISTS (SELECT 1 FROM projects_disbursement entry
      WHERE entry.id = NEW.last_entry_id AND entry.grant_id = NEW.id
        AND entry.agreed_by_id IS NULL
        AND NEW.reported_vnd = OLD.reported_vnd + entry.amount_vnd
        AND NEW.clearing_vnd = OLD.clearing_vnd + entry.cleared_vnd))
  -- the confirmation of an entry that waited
  OR (coalesce(NEW.last_confirmation_id, 0) > coalesce(OLD.last_confirmation_id, 0)
    AND NEW.last_line_id IS OLD.last_line_id AND NEW.last_entry_id IS OLD.last_entry_id
    AND NEW.approved_vnd IS OLD.approved_vnd AND NEW.reported_vnd IS OLD.reported_vnd
    AND NEW.to_recover_vnd IS OLD.to_recover_vnd AND NEW.clearing_vnd IS OLD.clearing_vnd
    AND EXISTS (SELECT 1 FROM projects_confirmation confirmation
      JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
      WHERE confirmation.id = NEW.last_confirmation_id AND entry.grant_id = NEW.id
        AND entry.agreed_by_id IS NULL
        AND NEW.confirmed_vnd = OLD.confirmed_vnd + entry.amount_vnd
        AND NEW.advanced_vnd = OLD.advanced_vnd + entry.advance_vnd
        AND NEW.cleared_vnd = OLD.cleared_vnd + entry.cleared_vnd))
  -- an entry that was agreed to, with its confirmation
  OR (coalesce(NEW.last_confirmation_id, 0) > coalesce(OLD.last_confirmation_id, 0)
    AND coalesce(NEW.last_entry_id, 0) > coalesce(OLD.last_entry_id, 0)
    AND NEW.last_line_id IS OLD.last_line_id AND NEW.approved_vnd IS OLD.approved_vnd
    AND EXISTS (SELECT 1 FROM projects_confirmation confirmation
      JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
      WHERE confirmation.id = NEW.last_confirmation_id AND entry.id = NEW.last_entry_id
        AND entry.grant_id = NEW.id AND entry.agreed_by_id IS NOT NULL
        AND NEW.reported_vnd = OLD.reported_vnd + entry.amount_vnd
        AND NEW.confirmed_vnd = OLD.confirmed_vnd + entry.amount_vnd
        AND NEW.advanced_vnd = OLD.advanced_vnd + entry.advance_vnd
        AND NEW.clearing_vnd = OLD.clearing_vnd + entry.cleared_vnd
        AND NEW.cleared_vnd = OLD.cleared_vnd + entry.cleared_vnd
        AND NEW.to_recover_vnd IS CASE
          WHEN entry.kind = 'reversal' AND entry.concerns_id IS NOT NULL THEN OLD.to_recover_vnd
          ELSE min(OLD.to_recover_vnd, max(0, NEW.reported_vnd - NEW.approved_vnd)) END))
)
BEGIN SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger'); END;
