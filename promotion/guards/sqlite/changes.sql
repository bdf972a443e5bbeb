-- The log of changes: each change of users' reach and of centres is one row, whoever makes it and
-- by whatever way; person and reason are those that the application told in the transaction.

CREATE TRIGGER guard_changelog_insert BEFORE INSERT ON promotion_changelog
BEGIN
  SELECT RAISE(ABORT, 'ledger_append_only')
    WHERE EXISTS (SELECT 1 FROM promotion_changelog WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'recorded_at_set_by_database')
    WHERE NEW.changed_at IS NOT strftime('%Y-%m-%d %H:%M:%f', NEW.changed_at)
      OR abs(strftime('%s', NEW.changed_at) - strftime('%s', 'now')) > 60;
END;

CREATE TRIGGER guard_changelog_id AFTER INSERT ON promotion_changelog
WHEN NEW.id NOT BETWEEN 1 AND 1000000000000000
BEGIN SELECT RAISE(ABORT, 'id_set_by_database'); END;

CREATE TRIGGER guard_changelog_update BEFORE UPDATE ON promotion_changelog
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

CREATE TRIGGER guard_changelog_delete BEFORE DELETE ON promotion_changelog
BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END;

-- What a function would be: a row put into this view, before and after with all logged columns,
-- is logged with those that differ, and with the author that the transaction has.
DROP VIEW IF EXISTS guard_change;
CREATE VIEW guard_change AS
SELECT NULL AS "table", NULL AS row_key, NULL AS part_of, NULL AS was, NULL AS now;

CREATE TRIGGER guard_log_change INSTEAD OF INSERT ON guard_change
WHEN NEW.was IS NOT NEW.now
BEGIN
  INSERT INTO promotion_changelog
    ("table", row_key, part_of, person_id, reason, "before", "after")
  SELECT NEW."table", NEW.row_key, NEW.part_of,
    (SELECT person_id FROM promotion_changeauthor ORDER BY id DESC LIMIT 1),
    coalesce((SELECT reason FROM promotion_changeauthor ORDER BY id DESC LIMIT 1), ''),
    (SELECT nullif(json_group_object(key, value), '{}') FROM json_each(NEW.was)
      WHERE NEW.now IS NULL OR value IS NOT json_extract(NEW.now, '$.' || key)),
    (SELECT nullif(json_group_object(key, value), '{}') FROM json_each(NEW.now)
      WHERE NEW.was IS NULL OR value IS NOT json_extract(NEW.was, '$.' || key));
END;

-- REPLACE would delete a row that has the same id or key without a delete trigger.
CREATE TRIGGER guard_centre_once BEFORE INSERT ON promotion_centre
BEGIN
  SELECT RAISE(ABORT, 'change_unlogged')
    WHERE EXISTS (SELECT 1 FROM promotion_centre WHERE id = NEW.id OR slug = NEW.slug);
END;

CREATE TRIGGER guard_user_log_insert AFTER INSERT ON promotion_user
BEGIN
  INSERT INTO guard_change VALUES ('promotion_user', NEW.id, '',
    NULL,
    json_object(
      'id', NEW.id, 'username', NEW.username, 'role', NEW.role, 'centre_id', NEW.centre_id,
      'province_id', NEW.province_id, 'valid_until', NEW.valid_until, 'is_active', NEW.is_active));
END;

CREATE TRIGGER guard_user_log_update AFTER UPDATE ON promotion_user
BEGIN
  INSERT INTO guard_change VALUES ('promotion_user', OLD.id, '',
    json_object(
      'id', OLD.id, 'username', OLD.username, 'role', OLD.role, 'centre_id', OLD.centre_id,
      'province_id', OLD.province_id, 'valid_until', OLD.valid_until, 'is_active', OLD.is_active),
    json_object(
      'id', NEW.id, 'username', NEW.username, 'role', NEW.role, 'centre_id', NEW.centre_id,
      'province_id', NEW.province_id, 'valid_until', NEW.valid_until, 'is_active', NEW.is_active));
END;

CREATE TRIGGER guard_user_log_delete AFTER DELETE ON promotion_user
BEGIN
  INSERT INTO guard_change VALUES ('promotion_user', OLD.id, '',
    json_object(
      'id', OLD.id, 'username', OLD.username, 'role', OLD.role, 'centre_id', OLD.centre_id,
      'province_id', OLD.province_id, 'valid_until', OLD.valid_until, 'is_active', OLD.is_active),
    NULL);
END;

CREATE TRIGGER guard_centre_log_insert AFTER INSERT ON promotion_centre
BEGIN
  INSERT INTO guard_change VALUES ('promotion_centre', NEW.id, '',
    NULL,
    json_object(
      'id', NEW.id, 'slug', NEW.slug, 'name', NEW.name, 'province_id', NEW.province_id,
      'opened_on', NEW.opened_on, 'closed_on', NEW.closed_on, 'successor_id', NEW.successor_id,
      'current_id', NEW.current_id));
END;

CREATE TRIGGER guard_centre_log_update AFTER UPDATE ON promotion_centre
BEGIN
  INSERT INTO guard_change VALUES ('promotion_centre', OLD.id, '',
    json_object(
      'id', OLD.id, 'slug', OLD.slug, 'name', OLD.name, 'province_id', OLD.province_id,
      'opened_on', OLD.opened_on, 'closed_on', OLD.closed_on, 'successor_id', OLD.successor_id,
      'current_id', OLD.current_id),
    json_object(
      'id', NEW.id, 'slug', NEW.slug, 'name', NEW.name, 'province_id', NEW.province_id,
      'opened_on', NEW.opened_on, 'closed_on', NEW.closed_on, 'successor_id', NEW.successor_id,
      'current_id', NEW.current_id));
END;

CREATE TRIGGER guard_centre_log_delete AFTER DELETE ON promotion_centre
BEGIN
  INSERT INTO guard_change VALUES ('promotion_centre', OLD.id, '',
    json_object(
      'id', OLD.id, 'slug', OLD.slug, 'name', OLD.name, 'province_id', OLD.province_id,
      'opened_on', OLD.opened_on, 'closed_on', OLD.closed_on, 'successor_id', OLD.successor_id,
      'current_id', OLD.current_id),
    NULL);
END;
