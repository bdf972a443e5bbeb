-- Where money belongs: a project's centre and a centre's province ---------------------------------

CREATE TRIGGER guard_project_update BEFORE UPDATE ON projects_project
WHEN (NEW.id IS NOT OLD.id OR NEW.centre_id IS NOT OLD.centre_id)
  AND EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id
    AND (last_line_id IS NOT NULL OR last_entry_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'project_place_fixed'); END;

-- UPDATE OR REPLACE deletes whoever holds the new id or code, without a delete trigger.
CREATE TRIGGER guard_project_replace BEFORE UPDATE ON projects_project
WHEN NEW.code IS NOT OLD.code OR NEW.id IS NOT OLD.id
BEGIN
  SELECT RAISE(ABORT, 'project_place_fixed') WHERE EXISTS (
    SELECT 1 FROM projects_project WHERE (id = NEW.id OR code = NEW.code) AND id <> OLD.id);
END;

CREATE TRIGGER guard_project_delete BEFORE DELETE ON projects_project
WHEN EXISTS (SELECT 1 FROM projects_grant WHERE project_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'project_place_fixed'); END;

CREATE TRIGGER guard_project_insert BEFORE INSERT ON projects_project
BEGIN
  SELECT RAISE(ABORT, 'project_place_fixed') WHERE EXISTS (
    SELECT 1 FROM projects_project
    JOIN projects_grant g ON g.project_id = projects_project.id
    WHERE projects_project.id = NEW.id OR projects_project.code = NEW.code);
END;

CREATE TRIGGER guard_centre_update BEFORE UPDATE ON promotion_centre
WHEN (NEW.id IS NOT OLD.id OR NEW.province_id IS NOT OLD.province_id)
  AND EXISTS (SELECT 1 FROM projects_project project
    JOIN projects_grant g ON g.project_id = project.id
    WHERE project.centre_id = OLD.id
      AND (g.last_line_id IS NOT NULL OR g.last_entry_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'centre_place_fixed'); END;

CREATE TRIGGER guard_centre_replace BEFORE UPDATE ON promotion_centre
WHEN NEW.slug IS NOT OLD.slug OR NEW.id IS NOT OLD.id
BEGIN
  SELECT RAISE(ABORT, 'centre_place_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_centre WHERE (id = NEW.id OR slug = NEW.slug) AND id <> OLD.id);
END;

CREATE TRIGGER guard_centre_delete BEFORE DELETE ON promotion_centre
WHEN EXISTS (SELECT 1 FROM projects_project WHERE centre_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'centre_place_fixed'); END;

CREATE TRIGGER guard_centre_insert BEFORE INSERT ON promotion_centre
BEGIN
  SELECT RAISE(ABORT, 'centre_place_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_centre
    JOIN projects_project project ON project.centre_id = promotion_centre.id
    WHERE promotion_centre.id = NEW.id OR promotion_centre.slug = NEW.slug);
END;

-- Who wrote or confirmed a row stays who it was, and the unit where its money belongs ----------------

CREATE TRIGGER guard_user_update BEFORE UPDATE ON promotion_user
WHEN NEW.id IS NOT OLD.id
BEGIN SELECT RAISE(ABORT, 'person_fixed'); END;

CREATE TRIGGER guard_user_replace BEFORE UPDATE ON promotion_user
WHEN NEW.username IS NOT OLD.username
BEGIN
  SELECT RAISE(ABORT, 'person_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_user WHERE username = NEW.username AND id <> OLD.id);
END;

CREATE TRIGGER guard_user_insert BEFORE INSERT ON promotion_user
BEGIN
  SELECT RAISE(ABORT, 'person_fixed') WHERE EXISTS (
    SELECT 1 FROM promotion_user WHERE id = NEW.id OR username = NEW.username);
END;

-- Whoever left still is who recorded, confirmed, read or changed something: accounts are closed.
CREATE TRIGGER guard_user_delete BEFORE DELETE ON promotion_user
BEGIN SELECT RAISE(ABORT, 'person_fixed'); END;

CREATE TRIGGER guard_province_update BEFORE UPDATE ON provinces_province
WHEN NEW.unit IS NOT OLD.unit
BEGIN SELECT RAISE(ABORT, 'province_fixed'); END;

CREATE TRIGGER guard_province_delete BEFORE DELETE ON provinces_province
WHEN EXISTS (SELECT 1 FROM promotion_centre WHERE province_id = OLD.unit)
  OR EXISTS (SELECT 1 FROM promotion_annualbudget WHERE province_id = OLD.unit)
BEGIN SELECT RAISE(ABORT, 'province_fixed'); END;

-- What a grant was given for ---------------------------------------------------------------------

CREATE TRIGGER guard_content_update BEFORE UPDATE ON promotion_content
WHEN NEW.slug IS NOT OLD.slug
BEGIN SELECT RAISE(ABORT, 'content_fixed'); END;

CREATE TRIGGER guard_content_delete BEFORE DELETE ON promotion_content
WHEN EXISTS (SELECT 1 FROM projects_grant WHERE content_id = OLD.slug)
BEGIN SELECT RAISE(ABORT, 'content_fixed'); END;

CREATE TRIGGER guard_content_insert BEFORE INSERT ON promotion_content
BEGIN
  SELECT RAISE(ABORT, 'content_fixed')
    WHERE EXISTS (SELECT 1 FROM promotion_content WHERE slug = NEW.slug);
END;
