-- Guards of decisions and annual budgets, and the functions that all rooms use.

CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;

CREATE OR REPLACE FUNCTION guard_raise(name text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', name USING ERRCODE = 'check_violation', CONSTRAINT = name;
END $$;

-- A line locks its budget, so that of two reversals of one line the later sees the earlier.
CREATE OR REPLACE FUNCTION guard_check_budget_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  line promotion_budgetline;
BEGIN
  NEW.recorded_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  IF NEW.amount_vnd NOT BETWEEN -1000000000000000 AND 1000000000000000 THEN
    PERFORM guard_raise('amount_in_whole_vnd');
  END IF;
  IF NEW.amount_vnd > 0 AND NEW.reverses_id IS NULL AND EXISTS (
    SELECT 1 FROM promotion_annualbudget budget
    JOIN promotion_decision decision ON decision.id = NEW.decision_id
    WHERE budget.id = NEW.budget_id AND budget.level = 'district'
      AND decision.signed_on > '2025-06-30') THEN
    PERFORM guard_raise('line_of_district_in_time');
  END IF;
  IF NEW.reverses_id IS NULL THEN RETURN NEW; END IF;
  PERFORM 1 FROM promotion_annualbudget WHERE id = NEW.budget_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT 1 FROM promotion_budgetline WHERE reverses_id = NEW.reverses_id) THEN
    PERFORM guard_raise('line_reversal_once');
  END IF;
  SELECT * INTO line FROM promotion_budgetline WHERE id = NEW.reverses_id;
  IF line.id IS NULL OR line.reverses_id IS NOT NULL OR line.kind <> NEW.kind
    OR line.budget_id <> NEW.budget_id OR line.from_budget_id IS DISTINCT FROM NEW.from_budget_id
    OR line.amount_vnd <> -NEW.amount_vnd THEN
    PERFORM guard_raise('line_reversal_in_full');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_decision_update BEFORE UPDATE ON promotion_decision
FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.number IS DISTINCT FROM OLD.number
  OR NEW.signed_on IS DISTINCT FROM OLD.signed_on OR NEW.issuer IS DISTINCT FROM OLD.issuer
  OR NEW.abstract IS DISTINCT FROM OLD.abstract
  OR OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id)
EXECUTE FUNCTION guard_refuse('decision_fixed');

CREATE OR REPLACE TRIGGER guard_decision_delete BEFORE DELETE ON promotion_decision
FOR EACH ROW EXECUTE FUNCTION guard_refuse('decision_fixed');

CREATE OR REPLACE TRIGGER guard_decision_truncate BEFORE TRUNCATE ON promotion_decision
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('decision_fixed');

CREATE OR REPLACE TRIGGER guard_annualbudget_update BEFORE UPDATE ON promotion_annualbudget
FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id
  OR NEW.province_id IS DISTINCT FROM OLD.province_id
  OR NEW.budget_year IS DISTINCT FROM OLD.budget_year OR NEW.source IS DISTINCT FROM OLD.source
  OR NEW.level IS DISTINCT FROM OLD.level)
EXECUTE FUNCTION guard_refuse('annualbudget_fixed');

CREATE OR REPLACE TRIGGER guard_annualbudget_delete BEFORE DELETE ON promotion_annualbudget
FOR EACH ROW EXECUTE FUNCTION guard_refuse('annualbudget_fixed');

CREATE OR REPLACE TRIGGER guard_annualbudget_truncate BEFORE TRUNCATE ON promotion_annualbudget
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('annualbudget_fixed');

CREATE OR REPLACE TRIGGER guard_budgetline_insert BEFORE INSERT ON promotion_budgetline
FOR EACH ROW EXECUTE FUNCTION guard_check_budget_line();

CREATE OR REPLACE TRIGGER guard_budgetline_change BEFORE UPDATE OR DELETE ON promotion_budgetline
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_budgetline_truncate BEFORE TRUNCATE ON promotion_budgetline
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
