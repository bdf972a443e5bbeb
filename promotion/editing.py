"""Forms that edit a row of which nobody may overwrite another's change unseen."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from promotion.changes import changing, last_change
from promotion.fields import CountField, DocumentField, PastDayField, TextField, VndField
from promotion.guards.sentences import explain
from promotion.models import Stale, User, Versioned
from promotion.templatetags.figures import NO_DATA

CHOOSE = _("— choose —")
# A form that comes back: understood, but it cannot be done like this.
UNPROCESSABLE = 422
CONFLICT = 409


def typed_field(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a column as officials type it: money, counts and days our way.

    Days of rows have come; Meta.field_classes names a DayField where one may lie ahead.
    """
    usual: Any = column.formfield(**kwargs)
    if isinstance(usual, forms.ModelChoiceField):
        usual.empty_label = CHOOSE
    elif column.choices:
        usual.choices = [(key, words if key else CHOOSE) for key, words in usual.choices]
    if usual is None or hasattr(usual, "choices"):
        return usual
    about: dict[str, Any] = {"label": usual.label, "required": usual.required}
    if isinstance(column, models.DateField):
        return kwargs.get("form_class", PastDayField)(**about)
    if isinstance(column, models.BigIntegerField):
        return VndField(min_vnd=0, **about)
    if isinstance(column, models.IntegerField):
        return CountField(**about)
    if isinstance(column, models.CharField):
        field = TextField(max_length=column.max_length, **about)
        field.validators += [each for each in column.validators if each not in field.validators]
        return field
    return usual


@dataclass(frozen=True)
class Difference:
    """One field that stands otherwise in the newest version than in what was typed."""

    label: str
    theirs: str
    mine: str
    is_mine: bool  # the person changed it: what was typed is kept


class VersionedForm(forms.ModelForm):
    """Edits a Versioned row: carries the version that it was opened with, and why it changes.

    Beside each field it carries what stood there, so that after a stale save what the person
    had not touched takes the newest value, and what was typed stays as it was typed.

    documents    {field of the form: column that names its document}
    """

    documents: dict[str, str] = {}

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    why = TextField(label=_("Why"), required=False, max_length=400)

    class Meta:
        formfield_callback = typed_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["version"], self.fields["why"]
        else:
            self.initial["version"] = self.instance.version
            for name in self.of_row():
                self.fields[name].show_hidden_initial = True
        for name, column in self.documents.items():
            label = capfirst(self._meta.model._meta.get_field(column).verbose_name)
            self.fields[name] = DocumentField(label=label, required=False)
            self.initial[name] = getattr(self.instance, column)
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])

    def of_row(self) -> list[str]:
        """The fields that are columns of the row."""
        return [name for name in self._meta.fields or () if name in self.fields]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(heading, fields that are seen) in the order of the page."""
        return [("", self.visible_fields())]

    def keep(self, by: User) -> Any:
        """Write what a valid form says, a new row or over the version that the person saw.

        Raises Stale, and ValidationError when the database refuses.
        """
        try:
            with changing(by, self.reason()):
                columns = self.of_row() + self._record_files(by)
                if self.instance.pk is None:
                    self.instance.save(force_insert=True)
                else:
                    self.write(self.cleaned_data["version"], columns)
        except IntegrityError as error:
            raise explain(error) from error
        return self.instance

    def reason(self) -> str:
        """Why the row is changed, for the log of changes."""
        return self.cleaned_data.get("why", "")

    def write(self, seen: int, columns: list[str]) -> None:
        row: Versioned = self.instance
        row.save_over(seen, columns)

    def _record_files(self, by: User) -> list[str]:
        changed = []
        for name, column in self.documents.items():
            if file := self.cleaned_data.get(name):
                setattr(self.instance, column, file.record(by))
                changed.append(column)
        return changed

    @property
    def is_overtaken(self) -> bool:
        """Whether the row has another version already than the page was opened with.

        For a form that was judged, whatever else is wrong with it.
        """
        return self.cleaned_data.get("version") not in (None, self.instance.version)

    def over(self, newest: models.Model) -> tuple[Self, list[Difference]]:
        """What was typed as a form over the newest version, and where the two differ."""
        fresh = self.again(newest)
        data: Any = self.data.copy()
        data[self["version"].html_name] = fresh.initial["version"]
        for name in self.of_row():
            stored = fresh[name].value()
            data[self[name].html_initial_name] = "" if stored is None else stored
            if name not in self.changed_data:
                data[self[name].html_name] = "" if stored is None else stored
        return self.again(newest, data, self.files), list(self._differences(fresh))

    def again(self, row: models.Model, data: Any = None, files: Any = None) -> Self:
        """The same form about the row."""
        return type(self)(data, files, instance=row)

    def _differences(self, fresh: Self) -> Iterator[Difference]:
        for name in self.of_row():
            if self.fields[name].has_changed(fresh.initial.get(name), self[name].data):
                label = str(self.fields[name].label)
                is_mine = name in self.changed_data
                yield Difference(label, shown(fresh[name]), shown(self[name]), is_mine)
        for name in self.documents:
            mine, theirs = self.cleaned_data.get(name), fresh.initial[name]
            if mine and theirs:
                yield Difference(str(self.fields[name].label), theirs.name, mine.name, True)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, its files beside it; two times None for a page that is opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def shown(field: forms.BoundField) -> str:
    """What stands in a field, in words; "…" where nothing does."""
    value = field.value()
    choices = getattr(field.field, "choices", ())
    words = next((label for key, label in choices if str(key) == str(value)), value)
    return str(words) if words not in (None, "") else NO_DATA


def edited(
    request: HttpRequest, form: VersionedForm, template: str, context: dict[str, Any]
) -> HttpResponse | None:
    """The page of the form: empty, wrong, or overtaken by another save; None when it is saved."""
    status = 200
    differences: list[Difference] = []
    saved = None
    if form.is_bound:
        status = UNPROCESSABLE
        is_valid = form.is_valid()
        try:
            # What is newer may ask for what the page that was opened did not show.
            if form.is_overtaken:
                raise Stale
            if is_valid:
                form.keep(request.user)
                return None
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except Stale:
            newest = get_object_or_404(type(form.instance)._base_manager, pk=form.instance.pk)
            form, differences = form.over(newest)
            saved = last_change(newest)
            status = CONFLICT
    context |= {
        "form": form,
        "differences": differences,
        "saved": saved,
        "is_stale": status == CONFLICT,
    }
    return render(request, template, context, status=status)
