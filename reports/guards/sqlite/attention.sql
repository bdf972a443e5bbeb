-- What was said of a place that needs attention is never changed; each side speaks of its money.

CREATE TRIGGER guard_attentionnote_insert BEFORE INSERT ON reports_attentionnote
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM reports_attentionnote WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.recorded_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.recorded_at)
      OR abs(strftime('%s', NEW.recorded_at) - strftime('%s', 'now')) > 60;
  SELECT RAISE(ABORT, 'dates_are_days') WHERE NEW.until IS NOT date(NEW.until, '+0 days');
  SELECT RAISE(ABORT, 'text_is_text')
    WHERE typeof(NEW.reason) <> 'text' OR length(NEW.reason) > 1000
      OR typeof(NEW.action) <> 'text' OR length(NEW.action) > 1000;
  SELECT RAISE(ABORT, 'attentionnote_by_source_side') WHERE NOT EXISTS (
    SELECT 1 FROM promotion_user person
    LEFT JOIN provinces_province home ON home.unit = person.province_id
    WHERE person.id = NEW.recorded_by_id
      AND (NEW.source = 'national' AND person.role = 'ministry'
        OR NEW.source = 'local' AND person.role = 'officer'
          AND home.current_id = NEW.province_id));
  SELECT RAISE(ABORT, 'attentionnote_unit_of_today')
    WHERE EXISTS (SELECT 1 FROM provinces_province place
      WHERE place.unit = NEW.province_id AND place.current_id <> place.unit);
END;

CREATE TRIGGER guard_attentionnote_id AFTER INSERT ON reports_attentionnote
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_attentionnote_update BEFORE UPDATE ON reports_attentionnote
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_attentionnote_delete BEFORE DELETE ON reports_attentionnote
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;
