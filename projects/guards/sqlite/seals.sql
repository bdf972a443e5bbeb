-- Seals of entries: a chain without gaps, added to and never changed.

CREATE TRIGGER guard_ledgerseal_insert BEFORE INSERT ON projects_ledgerseal
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only') WHERE EXISTS (
    SELECT 1 FROM projects_ledgerseal
    WHERE id = NEW.id OR entry_id = NEW.entry_id
      OR chain = NEW.chain AND number = NEW.number);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.sealed_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.sealed_at)
      OR abs(strftime('%s', NEW.sealed_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'seal_without_gap') WHERE NEW.number IS NOT 1 + coalesce(
    (SELECT max(number) FROM projects_ledgerseal WHERE chain = NEW.chain), 0);
END;

-- Verified in the order of their ids: none stands before the first, none leaves a gap.
CREATE TRIGGER guard_ledgerseal_id AFTER INSERT ON projects_ledgerseal
WHEN NEW.id < 1
  OR NEW.id > 1 AND NOT EXISTS (SELECT 1 FROM projects_ledgerseal WHERE id = NEW.id - 1)
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_ledgerseal_update BEFORE UPDATE ON projects_ledgerseal
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_ledgerseal_delete BEFORE DELETE ON projects_ledgerseal
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
