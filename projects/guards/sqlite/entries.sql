-- Entries: what was paid, recovered or cleared, and what takes an entry back.

CREATE TRIGGER guard_disbursement_insert BEFORE INSERT ON projects_disbursement
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM projects_disbursement WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'amount_in_whole_vnd')
    WHERE typeof(NEW.amount_vnd) <> 'integer' OR typeof(NEW.advance_vnd) <> 'integer'
      OR typeof(NEW.cleared_vnd) <> 'integer'
      OR NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000
      OR NEW.cleared_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000;
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
    WHERE NOT EXISTS (SELECT 1 FROM promotion_user WHERE id = NEW.recorded_by_id)
      OR NEW.agreed_by_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM promotion_user WHERE id = NEW.agreed_by_id);
  SELECT RAISE(ABORT, 'text_is_text') WHERE typeof(NEW.voucher_number) <> 'text'
    OR length(NEW.voucher_number) > 40 OR typeof(NEW.reason) <> 'text' OR length(NEW.reason) > 400;
  SELECT RAISE(ABORT, 'disbursement_sign_fits_kind') WHERE NOT CASE NEW.kind
    WHEN 'advance' THEN NEW.reverses_id IS NULL AND NEW.amount_vnd > 0
      AND NEW.advance_vnd = NEW.amount_vnd AND NEW.cleared_vnd = 0
    WHEN 'payment' THEN NEW.reverses_id IS NULL AND NEW.amount_vnd > 0
      AND NEW.advance_vnd = 0 AND NEW.cleared_vnd = 0
    WHEN 'clearing' THEN NEW.reverses_id IS NULL AND NEW.amount_vnd = 0
      AND NEW.advance_vnd = 0 AND NEW.cleared_vnd > 0
    WHEN 'recovery' THEN NEW.reverses_id IS NULL AND NEW.amount_vnd < 0
      AND NEW.advance_vnd IN (0, NEW.amount_vnd) AND NEW.cleared_vnd = 0
    WHEN 'reversal' THEN NEW.reverses_id IS NOT NULL
      AND NEW.amount_vnd <= 0 AND NEW.advance_vnd <= 0 AND NEW.cleared_vnd <= 0
    ELSE 0 END;
  SELECT RAISE(ABORT, 'disbursement_recovery_concerns_entry') WHERE NOT CASE NEW.kind
    WHEN 'recovery' THEN NEW.concerns_id IS NOT NULL AND NEW.agreed_by_id IS NOT NULL
    WHEN 'reversal' THEN NEW.concerns_id IS NULL OR NEW.agreed_by_id IS NOT NULL
    ELSE (NEW.concerns_id IS NULL) = (NEW.agreed_by_id IS NULL) END;
  SELECT RAISE(ABORT, 'disbursement_booked_after_voucher') WHERE NEW.booked_on < NEW.voucher_on;
  SELECT RAISE(ABORT, 'disbursement_key_used') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement WHERE idempotency_key = NEW.idempotency_key);
END;

CREATE TRIGGER guard_disbursement_month BEFORE INSERT ON projects_disbursement
WHEN NOT (NEW.kind = 'reversal' AND NEW.agreed_by_id IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'month_closed')
    FROM projects_grant g
    JOIN projects_project project ON project.id = g.project_id
    JOIN promotion_centre centre ON centre.id = project.centre_id
    LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
    JOIN projects_monthclose last ON last.month = date(NEW.booked_on, 'start of month')
      AND last.source = g.source AND last.province_id IS unit.current_id
    WHERE g.id = NEW.grant_id AND last.event <> 'exception'
      AND (last.event = 'close' OR last.expires_on < date('now', '+7 hours'))
      AND NOT EXISTS (SELECT 1 FROM projects_monthclose later
        WHERE later.month = last.month AND later.source = last.source
          AND later.province_id IS last.province_id AND later.event <> 'exception'
          AND later.id > last.id)
      AND NOT EXISTS (SELECT 1 FROM projects_monthclose open
        WHERE open.month = last.month AND open.source = last.source
          AND open.province_id IS last.province_id AND open.event = 'exception'
          AND open.id > last.id AND open.centre_id = centre.current_id
          AND open.expires_on >= date('now', '+7 hours'));
END;

CREATE TRIGGER guard_disbursement_reversal BEFORE INSERT ON projects_disbursement
WHEN NEW.reverses_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'reversal_once') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'reversal_in_full') WHERE NOT EXISTS (
    SELECT 1 FROM projects_disbursement entry
    WHERE entry.id = NEW.reverses_id AND entry.kind NOT IN ('reversal', 'recovery')
      AND entry.grant_id = NEW.grant_id AND entry.amount_vnd = -NEW.amount_vnd
      AND entry.advance_vnd = -NEW.advance_vnd AND entry.cleared_vnd = -NEW.cleared_vnd
      AND (entry.booked_on = NEW.booked_on
        OR NEW.agreed_by_id IS NOT NULL AND entry.booked_on < NEW.booked_on)
      AND coalesce(NEW.concerns_id, entry.id) = entry.id);
  SELECT RAISE(ABORT, 'reversal_of_confirmed') WHERE NEW.agreed_by_id IS NULL AND EXISTS (
    SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'correction_of_confirmed') WHERE NEW.agreed_by_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'correction_of_recovered') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE concerns_id = NEW.reverses_id AND kind = 'recovery');
END;

CREATE TRIGGER guard_disbursement_recovery BEFORE INSERT ON projects_disbursement
WHEN NEW.kind = 'recovery'
BEGIN
  SELECT RAISE(ABORT, 'concerns_own_grant') WHERE NOT EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE id = NEW.concerns_id AND grant_id = NEW.grant_id AND kind <> 'reversal');
  SELECT RAISE(ABORT, 'recovery_of_confirmed') WHERE NOT EXISTS (
    SELECT 1 FROM projects_disbursement entry
    JOIN projects_confirmation ON entry_id = entry.id
    WHERE entry.id = NEW.concerns_id AND entry.kind IN ('advance', 'payment')
      AND NOT EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = entry.id));
  SELECT RAISE(ABORT, 'disbursement_sign_fits_kind') FROM projects_disbursement entry
    WHERE entry.id = NEW.concerns_id
      AND NEW.advance_vnd <> CASE entry.kind WHEN 'advance' THEN NEW.amount_vnd ELSE 0 END;
  SELECT RAISE(ABORT, 'recovery_within_entry') FROM projects_disbursement entry
    WHERE entry.id = NEW.concerns_id AND entry.amount_vnd + NEW.amount_vnd + (
      SELECT coalesce(sum(amount_vnd), 0) FROM projects_disbursement
      WHERE concerns_id = entry.id AND kind = 'recovery') < 0;
END;

CREATE TRIGGER guard_disbursement_replacement BEFORE INSERT ON projects_disbursement
WHEN NEW.concerns_id IS NOT NULL AND NEW.kind NOT IN ('recovery', 'reversal')
BEGIN
  SELECT RAISE(ABORT, 'concerns_own_grant') WHERE NOT EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE id = NEW.concerns_id AND grant_id = NEW.grant_id AND kind <> 'reversal');
  SELECT RAISE(ABORT, 'replacement_of_reversed') WHERE NOT EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE reverses_id = NEW.concerns_id AND concerns_id = NEW.concerns_id);
  SELECT RAISE(ABORT, 'replacement_once') WHERE EXISTS (
    SELECT 1 FROM projects_disbursement
    WHERE concerns_id = NEW.concerns_id AND kind NOT IN ('recovery', 'reversal'));
END;

CREATE TRIGGER guard_disbursement_sum AFTER INSERT ON projects_disbursement
WHEN NEW.agreed_by_id IS NULL
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_reported_within_approved') FROM projects_grant
    WHERE id = NEW.grant_id AND (reported_vnd + NEW.amount_vnd < 0
      OR NEW.amount_vnd > 0 AND reported_vnd + NEW.amount_vnd > approved_vnd);
  UPDATE projects_grant
  SET reported_vnd = reported_vnd + NEW.amount_vnd,
      to_recover_vnd = min(to_recover_vnd, max(0, reported_vnd + NEW.amount_vnd - approved_vnd)),
      clearing_vnd = clearing_vnd + NEW.cleared_vnd,
      last_entry_id = NEW.id
  WHERE id = NEW.grant_id;
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant WHERE id = NEW.grant_id AND last_entry_id = NEW.id);
END;

-- What is agreed to is confirmed as it is written; its confirmation then moves all sums at once.
CREATE TRIGGER guard_disbursement_agreed AFTER INSERT ON projects_disbursement
WHEN NEW.agreed_by_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  INSERT INTO projects_confirmation (entry_id, confirmed_by_id) VALUES (NEW.id, NEW.agreed_by_id);
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant WHERE id = NEW.grant_id AND last_entry_id = NEW.id);
END;

CREATE TRIGGER guard_disbursement_update BEFORE UPDATE ON projects_disbursement
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_disbursement_delete BEFORE DELETE ON projects_disbursement
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

