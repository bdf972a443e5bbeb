"""The form in which a provincial Department declares its estimates of a month and the year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.asking import AskingForm
from promotion.fields import MoneyUnit, VndField
from promotion.lib.dates import format_day
from promotion.lib.money import million
from promotion.models import Source
from reports.indicators import BySource
from reports.models import DeclaredEstimate
from reports.models.estimates import Subject
from reports.pages.words import FULL

SOURCES = (Source.LOCAL.value, Source.NATIONAL.value)


@dataclass(frozen=True)
class Known:
    """What stands beside the fields of a province, in đồng; `said` are its latest estimates."""

    month: int
    plan_vnd: BySource
    disbursed_vnd: BySource
    in_month_vnd: BySource
    said: Mapping[Subject, DeclaredEstimate]

    def disbursed_of(self, subject: Subject) -> int:
        source, month = subject
        return (self.disbursed_vnd if month is None else self.in_month_vnd)[source]


class EstimateForm(AskingForm):
    """Amounts in triệu đồng; what is left as it was, or empty, is not declared anew.

    An estimate below what is disbursed already, or above the plan, is asked about, not refused.
    """

    def __init__(self, data: Any = None, *, known: Known) -> None:
        super().__init__(data)
        self.known = known
        self.subjects: dict[str, Subject] = {
            f"{'year' if month is None else 'month'}_{source}": (source, month)
            for source in SOURCES
            for month in (known.month, None)
        }
        for name, subject in self.subjects.items():
            self.fields[name] = VndField(
                unit=MoneyUnit.MILLION,
                min_vnd=0,
                required=False,
                label=self._label(subject),
                help_text=self._help(subject),
            )
            if subject in known.said:
                self.initial[name] = known.said[subject].amount_vnd

    def groups(self) -> list[tuple[str, list[Any]]]:
        """(source, its two fields) in the order of the page."""
        found: dict[str, list[Any]] = {source: [] for source in SOURCES}
        for name, (source, _month) in self.subjects.items():
            found[source].append(self[name])
        return [(str(FULL[source]), fields) for source, fields in found.items()]

    @property
    def amounts(self) -> dict[Subject, int]:
        """What a valid form declares anew."""
        typed = {subject: self.cleaned_data.get(name) for name, subject in self.subjects.items()}
        return {
            subject: vnd
            for subject, vnd in typed.items()
            if vnd is not None and not self._is_said(subject, vnd)
        }

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            if not self.amounts:
                raise ValidationError(_("Nothing was changed: please type an estimate."))
            self.settle(self._doubts())
        return self.cleaned_data

    def _is_said(self, subject: Subject, vnd: int) -> bool:
        said = self.known.said.get(subject)
        return said is not None and said.amount_vnd == vnd

    def _doubts(self) -> dict[str, str]:
        """{name: sentence}; a name changes with every figure of its sentence."""
        below = _(
            "%(estimate)s: %(amount)s million đồng is less than what is disbursed already,"
            " %(other)s million đồng. The estimate is right."
        )
        above = _(
            "%(estimate)s: %(amount)s million đồng is more than the plan, %(other)s million đồng."
            " The estimate and its unit are right."
        )
        found = {}
        for subject, vnd in self.amounts.items():
            plan_vnd = self.known.plan_vnd[subject[0]]
            disbursed_vnd = self.known.disbursed_of(subject)
            for is_doubtful, sentence, other_vnd in (
                (vnd < disbursed_vnd, below, disbursed_vnd),
                (vnd > plan_vnd, above, plan_vnd),
            ):
                if is_doubtful:
                    about = {
                        "estimate": f"{FULL[subject[0]]}, {self._label(subject)}",
                        "amount": _million(vnd),
                        "other": _million(other_vnd),
                    }
                    found[f"{subject}-{vnd}-{other_vnd}"] = sentence % about
        return found

    def _label(self, subject: Subject) -> str:
        _source, month = subject
        if month is None:
            return _("Estimate of the whole year")
        return _("Estimate of month %(month)s") % {"month": month}

    def _help(self, subject: Subject) -> str:
        source, month = subject
        about = {
            "plan": _million(self.known.plan_vnd[source]),
            "disbursed": _million(self.known.disbursed_of(subject)),
        }
        words = (
            _("Plan %(plan)s; disbursed so far %(disbursed)s.") % about
            if month is None
            else _("Disbursed in the month so far %(disbursed)s.") % about
        )
        if said := self.known.said.get(subject):
            words += " " + _("Declared last: %(amount)s, %(day)s.") % {
                "amount": _million(said.amount_vnd),
                "day": format_day(said.declared_on),
            }
        return words


def _million(vnd: int) -> str:
    return million(vnd, get_language())
