-- Confirmations: the other person's word that an entry was paid.

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
    WHERE id = NEW.entry_id AND kind = 'reversal' AND agreed_by_id IS NULL
      OR reverses_id = NEW.entry_id);
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
  SELECT RAISE(ABORT, 'month_closed')
    FROM projects_grant g
    JOIN projects_project project ON project.id = g.project_id
    JOIN promotion_centre centre ON centre.id = project.centre_id
    LEFT JOIN provinces_province unit ON unit.unit = centre.province_id
    JOIN projects_monthclose last ON last.month = date((SELECT booked_on FROM projects_disbursement WHERE id = NEW.entry_id), 'start of month')
      AND last.source = g.source AND last.province_id IS unit.current_id
    WHERE g.id = (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id) AND last.event <> 'exception'
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

CREATE TRIGGER guard_confirmation_sum AFTER INSERT ON projects_confirmation
WHEN (SELECT agreed_by_id FROM projects_disbursement WHERE id = NEW.entry_id) IS NULL
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  UPDATE projects_grant
  SET confirmed_vnd = projects_grant.confirmed_vnd + entry.amount_vnd,
      advanced_vnd = projects_grant.advanced_vnd + entry.advance_vnd,
      cleared_vnd = projects_grant.cleared_vnd + entry.cleared_vnd,
      last_confirmation_id = NEW.id
  FROM projects_disbursement entry
  WHERE entry.id = NEW.entry_id AND projects_grant.id = entry.grant_id;
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant
    WHERE id = (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id)
      AND last_confirmation_id = NEW.id);
END;

-- A reversal that a replacement follows leaves what is to be recovered: it makes room for it.
CREATE TRIGGER guard_confirmation_agreed AFTER INSERT ON projects_confirmation
WHEN (SELECT agreed_by_id FROM projects_disbursement WHERE id = NEW.entry_id) IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'id_set_by_database') WHERE NEW.id NOT BETWEEN 1 AND 1000000000000000;
  SELECT RAISE(ABORT, 'grant_reported_within_approved')
    FROM projects_disbursement entry JOIN projects_grant g ON g.id = entry.grant_id
    WHERE entry.id = NEW.entry_id
      AND g.reported_vnd + entry.amount_vnd > g.approved_vnd + g.to_recover_vnd;
  UPDATE projects_grant
  SET reported_vnd = projects_grant.reported_vnd + entry.amount_vnd,
      confirmed_vnd = projects_grant.confirmed_vnd + entry.amount_vnd,
      to_recover_vnd = CASE
        WHEN entry.kind = 'reversal' AND entry.concerns_id IS NOT NULL THEN to_recover_vnd
        ELSE min(to_recover_vnd, max(0, reported_vnd + entry.amount_vnd - approved_vnd)) END,
      advanced_vnd = projects_grant.advanced_vnd + entry.advance_vnd,
      clearing_vnd = projects_grant.clearing_vnd + entry.cleared_vnd,
      cleared_vnd = projects_grant.cleared_vnd + entry.cleared_vnd,
      last_entry_id = entry.id,
      last_confirmation_id = NEW.id
  FROM projects_disbursement entry
  WHERE entry.id = NEW.entry_id AND projects_grant.id = entry.grant_id;
  SELECT RAISE(ABORT, 'grant_sums_kept_by_ledger') WHERE NOT EXISTS (
    SELECT 1 FROM projects_grant
    WHERE id = (SELECT grant_id FROM projects_disbursement WHERE id = NEW.entry_id)
      AND last_confirmation_id = NEW.id);
END;

CREATE TRIGGER guard_confirmation_update BEFORE UPDATE ON projects_confirmation
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_confirmation_delete BEFORE DELETE ON projects_confirmation
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

