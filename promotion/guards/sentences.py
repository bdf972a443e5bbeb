"""What a person reads when the database refuses: one sentence for each name that it raises."""

from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from promotion.lib.dates import format_month

SENTENCES = {
    "ledger_append_only": _("A row of the ledger is never changed or deleted."),
    "change_unlogged": _(
        "A row is changed or deleted by itself, so that the log of changes has it."
    ),
    "changeauthor_for_one_transaction": _("The author of changes is named for one transaction."),
    "recorded_at_set_by_database": _("The time of recording is set by the database."),
    "amount_in_whole_vnd": _("An amount is a whole number of đồng."),
    "dates_are_days": _("A date is a day of the calendar."),
    "id_set_by_database": _("The number of a row is given by the database."),
    "disbursement_key_is_uuid": _("The key of a payment is a UUID."),
    "text_is_text": _("A text is too long or no text."),
    "person_unknown": _("The person does not exist."),
    "person_fixed": _("A person who recorded or confirmed something stays on record."),
    "province_fixed": _("A province-level unit keeps its short name and stays on record."),
    "content_fixed": _("A content of support keeps its short name and stays on record."),
    "grant_year_known": _("A budget year lies between 2000 and 2100."),
    "grant_source_known": _("A source of funding is national or local."),
    "decision_fixed": _(
        "Number, date, issuer and abstract of a decision are fixed, so is its file once it has one,"
        " and it is never deleted."
    ),
    "annualbudget_fixed": _("An annual budget keeps its province, year, source and level."),
    "grant_fixed": _("A grant keeps its project, content, year, source and level."),
    "grant_level_fits": _(
        "Money of a district or commune is local; districts have none after 2025."
    ),
    "line_of_district_in_time": _(
        "Districts ended on 30/06/2025: a later decision gives them no money. Please choose"
        " another level."
    ),
    "grant_begins_at_zero": _("A grant begins without support and payments."),
    "grant_sums_kept_by_ledger": _("The sums of a grant change only through the ledger."),
    "grant_approved_not_negative": _("The approved support may not fall below zero."),
    "grant_confirmed_within_approved": _("Confirmed payments may not exceed the approved support."),
    "grant_cleared_within_advanced": _("No more may be cleared than the confirmed advances."),
    "dailysum_kept_by_ledger": _("Daily sums are kept by the ledger alone."),
    "monthlysum_kept_by_ledger": _("Monthly sums are kept by the ledger alone."),
    "grant_unknown": _("The grant does not exist."),
    "project_place_fixed": _("A project with decisions or payments keeps its centre."),
    "centre_place_fixed": _(
        "A centre whose projects have decisions or payments keeps its province."
    ),
    "disbursement_key_used": _("This payment was already sent."),
    "line_reversal_once": _("The line was already taken back."),
    "line_reversal_in_full": _("A line of a decision is taken back in full, once."),
    "month_closed": _(
        "The month was closed meanwhile. Please do it once more: it is then booked on the first"
        " day of the next month that was never closed."
    ),
    "month_closed_already": _("The month is closed already. It can be re-opened."),
    "month_not_closed": _("The month is not closed: everybody may enter and confirm in it."),
    "month_not_over": _("A month can be closed once it is over, from the day after it."),
    "month_has_unconfirmed": _(
        "Entries of the month still wait for confirmation; please confirm or return them first."
    ),
    "month_expiry_past": _("The last day may not lie in the past."),
    "month_is_first_day": _("A month is named by its first day."),
    "month_unit_of_today": _(
        "Months are closed for the units of today and the centres that are open today."
    ),
    "month_by_source_side": _(
        "Months of local money are closed by the provincial Department, of national money by the"
        " Agency."
    ),
    "month_reopened_by_another": _(
        "A month is re-opened by another officer than the one who closed it."
    ),
    "return_dated_today": _("A return is dated with the day it is sent."),
    "seal_without_gap": _("Seals are numbered without a gap."),
    "reversal_once": _(
        "The entry was already returned or taken back. Its sender has it as a draft again."
    ),
    "frozenversion_in_order": _("Versions of a conference are numbered without a gap."),
    "frozenversion_has_summary": _("A version is frozen together with its summary."),
    "attentionnote_by_source_side": _(
        "Why local money may stay undisbursed is said by the provincial Department, of national"
        " money by the Agency."
    ),
    "attentionnote_unit_of_today": _("What needs attention is explained of the units of today."),
    "estimate_dated_today": _("An estimate is dated with the day it is declared."),
    "estimate_in_time": _(
        "An estimate is declared within its year, that of a month by the last day of the month."
    ),
    "estimate_by_its_department": _("The estimates of a province are declared by its Department."),
    "reversal_in_full": _("An entry is taken back in full, once, on its own grant."),
    "reversal_of_confirmed": _(
        "A confirmed entry can no longer be returned or taken back. Propose a correction or a"
        " recovery of it."
    ),
    "correction_of_confirmed": _("Only confirmed entries are corrected; others are returned."),
    "correction_of_recovered": _(
        "An entry of which money was recovered is not corrected. Recover the rest, or enter the"
        " right payment as a new one."
    ),
    "concerns_own_grant": _("A correction or recovery concerns an entry of the same grant."),
    "recovery_of_confirmed": _("Money is recovered of confirmed advances and payments only."),
    "recovery_within_entry": _("No more is recovered of an entry than was paid by it."),
    "replacement_of_reversed": _("An entry is replaced only together with its reversal."),
    "replacement_once": _("The entry was already corrected."),
    "confirmation_once": _("The entry was already confirmed."),
    "confirmation_of_returned": _("The entry was returned and can no longer be confirmed."),
    "confirmation_by_another": _("Nobody confirms an entry of their own."),
    "confirmation_by_source_side": _(
        "Local money is confirmed by the provincial Department, national money by the Agency."
    ),
}


# What is said of the same where the month is known.
OF_MONTH = {
    "month_closed": _(
        "Month %(month)s is closed for this money. It can be confirmed once the month is"
        " re-opened; or return it, and it is booked in an open month when it is sent again."
    ),
    "month_closed_already": _("Month %(month)s is closed already. It can be re-opened."),
    "month_not_closed": _("Month %(month)s is not closed: everybody may enter and confirm in it."),
    "month_not_over": _("Month %(month)s can be closed once it is over, from the day after it."),
    "month_has_unconfirmed": _(
        "Entries of month %(month)s still wait for confirmation; please confirm or return them"
        " first."
    ),
}


def name_of(error: IntegrityError) -> str:
    """The name of the constraint or guard behind the error, "" if it has none of ours."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None and diagnosis.constraint_name:
        return diagnosis.constraint_name
    return str(error).removeprefix("CHECK constraint failed: ").strip()


def explain(error: IntegrityError, month: date | None = None) -> ValidationError:
    """The refusal as a ValidationError with the sentence for people, its code the name.

    The month, any day of it, is told where one is given. Raises the error again when it is no rule
    of ours: that is a fault, not a refusal.
    """
    name = name_of(error)
    if month and name in OF_MONTH:
        return ValidationError(OF_MONTH[name], code=name, params={"month": format_month(month)})
    if name in SENTENCES:
        return ValidationError(SENTENCES[name], code=name)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return ValidationError(constraint.get_violation_error_message(), code=name)
    raise error
