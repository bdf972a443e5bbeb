-- Sums of confirmed money, which only confirmations move: of a day the one of its content; of a
-- month the one of its content and the one of all contents, whose content is NULL.

CREATE TRIGGER guard_confirmation_day AFTER INSERT ON projects_confirmation
BEGIN
  UPDATE projects_dailysum
  SET confirmed_vnd = projects_dailysum.confirmed_vnd + entry.amount_vnd,
      advances_vnd = projects_dailysum.advances_vnd + entry.advance_vnd - entry.cleared_vnd,
      entries = projects_dailysum.entries + 1,
      synthetic_entries = projects_dailysum.synthetic_entries + entry.synthetic,
      last_confirmation_id = NEW.id
  FROM projects_disbursement entry
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  WHERE entry.id = NEW.entry_id AND projects_dailysum.budget_year = g.budget_year
    AND projects_dailysum.day = entry.booked_on
    AND projects_dailysum.centre_id = project.centre_id
    AND projects_dailysum.source = g.source AND projects_dailysum.level = g.level
    AND projects_dailysum.content_id = g.content_id;
  INSERT INTO projects_dailysum (budget_year, day, centre_id, source, level, content_id,
    confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id)
  SELECT g.budget_year, entry.booked_on, project.centre_id, g.source, g.level, g.content_id,
    entry.amount_vnd, entry.advance_vnd - entry.cleared_vnd, 1, entry.synthetic, NEW.id
  FROM projects_disbursement entry
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  WHERE entry.id = NEW.entry_id AND changes() = 0;
END;

CREATE TRIGGER guard_confirmation_month AFTER INSERT ON projects_confirmation
BEGIN
  UPDATE projects_monthlysum
  SET confirmed_vnd = projects_monthlysum.confirmed_vnd + entry.amount_vnd,
      advances_vnd = projects_monthlysum.advances_vnd + entry.advance_vnd - entry.cleared_vnd,
      entries = projects_monthlysum.entries + 1,
      synthetic_entries = projects_monthlysum.synthetic_entries + entry.synthetic,
      last_confirmation_id = NEW.id
  FROM projects_disbursement entry
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  WHERE entry.id = NEW.entry_id AND projects_monthlysum.budget_year = g.budget_year
    AND projects_monthlysum.month = date(entry.booked_on, 'start of month')
    AND projects_monthlysum.centre_id = project.centre_id
    AND projects_monthlysum.source = g.source AND projects_monthlysum.level = g.level
    AND (projects_monthlysum.content_id = g.content_id OR projects_monthlysum.content_id IS NULL);
  -- The first of its content, or the first at all.
  INSERT INTO projects_monthlysum (budget_year, month, centre_id, source, level, content_id,
    confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id)
  SELECT g.budget_year, date(entry.booked_on, 'start of month'), project.centre_id, g.source,
    g.level, CASE missing.of_all WHEN 0 THEN g.content_id END, entry.amount_vnd,
    entry.advance_vnd - entry.cleared_vnd, 1, entry.synthetic, NEW.id
  FROM (SELECT 0 AS of_all UNION ALL SELECT 1) missing
  JOIN projects_disbursement entry
  JOIN projects_grant g ON g.id = entry.grant_id
  JOIN projects_project project ON project.id = g.project_id
  WHERE entry.id = NEW.entry_id AND changes() + missing.of_all <= 1;
END;

-- Each state of a row is the one before it, or nothing, and one confirmation that is newer than the
-- last one counted: none can be counted twice or by hand.
CREATE TRIGGER guard_monthlysum_insert BEFORE INSERT ON projects_monthlysum
BEGIN
  SELECT RAISE(ABORT, 'monthlysum_kept_by_ledger')
    WHERE EXISTS (SELECT 1 FROM projects_monthlysum
      WHERE id = NEW.id OR (budget_year = NEW.budget_year AND month = NEW.month
        AND centre_id = NEW.centre_id AND source = NEW.source AND level = NEW.level
        AND content_id IS NEW.content_id))
      OR NOT EXISTS (SELECT 1 FROM projects_confirmation confirmation
        JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
        JOIN projects_grant g ON g.id = entry.grant_id
        JOIN projects_project project ON project.id = g.project_id
        WHERE confirmation.id = NEW.last_confirmation_id
          AND NEW.budget_year = g.budget_year
          AND NEW.month = date(entry.booked_on, 'start of month')
          AND NEW.centre_id = project.centre_id
          AND NEW.source = g.source AND NEW.level = g.level
          AND coalesce(NEW.content_id, g.content_id) = g.content_id
          AND NEW.confirmed_vnd = entry.amount_vnd
          AND NEW.advances_vnd = entry.advance_vnd - entry.cleared_vnd
          AND NEW.entries = 1 AND NEW.synthetic_entries = entry.synthetic);
END;

CREATE TRIGGER guard_monthlysum_update BEFORE UPDATE ON projects_monthlysum
BEGIN
  SELECT RAISE(ABORT, 'monthlysum_kept_by_ledger')
    WHERE NEW.id IS NOT OLD.id OR NEW.budget_year IS NOT OLD.budget_year
      OR NEW.month IS NOT OLD.month OR NEW.centre_id IS NOT OLD.centre_id
      OR NEW.source IS NOT OLD.source OR NEW.level IS NOT OLD.level
      OR NEW.content_id IS NOT OLD.content_id
      OR NOT EXISTS (SELECT 1 FROM projects_confirmation confirmation
        JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
        JOIN projects_grant g ON g.id = entry.grant_id
        JOIN projects_project project ON project.id = g.project_id
        WHERE confirmation.id = NEW.last_confirmation_id
          AND confirmation.id > OLD.last_confirmation_id
          AND OLD.budget_year = g.budget_year
          AND OLD.month = date(entry.booked_on, 'start of month')
          AND OLD.centre_id = project.centre_id
          AND OLD.source = g.source AND OLD.level = g.level
          AND coalesce(OLD.content_id, g.content_id) = g.content_id
          AND NEW.confirmed_vnd = OLD.confirmed_vnd + entry.amount_vnd
          AND NEW.advances_vnd = OLD.advances_vnd + entry.advance_vnd - entry.cleared_vnd
          AND NEW.entries = OLD.entries + 1
          AND NEW.synthetic_entries = OLD.synthetic_entries + entry.synthetic);
END;

CREATE TRIGGER guard_monthlysum_delete BEFORE DELETE ON projects_monthlysum
BEGIN SELECT RAISE(ABORT, 'monthlysum_kept_by_ledger'); END;

CREATE TRIGGER guard_dailysum_insert BEFORE INSERT ON projects_dailysum
BEGIN
  SELECT RAISE(ABORT, 'dailysum_kept_by_ledger')
    WHERE EXISTS (SELECT 1 FROM projects_dailysum
      WHERE id = NEW.id OR (budget_year = NEW.budget_year AND day = NEW.day
        AND centre_id = NEW.centre_id AND source = NEW.source AND level = NEW.level
        AND content_id = NEW.content_id))
      OR NOT EXISTS (SELECT 1 FROM projects_confirmation confirmation
        JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
        JOIN projects_grant g ON g.id = entry.grant_id
        JOIN projects_project project ON project.id = g.project_id
        WHERE confirmation.id = NEW.last_confirmation_id
          AND NEW.budget_year = g.budget_year AND NEW.day = entry.booked_on
          AND NEW.centre_id = project.centre_id
          AND NEW.source = g.source AND NEW.level = g.level
          AND NEW.content_id = g.content_id
          AND NEW.confirmed_vnd = entry.amount_vnd
          AND NEW.advances_vnd = entry.advance_vnd - entry.cleared_vnd
          AND NEW.entries = 1 AND NEW.synthetic_entries = entry.synthetic);
END;

CREATE TRIGGER guard_dailysum_update BEFORE UPDATE ON projects_dailysum
BEGIN
  SELECT RAISE(ABORT, 'dailysum_kept_by_ledger')
    WHERE NEW.id IS NOT OLD.id OR NEW.budget_year IS NOT OLD.budget_year
      OR NEW.day IS NOT OLD.day OR NEW.centre_id IS NOT OLD.centre_id
      OR NEW.source IS NOT OLD.source OR NEW.level IS NOT OLD.level
      OR NEW.content_id IS NOT OLD.content_id
      OR NOT EXISTS (SELECT 1 FROM projects_confirmation confirmation
        JOIN projects_disbursement entry ON entry.id = confirmation.entry_id
        JOIN projects_grant g ON g.id = entry.grant_id
        JOIN projects_project project ON project.id = g.project_id
        WHERE confirmation.id = NEW.last_confirmation_id
          AND confirmation.id > OLD.last_confirmation_id
          AND OLD.budget_year = g.budget_year AND OLD.day = entry.booked_on
          AND OLD.centre_id = project.centre_id
          AND OLD.source = g.source AND OLD.level = g.level
          AND OLD.content_id = g.content_id
          AND NEW.confirmed_vnd = OLD.confirmed_vnd + entry.amount_vnd
          AND NEW.advances_vnd = OLD.advances_vnd + entry.advance_vnd - entry.cleared_vnd
          AND NEW.entries = OLD.entries + 1
          AND NEW.synthetic_entries = OLD.synthetic_entries + entry.synthetic);
END;

CREATE TRIGGER guard_dailysum_delete BEFORE DELETE ON projects_dailysum
BEGIN SELECT RAISE(ABORT, 'dailysum_kept_by_ledger'); END;
