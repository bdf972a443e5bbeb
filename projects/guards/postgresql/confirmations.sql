-- Confirmations: the other person's word that an entry was paid.

-- Whether the person stands on the side of the money: local, the provincial Department of today's
-- unit; national, the Agency.
CREATE OR REPLACE FUNCTION guard_is_on_side(person_id bigint, of_unit text, money text)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM promotion_user u
    LEFT JOIN provinces_province home ON home.unit = u.province_id
    WHERE u.id = person_id
      AND (money = 'national' AND u.role = 'ministry'
        OR money = 'local' AND u.role = 'officer' AND home.current_id = of_unit)) $$;

CREATE OR REPLACE FUNCTION guard_check_confirmation() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry projects_disbursement;
  place record;
BEGIN
  NEW.confirmed_at := clock_timestamp();
  SELECT * INTO entry FROM projects_disbursement WHERE id = NEW.entry_id;
  SELECT * INTO place FROM guard_place_of(entry.grant_id);
  PERFORM guard_lock_side(place.unit, place.money);
  PERFORM 1 FROM projects_grant WHERE id = entry.grant_id FOR NO KEY UPDATE;
  NEW.id := nextval('projects_confirmation_id_seq');
  IF EXISTS (SELECT 1 FROM projects_confirmation WHERE entry_id = NEW.entry_id) THEN
    PERFORM guard_raise('confirmation_once');
  END IF;
  IF entry.kind = 'reversal' AND entry.agreed_by_id IS NULL
    OR EXISTS (SELECT 1 FROM projects_disbursement WHERE reverses_id = NEW.entry_id) THEN
    PERFORM guard_raise('confirmation_of_returned');
  END IF;
  IF entry.recorded_by_id = NEW.confirmed_by_id THEN
    PERFORM guard_raise('confirmation_by_another');
  END IF;
  IF NOT guard_is_on_side(NEW.confirmed_by_id, place.unit, place.money) THEN
    PERFORM guard_raise('confirmation_by_source_side');
  END IF;
  IF guard_is_closed(place.unit, place.money, entry.booked_on, place.centre) THEN
    PERFORM guard_raise('month_closed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_sum_confirmation() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry projects_disbursement;
BEGIN
  SELECT * INTO entry FROM projects_disbursement WHERE id = NEW.entry_id;
  IF entry.agreed_by_id IS NULL THEN
    UPDATE projects_grant
    SET confirmed_vnd = confirmed_vnd + entry.amount_vnd,
        advanced_vnd = advanced_vnd + entry.advance_vnd,
        cleared_vnd = cleared_vnd + entry.cleared_vnd,
        last_confirmation_id = NEW.id
    WHERE id = entry.grant_id;
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT 1 FROM projects_grant WHERE id = entry.grant_id
      AND reported_vnd + entry.amount_vnd > approved_vnd + to_recover_vnd) THEN
    PERFORM guard_raise('grant_reported_within_approved');
  END IF;
  -- A reversal that a replacement follows leaves what is to be recovered: it makes room for it.
  UPDATE projects_grant
  SET reported_vnd = reported_vnd + entry.amount_vnd,
      confirmed_vnd = confirmed_vnd + entry.amount_vnd,
      to_recover_vnd = CASE
        WHEN entry.kind = 'reversal' AND entry.concerns_id IS NOT NULL THEN to_recover_vnd
        ELSE least(to_recover_vnd, greatest(0, reported_vnd + entry.amount_vnd - approved_vnd)) END,
      advanced_vnd = advanced_vnd + entry.advance_vnd,
      clearing_vnd = clearing_vnd + entry.cleared_vnd,
      cleared_vnd = cleared_vnd + entry.cleared_vnd,
      last_entry_id = entry.id,
      last_confirmation_id = NEW.id
  WHERE id = entry.grant_id;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_confirmation_insert BEFORE INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_check_confirmation();

CREATE OR REPLACE TRIGGER guard_confirmation_sum AFTER INSERT ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_sum_confirmation();

CREATE OR REPLACE TRIGGER guard_confirmation_change BEFORE UPDATE OR DELETE ON projects_confirmation
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_confirmation_truncate BEFORE TRUNCATE ON projects_confirmation
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');
