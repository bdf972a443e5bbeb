-- The ledger guards itself. A BEFORE INSERT trigger refuses an existing id or key, so that
-- REPLACE is no way round even where recursive_triggers is off. What a trigger of a row refuses is
-- refused here by name and not left to the CHECKs of the grant: OR IGNORE and connections without
-- checks would otherwise keep the row and skip its sum.

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
END;

CREATE TRIGGER guard_grantline_sum AFTER INSERT ON projects_grantline
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_approved_not_negative') FROM projects_grant
    WHERE id = NEW.grant_id
      AND approved_vnd + NEW.amount_vnd NOT BETWEEN 0 AND 1000000000000000;
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

-- Entries ------------------------------------------------------------------------------------

CREATE TRIGGER guard_disbursement_insert BEFORE INSERT ON projects_disbursement
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM projects_disbursement WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'amount_in_whole_vnd') WHERE typeof(NEW.amount_vnd) <> 'integer'
    OR NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_unknown')
    WHERE NOT EXISTS (SELECT 1 FROM projects_grant WHERE id = NEW.grant_id);
  SELECT RAISE(ABORT, 'dates_are_days') WHERE NEW.voucher_on IS NOT date(NEW.voucher_on, '+0 days')
    OR NEW.booked_on IS NOT date(NEW.booked_on, '+0 days')
    OR NEW.voucher_on NOT BETWEEN '2000-01-01' AND '2100-12-31'
    OR NEW.booked_on NOT BETWEEN '2000-01-01' AND '2100-12-31';
  SELECT RAISE(ABORT, 'disbursement_key_is_uuid')
    WHERE typeof(NEW.idempotency_key) <> 'text' OR length(NEW.idempotency_key) <> 32
      OR NEW.idempotency_key GLOB '*[^0-9a-f]*';
  SELECT RAISE(ABORT, 'person_unknown')
    WHERE NOT EXISTS (SELECT 1 FROM promotion_user WHERE id = NEW.recorded_by_id);
  SELECT RAISE(ABORT, 'text_is_text') WHERE typeof(NEW.voucher_number) <> 'text'
    OR length(NEW.voucher_number) > 40 OR typeof(NEW.reason) <> 'text' OR length(NEW.reason) > 400;
  SELECT RAISE(ABORT, 'disbursement_sign_fits_kind')
    WHERE (NEW.amount_vnd > 0) IS NOT (NEW.reverses_id IS NULL);
  SELECT RAISE(ABORT, 'disbursement_key_used') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement WHERE idempotency_key = NEW.idempotency_key);
END;

CREATE TRIGGER guard_disbursement_reversal BEFORE INSERT ON projects_disbursement
WHEN NEW.reverses_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'reversal_once') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'reversal_in_full') WHERE NOT EXISTS (
    SELECT 1 FROM projects_disbursement entry
    WHERE entry.id = NEW.reverses_id AND entry.reverses_id IS NULL
      AND entry.grant_id = NEW.grant_id AND entry.amount_vnd = -NEW.amount_vnd
      AND entry.booked_on = NEW.booked_on);
  SELECT RAISE(ABORT, 'reversal_of_confirmed') WHERE EXISTS (
    SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.reverses_id);
END;

CREATE TRIGGER guard_disbursement_sum AFTER INSERT ON projects_disbursement
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_reported_within_approved') FROM projects_grant
    WHERE id = NEW.grant_id AND reported_vnd + NEW.amount_vnd NOT BETWEEN 0
      AND approved_vnd + min(to_recover_vnd, max(0, reported_vnd + NEW.amount_vnd - approved_vnd));
  UPDATE projects_grant
  SET reported_vnd = reported_vnd + NEW.amount_vnd,
      to_recover_vnd = min(to_recover_vnd, max(0, reported_vnd + NEW.amount_vnd - approved_vnd)),
      last_entry_id = NEW.id
  WHERE id = NEW.grant_id;
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant WHERE id = NEW.grant_id AND last_entry_id = NEW.id);
END;

CREATE TRIGGER guard_disbursement_update BEFORE UPDATE ON projects_disbursement
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_disbursement_delete BEFORE DELETE ON projects_disbursement
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

-- Confirmations --------------------------------------------------------------------------------

CREATE TRIGGER guard_confirmation_insert BEFORE INSERT ON projects_confirmation
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM projects_confirmation WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.confirmed_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.confirmed_at)
      OR abs(strftime('%s', NEW.confirmed_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'confirmation_once') WHERE EXISTS (
    SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.entry_id);
  SELECT RAISE(ABORT, 'confirmation_of_returned') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE (id = NEW.entry_id AND reverses_id IS NOT NULL) OR reverses_id = NEW.entry_id);
  SELECT RAISE(ABORT, 'confirmation_by_another') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE id = NEW.entry_id AND recorded_by_id = NEW.confirmed_by_id);
  SELECT RAISE(ABORT, 'confirmation_by_source_side') WHERE NOT EXISTS (
    SELECT 1
    FROM projects_disbursement entry
    JOIN projects_grant g ON g.id = entry.grant_id
    JOIN projects_project project ON project.id = g.project_id
    JOIN promotion_centre centre ON centre.id = project.centre_id
    LEFT JOIN provinces_province place ON place.unit = centre.province_id
    JOIN promotion_user person ON person.id = NEW.confirmed_by_id
    LEFT JOIN provinces_province home ON home.unit = person.province_id
    WHERE entry.id = NEW.entry_id
      AND (g.source = 'national' AND person.role = 'ministry'
        OR g.source = 'local' AND person.role = 'officer'
          AND home.current_id = place.current_id));
END;

CREATE TRIGGER guard_confirmation_sum AFTER INSERT ON projects_confirmation
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_confirmed_within_approved')
    FROM projects_disbursement entry JOIN projects_grant g ON g.id = entry.grant_id
    WHERE entry.id = NEW.entry_id
      AND g.confirmed_vnd + entry.amount_vnd NOT BETWEEN 0 AND g.reported_vnd;
  UPDATE projects_grant
  SET confirmed_vnd = confirmed_vnd
        + (SELECT amount_vnd FROM projects_disbursement WHERE id = NEW.entry_id),
      last_confirmation_id = NEW.id
  WHERE id = (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id);
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant
    WHERE id = (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id)
      AND last_confirmation_id = NEW.id);
END;

CREATE TRIGGER guard_confirmation_update BEFORE UPDATE ON projects_confirmation
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_confirmation_delete BEFORE DELETE ON projects_confirmation
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

-- The grant, which carries the sums ---------------------------------------------------------------

CREATE TRIGGER guard_grant_insert BEFORE INSERT ON projects_grant
BEGIN
  SELECT RAISE(ABORT, 'grant_fixed') WHERE EXISTS (
    SELECT 1 FROM projects_grant
    WHERE id = NEW.id OR (project_id = NEW.project_id AND content_id = NEW.content_id
      AND budget_year = NEW.budget_year AND source = NEW.source));
  SELECT RAISE(ABORT, 'grant_year_known') WHERE typeof(NEW.budget_year) <> 'integer'
    OR NEW.budget_year NOT BETWEEN 2000 AND 2100;
  SELECT RAISE(ABORT, 'grant_begins_at_zero')
    WHERE NEW.approved_vnd <> 0 OR NEW.reported_vnd <> 0 OR NEW.confirmed_vnd <> 0
      OR NEW.to_recover_vnd <> 0 OR NEW.last_line_id IS NOT NULL
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
  OR NEW.source IS NOT OLD.source
BEGIN SELECT RAISE(ABORT, 'grant_fixed'); END;

-- A change of the sums is right only as the work of one ledger row that is newer than the last
-- one counted; ids never go back, so no row can be counted twice or by hand.
CREATE TRIGGER guard_grant_sums BEFORE UPDATE ON projects_grant
WHEN NOT (
  (NEW.approved_vnd IS OLD.approved_vnd AND NEW.reported_vnd IS OLD.reported_vnd
    AND NEW.confirmed_vnd IS OLD.confirmed_vnd AND NEW.to_recover_vnd IS OLD.to_recover_vnd
    AND NEW.last_line_id IS OLD.last_line_id AND NEW.last_entry_id IS OLD.last_entry_id
    AND NEW.last_confirmation_id IS OLD.last_confirmation_id)
  OR (coalesce(NEW.last_line_id, 0) > coalesce(OLD.last_line_id, 0)
    AND NEW.last_entry_id IS OLD.last_entry_id
    AND NEW.last_confirmation_id IS OLD.last_confirmation_id
    AND NEW.reported_vnd IS OLD.reported_vnd AND NEW.confirmed_vnd IS OLD.confirmed_vnd
    AND NEW.to_recover_vnd IS max(0, NEW.reported_vnd - NEW.approved_vnd)
    AND EXISTS (SELECT 1 FROM projects_grantline line
      WHERE line.id = NEW.last_line_id AND line.grant_id = NEW.id
        AND NEW.approved_vnd = OLD.approved_vnd + line.amount_vnd))
  OR (coalesce(NEW.last_entry_id, 0) > coalesce(OLD.last_entry_id, 0)
    AND NEW.last_line_id IS OLD.last_line_id
    AND NEW.last_confirmation_id IS OLD.last_confirmation_id
    AND NEW.approved_vnd IS OLD.approved_vnd AND NEW.confirmed_vnd IS OLD.confirmed_vnd
    AND NEW.to_recover_vnd IS
      min(OLD.to_recover_vnd, max(0, NEW.reported_vnd - NEW.approved_vnd))
    AND EXISTS (SELECT 1 FROM projects_disbursement entry
      WHERE entry.id = NEW.last_entry_id AND entry.grant_id = NEW.id
        AND NEW.reported_vnd = OLD.reported_vnd + entry.amount_vnd))
  OR (coalesce(NEW.last_confirmation_id, 0) > coalesce(OLD.last_confirmation_id, 0)
    AND NEW.last_line_id IS OLD.last_line_id AND NEW.last_entry_id IS OLD.last_entry_id
    AND NEW.approved_vnd IS OLD.approved_vnd AND NEW.reported_vnd IS OLD.reported_vnd
    AND NEW.to_recover_vnd IS OLD.to_recover_vnd
    AND EXISTS (SELECT 1 FROM projects_confirmation confirmation
      JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
      WHERE confirmation.id = NEW.last_confirmation_id AND entry.grant_id = NEW.id
        AND NEW.confirmed_vnd = OLD.confirmed_vnd + entry.amount_vnd))
)
BEGIN SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger'); END;

-- Where money belongs: a project's centre and a centre's province ---------------------------------

CREATE TRIGGER guard_project_update BEFORE UPDATE ON projects_project
WHEN (NEW.id IS NOT OLD.id OR NEW.centre_id IS NOT OLD.centre_id)
  AND EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id
    AND (last_line_id IS NOT NULL OR last_entry_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'project_place_fixed'); END;

-- UPDATE OR REPLACE deletes whoever holds the new id or code, without a delete trigger.
CREATE TRIGGER guard_project_replace BEFORE UPDATE ON projects_project
WHEN NEW.code IS NOT OLD.code OR NEW.id IS NOT OLD.id
BEGIN
  SELECT RAISE(ABORT, 'project_place_fixed') WHERE EXISTS (
    SELECT 1 FROM projects_project WHERE (id = NEW.id OR code = NEW.code) AND id <> OLD.id);
END;

CREATE TRIGGER guard_project_delete BEFORE DELETE ON projects_project
WHEN EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'project_place_fixed'); END;

CREATE TRIGGER guard_project_insert BEFORE INSERT ON projects_project
BEGIN
  SELECT RAISE(ABORT, 'project_place_fixed') WHERE EXISTS (
    SELECT 1 FROM projects_project
    JOIN projects_grant g ON g.project_id = projects_project.id
    WHERE projects_project.id = NEW.id OR projects_project.code = NEW.code);
END;

CREATE TRIGGER guard_centre_update BEFORE UPDATE ON promotion_centre
WHEN (NEW.id IS NOT OLD.id OR NEW.province_id IS NOT OLD.province_id)
  AND EXISTS (SELECT 1 FROM projects_project project
    JOIN projects_grant g ON g.project_id = project.id
    WHERE project.centre_id = OLD.id
      AND (g.last_line_id IS NOT NULL OR g.last_entry_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'centre_place_fixed'); END;

CREATE TRIGGER guard_centre_replace BEFORE UPDATE ON promotion_centre
WHEN NEW.slug IS NOT OLD.slug OR NEW.id IS NOT OLD.id
BEGIN
  SELECT RAISE(ABORT, 'centre_place_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_centre WHERE (id = NEW.id OR slug = NEW.slug) AND id <> OLD.id);
END;

CREATE TRIGGER guard_centre_delete BEFORE DELETE ON promotion_centre
WHEN EXISTS (SELECT 1 FROM projects_project WHERE centre_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'centre_place_fixed'); END;

CREATE TRIGGER guard_centre_insert BEFORE INSERT ON promotion_centre
BEGIN
  SELECT RAISE(ABORT, 'centre_place_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_centre
    JOIN projects_project project ON project.centre_id = promotion_centre.id
    WHERE promotion_centre.id = NEW.id OR promotion_centre.slug = NEW.slug);
END;

-- Who wrote or confirmed a row stays who it was, and the unit where its money belongs ----------------

CREATE TRIGGER guard_user_update BEFORE UPDATE ON promotion_user
WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'person_fixed'); END;

CREATE TRIGGER guard_user_replace BEFORE UPDATE ON promotion_user
WHEN NEW.username IS NOT OLD.username
BEGIN
  SELECT RAISE(ABORT, 'person_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_user WHERE username = NEW.username AND id <> OLD.id);
END;

CREATE TRIGGER guard_user_insert BEFORE INSERT ON promotion_user
BEGIN
  SELECT RAISE(ABORT, 'person_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_user WHERE id = NEW.id OR username = NEW.username);
END;

CREATE TRIGGER guard_user_delete BEFORE DELETE ON promotion_user
WHEN EXISTS (SELECT 1 FROM projects_disbursement WHERE recorded_by_id = OLD.id)
  OR EXISTS (SELECT 1 FROM projects_confirmation WHERE confirmed_by_id = OLD.id)
  OR EXISTS (SELECT 1 FROM projects_grantline WHERE recorded_by_id = OLD.id)
  OR EXISTS (SELECT 1 FROM promotion_budgetline WHERE recorded_by_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'person_fixed'); END;

CREATE TRIGGER guard_province_update BEFORE UPDATE ON provinces_province
WHEN NEW.unit IS NOT OLD.unit
BEGIN SELECT RAISE(ABORT, 'province_fixed'); END;

CREATE TRIGGER guard_province_delete BEFORE DELETE ON provinces_province
WHEN EXISTS (SELECT 1 FROM promotion_centre WHERE province_id = OLD.unit)
  OR EXISTS (SELECT 1 FROM promotion_annualbudget WHERE province_id = OLD.unit)
BEGIN SELECT RAISE(ABORT, 'province_fixed'); END;

-- What a grant was given for ---------------------------------------------------------------------

CREATE TRIGGER guard_content_update BEFORE UPDATE ON promotion_content
WHEN NEW.slug IS NOT OLD.slug
BEGIN SELECT RAISE(ABORT, 'content_fixed'); END;

CREATE TRIGGER guard_content_delete BEFORE DELETE ON promotion_content
WHEN EXISTS (SELECT 1 FROM projects_grant WHERE content_id = OLD.slug)
BEGIN SELECT RAISE(ABORT, 'content_fixed'); END;

CREATE TRIGGER guard_content_insert BEFORE INSERT ON promotion_content
BEGIN
  SELECT RAISE(ABORT, 'content_fixed')
    WHERE EXISTS (SELECT 1 FROM promotion_content WHERE slug = NEW.slug);
END;
