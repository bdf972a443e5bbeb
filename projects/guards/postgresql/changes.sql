-- The log of changes of projects, establishments and beneficiaries.

CREATE OR REPLACE TRIGGER guard_project_log AFTER INSERT OR UPDATE OR DELETE
ON projects_project FOR EACH ROW EXECUTE FUNCTION guard_log_change(
  '', 'id', 'code', 'title', 'kind', 'centre_id', 'commune_id', 'place_text', 'round_number',
  'status', 'submitted_on', 'approved_on', 'contracted_on', 'accepted_on', 'settled_on',
  'contract_number', 'contract_vnd', 'contract_document_id', 'accepted_vnd',
  'acceptance_document_id', 'settlement_sent_on', 'settled_vnd', 'settlement_document_id',
  'stop_reason', 'investment_vnd', 'counterpart_vnd', 'counterpart_bound', 'jobs', 'jobs_bound',
  'planned_trainees', 'accepted_trainees', 'synthetic');

CREATE OR REPLACE TRIGGER guard_project_log_truncate BEFORE TRUNCATE ON projects_project
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('change_unlogged');

CREATE OR REPLACE TRIGGER guard_establishment_log AFTER INSERT OR UPDATE OR DELETE
ON projects_establishment FOR EACH ROW EXECUTE FUNCTION guard_log_change(
  '', 'id', 'name', 'legal_form', 'tax_code', 'commune_id', 'place_text', 'synthetic');

CREATE OR REPLACE TRIGGER guard_establishment_log_truncate BEFORE TRUNCATE ON projects_establishment
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('change_unlogged');

CREATE OR REPLACE TRIGGER guard_beneficiary_log AFTER INSERT OR UPDATE OR DELETE
ON projects_beneficiary FOR EACH ROW EXECUTE FUNCTION guard_log_change(
  'project_id', 'id', 'project_id', 'establishment_id', 'content_id', 'support_vnd',
  'planned_investment_vnd', 'planned_counterpart_vnd', 'planned_other_capital_vnd',
  'planned_jobs', 'planned_income_vnd', 'accepted_investment_vnd', 'accepted_counterpart_vnd',
  'accepted_other_capital_vnd', 'accepted_jobs', 'accepted_income_vnd', 'synthetic');

CREATE OR REPLACE TRIGGER guard_beneficiary_log_truncate BEFORE TRUNCATE ON projects_beneficiary
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('change_unlogged');
