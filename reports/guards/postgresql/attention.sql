-- What was said of a place that needs attention is never changed; each side speaks of its money.

CREATE OR REPLACE FUNCTION guard_check_attentionnote() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.recorded_at := clock_timestamp();
  NEW.id := nextval('reports_attentionnote_id_seq');
  IF NOT guard_is_on_side(NEW.recorded_by_id, NEW.province_id, NEW.source) THEN
    PERFORM guard_raise('attentionnote_by_source_side');
  END IF;
  IF EXISTS (SELECT 1 FROM provinces_province place
    WHERE place.unit = NEW.province_id AND place.current_id <> place.unit) THEN
    PERFORM guard_raise('attentionnote_unit_of_today');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_attentionnote_insert BEFORE INSERT ON reports_attentionnote
FOR EACH ROW EXECUTE FUNCTION guard_check_attentionnote();

CREATE OR REPLACE TRIGGER guard_attentionnote_change
BEFORE UPDATE OR DELETE ON reports_attentionnote
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_attentionnote_truncate BEFORE TRUNCATE ON reports_attentionnote
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
