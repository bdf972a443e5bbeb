-- A declared estimate is never changed; its province declares it in time, dated with that day.

CREATE OR REPLACE FUNCTION guard_check_estimate() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.recorded_at := clock_timestamp();
  NEW.id := nextval('reports_declaredestimate_id_seq');
  IF NEW.amount_vnd > 1000000000000000 THEN PERFORM guard_raise('amount_in_whole_vnd'); END IF;
  IF NOT NEW.synthetic
    AND NEW.declared_on <> (NEW.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN
    PERFORM guard_raise('estimate_dated_today');
  END IF;
  IF NEW.budget_year <> date_part('year', NEW.declared_on)
    OR NEW.month < date_part('month', NEW.declared_on) THEN
    PERFORM guard_raise('estimate_in_time');
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM promotion_user person
    JOIN provinces_province home ON home.unit = person.province_id
    JOIN provinces_province place ON place.unit = NEW.province_id
    WHERE person.id = NEW.recorded_by_id AND person.role = 'officer'
      AND home.current_id = place.current_id
      AND (NEW.synthetic OR place.current_id = place.unit)) THEN
    PERFORM guard_raise('estimate_by_its_department');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_declaredestimate_insert BEFORE INSERT ON reports_declaredestimate
FOR EACH ROW EXECUTE FUNCTION guard_check_estimate();

CREATE OR REPLACE TRIGGER guard_declaredestimate_change
BEFORE UPDATE OR DELETE ON reports_declaredestimate
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_declaredestimate_truncate BEFORE TRUNCATE ON reports_declaredestimate
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
