-- A declared estimate is never changed; its province declares it in time, dated with that day.

CREATE TRIGGER guard_declaredestimate_insert BEFORE INSERT ON reports_declaredestimate
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM reports_declaredestimate WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'amount_in_whole_vnd') WHERE typeof(NEW.amount_vnd) <> 'integer'
    OR NEW.amount_vnd > 1000000000000000;
  SELECT RAISE(ABORT, 'dates_are_days')
    WHERE NEW.declared_on IS NOT date(NEW.declared_on, '+0 days');
  SELECT RAISE(ABORT, 'estimate_dated_today')
    WHERE NOT NEW.synthetic AND NEW.declared_on <> date(NEW.recorded_at, '+7 hours');
  SELECT RAISE(ABORT, 'estimate_in_time')
    WHERE typeof(NEW.budget_year) <> 'integer' OR typeof(NEW.month) NOT IN ('integer', 'null')
      OR NEW.budget_year <> CAST(strftime('%Y', NEW.declared_on) AS integer)
      OR NEW.month < CAST(strftime('%m', NEW.declared_on) AS integer);
  SELECT RAISE(ABORT, 'estimate_by_its_department') WHERE NOT EXISTS (
    SELECT 1 FROM promotion_user person
    JOIN provinces_province home ON home.unit = person.province_id
    JOIN provinces_province place ON place.unit = NEW.province_id
    WHERE person.id = NEW.recorded_by_id AND person.role = 'officer'
      AND home.current_id = place.current_id
      AND (NEW.synthetic OR place.current_id = place.unit));
END;

CREATE TRIGGER guard_declaredestimate_id AFTER INSERT ON reports_declaredestimate
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_declaredestimate_update BEFORE UPDATE ON reports_declaredestimate
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_declaredestimate_delete BEFORE DELETE ON reports_declaredestimate
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
