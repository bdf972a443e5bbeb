-- The log of changes: each change of users' reach and of centres is one row, whoever makes it and
-- by whatever way; person and reason are those that the application told in the transaction.

CREATE OR REPLACE FUNCTION guard_check_change() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.changed_at := clock_timestamp();
  IF NEW.id NOT BETWEEN 1 AND 1000000000000000 THEN
    PERFORM guard_raise('id_set_by_database');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_changelog_insert BEFORE INSERT ON promotion_changelog
FOR EACH ROW EXECUTE FUNCTION guard_check_change();

CREATE OR REPLACE TRIGGER guard_changelog_change BEFORE UPDATE OR DELETE ON promotion_changelog
FOR EACH ROW EXECUTE FUNCTION guard_refuse('ledger_append_only');

CREATE OR REPLACE TRIGGER guard_changelog_truncate BEFORE TRUNCATE ON promotion_changelog
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('ledger_append_only');

-- An author that outlived its transaction would be blamed for the changes of others.
CREATE OR REPLACE FUNCTION guard_check_author() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM promotion_changeauthor WHERE id = NEW.id) THEN
    PERFORM guard_raise('changeauthor_for_one_transaction');
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS guard_changeauthor_leaves ON promotion_changeauthor;
CREATE CONSTRAINT TRIGGER guard_changeauthor_leaves AFTER INSERT ON promotion_changeauthor
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_check_author();

-- Arguments: the column that names what the row is a part of ('' for none), then those logged.
CREATE OR REPLACE FUNCTION guard_log_change() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was jsonb := to_jsonb(OLD);
  now jsonb := to_jsonb(NEW);
  logged_before jsonb;
  logged_after jsonb;
  author promotion_changeauthor;
BEGIN
  SELECT jsonb_object_agg(key, value) INTO logged_before FROM jsonb_each(was)
  WHERE key = ANY (TG_ARGV[1:]) AND value IS DISTINCT FROM now -> key;
  SELECT jsonb_object_agg(key, value) INTO logged_after FROM jsonb_each(now)
  WHERE key = ANY (TG_ARGV[1:]) AND value IS DISTINCT FROM was -> key;
  IF logged_before IS NULL AND logged_after IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO author FROM promotion_changeauthor ORDER BY id DESC LIMIT 1;
  INSERT INTO promotion_changelog
    ("table", row_key, part_of, person_id, reason, "before", "after")
  VALUES (TG_TABLE_NAME, coalesce(was, now) ->> 'id',
    coalesce(coalesce(was, now) ->> TG_ARGV[0], ''),
    author.person_id, coalesce(author.reason, ''), logged_before, logged_after);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER guard_user_log AFTER INSERT OR UPDATE OR DELETE
ON promotion_user FOR EACH ROW EXECUTE FUNCTION guard_log_change(
  '', 'id', 'username', 'role', 'centre_id', 'province_id', 'valid_until', 'is_active');

CREATE OR REPLACE TRIGGER guard_user_log_truncate BEFORE TRUNCATE ON promotion_user
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('change_unlogged');

CREATE OR REPLACE TRIGGER guard_centre_log AFTER INSERT OR UPDATE OR DELETE
ON promotion_centre FOR EACH ROW EXECUTE FUNCTION guard_log_change(
  '', 'id', 'slug', 'name', 'province_id', 'opened_on', 'closed_on', 'successor_id',
  'current_id');

CREATE OR REPLACE TRIGGER guard_centre_log_truncate BEFORE TRUNCATE ON promotion_centre
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('change_unlogged');
