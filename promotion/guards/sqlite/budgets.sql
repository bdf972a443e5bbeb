-- Guards of decisions and annual budgets. A BEFORE INSERT trigger refuses an existing id or
-- key, so that REPLACE is no way round even where recursive_triggers is off.

CREATE TRIGGER guard_decision_update BEFORE UPDATE ON promotion_decision
WHEN NEW.id IS NOT OLD.id OR NEW.number IS NOT OLD.number
  OR NEW.signed_on IS NOT OLD.signed_on OR NEW.issuer IS NOT OLD.issuer
  OR NEW.abstract IS NOT OLD.abstract
  OR OLD.document_id IS NOT NULL AND NEW.document_id IS NOT OLD.document_id
BEGIN SELECT RAISE(ABORT, 'decision_fixed'); END;

CREATE TRIGGER guard_decision_delete BEFORE DELETE ON promotion_decision
BEGIN SELECT RAISE(ABORT, 'decision_fixed'); END;

CREATE TRIGGER guard_decision_insert BEFORE INSERT ON promotion_decision
BEGIN
  SELECT RAISE(ABORT, 'decision_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_decision
    WHERE id = NEW.id OR (number = NEW.number AND signed_on = NEW.signed_on
      AND issuer = NEW.issuer));
END;

CREATE TRIGGER guard_annualbudget_update BEFORE UPDATE ON promotion_annualbudget
WHEN NEW.id IS NOT OLD.id OR NEW.province_id IS NOT OLD.province_id
  OR NEW.budget_year IS NOT OLD.budget_year OR NEW.source IS NOT OLD.source
  OR NEW.level IS NOT OLD.level
BEGIN SELECT RAISE(ABORT, 'annualbudget_fixed'); END;

CREATE TRIGGER guard_annualbudget_delete BEFORE DELETE ON promotion_annualbudget
BEGIN SELECT RAISE(ABORT, 'annualbudget_fixed'); END;

CREATE TRIGGER guard_annualbudget_insert BEFORE INSERT ON promotion_annualbudget
BEGIN
  SELECT RAISE(ABORT, 'annualbudget_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_annualbudget
    WHERE id = NEW.id OR (province_id = NEW.province_id
      AND budget_year = NEW.budget_year AND source = NEW.source AND level = NEW.level));
END;

CREATE TRIGGER guard_budgetline_update BEFORE UPDATE ON promotion_budgetline
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_budgetline_delete BEFORE DELETE ON promotion_budgetline
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_budgetline_insert BEFORE INSERT ON promotion_budgetline
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM promotion_budgetline WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'amount_in_whole_vnd') WHERE typeof(NEW.amount_vnd) <> 'integer'
    OR NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000;
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'line_of_district_in_time')
    WHERE NEW.amount_vnd > 0 AND NEW.reverses_id IS NULL AND EXISTS (
      SELECT 1 FROM promotion_annualbudget budget
      JOIN promotion_decision decision ON decision.id = NEW.decision_id
      WHERE budget.id = NEW.budget_id AND budget.level = 'district'
        AND decision.signed_on > '2025-06-30');
  SELECT RAISE(ABORT, 'line_reversal_once') WHERE EXISTS (
    SELECT 1 FROM promotion_budgetline WHERE reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'line_reversal_in_full') WHERE NEW.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM promotion_budgetline line
    WHERE line.id = NEW.reverses_id AND line.reverses_id IS NULL AND line.kind = NEW.kind
      AND line.budget_id = NEW.budget_id AND line.from_budget_id IS NEW.from_budget_id
      AND line.amount_vnd = -NEW.amount_vnd);
END;

CREATE TRIGGER guard_decision_id AFTER INSERT ON promotion_decision
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_annualbudget_id AFTER INSERT ON promotion_annualbudget
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_budgetline_id AFTER INSERT ON promotion_budgetline
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;
