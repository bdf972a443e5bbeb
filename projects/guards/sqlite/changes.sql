-- The log of changes of projects, establishments and beneficiaries.

-- REPLACE would delete a row that has the same id or key without a delete trigger.
CREATE TRIGGER guard_project_once BEFORE INSERT ON projects_project
BEGIN
  SELECT RAISE(ABORT, 'change_unlogged')
    WHERE EXISTS (SELECT 1 FROM projects_project WHERE id = NEW.id OR code = NEW.code);
END;

CREATE TRIGGER guard_establishment_once BEFORE INSERT ON projects_establishment
BEGIN
  SELECT RAISE(ABORT, 'change_unlogged')
    WHERE EXISTS (SELECT 1 FROM projects_establishment WHERE id = NEW.id);
END;

CREATE TRIGGER guard_establishment_replace BEFORE UPDATE ON projects_establishment
WHEN NEW.id IS NOT OLD.id
BEGIN
  SELECT RAISE(ABORT, 'change_unlogged')
    WHERE EXISTS (SELECT 1 FROM projects_establishment WHERE id = NEW.id);
END;

CREATE TRIGGER guard_beneficiary_once BEFORE INSERT ON projects_beneficiary
BEGIN
  SELECT RAISE(ABORT, 'change_unlogged') WHERE EXISTS (
    SELECT 1 FROM projects_beneficiary
    WHERE id = NEW.id OR (project_id = NEW.project_id
      AND establishment_id = NEW.establishment_id AND content_id = NEW.content_id));
END;

CREATE TRIGGER guard_beneficiary_replace BEFORE UPDATE ON projects_beneficiary
WHEN NEW.id IS NOT OLD.id OR NEW.project_id IS NOT OLD.project_id
  OR NEW.establishment_id IS NOT OLD.establishment_id OR NEW.content_id IS NOT OLD.content_id
BEGIN
  SELECT RAISE(ABORT, 'change_unlogged') WHERE EXISTS (
    SELECT 1 FROM projects_beneficiary
    WHERE id <> OLD.id AND (id = NEW.id OR (project_id = NEW.project_id
      AND establishment_id = NEW.establishment_id AND content_id = NEW.content_id)));
END;

CREATE TRIGGER guard_project_log_insert AFTER INSERT ON projects_project
BEGIN
  INSERT INTO guard_change VALUES ('projects_project', NEW.id, '',
    NULL,
    json_object(
      'id', NEW.id, 'code', NEW.code, 'title', NEW.title, 'kind', NEW.kind,
      'centre_id', NEW.centre_id, 'commune_id', NEW.commune_id, 'place_text', NEW.place_text,
      'round_number', NEW.round_number, 'status', NEW.status, 'submitted_on', NEW.submitted_on,
      'approved_on', NEW.approved_on, 'contracted_on', NEW.contracted_on,
      'accepted_on', NEW.accepted_on, 'settled_on', NEW.settled_on,
      'contract_number', NEW.contract_number, 'contract_vnd', NEW.contract_vnd,
      'contract_document_id', NEW.contract_document_id, 'accepted_vnd', NEW.accepted_vnd,
      'acceptance_document_id', NEW.acceptance_document_id,
      'settlement_sent_on', NEW.settlement_sent_on, 'settled_vnd', NEW.settled_vnd,
      'settlement_document_id', NEW.settlement_document_id, 'stop_reason', NEW.stop_reason,
      'investment_vnd', NEW.investment_vnd, 'counterpart_vnd', NEW.counterpart_vnd,
      'counterpart_bound', NEW.counterpart_bound, 'jobs', NEW.jobs,
      'jobs_bound', NEW.jobs_bound, 'planned_trainees', NEW.planned_trainees,
      'accepted_trainees', NEW.accepted_trainees, 'synthetic', NEW.synthetic));
END;

CREATE TRIGGER guard_project_log_update AFTER UPDATE ON projects_project
BEGIN
  INSERT INTO guard_change VALUES ('projects_project', OLD.id, '',
    json_object(
      'id', OLD.id, 'code', OLD.code, 'title', OLD.title, 'kind', OLD.kind,
      'centre_id', OLD.centre_id, 'commune_id', OLD.commune_id, 'place_text', OLD.place_text,
      'round_number', OLD.round_number, 'status', OLD.status, 'submitted_on', OLD.submitted_on,
      'approved_on', OLD.approved_on, 'contracted_on', OLD.contracted_on,
      'accepted_on', OLD.accepted_on, 'settled_on', OLD.settled_on,
      'contract_number', OLD.contract_number, 'contract_vnd', OLD.contract_vnd,
      'contract_document_id', OLD.contract_document_id, 'accepted_vnd', OLD.accepted_vnd,
      'acceptance_document_id', OLD.acceptance_document_id,
      'settlement_sent_on', OLD.settlement_sent_on, 'settled_vnd', OLD.settled_vnd,
      'settlement_document_id', OLD.settlement_document_id, 'stop_reason', OLD.stop_reason,
      'investment_vnd', OLD.investment_vnd, 'counterpart_vnd', OLD.counterpart_vnd,
      'counterpart_bound', OLD.counterpart_bound, 'jobs', OLD.jobs,
      'jobs_bound', OLD.jobs_bound, 'planned_trainees', OLD.planned_trainees,
      'accepted_trainees', OLD.accepted_trainees, 'synthetic', OLD.synthetic),
    json_object(
      'id', NEW.id, 'code', NEW.code, 'title', NEW.title, 'kind', NEW.kind,
      'centre_id', NEW.centre_id, 'commune_id', NEW.commune_id, 'place_text', NEW.place_text,
      'round_number', NEW.round_number, 'status', NEW.status, 'submitted_on', NEW.submitted_on,
      'approved_on', NEW.approved_on, 'contracted_on', NEW.contracted_on,
      'accepted_on', NEW.accepted_on, 'settled_on', NEW.settled_on,
      'contract_number', NEW.contract_number, 'contract_vnd', NEW.contract_vnd,
      'contract_document_id', NEW.contract_document_id, 'accepted_vnd', NEW.accepted_vnd,
      'acceptance_document_id', NEW.acceptance_document_id,
      'settlement_sent_on', NEW.settlement_sent_on, 'settled_vnd', NEW.settled_vnd,
      'settlement_document_id', NEW.settlement_document_id, 'stop_reason', NEW.stop_reason,
      'investment_vnd', NEW.investment_vnd, 'counterpart_vnd', NEW.counterpart_vnd,
      'counterpart_bound', NEW.counterpart_bound, 'jobs', NEW.jobs,
      'jobs_bound', NEW.jobs_bound, 'planned_trainees', NEW.planned_trainees,
      'accepted_trainees', NEW.accepted_trainees, 'synthetic', NEW.synthetic));
END;

CREATE TRIGGER guard_project_log_delete AFTER DELETE ON projects_project
BEGIN
  INSERT INTO guard_change VALUES ('projects_project', OLD.id, '',
    json_object(
      'id', OLD.id, 'code', OLD.code, 'title', OLD.title, 'kind', OLD.kind,
      'centre_id', OLD.centre_id, 'commune_id', OLD.commune_id, 'place_text', OLD.place_text,
      'round_number', OLD.round_number, 'status', OLD.status, 'submitted_on', OLD.submitted_on,
      'approved_on', OLD.approved_on, 'contracted_on', OLD.contracted_on,
      'accepted_on', OLD.accepted_on, 'settled_on', OLD.settled_on,
      'contract_number', OLD.contract_number, 'contract_vnd', OLD.contract_vnd,
      'contract_document_id', OLD.contract_document_id, 'accepted_vnd', OLD.accepted_vnd,
      'acceptance_document_id', OLD.acceptance_document_id,
      'settlement_sent_on', OLD.settlement_sent_on, 'settled_vnd', OLD.settled_vnd,
      'settlement_document_id', OLD.settlement_document_id, 'stop_reason', OLD.stop_reason,
      'investment_vnd', OLD.investment_vnd, 'counterpart_vnd', OLD.counterpart_vnd,
      'counterpart_bound', OLD.counterpart_bound, 'jobs', OLD.jobs,
      'jobs_bound', OLD.jobs_bound, 'planned_trainees', OLD.planned_trainees,
      'accepted_trainees', OLD.accepted_trainees, 'synthetic', OLD.synthetic),
    NULL);
END;

CREATE TRIGGER guard_establishment_log_insert AFTER INSERT ON projects_establishment
BEGIN
  INSERT INTO guard_change VALUES ('projects_establishment', NEW.id, '',
    NULL,
    json_object(
      'id', NEW.id, 'name', NEW.name, 'legal_form', NEW.legal_form, 'tax_code', NEW.tax_code,
      'commune_id', NEW.commune_id, 'place_text', NEW.place_text, 'synthetic', NEW.synthetic));
END;

CREATE TRIGGER guard_establishment_log_update AFTER UPDATE ON projects_establishment
BEGIN
  INSERT INTO guard_change VALUES ('projects_establishment', OLD.id, '',
    json_object(
      'id', OLD.id, 'name', OLD.name, 'legal_form', OLD.legal_form, 'tax_code', OLD.tax_code,
      'commune_id', OLD.commune_id, 'place_text', OLD.place_text, 'synthetic', OLD.synthetic),
    json_object(
      'id', NEW.id, 'name', NEW.name, 'legal_form', NEW.legal_form, 'tax_code', NEW.tax_code,
      'commune_id', NEW.commune_id, 'place_text', NEW.place_text, 'synthetic', NEW.synthetic));
END;

CREATE TRIGGER guard_establishment_log_delete AFTER DELETE ON projects_establishment
BEGIN
  INSERT INTO guard_change VALUES ('projects_establishment', OLD.id, '',
    json_object(
      'id', OLD.id, 'name', OLD.name, 'legal_form', OLD.legal_form, 'tax_code', OLD.tax_code,
      'commune_id', OLD.commune_id, 'place_text', OLD.place_text, 'synthetic', OLD.synthetic),
    NULL);
END;

CREATE TRIGGER guard_beneficiary_log_insert AFTER INSERT ON projects_beneficiary
BEGIN
  INSERT INTO guard_change VALUES ('projects_beneficiary', NEW.id, NEW.project_id,
    NULL,
    json_object(
      'id', NEW.id, 'project_id', NEW.project_id, 'establishment_id', NEW.establishment_id,
      'content_id', NEW.content_id, 'support_vnd', NEW.support_vnd,
      'planned_investment_vnd', NEW.planned_investment_vnd,
      'planned_counterpart_vnd', NEW.planned_counterpart_vnd,
      'planned_other_capital_vnd', NEW.planned_other_capital_vnd,
      'planned_jobs', NEW.planned_jobs, 'planned_income_vnd', NEW.planned_income_vnd,
      'accepted_investment_vnd', NEW.accepted_investment_vnd,
      'accepted_counterpart_vnd', NEW.accepted_counterpart_vnd,
      'accepted_other_capital_vnd', NEW.accepted_other_capital_vnd,
      'accepted_jobs', NEW.accepted_jobs, 'accepted_income_vnd', NEW.accepted_income_vnd,
      'synthetic', NEW.synthetic));
END;

CREATE TRIGGER guard_beneficiary_log_update AFTER UPDATE ON projects_beneficiary
BEGIN
  INSERT INTO guard_change VALUES ('projects_beneficiary', OLD.id, OLD.project_id,
    json_object(
      'id', OLD.id, 'project_id', OLD.project_id, 'establishment_id', OLD.establishment_id,
      'content_id', OLD.content_id, 'support_vnd', OLD.support_vnd,
      'planned_investment_vnd', OLD.planned_investment_vnd,
      'planned_counterpart_vnd', OLD.planned_counterpart_vnd,
      'planned_other_capital_vnd', OLD.planned_other_capital_vnd,
      'planned_jobs', OLD.planned_jobs, 'planned_income_vnd', OLD.planned_income_vnd,
      'accepted_investment_vnd', OLD.accepted_investment_vnd,
      'accepted_counterpart_vnd', OLD.accepted_counterpart_vnd,
      'accepted_other_capital_vnd', OLD.accepted_other_capital_vnd,
      'accepted_jobs', OLD.accepted_jobs, 'accepted_income_vnd', OLD.accepted_income_vnd,
      'synthetic', OLD.synthetic),
    json_object(
      'id', NEW.id, 'project_id', NEW.project_id, 'establishment_id', NEW.establishment_id,
      'content_id', NEW.content_id, 'support_vnd', NEW.support_vnd,
      'planned_investment_vnd', NEW.planned_investment_vnd,
      'planned_counterpart_vnd', NEW.planned_counterpart_vnd,
      'planned_other_capital_vnd', NEW.planned_other_capital_vnd,
      'planned_jobs', NEW.planned_jobs, 'planned_income_vnd', NEW.planned_income_vnd,
      'accepted_investment_vnd', NEW.accepted_investment_vnd,
      'accepted_counterpart_vnd', NEW.accepted_counterpart_vnd,
      'accepted_other_capital_vnd', NEW.accepted_other_capital_vnd,
      'accepted_jobs', NEW.accepted_jobs, 'accepted_income_vnd', NEW.accepted_income_vnd,
      'synthetic', NEW.synthetic));
END;

CREATE TRIGGER guard_beneficiary_log_delete AFTER DELETE ON projects_beneficiary
BEGIN
  INSERT INTO guard_change VALUES ('projects_beneficiary', OLD.id, OLD.project_id,
    json_object(
      'id', OLD.id, 'project_id', OLD.project_id, 'establishment_id', OLD.establishment_id,
      'content_id', OLD.content_id, 'support_vnd', OLD.support_vnd,
      'planned_investment_vnd', OLD.planned_investment_vnd,
      'planned_counterpart_vnd', OLD.planned_counterpart_vnd,
      'planned_other_capital_vnd', OLD.planned_other_capital_vnd,
      'planned_jobs', OLD.planned_jobs, 'planned_income_vnd', OLD.planned_income_vnd,
      'accepted_investment_vnd', OLD.accepted_investment_vnd,
      'accepted_counterpart_vnd', OLD.accepted_counterpart_vnd,
      'accepted_other_capital_vnd', OLD.accepted_other_capital_vnd,
      'accepted_jobs', OLD.accepted_jobs, 'accepted_income_vnd', OLD.accepted_income_vnd,
      'synthetic', OLD.synthetic),
    NULL);
END;
