-- Where money belongs: a project's centre and a centre's province ---------------------------------

CREATE OR REPLACE FUNCTION guard_check_project() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id
    AND (last_line_id IS NOT NULL OR last_entry_id IS NOT NULL)) THEN
    PERFORM guard_raise('project_place_fixed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_project_update BEFORE UPDATE ON projects_project
FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id
  OR NEW.centre_id IS DISTINCT FROM OLD.centre_id)
EXECUTE FUNCTION guard_check_project();

CREATE OR REPLACE FUNCTION guard_check_centre() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_project project
    JOIN projects_grant g ON g.project_id = project.id
    WHERE project.centre_id = OLD.id
      AND (g.last_line_id IS NOT NULL OR g.last_entry_id IS NOT NULL)) THEN
    PERFORM guard_raise('centre_place_fixed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER guard_centre_update BEFORE UPDATE ON promotion_centre
FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id
  OR NEW.province_id IS DISTINCT FROM OLD.province_id)
EXECUTE FUNCTION guard_check_centre();

-- Foreign keys are deferred: a project or centre that was deleted may come back elsewhere before
-- the transaction ends.
CREATE OR REPLACE FUNCTION guard_check_project_delete() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id) THEN
    PERFORM guard_raise('project_place_fixed');
  END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER guard_project_delete BEFORE DELETE ON projects_project
FOR EACH ROW EXECUTE FUNCTION guard_check_project_delete();

CREATE OR REPLACE FUNCTION guard_check_centre_delete() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM projects_project WHERE centre_id = OLD.id) THEN
    PERFORM guard_raise('centre_place_fixed');
  END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER guard_centre_delete BEFORE DELETE ON promotion_centre
FOR EACH ROW EXECUTE FUNCTION guard_check_centre_delete();

CREATE OR REPLACE TRIGGER guard_user_update BEFORE UPDATE ON promotion_user
FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION guard_refuse('person_fixed');

-- Whoever left still is who recorded, confirmed, read or changed something: accounts are closed.
CREATE OR REPLACE TRIGGER guard_user_delete BEFORE DELETE ON promotion_user
FOR EACH ROW EXECUTE FUNCTION guard_refuse('person_fixed');

CREATE OR REPLACE TRIGGER guard_province_update BEFORE UPDATE ON provinces_province
FOR EACH ROW WHEN (NEW.unit <> OLD.unit) EXECUTE FUNCTION guard_refuse('province_fixed');

CREATE OR REPLACE TRIGGER guard_content_update BEFORE UPDATE ON promotion_content
FOR EACH ROW WHEN (NEW.slug <> OLD.slug) EXECUTE FUNCTION guard_refuse('content_fixed');
